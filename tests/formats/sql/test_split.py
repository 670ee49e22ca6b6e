"""Files of SQL are cut as psql cuts them, with places in characters; tests/real/test_sql_split.py asks psql itself."""

import pytest

from pglint.formats.sql.split import read
from pglint.formats.sql.statement import Statement
from pglint.formats.sql.words import words
from pglint.source import Source
from tests.formats.sql.shown import items, shown, statements

CASES = [
    # semicolons
    ("select 1; select 2;", ["1:1 sql select 1", "1:11 sql select 2"]),
    ("select 1;select 2", ["1:1 sql select 1", "1:10 sql select 2"]),
    (";;\n ; select 1 ;\n;", ["2:4 sql select 1"]),
    ("", []),
    ("  -- nothing\n/* here */ ;", []),
    # strings
    ("select 'a;b', 'it''s;';", ["1:1 sql select 'a;b', 'it''s;'"]),
    (r"select 'a\'; select 2;", [r"1:1 sql select 'a\'", "1:14 sql select 2"]),
    (r"select E'a\';b'; select 2;", [r"1:1 sql select E'a\';b'", "1:18 sql select 2"]),
    (r"select e'it''s \'; '; select 2;", [r"1:1 sql select e'it''s \'; '", "1:23 sql select 2"]),
    (r"select typE'\'; select 2;", [r"1:1 sql select typE'\'", "1:17 sql select 2"]),
    ("select E'a'\n  '\\';'; select 2", ["1:1 sql select E'a'\n  '\\';'", "2:10 sql select 2"]),
    (r"select U&'\0041;', B'1;', X'f;', N'a;';", [r"1:1 sql select U&'\0041;', B'1;', X'f;', N'a;'"]),
    ("select 'never ends; select 2;", ["1:1 sql select 'never ends; select 2;"]),
    (
        "set standard_conforming_strings = off;\nselect 'a\\';b';\nselect 2;",
        ["1:1 sql set standard_conforming_strings = off", "2:1 sql select 'a\\';b'", "3:1 sql select 2"],
    ),
    # names in quotes
    ('select 1 as "a;""b;"; select 2', ['1:1 sql select 1 as "a;""b;"', "1:23 sql select 2"]),
    (r'select U&"d\0061;t" from t;', [r'1:1 sql select U&"d\0061;t" from t']),
    # dollar quotes
    ("do $$ begin; end $$; select 2;", ["1:1 sql do $$ begin; end $$", "1:22 sql select 2"]),
    ("select $a$ $$;$$ $b$;$a$; select 2", ["1:1 sql select $a$ $$;$$ $b$;$a$", "1:27 sql select 2"]),
    ("select a$b$ from t; select $1;", ["1:1 sql select a$b$ from t", "1:21 sql select $1"]),
    ("select $é$;$é$; select 2", ["1:1 sql select $é$;$é$", "1:17 sql select 2"]),
    ("select $1$a$;$a$; select 2", ["1:1 sql select $1$a$;$a$", "1:19 sql select 2"]),
    ("select $a$ never ends; $b$ ;", ["1:1 sql select $a$ never ends; $b$ ;"]),
    # comments
    ("-- a;\nselect 1 -- b;\n, 2; -- c;", ["2:1 sql select 1 -- b;\n, 2"]),
    ("/* a; */ select 1 /* b; /* c; */ ; */ + 2; /* d; */", ["1:10 sql select 1 /* b; /* c; */ ; */ + 2"]),
    ("select 1 -- a\n -- b\n;", ["1:1 sql select 1"]),
    ("select 1 /* a */ /* /* b */ */ ;", ["1:1 sql select 1"]),
    ("select 1 - -2 --3;\n;", ["1:1 sql select 1 - -2"]),
    ("select 2 +/* ; */ 3 */* ; */ 4;", ["1:1 sql select 2 +/* ; */ 3 */* ; */ 4"]),
    ("select 1; /* never ends ;", ["1:1 sql select 1", "1:11 sql /* never ends ;"]),
    # parentheses
    (
        "create rule r as on insert to t do (insert into a values (1); delete from b); select 2",
        ["1:1 sql create rule r as on insert to t do (insert into a values (1); delete from b)", "1:79 sql select 2"],
    ),
    ("select (1; 2); select ')';", ["1:1 sql select (1; 2)", "1:16 sql select ')'"]),
    ("select ((((((1; 2)))))); select 2", ["1:1 sql select ((((((1; 2))))))", "1:26 sql select 2"]),
    ("select 1); select 2;", ["1:1 sql select 1)", "1:12 sql select 2"]),
    # BEGIN ATOMIC
    (
        "create function f() returns int begin atomic select case when true then 1 end; select 2; end; select 3",
        ["1:1 sql create function f() returns int begin atomic select case when true then 1 end; select 2; end", "1:95 sql select 3"],
    ),
    (
        "CREATE OR REPLACE PROCEDURE p() BEGIN /* x */ ATOMIC DELETE FROM t; END; SELECT 1",
        ["1:1 sql CREATE OR REPLACE PROCEDURE p() BEGIN /* x */ ATOMIC DELETE FROM t; END", "1:74 sql SELECT 1"],
    ),
    ("begin; select 'atomic'; end;", ["1:1 sql begin", "1:8 sql select 'atomic'", "1:25 sql end"]),
    # rows after COPY
    ("copy t from stdin;\n1;'\n\\.\nselect 2;", ["1:1 sql copy t from stdin", "4:1 sql select 2"]),
    ("COPY t (a, b) FROM STDIN WITH (FORMAT csv);\n\"\n\\.x\n\\.\r\nselect 2", ["1:1 sql COPY t (a, b) FROM STDIN WITH (FORMAT csv)", "5:1 sql select 2"]),
    ("copy t from stdin;\n1\n2\n", ["1:1 sql copy t from stdin"]),
    ("copy t to stdout; copy (select 'from stdin') to stdout; select 1;", ["1:1 sql copy t to stdout", "1:19 sql copy (select 'from stdin') to stdout", "1:57 sql select 1"]),
    (
        "select 0\\; copy t from stdin\\; copy t from stdin;\n1\n\\.\n2\n\\.\nselect 3;",
        ["1:1 sql select 0", r"1:9 psql \;", "1:12 sql copy t from stdin", r"1:29 psql \;", "1:32 sql copy t from stdin", "6:1 sql select 3"],
    ),
    ("\\copy t from stdin\nselect 1;\n\\.\nselect 2;", [r"1:1 psql \copy t from stdin", "4:1 sql select 2"]),
    ("\\copy t from pstdin\nselect 1;", [r"1:1 psql \copy t from pstdin", "2:1 sql select 1"]),
    # psql's commands among statements
    ("select 1 \\gset x_\nselect 2;", ["1:1 sql select 1", r"1:10 psql \gset x_", "2:1 sql select 2"]),
    ("select 'x' \\gexec\nselect (1 \\g\nselect 2;", ["1:1 sql select 'x'", r"1:12 psql \gexec", "2:1 sql select (1", r"2:11 psql \g", "3:1 sql select 2"]),
    ("select 1\n\\echo here; 'quoted ;'\n + 2; select 3;", ["1:1 sql select 1\n\\echo here; 'quoted ;'\n + 2", r"2:1 psql \echo here; 'quoted ;'", "3:7 sql select 3"]),
    ("select 1\n\\r\nselect 2;", [r"2:1 psql \r", "3:1 sql select 2"]),
    ("\\c db \\\\ select 1;", [r"1:1 psql \c db", "1:10 sql select 1"]),
    # marks of tools that end a statement
    ("-- +goose Up\nselect 1\n-- +goose Down\nselect 2", ["1:1 mark -- +goose Up", "2:1 sql select 1", "3:1 mark -- +goose Down", "4:1 sql select 2"]),
    ("create table t (\n  a int -- squawk-ignore x\n);", ["1:1 sql create table t (\n  a int -- squawk-ignore x\n)", "2:9 mark -- squawk-ignore x"]),
    # line ends, byte order mark, other letters
    ("\ufeffselect 1;", ["1:2 sql select 1"]),
    ("select 1;\r\nselect 2\r\n;\r\n", ["1:1 sql select 1", "2:1 sql select 2"]),
    ("select 'é;日本'; select \"ü;\";", ["1:1 sql select 'é;日本'", '1:16 sql select "ü;"']),
    ("select '\udce9;'; select 2;", ["1:1 sql select '\udce9;'", "1:14 sql select 2"]),
]  # fmt: skip


