"""What a Terraform expression gives: data with the place where it was written, and the resources that flow into it."""

from __future__ import annotations

from pglint.record import TYPE_CHECKING, NamedTuple
from pglint.source import Span
from pglint.values import Origin, Unknown

if TYPE_CHECKING:
    from collections.abc import Mapping

    from pglint.formats.terraform.constraint import Type

    Data = bool | int | float | str | tuple["Value", ...] | Mapping[str, "Value"] | Unknown | None


class Value(NamedTuple):
    """One value.

    ``data``: null is None; a list, tuple or set is a tuple of Values; a map or object is a Mapping; what cannot be
    known is Unknown with the reason. ``origin`` is set where the data came through a variable, local or module
    argument: the innermost place at which it was written. ``refs`` are the addresses of resource instances whose
    attributes flow into it (``module.db.aws_db_instance.main["a"]``), known or not. ``kind`` tells apart what the data
    alone does not: ``set`` for a set, ``list`` and ``map`` for what is no tuple or object and never equals one,
    ``resource`` for the object of a resource, whose attributes that the configuration does not state are unknown
    instead of wrong. ``span`` is the place of an element as it is written in a
    list or object constructor, so that ``{ max_connections = 50 }`` has a place for the 50 alone. ``holds`` is the type
    that a null, or a list, set or map that may be empty, was converted to: its data does not tell.
    """

    data: Data
    origin: Origin | None = None
    refs: frozenset[str] = frozenset()
    kind: str = ""
    sensitive: bool = False
    span: Span | None = None
    holds: Type | None = None


class Invalid(Exception):
    """What Terraform refuses when it evaluates: why, in its terms. ``try`` and ``can`` catch it."""


NULL = Value(None)

__all__ = ["NULL", "Invalid", "Origin", "Value"]
