"""What rules range over: one server, pooler, pool, role … with everything above it, and the ways to read it."""

from __future__ import annotations

from pglint.record import TYPE_CHECKING, NamedTuple
from pglint.values import Unknown

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from pglint.findings.finding import Place
    from pglint.findings.readings import Readings
    from pglint.source import Span
    from pglint.values import Scalar


class Subject(NamedTuple):
    """``parents`` maps a word's first part to the object it is read from, or to why there is none.

    ``steady``: no version of PgBouncer makes a difference to its words, except those about the version itself.
    ``sketch`` gives words that are known at a glance: where no rule can fire by these alone, the others are not asked.
    ``readings`` has the newest first. ``fallback`` is where a finding points that no line states.
    """

    kind: str
    parents: Mapping[str, object]
    readings: Readings
    fallback: Span
    stack: str | None
    related: tuple[Place, ...] = ()
    steady: bool = False
    sketch: Callable[[], Mapping[str, Scalar]] | None = None

    def parent(self, prefix: str) -> object:
        found = self.parents.get(prefix)
        return Unknown(f"no {prefix} is known here") if found is None else found
