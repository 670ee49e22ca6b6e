"""Whether PostgreSQL's own programs wrote a file: what it holds was in a database, and is loaded into an empty one."""

from __future__ import annotations

LOOKED_AT = 8192
"""How much of a file is looked at, in characters."""

_MARKS = ("-- PostgreSQL database dump", "-- PostgreSQL database cluster dump", "-- Dumped from database version")


def is_dump(text: str) -> bool:
    """Whether pg_dump or pg_dumpall wrote it, or Rails without the comments (structure.sql)."""
    head = text[:LOOKED_AT]
    if any(mark in head for mark in _MARKS) or "\nSET check_function_bodies = " in head:
        return True
    return head.lstrip().startswith("SET default_transaction_read_only = off;")
