"""Parse trees, errors and places: libpg_query counts bytes, its errors characters, pglint characters of the file."""

import pytest

from pglint.facts import Fault
from pglint.formats.sql.parse import place, tree
from tests.formats.sql.shown import statements

ERRORS = [
    ("selec 1", "1:1 selec", 'syntax error at or near "selec"'),
    ("select 1;\n  alter role a conection limit 5;", "2:16 conection", 'unrecognized role option "conection"'),
    ("select 'é', ,", "1:13 ,", 'syntax error at or near ","'),
    ("select 'éééé' from 'x'", "1:20 'x'", """syntax error at or near "'…'\""""),
    ("/* é */ select ééé ,, 'ü'", "1:21 ,", 'syntax error at or near ","'),
    ("select '日本' 日本 日本語x", "1:16 日本語x", 'syntax error at or near "日本語x"'),
    ("select '\udce9' from from", "1:17 from", 'syntax error at or near "from"'),
    ("select '😀' from\n\t😀 ) x", "2:4 )", 'syntax error at or near ")"'),
    ("create table t (", "1:17 ", "syntax error at end of input"),
    ("create table é (\n", "1:17 ", "syntax error at end of input"),
    ("create role a password 'se\ncret", "1:24 'se", "unterminated quoted string"),
    ("create role a password pasword 'secret'", "1:24 pasword", 'syntax error at or near "pasword"'),
    ("select $a$ secret", "1:8 $a$ secret", "unterminated dollar-quoted string"),
    ('select "é', '1:8 "é', "unterminated quoted identifier"),
    ("select 1 /* é", "1:10 /* é", "unterminated /* comment"),
    ("create table é (a float(80))", "1:25 80", "precision for type float must be less than 54 bits"),
    ("select E'é\\u12'", "1:11 \\", "invalid Unicode escape"),
    ("alter table t drop\u00a0column x", "1:15 drop\u00a0column", 'syntax error at or near "drop\u00a0column"'),
    ("select 1; \ufeffselect 2", "1:11 \ufeffselect", 'syntax error at or near "\ufeffselect"'),
    ("select 1 \\echo\n + ,", "2:4 ,", 'syntax error at or near ","'),
    ("select a\x00b", "1:9 \x00", 'syntax error at or near "\x01"'),
]


@pytest.mark.parametrize(("text", "where", "message"), ERRORS, ids=[repr(text) for text, _, _ in ERRORS])
def test_errors(text: str, where: str, message: str) -> None:
    (fault,) = [found for statement in statements(text) if isinstance(found := tree(statement), Fault)]
    line, column = fault.span.source.position(fault.span.start)
    assert (f"{line}:{column} {fault.span.text}", fault.kind, fault.text) == (where, "syntax-error", message)


SINCE = [
    ("create table t (a int) with oids", (12,)),
    ("alter table t set WITHOUT OIDS, set with OIDS", (12,)),
    ("create role a unencrypted password 'x'", (10,)),
    ("create role a pasword 'x'", None),
]


@pytest.mark.parametrize(("text", "since"), SINCE)
def test_what_older_versions_take(text: str, since: tuple[int, ...] | None) -> None:
    (statement,) = statements(text)
    found = tree(statement)
    assert isinstance(found, Fault)
    assert found.since == since


def locations(node: object) -> list[int]:
    """Every location in a tree."""
    if isinstance(node, dict):
        own = [node["location"]] if isinstance(node.get("location"), int) else []
        return own + [each for value in node.values() for each in locations(value)]
    return [each for value in node for each in locations(value)] if isinstance(node, list) else []


PLACES = [
    ("select 1;  alter role é connection limit 5;", {"é", "connection"}),
    ("-- ü\nset lock_timeout = '5s'", {"'5s'"}),
    ("select 'é', \"ü\", f(a.b) from 日本", {"'é'", '"ü"', "f", "a", "日本"}),
    ("alter role :role set x = :'value'", {":role", ":'value'"}),
    ("alter role ${r} in database 日 set x = '${v}s'", {"${r}", "'${v}s'"}),
    ("alter role {{ r }} connection limit {% if a %}5{% endif %} 7", {"{{ r }}", "connection"}),
    ("select /* TEMPLATE: schema */ f(:x, é)", {"f", ":x", "é"}),
    ("create table :schema.é (a int default :n, b text)", {":schema", "a", "int", "default", ":n", "b", "text"}),
]


@pytest.mark.parametrize(("text", "expected"), PLACES, ids=[text for text, _ in PLACES])
def test_places(text: str, expected: set[str]) -> None:
    statement = statements(text)[-1]
    node = tree(statement)
    assert isinstance(node, dict)
    assert expected <= {place(statement, offset).text for offset in locations(node)}


def test_minus_one_is_the_statement() -> None:
    (statement,) = statements("alter role a nologin")
    assert place(statement, -1) == statement.span


def test_bytes_that_are_no_utf8_come_back() -> None:
    (statement,) = statements("alter role \"caf\udce9\" password 'x\udcff'")
    node = tree(statement)
    assert isinstance(node, dict)
    assert node["AlterRoleStmt"]["role"]["rolename"] == "caf\udce9"


@pytest.mark.parametrize("text", ["select " + "(" * 3000 + "1" + ")" * 3000, "select 'a'" + " || 'a'" * 3000])
def test_nested_too_deep(text: str) -> None:
    (statement,) = statements(text)
    assert not isinstance(tree(statement), Fault)


def test_only_the_first_of_several() -> None:
    """A parenthesis that is never closed swallows what follows, for psql too: one fault, at its place."""
    (statement,) = statements("create table t (a int;\nalter role a nologin;\n")
    found = tree(statement)
    assert isinstance(found, Fault)
    assert (found.span.line, found.span.column, found.span.text) == (1, 22, ";")
