"""The words of one subject, and the worlds that are still possible.

A word may be known, unknown, known from one side (a Range), or differ between readings by version. A condition is
asked in every world: each reading, and both ends of each Range. So conditions must be monotone in each sum.
"""

from __future__ import annotations

from itertools import product

from pglint.record import TYPE_CHECKING
from pglint.rulebook.cel import LARGEST, clamp
from pglint.values import Cell, Range, Unknown

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from pglint.findings.subject import Subject
    from pglint.rulebook.words import Reading, Word
    from pglint.values import Scalar

MOST_WORLDS = 4096


class Words:
    """The cells of one subject: each asked once, and again in another reading only where it may differ."""

    __slots__ = ("_cells", "_first", "_varying", "subject", "table")

    def __init__(self, subject: Subject, table: Mapping[str, Word]) -> None:
        self.subject = subject
        self.table = table
        self._first = subject.readings.all[0]
        self._cells: dict[str, Cell] = {}
        self._varying: dict[str, tuple[Cell, ...] | None] = {}

    def certain(self, plan: Iterable[tuple[str, str, Word]]) -> dict[str, Scalar]:
        """The known values, among these words (name, what it is read from, word), that no version changes."""
        subject, cells, first = self.subject, self._cells, self._first
        single, steady, majors = len(subject.readings.all) == 1, subject.steady, subject.readings.majors
        facts: dict[str, Scalar] = {}
        for name, prefix, word in plan:
            parent = subject.parent(prefix)
            if type(parent) is Unknown:
                cells[name] = Cell(parent)
                continue
            found = cells.get(name)
            if found is None:
                found = cells[name] = word.get(parent, first)
            by, value = word.by, found.value
            fixed = single or not by or (steady and by == "version")
            fixed = fixed or (by == "major" and word.same is not None and word.same(parent, majors))
            if (fixed or self.varying(name) is None) and not isinstance(value, Unknown | Range):
                facts[name] = clamp(value) if type(value) is int else value
        return facts

    def cell(self, name: str) -> Cell:
        """The word in the first reading."""
        found = self._cells.get(name)
        if found is None:
            found = self._cells[name] = self._read(name, self._first)
        return found

    def _read(self, name: str, reading: Reading) -> Cell:
        word = self.table[name]
        parent = self.subject.parent(word.subject)
        if isinstance(parent, Unknown):
            return Cell(parent)
        return word.get(parent, reading)

    def varying(self, name: str) -> tuple[Cell, ...] | None:
        """The word in every reading, where they are not all the same; else None."""
        if name not in self._varying:
            self._varying[name] = self._vary(name)
        return self._varying[name]

    def is_open(self, name: str) -> bool:
        """Whether the word differs between worlds: by version, or because it is known from one side only."""
        return isinstance(self.cell(name).value, Range) or self.varying(name) is not None

    def is_bounded(self, name: str) -> bool:
        """Whether only bounds of the word are known."""
        return name in self.table and isinstance(self.cell(name).value, Range)

    def is_endless(self, name: str) -> bool:
        """Whether the word is known from one side only: the number that stands for its other end may overflow."""
        value = self.cell(name).value
        return isinstance(value, Range) and (value.low is None or value.high is None)

    def _vary(self, name: str) -> tuple[Cell, ...] | None:
        word, readings = self.table[name], self.subject.readings
        if len(readings.all) == 1 or not word.by or isinstance(self.subject.parent(word.subject), Unknown):
            return None
        axes: tuple[str, ...] = ("major", "version") if word.by == "both" else (word.by,)
        if readings.is_grid:
            axes = tuple(axis for axis in axes if self._varies_along(word, axis))
            if not axes:
                return None
        seen: dict[object, Cell] = {}
        keys = readings.keys(axes)
        for reading, key in zip(readings.all, keys, strict=True):
            if key not in seen:
                seen[key] = self._read(name, reading)
        if not readings.is_grid and all(other.value == self.cell(name).value for other in seen.values()):
            return None
        return tuple(seen[key] for key in keys)

    def _varies_along(self, word: Word, axis: str) -> bool:
        """Whether the word changes where only one of the two versions does."""
        if axis == "version" and self.subject.steady:
            return False
        if axis == "major" and word.same and word.same(self.subject.parent(word.subject), self.subject.readings.majors):
            return False
        name, value = word.name, self.cell(word.name).value
        return any(self._read(name, reading).value != value for reading in self.subject.readings.along[axis])


def worlds(words: Words, names: Iterable[str]) -> Iterable[dict[str, Scalar]]:
    """The values of these words in every possible world; unknown words are left out."""
    fixed: dict[str, Scalar] = {}
    by_reading: dict[str, tuple[Cell, ...]] = {}
    for name in names:
        cells = words.varying(name)
        if cells is not None:
            by_reading[name] = cells
            continue
        value = words.cell(name).value
        if isinstance(value, Range):
            by_reading[name] = (words.cell(name),) * len(words.subject.readings.all)
        elif not isinstance(value, Unknown):
            fixed[name] = clamp(value)
    seen = set()
    count = 0
    for number in range(len(words.subject.readings.all) if by_reading else 1):
        ends = [_ends(cells[number].value) for cells in by_reading.values()]
        for values in product(*ends):
            if values in seen:
                continue
            seen.add(values)
            count += 1
            if count > MOST_WORLDS:
                yield {}  # too many to ask in all: undecided
                return
            world = dict(fixed)
            world.update({name: value for name, value in zip(by_reading, values, strict=True) if value is not None})
            yield world


def _ends(value: object) -> tuple[Scalar | None, ...]:
    if isinstance(value, Range):
        low = -LARGEST if value.low is None else value.low
        high = LARGEST if value.high is None else value.high
        return (clamp(low), clamp(high))
    return (None,) if isinstance(value, Unknown) else (clamp(value),)  # type: ignore[arg-type]
