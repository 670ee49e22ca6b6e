"""A server that a cloud runs: what its platform sets by default, keeps for itself, and how it writes values."""

from __future__ import annotations

from pglint.catalog import platforms
from pglint.cluster_facts import ServerFact
from pglint.facts import Setting
from pglint.record import TYPE_CHECKING
from pglint.values import Cell, Sum, Term, Unknown, Value

if TYPE_CHECKING:
    from pglint.catalog.platforms import Size
    from pglint.model.server import Server
    from pglint.model.settings import Settings

ON = ("1", "on", "true", "yes")


class Managed:
    """The platform of one server, with what is known of its size."""

    def __init__(self, fact: ServerFact) -> None:
        self.fact = fact
        self.platform = fact.platform
        self.size = _size(fact)

    @property
    def title(self) -> str:
        return platforms.title(self.platform)

    @property
    def reserves_all(self) -> bool:
        """Whether what the platform keeps is all that is kept from ordinary roles."""
        return platforms.reserves_all(self.platform)

    def default(self, name: str, major: int) -> Value:
        """What a parameter is that nobody sets; in base units."""
        return platforms.default(self.platform, name, major, self.size, _units(self.fact))

    def meaning(self, setting: Setting, major: int) -> Value | None:
        """A value in the platform's own notation; None for one that PostgreSQL itself would read."""
        if not isinstance(setting.value, str):
            return None
        return platforms.interpret(self.platform, setting.name, setting.value, major, self.size)

    def reserved(self, settings: Settings, major: int) -> list[tuple[str, Cell]]:
        """The connections that the platform keeps beyond PostgreSQL's own reserves, by parameter."""
        found = []
        for name, count in platforms.reserved(self.platform, major):
            written = settings.written(name)
            value: Value = count
            if written is not None:
                known = isinstance(written.value, str) and written.value.isdigit()
                value = int(str(written.value)) if known else Unknown(f"{name} is not known", written.value_span)
            found.append((name, Cell(value, written.value_span if written else None)))
        return found

    def wal_level(self, settings: Settings) -> Cell | None:
        """``logical`` where the platform's switch for it is on; None where no switch is set."""
        for name, _ in platforms.switches(self.platform):
            written = settings.written(name)
            if written is None or name == "wal_level":
                continue
            if isinstance(written.value, Unknown):
                return Cell(written.value, written.value_span)
            if written.value.lower() in ON:
                return Cell("logical", written.value_span, None, written.origin)
            return Cell("replica", written.value_span, None, written.origin)
        return None


def _size(fact: ServerFact) -> Size:
    """The machine's memory (kB) and CPUs."""
    if fact.size is None:
        reason = Unknown(f"the size of {fact.name} is not known", fact.span)
        return platforms.Size(reason, reason)
    if not isinstance(fact.size.value, str):
        reason = fact.size.value if isinstance(fact.size.value, Unknown) else Unknown("not a size", fact.span)
        return platforms.Size(reason, reason)
    return platforms.size(fact.platform, fact.size.value)


def _units(fact: ServerFact) -> tuple[float | None, float | None] | None:
    """The least and most capacity units of a serverless server; None for each that is not known."""
    if fact.serverless is None:
        return None
    least, most = (_number(cell) for cell in fact.serverless)
    return least, most


def _number(cell: Cell) -> float | None:
    try:
        return float(str(cell.value)) if isinstance(cell.value, int | str) else None
    except ValueError:
        return None


def proxy_percent(server: Server) -> Sum:
    """The share of max_connections that the proxies in front may take together."""
    terms, missing = [], []
    for proxy in server.proxies:
        if isinstance(proxy.percent.value, int):
            terms.append(Term(f"max_connections_percent of {proxy.name}", proxy.percent.value, 1, proxy.percent.span))
        elif isinstance(proxy.percent.value, Unknown):
            missing.append(proxy.percent.value)
    total = sum(term.value for term in terms)
    return Sum("percent", total, tuple(terms), None, tuple(missing), at_least=bool(missing))
