"""A fact by version, told as what holds now and, in brackets, what held before: ``100 (to 13: 90)``."""

from __future__ import annotations

from pglint.record import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Mapping


class Run(NamedTuple):
    """Majors in which something is the same."""

    first: int
    last: int
    text: str


def runs(texts: Mapping[int, str]) -> tuple[Run, ...]:
    """The runs of majors with the same text, oldest first."""
    found: list[Run] = []
    for major, text in sorted(texts.items()):
        if found and found[-1].last == major - 1 and found[-1].text == text:
            found[-1] = found[-1]._replace(last=major)
        else:
            found.append(Run(major, major, text))
    return tuple(found)


def told(texts: Mapping[int, str], majors: tuple[int, ...]) -> str:
    """The text of the newest of these majors, then those of older ones, newest first; '' where there is none.

    Majors without a text are left out; where that are the newest, the text is told with its majors.
    """
    found = runs({major: text for major, text in texts.items() if text and major in majors})
    if not found:
        return ""
    *older, newest = found
    behind = [f"{_span(run, majors[0])}: {run.text}" for run in reversed(older)]
    if newest.last == majors[-1]:
        return f"{newest.text} ({'; '.join(behind)})" if behind else newest.text
    return "; ".join((f"{newest.text} (in {span(newest.first, newest.last)})", *behind))


def span(first: int, last: int) -> str:
    """``14`` or ``10 to 12``."""
    return str(first) if first == last else f"{first} to {last}"


def _span(run: Run, oldest: int) -> str:
    return f"to {run.last}" if run.first == oldest and run.last != oldest else span(run.first, run.last)
