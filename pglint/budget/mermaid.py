"""The budget as a Mermaid flowchart, as GitHub and GitLab draw it: boxes with numbers, what is over in red.

The syntax is that of https://mermaid.js.org/syntax/flowchart.html: texts stand in quotes, and what could end them as
an entity (``#quot;``).
"""

from __future__ import annotations

from pglint.budget.fold import folded
from pglint.budget.verdict import number, says_nothing, verdict
from pglint.budget.words import EMPTY, NO_STACKS, amounts, cap, codes, heading, headline
from pglint.record import TYPE_CHECKING
from pglint.report.printable import plain

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from pglint.budget import Look
    from pglint.budget.records import Bar, Budget

MOST = 7
ENTITIES = {'"': "#quot;", "#": "#35;", "&": "#38;", "<": "#lt;", ">": "#gt;", "`": "#96;", "\\": "#92;", ";": "#59;"}
STYLES = (
    "classDef over fill:#fde2e1,stroke:#b42318,color:#7a1a12,stroke-width:2px",
    "classDef ok fill:#e3f2ec,stroke:#2e7d5b,color:#14402d",
    "classDef plain fill:#eaf0fb,stroke:#4a6fb5,color:#1c2f57",
    "classDef unknown fill:#f2f2f2,stroke:#767676,color:#333333,stroke-dasharray:4 3",
)


def render(budgets: Sequence[Budget], look: Look) -> str:
    """One flowchart for all stacks, each in a box of its own."""
    lines = ["flowchart LR"]
    if not budgets:
        lines.append(f'  none["{label(NO_STACKS)}"]')
    for at, budget in enumerate(budgets):
        lines += [f"  {line}" for line in _budget(budget, f"s{at}")]
    return "\n".join([*lines, *(f"  {style}" for style in STYLES)]) + "\n"


def _budget(budget: Budget, key: str) -> Iterator[str]:
    found = headline(budget)
    yield f'subgraph {key}["{label(f"{budget.name}: {found.verdict.sign} {found.text}")}"]'
    if not budget.layers:
        yield f'  {key}_none["{label(EMPTY)}"]'
    yield from (f"  {line}" for line in _boxes(budget, key))
    yield "end"


def _boxes(budget: Budget, key: str) -> Iterator[str]:
    """Applications, poolers, pools, roles and databases with limits, the server; arrows say how many."""
    server = f"{key}_server"
    slots = budget.bar("slots")
    ids = _Ids(key)
    clients, pools = budget.layer("clients"), budget.layer("pools")
    for bar in clients.bars if clients else ():
        own = ids.of(bar)
        yield _box(own, bar, f"clients of {bar.name}")
        for at, (name, size, known) in enumerate(_folded(bar)):
            yield f'{own}_{at}["{label(name)}"]:::{"plain" if known else "unknown"}'
            yield f'{own}_{at} -->|"{label(size)}"| {own}'
    for bar in pools.bars if pools else ():
        own = ids.of(bar)
        end = server if bar.kind != "elsewhere" and slots is not None else ""
        for at, (name, size, known) in enumerate(_folded(bar)):
            yield f'{own}_{at}["{label(name)}<br>{label(size)}"]:::{"plain" if known else "unknown"}'
            source = ids.found.get(("clients", bar.name)) or (ids.only("clients") if bar.kind == "pooler" else "")
            if source and bar.kind == "pooler":
                yield f"{source} --- {own}_{at}"
            if end:
                yield f'{own}_{at} -->|"{label(size)}"| {end}'
        if bar.wanted.capped_by is not None:
            yield f'{own}_cap["{label(f"{bar.name}: together {cap(bar.wanted)}")}"]:::plain'
    if slots is not None:
        yield _box(server, slots, f"slots of {slots.name}")
    yield from _others(budget, key, server if slots is not None else "")


def _others(budget: Budget, key: str, server: str) -> Iterator[str]:
    """Limits and replication: boxes beside the flow, joined to the server by dotted lines."""
    at = 0
    for layer in budget.layers:
        for bar in layer.bars:
            if bar.limit is None or bar.kind in ("clients", "slots"):
                continue
            yield _box(f"{key}_l{at}", bar, heading(bar))
            if server:
                yield f"{server} -.- {key}_l{at}"
            at += 1


class _Ids:
    """The ids of bars, by what they are for."""

    def __init__(self, key: str) -> None:
        self.key = key
        self.found: dict[tuple[str, str], str] = {}

    def of(self, bar: Bar) -> str:
        made = f"{self.key}_b{len(self.found)}"
        self.found[bar.kind, bar.name] = made
        return made

    def only(self, kind: str) -> str:
        """The id of the one bar of a kind; empty where there are several."""
        ids = [own for (each, _), own in self.found.items() if each == kind]
        return ids[0] if len(ids) == 1 else ""


def _folded(bar: Bar) -> Iterator[tuple[str, str, bool]]:
    """Name, size, and whether that is known, of each part that is shown."""
    shown, rest = folded(bar.parts, MOST)
    for part in shown:
        yield part.name, number(part.sum), not says_nothing(part.sum)
    if rest is not None:
        yield rest.words(bar.parts[0].kind, bool(shown)), rest.number, rest.is_known


def _box(own: str, bar: Bar, name: str) -> str:
    found = verdict(bar)
    style = "over" if found.is_over else "unknown" if found.status in ("unknown", "maybe") else "ok"
    words = " ".join([found.sign, found.words, *codes(bar)[:1]])
    return f'{own}["{label(name)}<br>{label(amounts(bar))}<br><b>{label(words)}</b>"]:::{style}'


def label(words: str) -> str:
    """Text between quotes: what could end it, or be taken for markup, as an entity of Mermaid."""
    return "".join(ENTITIES.get(char, char) for char in plain(words))
