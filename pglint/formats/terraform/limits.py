"""How much an expression may come to before it is left alone: no file may take all the memory, or hours."""

from __future__ import annotations

from pglint.values import Unknown

# Elements of one collection, characters of one text, steps of one evaluation, expressions in each other.
ELEMENTS = 100_000
CHARACTERS = 1_000_000
STEPS = 200_000
DEPTH = 200


class NotKnown(Exception):
    """The result of a function or operation cannot be known: carries why. Never leaves ``evaluate``."""

    def __init__(self, unknown: Unknown) -> None:
        super().__init__(unknown.reason)
        self.unknown = unknown


class Exhausted(NotKnown):
    """The evaluation as a whole has taken too long: it ends here."""


def too_large(what: str) -> NotKnown:
    return NotKnown(Unknown(f"{what} is too large to evaluate"))


def of_elements(count: int, what: str = "the collection") -> int:
    """The count, if a collection may have so many elements. Raises NotKnown."""
    if count > ELEMENTS:
        raise too_large(what)
    return count


def of_characters(count: int, what: str = "the text") -> int:
    """The count, if a text may have so many characters. Raises NotKnown."""
    if count > CHARACTERS:
        raise too_large(what)
    return count


class Effort:
    """What one evaluation has taken so far: steps, and how deep expressions are in each other.

    Steps count in walks through values too: a value that holds another twice, ten levels deep, is long to walk.
    """

    __slots__ = ("depth", "left")

    def __init__(self) -> None:
        self.left = STEPS
        self.depth = 0

    def step(self, count: int = 1) -> None:
        """Raises Exhausted when too many are taken."""
        self.left -= count
        if self.left < 0:
            raise Exhausted(Unknown("the expression is too large to evaluate"))

    def enter(self) -> None:
        """One more expression, inside the last one. Raises NotKnown when it is too deep."""
        self.depth += 1
        self.step()
        if self.depth > DEPTH:
            raise NotKnown(Unknown("the expression is nested too deeply to evaluate"))

    def leave(self) -> None:
        self.depth -= 1
