"""Large files without their rows: the same statements at the same places, in little memory."""

import io
import tracemalloc
from collections.abc import Iterator
from pathlib import Path

import pytest

from pglint import tree
from pglint.formats.sql import large
from pglint.formats.sql.large import excerpt
from pglint.formats.sql.statement import Statement
from pglint.replay.replay import read as replayed
from pglint.source import Source
from pglint.tree import Disk, Unreadable
from tests.formats.sql.shown import items

DUMP = """\ufeff-- PostgreSQL database dump
SET standard_conforming_strings = on;
CREATE TABLE t (
    a int, -- é
    b text
);
INSERT INTO t VALUES (1, 'é;'), (2, $$;'$$); select 'behind', 1;
INSERT INTO t VALUES (3, E'\\';');
insert  into t values (4, ''';');
INSERT
  INTO "a (t" (a, b) OVERRIDING SYSTEM VALUE VALUES (5, 'x') RETURNING (a); INSERT INTO t VALUES (6, '');
INSERT INTO t SELECT * FROM u WHERE a > 5;
SELECT pg_catalog.lowrite(0, '\\x00');
COPY t (a, b) FROM stdin;
1\t'
2\t\\.x
INSERT INTO t VALUES (1);
\\.

COPY t FROM stdin;
\\.
ALTER ROLE app CONNECTION LIMIT 5; -- pglint: ignore[LIM001]
SET standard_conforming_strings = off;
INSERT INTO t VALUES (7, '\\';');
select '\\';';
-- +goose Down
\\c db
do $$ begin insert into t values (8); end $$;
INSERT INTO t VALUES (9, 'the end')"""

SIZES = (1, 2, 3, 5, 7, 11, 16, 33, 64, 100, 500, 10_000)


def kept(source: Source, path: str = "") -> list[tuple[tuple[int, int], str]]:
    from pglint.formats.sql.split import read

    found = [
        item for item in read(source)[0] if not (isinstance(item, Statement) and item.words[:2] == ("INSERT", "INTO"))
    ]
    return [
        (item.span.source.position(item.span.start), item.span.text)
        for item in found
        if "lowrite" not in item.span.text
    ]


