"""What a rule is about, for reports that carry their own explanation."""

from __future__ import annotations

from pglint.record import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Mapping
    from typing import Any


class About(NamedTuple):
    """A rule for readers: one sentence, why it matters in paragraphs, what errors it leads to, and sources."""

    code: str
    name: str
    severity: str
    summary: str
    why: tuple[str, ...] = ()
    errors: tuple[str, ...] = ()
    references: tuple[str, ...] = ()


def about(raw: Mapping[str, Any]) -> About:
    """What a rule file says of itself."""
    why = tuple(" ".join(paragraph.split()) for paragraph in str(raw.get("why") or "").strip().split("\n\n"))
    errors = tuple(" ".join(str(error).split()) for error in raw.get("errors") or ())
    return About(
        raw["code"],
        raw["name"],
        str(raw.get("severity") or "warning"),
        " ".join(str(raw["summary"]).split()),
        tuple(filter(None, why)),
        errors,
        tuple(map(str, raw.get("references") or ())),
    )
