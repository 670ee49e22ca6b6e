"""A fix as lines before and after it."""

from __future__ import annotations

from pglint.record import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pglint.findings.finding import Edit, Fix
    from pglint.source import Source


class Change(NamedTuple):
    """Lines of one file from ``line`` on (counted from 1), as they are and as they would be, without line ends."""

    path: str
    line: int
    old: tuple[str, ...]
    new: tuple[str, ...]


def changes(fix: Fix) -> list[Change]:
    """What a fix changes, by file and line. Edits that touch the same lines are one change."""
    found: list[Change] = []
    ordered = sorted(fix.edits, key=lambda edit: (edit.span.path, edit.span.start, edit.span.end))
    group: list[Edit] = []
    for edit in ordered:
        if group and _last(group[-1]) < (edit.span.path, edit.span.line):
            found.append(_change(group))
            group = []
        group.append(edit)
    return [*found, _change(group)] if group else found


def _last(edit: Edit) -> tuple[str, int]:
    """The file of an edit and the last line that it touches."""
    return edit.span.path, edit.span.source.position(edit.span.end)[0]


def _change(edits: list[Edit]) -> Change:
    source = edits[0].span.source
    first, last = edits[0].span.line, _last(edits[-1])[1]
    start, end = source.starts()[first - 1], _end(source, last)
    at = start
    parts: list[str] = []
    for edit in edits:
        parts += (source.text[at : edit.span.start], edit.text)
        at = edit.span.end
    old, new = list(_lines(source.text[start:end])), list(_lines("".join(parts) + source.text[at:end]))
    while old and new and old[0] == new[0]:  # a line that is put in below another changes nothing of it
        del old[0], new[0]
        first += 1
    while old and new and old[-1] == new[-1]:
        del old[-1], new[-1]
    return Change(source.path, first, tuple(old), tuple(new))


def _end(source: Source, line: int) -> int:
    """Where a line ends, before its line end."""
    starts = source.starts()
    return starts[line] - 1 if line < len(starts) else len(source.text)


def _lines(text: str) -> Iterator[str]:
    """Lines without their ends. What ends in a line end has no empty line behind it."""
    if text:
        yield from (line.removesuffix("\r") for line in text.removesuffix("\n").split("\n"))
