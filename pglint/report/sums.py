"""Sums as rows of a table and as one line of text: the arithmetic that proves a finding."""

from __future__ import annotations

from pglint.record import TYPE_CHECKING, NamedTuple
from pglint.report.printable import plain

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from pglint.source import Span
    from pglint.values import Sum, Term


class Row(NamedTuple):
    """A line of a sum: its name or none, sign and amount, factors, what it is, where it stands."""

    name: str
    amount: str
    factors: str
    text: str
    place: str


def rows(sums: Iterable[Sum], place: Callable[[Span], str]) -> list[Row]:
    """All sums one below the other: for each its total and its terms. ``place`` shows where a term stands."""
    return [row for total in sums for row in _rows(total, place)]


def _rows(total: Sum, place: Callable[[Span], str]) -> Iterator[Row]:
    yield Row(plain(total.name), amount(total), "", "", "")
    width = max((len(str(abs(term.value * term.times))) for term in total.terms), default=1)
    for at, term in enumerate(total.terms):
        sign = "-" if term.value < 0 else "+" if at else "="
        yield _term(term, sign, width, place)
    sign = "-" if total.at_most and not total.at_least else "+"
    for missing in total.missing:
        where = place(missing.span) if missing.span else ""
        yield Row("", f"{sign} {'?':>{width}}", "", plain(missing.reason), where)
    if total.capped_by:
        yield _term(total.capped_by, "capped at", width, place)


def _term(term: Term, sign: str, width: int, place: Callable[[Span], str]) -> Row:
    where = "default" if term.default else place(term.span) if term.span else ""
    factors = product(term) if term.times != 1 else ""
    return Row("", f"{sign} {abs(term.value * term.times):>{width}}", factors, plain(term.text), where)


def amount(total: Sum) -> str:
    """The total with what is known of it: ``97``, ``at least 50``, ``no limit``."""
    if total.total is None:
        return "no limit"
    bound = "at least " * total.at_least + "at most " * (total.at_most and not total.at_least)
    return f"{bound}{total.total}"


def product(term: Term) -> str:
    """What a term is made of: ``18 × 295``, or the value alone."""
    return f"{term.times} × {abs(term.value)}" if term.times != 1 else str(abs(term.value))


def part(term: Term) -> str:
    """What a term adds to its sum, or takes from it: ``18 × 295``, ``- 3``."""
    return "- " * (term.value < 0) + product(term)


def sentence(total: Sum, place: Callable[[Span], str], text: Callable[[str], str] = plain) -> str:
    """A sum as one line: ``demand: 50 = 2 × 20 default_pool_size (pgbouncer.ini:4) + …``. ``text`` shows names."""
    parts = []
    for at, term in enumerate(total.terms):
        sign = "-" if term.value < 0 else "+" if at else "="
        where = "default" if term.default else place(term.span) if term.span else ""
        parts.append(f"{sign} {product(term)} {text(term.text)}{_in(where)}")
    sign = "-" if total.at_most and not total.at_least else "+"
    parts += [f"{sign} ? {text(why.reason)}{_in(place(why.span) if why.span else '')}" for why in total.missing]
    if total.capped_by:
        where = place(total.capped_by.span) if total.capped_by.span else ""
        parts.append(f"capped at {product(total.capped_by)} {text(total.capped_by.text)}{_in(where)}")
    return " ".join((f"{text(total.name)}: {amount(total)}", *parts))


def _in(place: str) -> str:
    return f" ({place})" if place else ""