@pytest.mark.parametrize(("text", "expected"), CASES, ids=[repr(text)[:60] for text, _ in CASES])
def test_pieces_and_places(text: str, expected: list[str]) -> None:
    assert [shown(item) for item in items(text)] == expected


@pytest.mark.parametrize(("text", "_"), CASES, ids=[repr(text)[:60] for text, _ in CASES])
def test_text_is_the_files_own(text: str, _: object) -> None:
    for item in statements(text):
        if item.shift == 0 and "\\echo" not in text:
            assert item.text == item.span.text


WORDS = [
    ("alter role app connection limit 5", ("ALTER", "ROLE", "APP", "CONNECTION")),
    ("CREATE/* a */UNIQUE -- b\n INDEX concurrently", ("CREATE", "UNIQUE", "INDEX", "CONCURRENTLY")),
    ("insert into t(a) values (1)", ("INSERT", "INTO", "T")),
    ('alter role "App" set x', ("ALTER", "ROLE")),
    ("(select 1)", ()),
    ("commit", ("COMMIT",)),
    ("set é = 1", ("SET", "É")),
    ("", ()),
]


@pytest.mark.parametrize(("text", "expected"), WORDS)
def test_first_words(text: str, expected: tuple[str, ...]) -> None:
    assert words(text) == expected


