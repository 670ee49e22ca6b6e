"""Transaction blocks: what opens one, and how a runner sends a file."""

from __future__ import annotations

from pglint.record import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from pglint.source import Span
    from pglint.values import Unknown


class Block(NamedTuple):
    """A transaction that is open, or may be.

    ``kind`` is explicit, runner, implicit or unknown, ``why`` what opened it. ``mark`` is the point of the journal at
    which it began, ``number`` tells it from others. ``begin`` is its BEGIN, ``outer`` an unknown one around it.
    """

    kind: str
    why: str
    mark: int
    number: int
    begin: Span | None = None
    savepoints: tuple[tuple[str, int], ...] = ()
    outer: int | None = None


class Way(NamedTuple):
    """How a runner sends a file: ``transaction`` and ``why`` as in the Script of formats/migrations.

    ``several``: the file has more than one statement.
    """

    transaction: str = "each"
    why: str = ""
    several: bool = True

    @property
    def opens(self) -> str:
        """The kind of block that is open when the file begins."""
        if self.transaction == "file":
            return "runner"
        return "unknown" if self.transaction == "unknown" or (self.transaction == "none" and self.several) else ""


def merged(first: Block | None, second: Block | None, why: Unknown) -> Block:
    """A block that may be open."""
    known = [block for block in (first, second) if block is not None]
    return Block("unknown", why.reason, min(block.mark for block in known), max(block.number for block in known))
