"""What a value can be: known, unknown with a reason, known from one side only; and sums that remember their terms."""

from __future__ import annotations

from pglint.record import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from pglint.source import Span

Scalar = bool | int | str | tuple[str, ...]


class Unknown(NamedTuple):
    """A value that the files do not tell: why, and where it could be declared (None: nowhere in the files)."""

    reason: str
    span: Span | None = None


class Range(NamedTuple):
    """A number known from one side or from both: None is an open end. ``missing`` says what it lacks."""

    low: int | None
    high: int | None
    missing: tuple[Unknown, ...] = ()


Value = Scalar | Unknown | Range


class Origin(NamedTuple):
    """Where a value that is reached through a variable was written: its name (``var.limit``) and its place."""

    name: str
    span: Span


class Term(NamedTuple):
    """One line of a sum: ``value`` (negative where it is taken away) × ``times``, named, with its place.

    ``default``: no file states it, and the place is line 1 of the file where it would stand.
    """

    text: str
    value: int
    times: int = 1
    span: Span | None = None
    default: bool = False


class Sum(NamedTuple):
    """A total with its terms.

    ``total`` is None when it has no bound. ``capped_by`` names the limit (with its place) that holds the total under
    the plain sum of the terms. ``missing`` lists what is left out: with it the total is a lower bound
    (``at_least``) or, where the missing part is taken away, an upper one.
    """

    name: str
    total: int | None
    terms: tuple[Term, ...] = ()
    capped_by: Term | None = None
    missing: tuple[Unknown, ...] = ()
    at_least: bool = False
    at_most: bool = False


class Cell(NamedTuple):
    """What a word of the rulebook stands for at one subject: its value, its place if a file states it, its sum.

    ``origin`` tells where a value was written that the place only refers to.
    """

    value: Value
    span: Span | None = None
    sum: Sum | None = None
    origin: Origin | None = None


def value_of(total: Sum) -> Value:
    """The number a condition compares: exact, or open on the side on which something is missing."""
    if total.total is None:
        return total.missing[0] if total.missing and total.at_most else Unknown(f"{total.name} has no bound")
    if total.at_least and total.at_most:
        return Range(None, None, total.missing)
    if total.at_least:
        return Range(total.total, None, total.missing)
    if total.at_most:
        return Range(None, total.total, total.missing)
    return total.total


def at_home(total: Sum, place: Span) -> Sum:
    """The sum with a place for the terms that no file states: where they would stand."""
    if all(term.span is not None for term in total.terms):
        return total
    terms = tuple(term if term.span else term._replace(span=place, default=True) for term in total.terms)
    return total._replace(terms=terms)


def cell(total: Sum, span: Span | None = None) -> Cell:
    """A sum as a cell; its place is that of its first written term unless one is given."""
    place = span or next((term.span for term in total.terms if term.span and not term.default), None)
    return Cell(value_of(total), place, total)
