"""SQL replayed: what each statement meets when it runs, and what a cluster is left with after the last one."""
