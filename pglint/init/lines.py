"""Lines of a pglint.toml, in blocks: what is certain stands there, what is not is commented out, ready to be filled in.

Every commented key stands below the header of its table, so that taking its ``#`` away is all there is to do; a table
that is commented out as a whole is a block of its own.
"""

from __future__ import annotations

from pglint.init.toml import remark
from pglint.record import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable

COLUMN = 31
"""Where comments begin, unless a line is longer."""


class Line(NamedTuple):
    """A key with its value, or a table's header; ``note`` stands behind it. ``on``: it is not commented out."""

    text: str
    note: str = ""
    on: bool = False


Block = list[Line]


def render(blocks: Iterable[Block]) -> str:
    """The text, with an empty line between blocks."""
    return "\n".join("".join(f"{_row(line)}\n" for line in block) for block in blocks if block)


def comment(text: str) -> Line:
    """A line that is a comment and nothing else."""
    return Line("", text)


def _row(line: Line) -> str:
    note = remark(line.note)
    text = line.text if line.on or not line.text else f"# {line.text}"
    if not note:
        return text
    return f"{text:<{COLUMN - 2}}  # {note}" if text else f"# {note}"