@pytest.mark.parametrize("size", SIZES)
def test_what_is_left_is_what_was_there(size: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(large, "CHUNK", size)
    whole = Source("a.sql", DUMP)
    left = excerpt("a.sql", io.BytesIO(DUMP.encode()))
    assert kept(left) == kept(whole)
    assert not any(row in left.text for row in ("(1, 'é", "(3, E'", "(4, '", "(5, 'x", "(6, ''", "(7, '", "(9, 'the"))
    assert left.text.count("\n\\.\n") == 2
    assert left.unread == ""


def test_of_rows_that_follow_each_other_the_beginning_is_left() -> None:
    rows = "INSERT INTO t (a) VALUES (1), (2);\n-- a comment\nINSERT INTO t VALUES (3);\n"
    left = excerpt("a.sql", io.BytesIO(f"{rows}SELECT 1;\n{rows}".encode()))
    assert left.text == "INSERT INTO t (a) VALUES;\nSELECT 1;\nINSERT INTO t (a) VALUES;\n"


@pytest.mark.parametrize("size", SIZES)
def test_lines_start_where_the_file_says(size: int, monkeypatch: pytest.MonkeyPatch) -> None:
    """What stands at a line and column of the file stands as far behind the start of that line."""
    monkeypatch.setattr(large, "CHUNK", size)
    left = excerpt("a.sql", io.BytesIO(DUMP.encode()))
    for word in ("SET standard", "CREATE TABLE", "select 'behind'", "ALTER ROLE", "-- pglint", "-- +goose", "do $$"):
        at = left.text.index(word)
        line, column = left.position(at)
        assert left.starts()[line - 1] == at - column + 1
        assert left.line(line)[column - 1 :].startswith(word)


def test_lines_are_the_files(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(large, "CHUNK", 50)
    whole, left = Source("a.sql", DUMP), excerpt("a.sql", io.BytesIO(DUMP.encode()))
    for number in (1, 2, 3, 4, 12, 14, 22, 25, 26, 27):
        assert left.line(number) == whole.line(number)
    assert left.line(7).split() == ["INSERT", "INTO", "t", "VALUES", ";", "select", "'behind',", "1;"]
    assert left.line(7).index("select") == whole.line(7).index("select")
    assert left.line(15) == left.line(99) == ""


class Endless(io.RawIOBase):
    """A dump that is made as it is read."""

    def __init__(self, head: str, row: str, size: int, tail: str) -> None:
        self.parts = self.made(head.encode(), row.encode(), size, tail.encode())

    def made(self, head: bytes, row: bytes, size: int, tail: bytes) -> Iterator[bytes]:
        yield head + row
        block = row * (100_000 // len(row))
        for _ in range(size // len(block)):
            yield block
        yield tail

    def read(self, size: int = -1) -> bytes:
        data = b""
        while len(data) < size and (part := next(self.parts, b"")):
            data += part
        return data


DUMPS = [
    (
        "",
        "INSERT INTO public.t (a, b) VALUES (1, 'it''s; (x)', '2020-01-01 12:00:00+00');\n",
        "ALTER ROLE a NOLOGIN;\n",
    ),
    ("COPY public.t FROM stdin;\n", "1\tabc; ' $$ \\N\n", "\\.\nALTER ROLE a NOLOGIN;\n"),
]


@pytest.mark.parametrize(("head", "row", "tail"), DUMPS)
def test_memory_is_small(head: str, row: str, tail: str) -> None:
    tracemalloc.start()
    left = excerpt("a.sql", Endless(head, row, 24_000_000, tail))  # type: ignore[arg-type]
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < 40_000_000
    (*_, last) = items(left.text)
    assert last.span.text == "ALTER ROLE a NOLOGIN"
    assert left.position(left.text.index("ALTER"))[0] > 200_000


CUT = [
    ("create table a (b int);\nselect '" + "x" * 5000 + "';", "", "a statement at line 2 is longer than 0 MB"),
    ("select 1;\n" * 500, "", "without its rows it has more than 0 MB"),
    ("-- PostgreSQL database dump\n" + "select 1;\n" * 150 + "create role a;", "create role a", ""),
]


@pytest.mark.parametrize(("text", "last", "why"), CUT)
def test_what_is_not_read_is_said(text: str, last: str, why: str, monkeypatch: pytest.MonkeyPatch) -> None:
    for name, value in (("LONGEST", 1000), ("MOST", 1000), ("MOST_OF_DUMP", 2000), ("CHUNK", 100)):
        monkeypatch.setattr(large, name, value)
    left = excerpt("a.sql", io.BytesIO(text.encode()))
    assert left.unread == (f"{why}, the rest is not read" if why else "")
    assert last in left.text


def test_another_database_shows_at_once() -> None:
    rows = "INSERT INTO `t` VALUES (1, 'it\\'s');\n"
    left = excerpt("a.sql", io.BytesIO(f"CREATE TABLE `t` (a int) ENGINE=InnoDB;\n{rows * 9999}".encode()))
    assert len(left.text) == 100_000


def test_what_is_no_text() -> None:
    with pytest.raises(Unreadable, match="the file is binary"):
        excerpt("a.sql", io.BytesIO(b"PGDMP" + bytes(500)))


CLUSTER = """\
-- PostgreSQL database cluster dump
CREATE ROLE app;
ALTER ROLE app WITH LOGIN CONNECTION LIMIT 40;
CREATE DATABASE shop CONNECTION LIMIT = 30;
"""
FILES = [
    (
        "all.sql",
        CLUSTER + "COPY t FROM stdin;\n" + "1\t2\n" * 9000 + "\\.\nALTER ROLE b LOGIN;\n",
        ["app", "b", "shop"],
        "",
    ),
    ("all.sql", CLUSTER + "INSERT INTO t VALUES (1);\n" * 9000 + "ALTER ROLE b LOGIN;\n", ["app", "b", "shop"], ""),
    (
        "all.sql",
        CLUSTER + "INSERT INTO t VALUES (1)" + ",\n(2)" * 9000,
        ["app", "shop"],
        "a statement at line 5 is longer",
    ),
    ("mine.sql", "ALTER ROLE app LOGIN;\n" + "UPDATE t SET a = 1;\n" * 2000, ["app"], "without its rows it has more"),
    (
        "my.sql",
        "CREATE TABLE `t` (a int) ENGINE=InnoDB;\n" + "INSERT INTO `t` VALUES (1);\n" * 9000,
        [],
        "written for mysql",
    ),
    ("a.sql", "\0" * 30_000, [], "the file is binary"),
]


@pytest.mark.parametrize(("name", "text", "known", "why"), FILES)
def test_a_large_file_in_a_tree(
    name: str, text: str, known: list[str], why: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What it states of roles and databases counts, and what is not read is said."""
    monkeypatch.setattr(tree, "WHOLE_SCRIPT", 20_000)
    for limit, value in (("LONGEST", 10_000), ("MOST", 10_000), ("CHUNK", 5_000)):
        monkeypatch.setattr(large, limit, value)
    (tmp_path / name).write_text(text, encoding="utf-8")
    disk = Disk(str(tmp_path))
    found = replayed(disk, [name])
    facts = sorted(str(getattr(fact, "name", "")) for each in found for fact in each.facts)
    assert facts == known
    told = [unknown.reason for each in found for unknown in each.unread]
    if why == "the file is binary":
        with pytest.raises(Unreadable, match=why):
            disk.source(name)
    else:
        assert [reason[: len(why)] for reason in told] == ([why] if why else [])


@pytest.mark.parametrize("size", [20_000, 40_000])
def test_only_sql_is_read_without_its_rows(size: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tree, "WHOLE_SCRIPT", 30_000)
    row = "INSERT INTO t VALUES (1);\n"
    for name in ("a.sql", "a.PSQL", "a.conf"):
        (tmp_path / name).write_text(row * (size // len(row)), encoding="utf-8")
    lengths = [
        len(source.text) for name in ("a.sql", "a.PSQL", "a.conf") if (source := Disk(str(tmp_path)).source(name))
    ]
    assert [length < 100 for length in lengths] == [size == 40_000, size == 40_000, False]
