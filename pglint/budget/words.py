"""The words of the pictures: one sentence for a stack, a line for each layer, and where a number comes from."""

from __future__ import annotations

from pglint.budget.verdict import Verdict, judge, number, says_nothing, verdict
from pglint.record import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from pglint.budget.records import Bar, Budget
    from pglint.source import Span
    from pglint.values import Sum, Term

CAPTIONS = {
    "clients": "what applications open, against max_client_conn",
    "pools": "the server connections that each may hold",
    "limits": "what logs in, against CONNECTION LIMIT",
    "slots": "what can be opened, against max_connections less what is reserved",
    "replication": "who streams, against max_wal_senders and max_replication_slots",
}
"""What a layer compares, for somebody who sees it for the first time."""
NO_STACKS = "no stack here: no postgresql.conf, pgbouncer.ini, Terraform or SQL says anything of connections"
EMPTY = "no file of this stack says how many connections there are"
DECLARED = ("pglint.toml", "pyproject.toml")


class Headline(NamedTuple):
    """What a stack comes to, in one sentence, and who else is over."""

    verdict: Verdict
    text: str
    others: tuple[str, ...] = ()

    @property
    def is_over(self) -> bool:
        return self.verdict.is_over or bool(self.others)

    @property
    def sign(self) -> str:
        return "✗" if self.is_over else self.verdict.sign


def headline(budget: Budget) -> Headline:
    """``50 connections can be opened, the server has 47 slots: 3 over``."""
    main = budget.bar("slots")
    others = [bar for layer in budget.layers for bar in layer.bars if bar is not main and verdict(bar).is_over]
    over = tuple(f"{label(bar)}: {verdict(bar).words}" for bar in others)
    if main is None or main.limit is None:
        return Headline(Verdict("unknown"), EMPTY, over)
    found = judge(main.wanted, main.limit)
    slots = f"the server has {plural(number(main.limit), 'slot')}"
    if main.limit.total is None:
        slots = "how many slots the server has is not known"
    if says_nothing(main.wanted):
        return Headline(found, f"{slots}; who connects to it is not known either" if main.limit.total is None else
                        f"{slots}; who connects to it is not known", over)  # fmt: skip
    wanted = f"{plural(number(main.wanted), 'connection')} can be opened"
    if main.wanted.total is None:
        wanted = "nothing limits the connections that can be opened" if not main.wanted.missing else (
            "how many connections can be opened is not known"
        )  # fmt: skip
    end = f": {found.words}" if found.amount is not None else ""
    return Headline(found, f"{wanted}, {slots}{end}", over)


def label(bar: Bar) -> str:
    """A bar's name for a list: ``role app``, ``clients of pgbouncer.ini``."""
    return f"clients of {bar.name}" if bar.kind == "clients" else heading(bar)


def heading(bar: Bar) -> str:
    """A bar's name in its layer: ``role app``, ``pgbouncer.ini``."""
    return f"{bar.kind} {bar.name}" if bar.kind in ("role", "database") else bar.name


def limit_of(bar: Bar) -> str:
    """``47``, ``100 %``, or nothing where there is no limit."""
    return number(bar.limit) + " %" * (bar.kind == "proxies") if bar.limit else ""


def amounts(bar: Bar) -> str:
    """``50 of 47``, or ``50`` where there is no limit."""
    return f"{number(bar.wanted)} of {limit_of(bar)}" if bar.limit else number(bar.wanted)


def plural(number: str, thing: str) -> str:
    return f"{number} {thing}" if number == "1" else f"{number} {thing}s"


def codes(bar: Bar) -> list[str]:
    """The codes of what was found about it, each once; the notes are left out where there are graver ones."""
    graver = [each for each in bar.findings if each.severity != "note"]
    return list(dict.fromkeys(each.code for each in graver or bar.findings))


def origin(term: Term, platform: str, shown: Callable[[str], str]) -> str:
    """Where a number comes from: ``pgbouncer.ini:12``, ``default``, ``Amazon RDS``, or nothing."""
    kind = origin_kind(term, platform)
    if kind in ("file", "declared") and term.span is not None:
        return place(term.span, shown)
    return {"default": "default", "platform": f"by {platform}"}.get(kind, "")


def origin_kind(term: Term, platform: str) -> str:
    """``file``, ``declared`` (in pglint.toml), ``platform`` (by the cloud), ``default``, or ``none``."""
    if term.default:
        return "platform" if platform and term.span and term.span.path.endswith((".tf", ".json")) else "default"
    if term.span is None:
        return "none"
    return "declared" if term.span.path.rpartition("/")[2] in DECLARED else "file"


def place(span: Span, shown: Callable[[str], str]) -> str:
    return f"{shown(span.path)}:{span.line}"


def factors(term: Term) -> str:
    """``2 × 295``, or nothing."""
    return f"{term.times:,} × {abs(term.value):,}" if term.times != 1 else ""


def amount(term: Term) -> str:
    """What a term comes to, with a sign where it is taken away."""
    return f"{term.value * term.times:,}".replace("-", "−")


def cap(total: Sum) -> str:
    """What holds a sum under that of its terms: ``held to 12 by max_db_connections``."""
    return f"held to {number(total)} by {total.capped_by.text}" if total.capped_by else ""


def read_as(budget: Budget) -> Iterator[str]:
    """Which programs the numbers are for."""
    if budget.platform:
        yield budget.platform
    yield from budget.reads
