"""A parameter of PostgreSQL, by major: what the catalog's tables and their notes know of it."""

from __future__ import annotations

from pglint.catalog import postgresql
from pglint.catalog.postgresql_about_table import ABOUT
from pglint.catalog.postgresql_notes import INITDB, MINORS
from pglint.catalog.postgresql_table import ALIASES, PARAMETERS, REMOVED
from pglint.catalog.startup import Constraint, constraints
from pglint.record import TYPE_CHECKING, NamedTuple
from pglint.settings.platforms import Platform, of_postgresql

if TYPE_CHECKING:
    from pglint.catalog.postgresql import Parameter, Removed

    Minors = tuple[tuple[str, str], ...]

MAJORS = postgresql.MAJORS


class Setting(NamedTuple):
    """What is known of one parameter.

    ``asked`` is its name in lower case, ``alias_of`` the parameter that this name stands for today ('': for itself).
    ``majors`` holds it as each major has it; none of them does where it went away before 10. ``only`` is the major that
    was asked for, None for all. ``minors``: (release that lacks it, later one that has it or '').
    """

    asked: str
    alias_of: str
    majors: dict[int, Parameter]
    only: int | None
    removed: Removed | None
    renamed_from: tuple[Removed, ...]
    constraints: tuple[Constraint, ...]
    platforms: tuple[Platform, ...]
    minors: Minors
    initdb: int | None

    @property
    def title(self) -> str:
        """The name as servers spell it; one that they only still take as it was asked for."""
        spelled = {each.name for each in self.majors.values()}
        return next((name for name in spelled if name.lower() == self.asked), self.asked)

    @property
    def shown(self) -> dict[int, Parameter]:
        """As the majors that were asked for have it."""
        return {major: each for major, each in self.majors.items() if self.only in (None, major)}


def names() -> frozenset[str]:
    """Every name of a parameter that any release knows, or knew, in lower case."""
    return frozenset((*PARAMETERS, *ALIASES, *REMOVED))


def setting(name: str, only: int | None = None) -> Setting | None:
    """The parameter of that name, whatever its letters' case; None where there never was one."""
    lower = name.lower()
    if not postgresql.known(lower):
        return None
    majors = {major: found for major in MAJORS if (found := postgresql.parameter(lower, major))}
    asked = [major for major in majors if only in (None, major)]
    alias = next((majors[major].name.lower() for major in asked if majors[major].name.lower() != lower), "")
    about = alias or lower
    return Setting(
        asked=lower,
        alias_of=alias,
        majors=majors,
        only=only,
        removed=postgresql.removed(lower),
        renamed_from=tuple(gone for old in REMOVED if (gone := postgresql.removed(old)) and gone.renamed_to == lower),
        constraints=tuple(
            each for each in constraints(about) if any(each.first <= major <= each.last for major in asked)
        ),
        platforms=tuple(of_postgresql(about, asked)) if asked else (),
        minors=tuple(row for row in MINORS.get(about, ()) if int(row[0].partition(".")[0]) in asked),
        initdb=INITDB.get(about),
    )


def about(parameter: Parameter, major: int) -> str:
    """What the server of that major says about a parameter; '' where none was asked that has it."""
    rows = ABOUT.get(parameter.name.lower(), ())
    said = [text for first, text in rows if first <= major] or [text for _, text in rows[:1]]
    return said[-1] if said else ""
