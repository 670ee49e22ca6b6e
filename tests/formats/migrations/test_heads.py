"""The first words of statements, over strings, comments, bodies and data."""

import time

import pytest

from pglint.formats.migrations.heads import heads, outside_transaction

TEXTS = [
    ("a; b;", ["a", "b"]),
    ("-- x; y\na /* ; */;\n\n;;b", ["a /* ; */", "b"]),
    ("SELECT 'a;''b'; c", ["SELECT 'a;''b'", "c"]),
    (r"SELECT E'\';'; c", [r"SELECT E'\';'", "c"]),
    (r"SELECT 'a\'; c", [r"SELECT 'a\'", "c"]),
    ('SELECT "a;b"; c', ['SELECT "a;b"', "c"]),
    ("DO $$ a; $x$ b; $$; c", ["DO $$ a; $x$ b; $$", "c"]),
    ("AS $body$ a; $$ b; $body$; c", ["AS $body$ a; $$ b; $body$", "c"]),
    ("SELECT $1; c", ["SELECT $1", "c"]),
    ("COPY t FROM stdin;\n1;'\n\\.\nc", ["COPY t FROM stdin", "c"]),
    ("\\set x ';'\na", ["a"]),
    ("SELECT 1 \\gexec\nb", ["SELECT 1 \\gexec", "b"]),
    ("a 'unfinished; b", ["a 'unfinished; b"]),
    ("a /* unfinished; b", ["a /* unfinished; b"]),
    ("a $$ unfinished; b", ["a $$ unfinished; b"]),
    ("", []),
    ("-- only\n", []),
    ("ß; ✓ü;c", ["ß", "✓ü", "c"]),
]


@pytest.mark.parametrize(("text", "expected"), TEXTS, ids=[text for text, _ in TEXTS])
def test_statements(text, expected):
    assert [text[head.start : head.end] for head in heads(text)] == expected


WORDS = [
    ("create  unique /* x */ index -- y\nconcurrently i on t", "CREATE UNIQUE INDEX CONCURRENTLY", True),
    ("CREATE INDEX CONCURRENTLY ON t (a)", "CREATE INDEX CONCURRENTLY ON", True),
    ("CREATE INDEX i ON t (a)", "CREATE INDEX I ON", False),
    ("REINDEX (VERBOSE) TABLE CONCURRENTLY t", "REINDEX TABLE CONCURRENTLY T", True),
    ("REINDEX TABLE t", "REINDEX TABLE T", False),
    ("REINDEX DATABASE d", "REINDEX DATABASE D", True),
    ("ALTER\nSYSTEM SET a = 1", "ALTER SYSTEM SET A", True),
    ("VACUUM (FULL) t", "VACUUM T", True),
    ("DROP DATABASE d", "DROP DATABASE D", True),
    ("CREATE TABLE database (a int)", "CREATE TABLE DATABASE", False),
    ("DROP INDEX CONCURRENTLY IF EXISTS i", "DROP INDEX CONCURRENTLY IF", True),
    ("REFRESH MATERIALIZED VIEW CONCURRENTLY v", "REFRESH MATERIALIZED VIEW CONCURRENTLY", False),
    ("(SELECT 1)", "", False),
]


@pytest.mark.parametrize(("text", "words", "outside"), WORDS, ids=[text for text, _, _ in WORDS])
def test_first_words_and_what_they_tell(text, words, outside):
    (head,) = heads(text)
    assert " ".join(head.words) == words
    assert outside_transaction(head.words) == outside


@pytest.mark.parametrize(
    "text",
    [
        "SELECT 'x';\n" * 60_000,
        "$a$" * 100_000,
        "'" * 200_000,
        "/*" * 200_000,
        "-" * 400_000,
        " " * 400_000 + "a",
        "(" * 200_000,
        "E'" + "\\'" * 200_000,
        "$x1$ $x2$ " * 40_000,
    ],
    ids=["statements", "quotes", "apostrophes", "comments", "dashes", "blanks", "parentheses", "escapes", "tags"],
)
def test_long_texts_take_no_longer_than_they_are(text):
    started = time.perf_counter()
    sum(1 for _ in heads(text))
    assert time.perf_counter() - started < 5
