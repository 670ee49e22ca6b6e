"""Migrations on disk as one service gathers them over the years: Flyway's names in one folder, each of one concern.

Sizes are spread like those of a collection of real files (a tenth below 240 bytes, quartiles 0.5, 1.7 and 5.5 kB, a
tenth above 15 kB, none above 60 kB), kinds too. Everything comes from a seed, so a folder is always the same.
"""

import math
import random
import shutil
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path

from tests.bench import sql_changes as changes
from tests.bench.sql_changes import Change
from tests.bench.sql_schema import Schema
from tests.bench.sql_words import SENTENCES

SIZES = ((0.0, 90), (0.1, 240), (0.25, 500), (0.5, 1700), (0.75, 5500), (0.9, 15000), (0.98, 40000), (1.0, 60000))
"""Shares of the files, and the bytes that they stay below."""

LONG = 2500  # bytes: above that a migration is about what takes many lines

# What a migration may be about, its changes, and how many of a hundred short and long ones it is.
_ABOUT: tuple[tuple[str, tuple[Change, ...], int, int], ...] = (
    ("create_tables", (changes.new_table,), 14, 34),
    ("add_columns", (changes.columns,), 16, 8),
    ("add_constraints", (changes.constraint, changes.columns), 9, 4),
    ("validate_constraints", (changes.validation,), 6, 1),
    ("add_indexes", (changes.index,), 7, 2),
    ("add_indexes_concurrently", (changes.concurrent_index,), 12, 2),
    ("backfill", (changes.backfill, changes.backfill, changes.columns), 7, 3),
    ("change_columns", (changes.retype,), 7, 1),
    ("add_triggers", (changes.function,), 4, 16),
    ("add_functions", (changes.query_function, changes.function), 3, 10),
    ("add_views", (changes.view,), 4, 7),
    ("grant_rights", (changes.rights,), 6, 3),
    ("seed", (changes.seed,), 4, 8),
    ("add_kinds", (changes.kind, changes.new_table), 1, 1),
)


def write_migrations(folder: Path, number: int, seed: int = 1) -> int:
    """Write ``number`` migrations below ``folder``, where whatever was there is removed; how many bytes."""
    shutil.rmtree(folder, ignore_errors=True)
    below = folder / "db" / "migration"
    below.mkdir(parents=True)
    (folder / ".git").mkdir()  # the root, without a configuration to read
    total = 0
    for name, text in migrations(number, seed):
        total += (below / name).write_bytes(text.encode())
    return total


def migrations(number: int, seed: int = 1) -> Iterator[tuple[str, str]]:
    """Names and texts, in their order; the first makes the tables that those after it start from."""
    schema = Schema()
    dice = random.Random(seed)
    yield "V1__baseline.sql", "\n".join(changes.new_table(dice, schema) for _ in range(8))
    for at in range(2, number + 1):
        dice = random.Random(f"{seed}/{at}")
        about, text = _migration(dice, schema)
        yield f"V{at}__{about}.sql", text


def _migration(dice: random.Random, schema: Schema) -> tuple[str, str]:
    size = _size(dice.random())
    weights = [long if size > LONG else short for _, _, short, long in _ABOUT]
    ((about, kinds, _, _),) = dice.choices(_ABOUT, weights)
    parts = list(_head(dice, about))
    while sum(map(len, parts)) < size:
        parts.append(dice.choice(kinds)(dice, schema))
    return about, "\n".join(parts)


def _size(share: float) -> int:
    """The size below which a share of all files stays, between the measured points on a line of ratios."""
    for (low, small), (high, large) in pairwise(SIZES):
        if share <= high:
            return round(small * math.exp(math.log(large / small) * (share - low) / (high - low)))
    return SIZES[-1][1]


def _head(dice: random.Random, about: str) -> Iterator[str]:
    """What stands above the changes: a ticket, a reason, a timeout."""
    if dice.random() < 0.4:
        yield f"-- {about.replace('_', ' ').capitalize()} (PLAT-{dice.randint(100, 9999)}).\n-- {dice.choice(SENTENCES)}\n"
    draw = dice.random()
    if about in ("seed", "grant_rights", "add_functions") or draw < 0.5:
        return
    local = "" if about == "add_indexes_concurrently" or draw < 0.8 else "LOCAL "
    yield f"SET {local}lock_timeout = '{dice.choice((1, 2, 3, 5))}s';\n"
    if dice.random() < 0.3:
        yield f"SET {local}statement_timeout = '{dice.choice((30, 60, 300))}s';\n"
