"""What a bar comes to: free, over, or not known; in numbers and in words."""

from __future__ import annotations

from pglint.record import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from pglint.budget.records import Bar
    from pglint.values import Sum, Term

SIGNS = {"over": "✗", "unbounded": "✗", "maybe": "?", "unknown": "?", "full": "!", "free": "✓", "unlimited": "·"}
"""One for each status, so that it can be told without colours."""


class Verdict(NamedTuple):
    """``status`` is one of SIGNS; ``amount`` is how much is over or free, exactly or as ``bound`` says.

    maybe: more is wanted than there is at a guess, but neither number is sure. unbounded: no limit holds what is
    wanted. unlimited: nothing limits it here, and nothing has to.
    """

    status: str
    amount: int | None = None
    bound: str = ""

    @property
    def sign(self) -> str:
        return SIGNS[self.status]

    @property
    def is_over(self) -> bool:
        return self.status in ("over", "unbounded")

    @property
    def words(self) -> str:
        """``3 over``, ``at most 12 free``, ``no limit``, ``not known``."""
        if self.amount is None:
            return {"unbounded": "nothing limits them", "unlimited": "no limit"}.get(self.status, "not known")
        what = "free" if self.status in ("free", "full") else "over"
        return f"{self.bound} {self.amount:,} {what}".lstrip()


def judge(wanted: Sum, limit: Sum | None) -> Verdict:
    """What is wanted against what there is; certain or silent, as the rules are."""
    if limit is None:
        return Verdict("unlimited")
    if wanted.total is None:
        return Verdict("unknown" if wanted.at_most or wanted.missing else "unbounded")
    if limit.total is None or says_nothing(wanted):
        return Verdict("unknown")
    more = wanted.total - limit.total
    least, most = wanted.at_least or limit.at_most, wanted.at_most or limit.at_least
    if more > 0:
        return Verdict("maybe", more, "at most") if most else Verdict("over", more, "at least" * least)
    if least and most:
        return Verdict("unknown")
    return Verdict("free" if more else "full", -more, "at most" * least or "at least" * most)


def verdict(bar: Bar) -> Verdict:
    return judge(bar.wanted, bar.limit)


def refused(total: Sum) -> tuple[Term, ...]:
    """What is taken away from what is wanted: what the limits of roles and databases refuse."""
    return tuple(term for term in total.terms if term.value < 0)


def says_nothing(total: Sum) -> bool:
    """Whether nothing of a sum is known but that something is missing."""
    return not total.total and not total.terms and total.at_least


def number(total: Sum) -> str:
    """``48``, ``at least 48``, ``no limit`` or ``?``."""
    if says_nothing(total):
        return "?"
    if total.total is None:
        return "?" if total.missing else "no limit"
    bound = "at least " * total.at_least + "at most " * (total.at_most and not total.at_least)
    return f"{bound}{total.total:,}"
