"""SQL for a new migration: files that may have run already are never edited."""

from __future__ import annotations

_PLAIN = "abcdefghijklmnopqrstuvwxyz_0123456789"
_RESERVED = (
    " all analyse analyze and any array as asc asymmetric authorization binary both case cast check collate collation"
    " column concurrently constraint create cross current_catalog current_date current_role current_schema"
    " current_time current_timestamp current_user default deferrable desc distinct do else end except false fetch for"
    " foreign freeze from full grant group having ilike in initially inner intersect into is isnull join lateral"
    " leading left like limit localtime localtimestamp natural none not notnull null offset on only or order outer"
    " overlaps placing primary public references returning right select session_user similar some symmetric"
    " system_user table tablesample then to trailing true union unique user using variadic verbose when where window"
    " with "
)
"""Words that are no name without quotes: reserved ones, and those of types and functions (keywords of gram.y)."""


def identifier(name: str) -> str:
    """A name as SQL takes it, in quotes where it needs them."""
    plain = name and not name.strip(_PLAIN) and not name[0].isdigit() and f" {name} " not in _RESERVED
    return name if plain else '"' + name.replace('"', '""') + '"'


def literal(text: str) -> str:
    """A text as a string constant."""
    quoted = "'" + text.replace("'", "''") + "'"
    return f" E{quoted}".strip().replace("\\", "\\\\") if "\\" in text else quoted


def limit(kind: str, name: str, number: int) -> str:
    """The CONNECTION LIMIT of a role or a database (``kind``: ROLE or DATABASE)."""
    return f"ALTER {kind} {identifier(name)} CONNECTION LIMIT {number};"


def own(kind: str, name: str, parameter: str, value: str) -> str:
    """A parameter of one role or database."""
    return f"ALTER {kind} {identifier(name)} SET {parameter} = {literal(value)};"


def system(parameter: str, value: str) -> str:
    """A parameter of the server, in postgresql.auto.conf."""
    return f"ALTER SYSTEM SET {parameter} = {literal(value)};"
