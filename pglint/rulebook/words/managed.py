"""The words of a server that a platform runs: what the platform sets, fixes and keeps. They are words of ``server``."""

from __future__ import annotations

from pglint.record import TYPE_CHECKING
from pglint.rulebook.words.word import as_cell
from pglint.values import Cell

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from pglint.model.server import Server
    from pglint.rulebook.words.word import Getter, Reading


def _preset(server: Server, reading: Reading) -> Cell:
    """What a platform sets by itself is not judged; unknown where not all that is set could be read."""
    if server.fact is None:
        return Cell(False)
    unread = server.settings.chain.unread
    return Cell(unread[0][1] if unread else True)


def _logical_switch(server: Server, reading: Reading) -> Cell:
    """The assignment that makes wal_level logical."""
    found: tuple[tuple[str, str], ...] = ()
    if server.fact is not None:
        from pglint.catalog.platforms import switches

        found = switches(server.fact.platform)
    name, value = found[0] if found else ("wal_level", "logical")
    return Cell(f"{name} = {value}")


def _computed(server: Server, reading: Reading) -> Cell:
    """By the platform's own formulas; a number that one comes to was not chosen by anybody."""
    if server.fact is None:
        return Cell(())
    from pglint.catalog.rds_formula import is_formula

    settings = server.settings.chain.settings
    return Cell(tuple(each.name for each in settings if isinstance(each.value, str) and is_formula(each.value)))


def _fixed(server: Server, parameters: Iterable[str], major: int) -> tuple[str, ...]:
    if server.fact is None:
        return ()
    from pglint.catalog.platforms import refused

    return tuple(name for name in parameters if refused(server.fact.platform, name, major))


def _proxy_percent(server: Server, reading: Reading) -> Cell:
    if not server.proxies:
        return Cell(0)
    from pglint.model.managed import proxy_percent

    return as_cell(proxy_percent(server))


def rows(parameters: tuple[str, ...]) -> Iterable[tuple[str, str, str, Getter, str, str]]:
    """As in the other tables; ``parameters`` are those that have words."""

    def fixed(server: Server, reading: Reading) -> Cell:
        return Cell(_fixed(server, parameters, reading.major))

    yield "platform", "string", "the cloud platform that runs it, '' for none", lambda s, r: Cell(s.fact.platform if s.fact else ""), "", ""
    yield "preset", "bool", "whether what is not written is what a platform sets by itself", _preset, "", ""
    yield "computed", "list", "the parameters that are set by a formula of the platform", _computed, "", ""
    yield "fixed", "list", "the parameters that its platform does not let anybody set", fixed, "", "major"
    yield "logical_switch", "string", "the assignment that makes its wal_level logical", _logical_switch, "", ""
    yield "proxied", "bool", "whether a proxy of the platform stands in front", lambda s, r: Cell(bool(s.proxies)), "", ""
    yield "proxy_percent", "int", "the share of max_connections that its proxies may take together", _proxy_percent, "", ""


def same(parameters: tuple[str, ...]) -> dict[str, Callable[[Server, list[int]], bool]]:
    """When a word cannot differ between majors."""
    return {"fixed": lambda server, majors: len({_fixed(server, parameters, major) for major in majors}) == 1}
