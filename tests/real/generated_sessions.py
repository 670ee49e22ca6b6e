"""Sequences of statements on one session, made from a seed: what a psql runs and pglint replays.

No statement of them fails within a transaction, so that what comes after it still runs.
"""

from __future__ import annotations

from random import Random
from typing import NamedTuple

TIMEOUTS = ("lock_timeout", "statement_timeout")
VALUES = ("'5s'", "0", "1500", "'2min'", "1202.5", "'750ms'", "DEFAULT", "'1 h'", "30000")
CONFIG = ("'5s'", "'0'", "'1500'", "'2min'", "NULL", "'90s'")


class Sequence(NamedTuple):
    """Statements, and how they are sent: each, file (psql -1) or implicit (as one query)."""

    seed: int
    way: str
    statements: tuple[str, ...]


class _Maker:
    """Makes the next statement, knowing whether a transaction is open and which savepoints there are."""

    def __init__(self, random: Random, way: str) -> None:
        self.random = random
        self.way = way
        self.open = way == "file"
        self.savepoints: list[str] = []
        self.autocommit = True

    def next(self) -> str:
        kinds = ["set", "set", "set local", "set local", "reset", "config", "config", "body"]
        kinds += ["role", "begin" if not self.open else "end", "end" if self.open else "begin"]
        if self.way == "each" and not self.open and self.autocommit:
            kinds += ["connect", "discard", "wrong", "default", "autocommit"]
        if self.open:
            kinds += ["savepoint", "savepoint", "to savepoint", "to savepoint", "begin"]
        kind = self.random.choice(kinds)
        made: str = getattr(self, "_" + kind.replace(" ", "_"))()
        if not self.autocommit and not self.open and kind not in ("end", "autocommit"):
            self.open = True
        return made

    def _name(self) -> str:
        return self.random.choice(TIMEOUTS)

    def _set(self) -> str:
        word = self.random.choice(("SET", "SET SESSION", "set"))
        return f"{word} {self._name()} {self.random.choice(('=', 'TO'))} {self.random.choice(VALUES)}"

    def _set_local(self) -> str:
        return f"SET LOCAL {self._name()} = {self.random.choice(VALUES)}"

    def _reset(self) -> str:
        return self.random.choice((f"RESET {self._name()}", f"RESET {self._name()}", "RESET ALL"))

    def _config(self) -> str:
        local = self.random.choice(("true", "false"))
        schema = self.random.choice(("", "pg_catalog."))
        return f"SELECT {schema}set_config('{self._name()}', {self.random.choice(CONFIG)}, {local})"

    def _body(self) -> str:
        inner = self.random.choice((
            f"{self._set()}", f"{self._set_local()}", f"PERFORM set_config('{self._name()}', '7s', {self.random.choice(('true', 'false'))})",
            f"EXECUTE 'SET {self._name()} = 4321'", f"IF true THEN {self._set()}; END IF",
            f"IF false THEN {self._set()}; ELSE {self._set()}; END IF",
        ))  # fmt: skip
        return f"DO $$ BEGIN {inner}; PERFORM 1; END $$"

    def _role(self) -> str:
        local = "LOCAL " if self.open and self.random.random() < 0.4 else ""
        return self.random.choice(
            (f"SET {local}ROLE anna", "RESET ROLE", f"SET {local}SESSION AUTHORIZATION bert", "RESET SESSION AUTHORIZATION")
        )

    def _begin(self) -> str:
        self.savepoints = self.savepoints if self.open else []
        self.open = True
        return self.random.choice(("BEGIN", "START TRANSACTION", "BEGIN ISOLATION LEVEL SERIALIZABLE READ ONLY")[: 2 if self.open else 3])

    def _end(self) -> str:
        words = ["COMMIT", "END", "ROLLBACK", "ABORT", "COMMIT WORK"]
        if self.open and self.way == "each":
            words += ["COMMIT AND CHAIN", "ROLLBACK AND CHAIN", f"PREPARE TRANSACTION 'x{self.random.randrange(10**9)}'"]
        word = self.random.choice(words)
        self.open = self.open and "CHAIN" in word
        self.savepoints = []
        return word

    def _savepoint(self) -> str:
        name = self.random.choice("abc")
        self.savepoints.append(name)
        return f"SAVEPOINT {name}"

    def _to_savepoint(self) -> str:
        if not self.savepoints:
            return self._savepoint()
        name = self.random.choice(self.savepoints)
        at = len(self.savepoints) - 1 - self.savepoints[::-1].index(name)
        if self.random.random() < 0.3:
            self.savepoints = self.savepoints[:at]
            return f"RELEASE SAVEPOINT {name}"
        self.savepoints = self.savepoints[: at + 1]
        return f"ROLLBACK TO {name}"

    def _connect(self) -> str:
        self.autocommit = True
        return self.random.choice(("\\c", "\\connect - -", "\\c postgres postgres", "\\c app"))

    def _discard(self) -> str:
        return "DISCARD ALL"

    def _wrong(self) -> str:
        return f"SET {self._name()} = {self.random.choice(('soon', '-5', '99999999999999', chr(39) + '5 apples' + chr(39)))}"

    def _default(self) -> str:
        return self.random.choice((
            "ALTER ROLE postgres SET lock_timeout = '11s'", "ALTER ROLE postgres RESET lock_timeout",
            "ALTER DATABASE app SET lock_timeout = '12s'", "ALTER ROLE postgres IN DATABASE app SET statement_timeout = '13s'",
            "ALTER ROLE ALL SET statement_timeout = '14s'", "ALTER ROLE postgres SET statement_timeout FROM CURRENT",
            "ALTER DATABASE app RESET ALL",
        ))  # fmt: skip

    def _autocommit(self) -> str:
        self.autocommit = False
        return "\\set AUTOCOMMIT off"


def sequence(seed: int, way: str, length: int = 14) -> Sequence:
    """A sequence; the same for the same seed."""
    maker = _Maker(Random(seed), way)
    return Sequence(seed, way, tuple(maker.next() for _ in range(length)))
