"""What the pictures of a budget are drawn from: layers of bars, each a sum that is wanted and the limit it meets."""

from __future__ import annotations

from pglint.record import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from pglint.findings.finding import Finding
    from pglint.source import Span
    from pglint.values import Sum, Unknown


class Part(NamedTuple):
    """Who holds a share of what is wanted: ``kind`` is pool, app, direct or consumer.

    ``sum`` is what it may hold by itself; together parts may hold less, where a limit caps them. ``user`` and
    ``database`` are those of PostgreSQL, None where no file tells them.
    """

    kind: str
    name: str
    sum: Sum
    user: str | None = None
    database: str | None = None


class Bar(NamedTuple):
    """What is wanted of one thing, and how much of it there is.

    ``limit`` is None where there is none (a role without CONNECTION LIMIT). ``places`` are where findings about it may
    stand, beside those of its terms. ``note`` says what the numbers cannot.
    """

    kind: str
    name: str
    wanted: Sum
    limit: Sum | None
    parts: tuple[Part, ...] = ()
    places: tuple[Span, ...] = ()
    note: str = ""
    findings: tuple[Finding, ...] = ()

    @property
    def missing(self) -> tuple[Unknown, ...]:
        """What is not known of either side, each once."""
        return tuple(dict.fromkeys((*self.wanted.missing, *(self.limit.missing if self.limit else ()))))


class Layer(NamedTuple):
    """One step on the way from applications to the server. ``unit`` is what its numbers count.

    ``missing`` is what the layer cannot show, with the reasons.
    """

    name: str
    title: str
    unit: str
    bars: tuple[Bar, ...]
    missing: tuple[Unknown, ...] = ()


class Budget(NamedTuple):
    """One stack. ``reads`` says which programs the numbers are for; ``notes`` where other versions differ.

    ``platform`` is the name of the cloud that runs the server, '' for none.
    """

    name: str
    layers: tuple[Layer, ...]
    reads: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    platform: str = ""

    def layer(self, name: str) -> Layer | None:
        return next((layer for layer in self.layers if layer.name == name), None)

    def bar(self, kind: str) -> Bar | None:
        """The first bar of a kind."""
        return next((bar for layer in self.layers for bar in layer.bars if bar.kind == kind), None)
