"""The generated migrations: as many as asked for, the same every time, of real sizes and kinds, and PostgreSQL's."""

import re
import statistics
from pathlib import Path

import pytest
from pglast.parser import parse_sql_json

from tests.bench.sql_migrations import migrations, write_migrations


@pytest.fixture(scope="module")
def texts() -> dict[str, str]:
    return dict(migrations(500))


def test_five_hundred_in_one_folder(texts: dict[str, str], tmp_path: Path) -> None:
    size = write_migrations(tmp_path / "tree", 500)
    written = {path.name: path.read_text(encoding="utf-8") for path in (tmp_path / "tree").rglob("*.sql")}
    assert written == texts
    assert len(texts) == len(set(texts.values())) == 500
    assert all(re.fullmatch(r"V\d+__[a-z_]+\.sql", name) for name in texts)
    assert size == sum(len(text) for text in texts.values())


def test_the_same_every_time(texts: dict[str, str]) -> None:
    assert dict(migrations(500)) == texts
    assert dict(migrations(500, seed=2)) != texts
    assert list(migrations(20)) == list(texts.items())[:20]


def test_sizes_as_in_a_collection_of_real_files(texts: dict[str, str]) -> None:
    low, middle, high = statistics.quantiles(map(len, texts.values()), n=4)
    assert 400 <= low <= 1300
    assert 1400 <= middle <= 2900
    assert 4500 <= high <= 8000
    assert max(map(len, texts.values())) <= 65_000


@pytest.mark.parametrize(
    ("words", "files"),
    [
        ("CREATE TABLE", 100),
        ("ALTER TABLE", 100),
        ("CREATE INDEX", 100),
        ("CONCURRENTLY", 20),
        ("NOT VALID", 20),
        ("VALIDATE CONSTRAINT", 10),
        ("UPDATE ", 40),
        ("INSERT INTO", 15),
        ("LANGUAGE plpgsql", 30),
        ("CREATE TRIGGER", 20),
        ("GRANT ", 50),
        ("CREATE ROLE", 5),
        ("VIEW", 10),
        ("COMMENT ON", 100),
        ("lock_timeout", 100),
        ("SET LOCAL", 20),
    ],
)
def test_kinds_as_in_a_collection_of_real_files(words: str, files: int, texts: dict[str, str]) -> None:
    assert sum(words in text for text in texts.values()) >= files


def test_postgresql_can_parse_them_all(texts: dict[str, str]) -> None:
    for text in texts.values():
        parse_sql_json(text)
