"""From rules and a model to findings: the engine, the messages, the suppressions."""
