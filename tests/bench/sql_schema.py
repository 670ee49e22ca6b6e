"""What a generated sequence of migrations has made so far, so that each can change what those before it made."""

import random

from tests.bench.sql_words import FIELDS, PARTS, THINGS, VALUES

_FIELDS = [(name, kind) for kind, names in FIELDS.items() for name in names]


class Table:
    """A table that is there: its columns in the order in which they came, by their types."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.columns: dict[str, str] = {
            "id": "bigint",
            "tenant_id": "uuid",
            "created_at": "timestamptz",
            "state": "text",
        }

    def fresh(self, dice: random.Random) -> tuple[str, str, str]:
        """A column that it does not have yet, which it has from now on: name, type, a value."""
        name, kind = dice.choice(_FIELDS)
        if name in self.columns:
            name = f"{name}_{len(self.columns)}"
        self.columns[name] = kind
        return name, kind, VALUES[kind]

    def some(self, dice: random.Random, number: int) -> list[str]:
        """Columns that can be compared: no arrays and no JSON."""
        plain = [name for name, kind in self.columns.items() if kind not in ("jsonb", "text[]")]
        return dice.sample(plain, min(number, len(plain)))


class Schema:
    """The tables so far, checks that wait to be validated, and a number for whatever needs a name of its own."""

    def __init__(self) -> None:
        self.tables: list[Table] = []
        self.waiting: list[tuple[str, str, str]] = []  # table, constraint, the column that it wants to be there
        self._taken: set[str] = set()
        self._number = 0

    def new(self, dice: random.Random) -> Table:
        name = dice.choice(THINGS) + dice.choice(PARTS)
        table = Table(name if name not in self._taken else f"{name}_{len(self.tables)}")
        self._taken.add(table.name)
        self.tables.append(table)
        return table

    def any(self, dice: random.Random) -> Table:
        return dice.choice(self.tables)

    def number(self) -> int:
        self._number += 1
        return self._number
