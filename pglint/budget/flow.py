"""The budget as a flow from left to right: columns of nodes, and between them ribbons as thick as what flows.

Clients and server connections are different things, so they have a scale each; a pooler stands where they meet.
"""

from __future__ import annotations

from pglint.budget.fold import folded, tightest
from pglint.budget.scale import Sizes, sizes
from pglint.budget.verdict import number, says_nothing, verdict
from pglint.budget.words import amount, codes, factors, origin, plural
from pglint.record import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from pglint.budget.records import Bar, Budget, Layer, Part

MOST_NODES = 9
MOST_LIMITS = 6
OTHERS = "others"


class Line(NamedTuple):
    """A line beside a node: what it says, how it looks, and the place that stands behind it."""

    text: str
    style: str
    place: str = ""


class Node(NamedTuple):
    """A box of a column: its sizes, what is written beside it, and its status: unknown where something is missing.

    ``lines`` are (text, style, place): strong, plain, faint, over or ok.
    """

    key: str
    sizes: Sizes
    lines: tuple[Line, ...]
    status: str = ""
    tip: str = ""

    @property
    def flow(self) -> int:
        """What flows through it."""
        return self.sizes.used + self.sizes.over


class Ribbon(NamedTuple):
    """What flows from one node to another."""

    left: str
    right: str
    amount: float


class Column(NamedTuple):
    """Nodes below each other; ``unit`` is clients or server."""

    title: str
    caption: str
    unit: str
    nodes: tuple[Node, ...]


class Flow(NamedTuple):
    """``shared`` are the poolers: a node of clients, and the nodes of the pools that these clients share."""

    columns: tuple[Column, ...]
    ribbons: tuple[Ribbon, ...]
    shared: tuple[tuple[str, tuple[str, ...]], ...]


class _Leaf(NamedTuple):
    """What one part adds to the flow: which node of the pools it is in, whose role, which database, how much."""

    node: str
    user: str | None
    database: str | None
    amount: float


def flow(budget: Budget) -> Flow:
    """The columns that a stack has: one without applications, pools or limits leaves them out."""
    columns: list[Column] = []
    ribbons: list[Ribbon] = []
    clients, pools = budget.layer("clients"), budget.layer("pools")
    if clients is not None:
        apps, taken, between = _clients(clients, budget)
        columns += ([apps] if apps.nodes else []) + [taken]
        ribbons += between
    leaves: list[_Leaf] = []
    shared: tuple[tuple[str, tuple[str, ...]], ...] = ()
    if pools is not None:
        column, leaves, groups = _pools(pools, budget)
        columns.append(column)
        shared = tuple(_shared(clients, groups))
    at = {leaf.node: leaf.node for leaf in leaves}
    here = [(leaf, at[leaf.node]) for leaf in leaves]
    for kind in ("role", "database"):
        made = _limits(kind, budget, here)
        if made is not None:
            limits, here, more = made
            columns.append(limits)
            ribbons += more
    slots = budget.bar("slots")
    if slots is not None:
        server = _node("server", slots, slots.name, budget)
        columns.append(Column("Server slots", "what PostgreSQL lets in", "server", (server,)))
        ribbons += _merged((node, "server", leaf.amount) for leaf, node in here)
    return Flow(tuple(columns), tuple(ribbons), shared)


def _merged(rows: Iterator[tuple[str, str, float]] | Sequence[tuple[str, str, float]]) -> list[Ribbon]:
    found: dict[tuple[str, str], float] = {}
    for left, right, flowing in rows:
        found[left, right] = found.get((left, right), 0.0) + flowing
    return [Ribbon(left, right, flowing) for (left, right), flowing in found.items()]


