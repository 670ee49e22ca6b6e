"""All that is known of a name: a parameter of PostgreSQL, a setting of PgBouncer, a platform's own, or several."""

from __future__ import annotations

from pglint.catalog.platforms import PLATFORMS
from pglint.record import TYPE_CHECKING, NamedTuple
from pglint.settings import pgbouncer, platforms, postgresql
from pglint.settings.rules import About, rules_about

if TYPE_CHECKING:
    from collections.abc import Iterable

    from pglint.rulebook.rule import Rule

GONE, OLD = "CFG003", "CFG008"
"""The rules about settings that are gone, and about names that are on their way out."""


class Answer(NamedTuple):
    """``name`` as it was asked for, in lower case; ``wrong`` are the sections of PgBouncer that people write it in."""

    name: str
    postgresql: postgresql.Setting | None
    pgbouncer: tuple[pgbouncer.Setting, ...]
    wrong: tuple[pgbouncer.Wrong, ...]
    own: tuple[platforms.Platform, ...]
    rules: tuple[About, ...]

    @property
    def found(self) -> bool:
        return bool(self.postgresql or self.pgbouncer or self.own)


def names() -> list[str]:
    """Every name that there is an answer for, in lower case, sorted."""
    own = (name for platform in PLATFORMS for name in platforms.own_names(platform))
    return sorted(postgresql.names() | pgbouncer.names() | set(own))


class Answers:
    """Answers for many names, with the rules gone through once. ``major`` is the one to show, None for all."""

    def __init__(self, rules: Iterable[Rule], major: int | None = None) -> None:
        self.rules = tuple(rules)
        self.major = major
        self.about = rules_about(self.rules)

    def ask(self, name: str) -> Answer:
        lower = name.lower()
        found = postgresql.setting(lower, self.major)
        pooler = pgbouncer.settings(lower)
        own = tuple(platforms.own(lower))
        called = (lower, found.alias_of) if found else (lower,)
        codes = {each.code for name in called for each in self.about.get(name, ())}
        if found:
            codes |= {each.rule for each in found.constraints if each.rule}
            codes |= {GONE} if found.removed and found.removed.unknown_from is not None else set()
            codes |= {OLD} if found.alias_of else set()
        if any(each.known.deprecated for each in pooler):
            codes.add(OLD)
        told = tuple(About(rule.code, rule.name) for rule in self.rules if rule.code in codes)
        return Answer(lower, found, pooler, pgbouncer.wrong(lower), own, told)