def test_commands_in_a_statement_are_not_parsed() -> None:
    (statement,) = statements("select 1\n\\echo 'x;'\n+ 2;")
    assert statement.text == "select 1\n          \n+ 2"


def test_strings_with_backslashes_are_parsed_as_what_they_mean() -> None:
    texts = [
        item.text for item in statements("set standard_conforming_strings=off;\nselect 'a\\'', b'1';\nselect 'x';")
    ]
    assert texts == ["set standard_conforming_strings=off", "select E'a\\'', b'1'", "select 'x'"]


FAULTS = [
    ("\\if true\nselect 1;\n\\endif\n", []),
    ("\\if a\n\\elif b\n\\else\n\\endif", []),
    ("\\endif", [(1, "\\endif: no matching \\if")]),
    ("select 1;\n\\else\n", [(2, "\\else: no matching \\if")]),
    ("\\if a\n\\else\n\\else\n\\endif", [(3, "\\else: cannot occur after \\else")]),
    ("\\if a\n\\else\n\\elif b\n\\endif", [(3, "\\elif: cannot occur after \\else")]),
    ("\\if a\n\\if b\n\\endif", [(1, "reached EOF without finding closing \\endif(s)")]),
]


@pytest.mark.parametrize(("text", "expected"), FAULTS)
def test_conditions_that_do_not_match(text: str, expected: list[tuple[int, str]]) -> None:
    assert [(fault.span.line, fault.text) for fault in read(Source("a.sql", text))[1]] == expected


def test_time_is_linear() -> None:
    """What looks for an end that is not there, and what is nested deep, is looked at once."""
    for text in (
        "(" * 200_000,
        "'" + "(" * 200_000,
        "select (a, (b, (c, " * 50_000,
        "$a$ " * 50_001,
        "{{ " * 50_000,
        "{% " * 50_000,
    ):
        assert len([item for item in items(text) if isinstance(item, Statement)]) == 1
