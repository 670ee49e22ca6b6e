"""psql's meta-commands and their arguments, as psql reads them."""

import pytest

from pglint.formats.sql.statement import Command
from tests.formats.sql.shown import items, known

CASES = [
    (r"\c db user localhost 5433", ("c", "db", "user", "localhost", "5433")),
    (r"\connect - app", ("connect", "-", "app")),
    (r"\c db;", ("c", "db")),
    (r'\c "My Db";', ("c", "My Db")),
    (r"""\c 'host=db dbname=x'""", ("c", "host=db dbname=x")),
    (r"\c postgresql://u:pw@h:5432/db", ("c", "postgresql://u:pw@h:5432/db")),
    (r"\c - - - :port", ("c", "-", "-", "-", "?")),
    (r"\c {{ database }}", ("c", "?")),
    (r"\c ${DB} app", ("c", "?", "app")),
    (r"\set limit 5", ("set", "limit", "5")),
    (r"\set x 'it''s' \set y 2", ("set", "x", "it's")),
    (r"\set q '\'' :v '\''", ("set", "q", "'", "?", "'")),
    (r"\set t 'a\tb\n\101\x42\'", ("set", "t")),
    (r"\set t 'a\tb\n\101\x42\''", ("set", "t", "a\tb\nAB'")),
    (r'\set x "a b" c;', ("set", "x", '"a b"', "c;")),
    (r"\set x ''", ("set", "x", "")),
    (r"\set host `hostname`", ("set", "host", "?")),
    (r"\set a :'b' :{?c} :\"d\" e:f".replace('\\"', '"'), ("set", "a", "?", "?", "?", "?")),
    (r"\i schema/roles.sql;", ("i", "schema/roles.sql")),
    (r"\ir ../x.sql", ("ir", "../x.sql")),
    (r"\include 'my file.sql'", ("include", "my file.sql")),
    (r"\if :{?x}", ("if", "?")),
    (r"\if true", ("if", "true")),
    (r"\endif", ("endif",)),
    (r"\copy t from 'a;b.csv' with (format csv);", ("copy", "t from 'a;b.csv' with (format csv);")),
    (r"\copy {{ t }} to x", ("copy", "?")),
    (r"\! echo 'a' \c x", ("!", r"echo 'a' \c x")),
    (r"\!ls -l", ("!", "ls -l")),
    (r"\o | tee x; y", ("o", "| tee x; y")),
    (r"\o out.txt", ("o", "out.txt")),
    (r"\restrict AbC123", ("restrict", "AbC123")),
    (r"\pset format unaligned", ("pset", "format", "unaligned")),
    (r"\dt+ public.*", ("dt+", "public.*")),
    (r"\unknown 'a b' \c x", ("unknown",)),
    (r"\.", (".",)),
]


@pytest.mark.parametrize(("text", "expected"), CASES, ids=[text for text, _ in CASES])
def test_arguments(text: str, expected: tuple[str, ...]) -> None:
    command = items(text + "\n")[0]
    assert isinstance(command, Command)
    assert (command.name, *map(known, command.arguments)) == expected


PLACES = [
    (r"  \c db  ", r"\c db"),
    (r"\c db \\ select 1", r"\c db"),
    ("\\set a 'é' ü\r\n", "\\set a 'é' ü"),
    (r"\copy t from 'x'   ", r"\copy t from 'x'"),
]


@pytest.mark.parametrize(("text", "expected"), PLACES)
def test_places(text: str, expected: str) -> None:
    assert items(text)[0].span.text == expected


def test_several_on_a_line() -> None:
    found = items("select 1 \\g \\echo a\\c db \\\\ select 2;\n")
    assert [(type(item).__name__, item.span.text) for item in found] == [
        ("Statement", "select 1"),
        ("Command", r"\g"),
        ("Command", r"\echo a"),
        ("Command", r"\c db"),
        ("Statement", "select 2"),
    ]


def test_why_an_argument_is_not_known() -> None:
    command = items(r"\c :db")[0]
    assert isinstance(command, Command)
    assert command.arguments[0].reason == '":db" is filled in when psql runs the file'  # type: ignore[union-attr]
    assert command.arguments[0].span.text == ":db"  # type: ignore[union-attr]
