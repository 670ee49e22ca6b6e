"""From rules and a model to findings: the engine, the messages, the suppressions."""

from __future__ import annotations

