"""Real files of SQL: each is read without a mishap, nothing of it is lost, and what is PostgreSQL's parses.

Where the collection is not beside the checkout these tests are skipped, which a build (CI=true) counts as a failure.
"""

import re
from collections import Counter
from functools import cache

import pytest

from pglint.facts import Fault
from pglint.formats.sql.body import Inner, inside
from pglint.formats.sql.dialect import foreign
from pglint.formats.sql.parse import place, tree
from pglint.formats.sql.split import read
from pglint.formats.sql.statement import Command, Item, Statement
from pglint.source import Source
from pglint.tree import decode
from pglint.values import Unknown
from tests.corpus import collection

pytestmark = pytest.mark.skipif(not collection.manifest(), reason="the collection of real files is not here")

FOREIGN = {
    "sql/TaitoUnited__taito-cli__plugins__mysql-db__resources__create-users.sql": "mysql",
    "sql/enijds__Academia__SQL__altera_limite_acesso_usuario.sql": "mysql",
}
NO_SQL = {
    "sql/akatruk__PostgreSQL__doc_postgres.sql": "notes, shell commands and error messages with some SQL among them",
}
FAULTS = {
    ("sql/Jas-SinghFSU__postgres-rls__postgres__init.sql", 47): "a comma after the last element",
    ("sql/pgpool__pgpool2__src__test__parser__input__v84.sql", 1): "INTERVAL(0) with a field; PostgreSQL 8.4 took it",
    ("sql/pgpool__pgpool2__src__test__parser__input__v84.sql", 3): "the line before lacks its semicolon",
    ("sql/pgpool__pgpool2__src__test__parser__input__v84.sql", 27): "the line before lacks its semicolon",
}
"""Statements that PostgreSQL 18 refuses, and why."""


def files() -> list[str]:
    listed = [item.name for item in collection.manifest().values() if item.kind == "sql"]
    stacks = [str(path.relative_to(collection.ROOT)) for path in sorted((collection.ROOT / "stacks").rglob("*.sql"))]
    return listed + stacks


FILES = files() if collection.manifest() else []


@cache
def source(name: str) -> Source:
    return Source(name, decode((collection.ROOT / name).read_bytes()))


@cache
def items(name: str) -> list[Item]:
    return read(source(name))[0]


def statements(name: str) -> list[Statement]:
    return [item for item in items(name) if isinstance(item, Statement)]


def test_there_are_files() -> None:
    assert len(FILES) > 125


@pytest.mark.parametrize("name", FILES)
def test_nothing_is_lost(name: str) -> None:
    """Between what is read there are only blanks, comments, semicolons and rows."""
    text, after = source(name).text, 0
    parts = []
    before: Item | None = None
    for item in items(name):
        if item.span.start < after:
            continue  # inside a statement
        parts.append((text[after : item.span.start], before))
        after, before = item.span.end, item
    parts.append((text[after:], before))
    for between, first in parts:
        if reads_rows(first):
            between = re.sub(r"\A([^\n]*\n).*?^\\\.[ \t\r]*$", r"\1", between, flags=re.DOTALL | re.MULTILINE)
        assert re.fullmatch(r"\ufeff?(?:\s|;|\\\\|--[^\n]*|/\*.*?\*/)*", between, re.DOTALL)


def reads_rows(item: Item | None) -> bool:
    if isinstance(item, Statement):
        return item.words[:1] == ("COPY",)
    return isinstance(item, Command) and item.name == "copy"


@pytest.mark.parametrize("name", FILES)
def test_dialect(name: str) -> None:
    assert foreign(source(name)) == FOREIGN.get(name, "")


@cache
def outcomes() -> list[tuple[str, Statement, object]]:
    """Every statement of the files that are PostgreSQL's, with what came out of parsing it."""
    return [(name, each, tree(each)) for name in FILES if name not in (*FOREIGN, *NO_SQL) for each in statements(name)]


def test_what_is_postgresql_parses() -> None:
    found = {(name, outcome.span.line): outcome.text for name, _, outcome in outcomes() if isinstance(outcome, Fault)}
    unknown = [(name, each.span.line) for name, each, outcome in outcomes() if outcome is None]
    assert found.keys() == FAULTS.keys()
    assert unknown == []
    parsed = [isinstance(outcome, dict) for name, _, outcome in outcomes() if name.startswith("sql/")]
    share = sum(parsed) / len(parsed)
    print(f"{len(parsed)} statements of PostgreSQL in sql/, {share:.2%} parse")
    assert share >= 0.99


def test_places_are_tokens_of_the_statement() -> None:
    """Each location that libpg_query gives is one where a token starts that the file has there."""
    places: Counter[bool] = Counter()
    for _, each, outcome in outcomes():
        for offset in locations(outcome):
            span = place(each, offset)
            assert each.span.start <= span.start < span.end <= each.span.end
            places[span.text[0].isspace()] += 1
    assert places[False] > 20_000
    assert not places[True]


def locations(node: object) -> list[int]:
    if isinstance(node, dict):
        own = [node["location"]] if isinstance(node.get("location"), int) and node["location"] >= 0 else []
        return own + [each for value in node.values() for each in locations(value)]
    return [each for value in node for each in locations(value)] if isinstance(node, list) else []


def test_bodies() -> None:
    """What functions and DO blocks send parses, all of it."""
    sent: list[Inner] = []
    for _, each, outcome in outcomes():
        if isinstance(outcome, dict):
            sent += inside(each, outcome)
    kinds = Counter((found.kind, isinstance(found.what, Unknown)) for found in sent)
    wrong = [found for found in sent if isinstance(found.what, Statement) and not isinstance(tree(found.what), dict)]
    assert [found.what.span.text for found in wrong if isinstance(found.what, Statement)] == []
    assert kinds["sql", False] > 200
    assert kinds["perform", False] > 50
    assert kinds["sql", True] == 0
