"""Tables whose changes can be taken back: those of a transaction that is rolled back, of a branch that may not run."""

from __future__ import annotations

from pglint.record import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from typing import Any

    from pglint.values import Unknown

    Merge = Callable[[Any, Any, Unknown], Any]
    Content = dict[Any, Any]
    Changes = Mapping[tuple[int, Any], tuple["Table", Any]]
else:
    Content = dict


class Table(Content):
    """A part of the state, by key. ``merge`` makes one value of two that it may have, where None stands for none.

    ``lasting``: a rollback does not reach it (replication slots, ALTER SYSTEM).
    """

    __slots__ = ("lasting", "merge")

    def __init__(self, merge: Merge, lasting: bool = False) -> None:
        super().__init__()
        self.merge = merge
        self.lasting = lasting


class Journal:
    """Every change of every table since the journal was last settled."""

    __slots__ = ("_done",)

    def __init__(self) -> None:
        self._done: list[tuple[Table, Any, Any]] = []

    def mark(self) -> int:
        """A point to go back to."""
        return len(self._done)

    def put(self, table: Table, key: object, value: Any) -> None:
        """``table[key] = value``; None takes the key away."""
        old = table.get(key)
        if old is not value:
            self._done.append((table, key, old))
            _store(table, key, value)

    def clear(self, table: Table) -> None:
        """Takes all keys of a table away."""
        for key in list(table):
            self.put(table, key, None)

    def revert(self, mark: int) -> None:
        """Gives everything the value that it had at a point, as a rollback does."""
        for (_, key), (table, old) in self._before(mark).items():
            self.put(table, key, old)

    def doubt(self, mark: int, why: Unknown) -> None:
        """What was done since a point may have been for nothing."""
        for (_, key), (table, old) in self._before(mark).items():
            now = table.get(key)
            if now != old:
                self.put(table, key, table.merge(old, now, why))

    def take_back(self, mark: int) -> Changes:
        """Everything as it was at a point, as if nothing had been done. What it was until now, where that differs."""
        changed: dict[tuple[int, Any], tuple[Table, Any]] = {}
        while len(self._done) > mark:
            table, key, old = self._done.pop()
            changed.setdefault((id(table), key), (table, table.get(key)))
            _store(table, key, old)
        return changed

    def either(self, one: Changes, other: Changes, why: Unknown) -> None:
        """Either these changes were done, or those."""
        for name in {**one, **other}:
            table, key = (one.get(name) or other[name])[0], name[1]
            now = table.get(key)
            first = one[name][1] if name in one else now
            second = other[name][1] if name in other else now
            self.put(table, key, first if first == second else table.merge(first, second, why))

    def blur(self, mark: int, why: Unknown) -> None:
        """Of everything that was touched since a point nothing is known any more."""
        for (_, key), (table, now) in self.take_back(mark).items():
            touched = table.get(key) if now is None else now
            self.put(table, key, None if touched is None else table.merge(touched, None, why))

    def settle(self) -> None:
        """What was done is never taken back."""
        self._done.clear()

    def _before(self, mark: int) -> Changes:
        """What everything that changed since a point was then, as far as a rollback brings it back."""
        done = reversed(self._done[mark:])
        return {(id(table), key): (table, old) for table, key, old in done if not table.lasting}


def _store(table: Table, key: object, value: Any) -> None:
    if value is None:
        table.pop(key, None)
    else:
        table[key] = value