def _clients(layer: Layer, budget: Budget) -> tuple[Column, Column, list[Ribbon]]:
    apps: list[Node] = []
    taken: list[Node] = []
    ribbons: list[Ribbon] = []
    for at, bar in enumerate(layer.bars):
        key = f"clients{at}"
        taken.append(_node(key, bar, bar.name, budget))
        shown, others = folded(bar.parts, MOST_NODES)
        for index, part in enumerate(shown):
            apps.append(_part_node(f"{key}app{index}", part, budget))
            ribbons.append(Ribbon(apps[-1].key, key, part.sum.total or 0))
        if others is not None:
            lines = (Line(others.words("app", bool(shown)), "strong"), Line(f"{others.number} together", "plain"))
            apps.append(Node(f"{key}rest", Sizes(others.total), lines, "" if others.is_known else "unknown"))
            ribbons.append(Ribbon(apps[-1].key, key, others.total))
    return (
        Column("Applications", "connections they open", "clients", tuple(apps)),
        Column("Clients", "that the pooler takes" if len(taken) == 1 else "that the poolers take", "clients",
               tuple(taken)),
        ribbons,
    )  # fmt: skip


def _pools(layer: Layer, budget: Budget) -> tuple[Column, list[_Leaf], list[tuple[Bar, tuple[str, ...]]]]:
    """The pools of each pooler, the small ones as one node, and what goes past the poolers."""
    nodes: list[Node] = []
    leaves: list[_Leaf] = []
    groups: list[tuple[Bar, tuple[str, ...]]] = []
    poolers = sum(bar.kind == "pooler" for bar in layer.bars)
    most = max(MOST_NODES // max(poolers, 1), 3)
    for at, bar in enumerate(layer.bars):
        shown, others = folded(bar.parts, most)
        own: list[str] = []
        total = sum(part.sum.total or 0 for part in bar.parts)
        share = (bar.wanted.total or 0) / total if total and bar.wanted.total is not None else 1.0
        last = f"pool{at}rest"
        keys = {id(part): f"pool{at}n{index}" for index, part in enumerate(shown)}
        nodes += [_part_node(keys[id(part)], part, budget) for part in shown]
        own += keys.values()
        if others is not None:
            kind = bar.parts[0].kind
            lines = (Line(others.words(kind, bool(shown)), "strong"), Line(f"{others.number} together", "plain"))
            nodes.append(Node(last, Sizes(others.total), lines, "" if others.is_known else "unknown"))
            own.append(last)
        groups.append((bar, tuple(own)))
        if bar.kind != "elsewhere":
            leaves += [
                _Leaf(keys.get(id(part), last), part.user, part.database, (part.sum.total or 0) * share)
                for part in bar.parts
            ]
    past = any(bar.kind == "direct" for bar in layer.bars)
    caption = "connections each may open" if not (past and poolers) else "and what goes past them"
    return Column(layer.title, caption, "server", tuple(nodes)), leaves, groups


def _shared(clients: Layer | None, groups: list[tuple[Bar, tuple[str, ...]]]) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Which clients share which pools: by the pooler's name, or all of them where one bar stands for all."""
    bars = clients.bars if clients else ()
    own = [(bar, keys) for bar, keys in groups if bar.kind in ("pooler", "elsewhere")]
    for at, bar in enumerate(bars):
        keys = [key for each, found in own if len(bars) == 1 or bar.places[:1] == each.places[:1] for key in found]
        if keys:
            yield f"clients{at}", tuple(keys)


def _limits(
    kind: str, budget: Budget, here: list[tuple[_Leaf, str]]
) -> tuple[Column, list[tuple[_Leaf, str]], list[Ribbon]] | None:
    """A column for roles or databases, where any that is used has a limit; all others are one node."""
    layer = budget.layer("limits")
    own = [bar for bar in (layer.bars if layer else ()) if bar.kind == kind]
    bars = [bar for bar in own if bar.limit is not None and bar.wanted.terms]
    if not bars or not here:
        return None
    shown = tightest(bars)[:MOST_LIMITS]
    names = {bar.name: f"{kind}{at}" for at, bar in enumerate(shown)}
    others = kind + OTHERS
    after = [(leaf, names.get((leaf.user if kind == "role" else leaf.database) or "", others)) for leaf, _ in here]
    nodes = [_node(names[bar.name], bar, bar.name, budget) for bar in shown]
    left = sum(leaf.amount for leaf, node in after if node == others)
    if any(node == others for _, node in after):
        lines = (Line(f"other {kind}s", "strong"), Line(f"{round(left):,} wanted, no limit known", "plain"))
        nodes.append(Node(others, Sizes(round(left)), lines))
    nodes.sort(key=_heights(here, after))
    ribbons = _merged([(node, to, leaf.amount) for (leaf, node), (_, to) in zip(here, after, strict=True)])
    let = {names[bar.name]: _let_through(bar) for bar in shown}
    after = [(leaf._replace(amount=leaf.amount * let.get(to, 1.0)), to) for leaf, to in after]
    title = "Roles" if kind == "role" else "Databases"
    return Column(title, "with a CONNECTION LIMIT", "server", tuple(nodes)), after, ribbons


def _let_through(bar: Bar) -> float:
    """The share of what is wanted that a limit does not refuse."""
    wanted, limit = bar.wanted.total, bar.limit.total if bar.limit else None
    return max(limit, 0) / wanted if wanted and limit is not None and limit < wanted else 1.0


def _heights(here: list[tuple[_Leaf, str]], after: list[tuple[_Leaf, str]]) -> Callable[[Node], float]:
    """Where the flow into a node comes from on average, so that few ribbons cross."""
    rows = {node: at for at, node in enumerate(dict.fromkeys(node for _, node in here))}
    sums: dict[str, tuple[float, float]] = {}
    for (leaf, node), (_, to) in zip(here, after, strict=True):
        weight, total = sums.get(to, (0.0, 0.0))
        sums[to] = weight + rows[node] * (leaf.amount or 0.1), total + (leaf.amount or 0.1)
    return lambda node: sums[node.key][0] / sums[node.key][1] if node.key in sums else float(len(rows))


def _node(key: str, bar: Bar, name: str, budget: Budget) -> Node:
    """A bar as a node: its name, both numbers, what is free or over, and where the limit stands."""
    found = verdict(bar)
    most = number(bar.limit) if bar.limit else "?"
    limit = plural(most, "slot") if bar.kind == "slots" else f"limit {most}"
    style = "over" if found.is_over else "ok" if found.status == "free" and not bar.findings else "plain"
    lines = [Line(name, "strong"), Line(f"{number(bar.wanted)} wanted, {limit}", "plain")]
    if found.amount is not None or found.is_over:
        lines.append(Line(" ".join([found.sign, found.words, *codes(bar)[:1]]), style))
    for term in (bar.limit.terms if bar.limit else ())[:4]:
        said = "" if bar.kind in ("role", "database") else factors(term) or f"{amount(term)} {term.text}"
        lines.append(Line(said, "faint", origin(term, budget.platform, str)))
    missing = (*(bar.limit.missing if bar.limit else ()), *bar.wanted.missing)
    lines += [Line(f"? {why.reason}", "faint") for why in missing[:1]]
    return Node(key, sizes(bar), tuple(lines), "unknown" if missing else found.status, _tip(bar))


def _tip(bar: Bar) -> str:
    return f"{bar.name}: {number(bar.wanted)} wanted" + (f" of {number(bar.limit)}" if bar.limit else "")


def _part_node(key: str, part: Part, budget: Budget) -> Node:
    term = part.sum.capped_by or next(iter(part.sum.terms), None)
    where = origin(term, budget.platform, str) if term else ""
    unknown = says_nothing(part.sum)
    said = f"? {part.sum.missing[0].reason}" if unknown and part.sum.missing else number(part.sum)
    lines = (Line(part.name, "strong"), Line(said, "faint" if unknown else "plain", where))
    status = "unknown" if unknown else "unbounded" if part.sum.total is None else ""
    return Node(key, Sizes(part.sum.total or 0), lines, status, f"{part.name}: {number(part.sum)}")
