"""A setting of PgBouncer, in each section that knows it, by version."""

from __future__ import annotations

from pglint.catalog import pgbouncer
from pglint.catalog.pgbouncer_about_table import ABOUT, OTHERWISE, ZERO
from pglint.catalog.pgbouncer_table import WRONG
from pglint.record import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from pglint.catalog.pgbouncer import Known

OLDEST = (1, 5, 5)


class Setting(NamedTuple):
    """One setting of one section: ``zero`` is what 0 means, ``otherwise`` what holds in an entry that lacks it."""

    known: Known
    about: str
    zero: str
    otherwise: str


class Wrong(NamedTuple):
    """A name that people write in a section that does not know it, and what is meant."""

    section: str
    meant: str


def names() -> frozenset[str]:
    """Every name that any version knows, in any section."""
    return frozenset(name for section in pgbouncer.sections() for name in pgbouncer.settings(section))


def settings(name: str) -> tuple[Setting, ...]:
    """The setting in every section that knows the name, whatever its letters' case."""
    lower = name.lower()
    return tuple(
        Setting(
            pgbouncer.settings(section)[lower],
            ABOUT[section][lower],
            ZERO.get((section, lower), ""),
            OTHERWISE.get((section, lower), ""),
        )
        for section in pgbouncer.sections_with(lower)
    )


def wrong(name: str) -> tuple[Wrong, ...]:
    """The sections in which people write the name by mistake."""
    lower = name.lower()
    return tuple(Wrong(section, meant) for (section, wrong), meant in WRONG.items() if wrong == lower)
