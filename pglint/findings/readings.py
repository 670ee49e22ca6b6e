"""All ways to read a subject by version, along two axes: the major of PostgreSQL and the version of PgBouncer."""

from __future__ import annotations

from pglint.catalog.pgbouncer import era
from pglint.once import cache
from pglint.record import TYPE_CHECKING
from pglint.rulebook.words.word import Reading

if TYPE_CHECKING:
    from collections.abc import Callable

COORDINATES: dict[str, Callable[[Reading], object]] = {
    "major": lambda reading: reading.major,
    "version": lambda reading: era(reading.version),
    "exact version": lambda reading: reading.version,
}


class Readings:
    """The readings, the newest first. ``along[axis]`` are those that differ from the first on one axis only."""

    def __init__(self, readings: tuple[Reading, ...]) -> None:
        self.all = readings
        self.majors = sorted({reading.major for reading in readings})
        self.versions = sorted({reading.version for reading in readings})
        first = readings[0]
        self._coordinates = {axis: tuple(map(get, readings)) for axis, get in COORDINATES.items()}
        self.along = {axis: self._along(axis, first) for axis in COORDINATES}
        # Readings that are no grid cannot be told apart axis by axis.
        self.is_grid = len(readings) == len(self.majors) * len(self.versions)

    def _along(self, axis: str, first: Reading) -> tuple[Reading, ...]:
        found: dict[object, Reading] = {}
        for reading, key in zip(self.all, self._coordinates[axis], strict=True):
            if reading.version == first.version if axis == "major" else reading.major == first.major:
                found.setdefault(key, reading)
        return tuple(found.values())[1:]

    def keys(self, axes: tuple[str, ...]) -> list[tuple[object, ...]]:
        """What a word that varies along these axes can tell apart, for each reading."""
        return list(zip(*(self._coordinates[axis] for axis in axes), strict=True))


@cache
def readings(majors: tuple[int, ...], versions: tuple[tuple[int, ...], ...]) -> Readings:
    """Every major with every version."""
    grid = (
        Reading(major, version) for major in sorted(majors, reverse=True) for version in sorted(versions, reverse=True)
    )
    return Readings(tuple(grid))
