"""What each major of PostgreSQL knows of its parameters, as read from running servers (scripts/refresh_catalog.py).

Names are compared in lower case. Numbers are in base units.
"""

from __future__ import annotations

from pglint.catalog.postgresql_table import ALIASES, PARAMETERS, REMOVED
from pglint.once import cache
from pglint.record import NamedTuple

MAJORS = tuple(range(10, 19))
MAINTAINED = (14, 15, 16, 17, 18)


class Parameter(NamedTuple):
    """One parameter as a run of majors has it (pg_settings).

    ``type`` is bool, integer, real, string or enum; ``unit`` the base unit (ms, s, min, B, kB, 8kB, MB) or ''.
    ``context`` says when a change takes effect: internal, postmaster, sighup, superuser-backend, backend, superuser,
    user. ``default`` is the built-in one, None where there is none. ``enum_hidden`` are words that are taken without
    being named in the hint, ``enum_optional`` those that only some builds know. ``flags`` are the server's
    (NOT_IN_SAMPLE …) and ours: HIDDEN (taken, but not in pg_settings), BUILD_DEFAULT (the default depends on the
    build).
    """

    name: str
    type: str
    unit: str = ""
    context: str = "user"
    min: int | float | None = None
    max: int | float | None = None
    default: bool | int | float | str | None = None
    enum: tuple[str, ...] = ()
    enum_hidden: tuple[str, ...] = ()
    flags: tuple[str, ...] = ()
    enum_optional: tuple[str, ...] = ()


class Removed(NamedTuple):
    """A parameter that is gone: the ``last`` major that had it (9: before the oldest major known here).

    ``since`` is the release that removed it, ``unknown_from`` the first major known here that refuses the name (None:
    the name is still accepted). ``same_unit`` says that the value can be carried over to ``renamed_to``.
    """

    name: str
    last: int
    since: str
    renamed_to: str = ""
    same_unit: bool = False
    unknown_from: int | None = None
    note: str = ""


@cache
def _eras(name: str) -> tuple[tuple[int, int, Parameter], ...]:
    """The parameter in each run of majors in which nothing about it changed."""
    return tuple((first, last, Parameter(*fields)) for first, last, *fields in PARAMETERS.get(name, ()))


@cache
def parameter(name: str, major: int) -> Parameter | None:
    """The parameter of that name in that major, None where the server does not know it.

    Old names that are still accepted (sort_mem) give the parameter they stand for. Majors in which nothing changed
    share one object.
    """
    for first, last, found in _eras(name.lower()):
        if first <= major <= last:
            return found
    alias = ALIASES.get(name.lower())
    return parameter(alias, major) if alias else None


@cache
@cache
def alike(name: str, first: int, last: int) -> bool:
    """Whether all these majors have the very same parameter and read its texts the same way (they do from 12 on)."""
    found = parameter(name, last)
    return first >= 12 and all(parameter(name, major) is found for major in range(first, last))


def common(name: str, readings: tuple[int, ...]) -> Parameter | None:
    """The parameter, if all these majors (in order) take the same texts for it; the newest one's default."""
    eras = _eras(name)
    if eras and eras[-1][0] <= readings[0] and readings[-1] <= eras[-1][1]:
        return eras[-1][2]
    found = [parameter(name, major) for major in readings]
    newest = found[-1]
    if newest is None or any(each is None or _takes(each) != _takes(newest) for each in found):
        return None
    return newest


def _takes(found: Parameter) -> Parameter:
    """What decides which texts are taken: not the default, and of the context only whether it can be set at all."""
    context = "internal" if found.context == "internal" else ""
    return found._replace(default=None, context=context, flags=("HIDDEN",) if "HIDDEN" in found.flags else ())


@cache
def canonical(name: str) -> str:
    """The name under which settings of one parameter meet: lower case, old names replaced."""
    lower = name.lower()
    return ALIASES.get(lower, lower)


def known(name: str) -> bool:
    """Whether any release has, or had, a parameter of that name."""
    lower = name.lower()
    return lower in PARAMETERS or lower in ALIASES or lower in REMOVED


@cache
def removed(name: str) -> Removed | None:
    """What became of a parameter that some release no longer has (the release notes of ``since``)."""
    entry = REMOVED.get(name.lower())
    if entry is None:
        return None
    last: int = entry["last"]
    return Removed(
        name=name.lower(),
        last=last,
        since=entry["since"],
        renamed_to=entry.get("renamed_to", ""),
        same_unit=entry.get("same_unit", False),
        unknown_from=None if entry.get("accepted") else max(last + 1, MAJORS[0]),
        note=entry.get("note", ""),
    )


@cache
def nearest(name: str, major: int) -> str:
    """The one parameter of that major that was most likely meant; '' where nothing is really near."""
    from difflib import get_close_matches

    lower = name.lower()
    names: list[str] = [
        other
        for other in PARAMETERS
        if (found := parameter(other, major)) and "HIDDEN" not in found.flags and found.context != "internal"
    ]
    close: list[str] = get_close_matches(lower, names, n=1, cutoff=0.87)
    if close:
        return close[0]
    longer: list[str] = [other for other in names if other.startswith(lower)] if len(lower) >= 8 else []
    return longer[0] if len(longer) == 1 else ""
