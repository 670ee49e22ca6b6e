"""How a value is written at its place: quotes, units and kinds of literals stay."""

from __future__ import annotations

import pytest

from pglint.fixes import conf, ini, literal, statement
from pglint.fixes.amount import amount, converted
from pglint.fixes.spot import below, lines_of
from pglint.source import Source, Span

ALL = range(10, 19)
VERSIONS = [(1, 18, 0), (1, 25, 2)]


@pytest.mark.parametrize(
    ("before", "value", "unit", "after"),
    [
        ("30s", 60_000, "ms", "60s"),
        ("30 s", 60_000, "ms", "60 s"),
        ("30s", 1_500, "ms", "1500ms"),
        ("1h", 600_000, "ms", "10min"),
        ("30000", 60_000, "ms", "60000"),
        ("0", 60_000, "ms", "1min"),
        ("-1", 10_240, "MB", "10GB"),
        ("", 60_000, "ms", "1min"),
        ("128MB", 524_288, "8kB", "4096MB"),
        ("4GB", 16_640, "8kB", "130MB"),
        ("16384", 524_288, "8kB", "524288"),
        ("30s", 0, "ms", "0"),
        ("30s", -1, "ms", "-1"),
        ("50", 63, "", "63"),
    ],
)
def test_a_number_keeps_its_unit_where_it_can(before: str, value: int, unit: str, after: str) -> None:
    assert amount(before, value, unit) == after


@pytest.mark.parametrize(
    ("value", "unit", "to", "after"),
    [(300_000, "ms", "s", 300), (1_500, "ms", "s", None), (0, "ms", "s", 0), (-1, "kB", "8kB", -1), (64, "kB", "8kB", 8), (7, "", "", 7)],
)
def test_a_number_in_another_unit(value: int, unit: str, to: str, after: int | None) -> None:
    assert converted(value, unit, to) == after


@pytest.mark.parametrize(
    ("before", "name", "goal", "after"),
    [
        ("50", "max_connections", 63, "63"),
        ("'50'", "max_connections", 63, "'63'"),
        ("0x32", "max_connections", 63, "63"),
        ("0", "idle_in_transaction_session_timeout", 60_000, "1min"),
        ("'0'", "idle_in_transaction_session_timeout", 60_000, "'1min'"),
        ("'2 h'", "tcp_keepalives_idle", 3_600, "'1 h'"),
        ("replica", "wal_level", "logical", "logical"),
        ("'replica'", "wal_level", "logical", "'logical'"),
        ("md5", "password_encryption", "scram-sha-256", "scram-sha-256"),
        ("off", "hot_standby", True, "on"),
        ("''", "application_name", "it's", "'it''s'"),
        ("x", "application_name", "two words", "'two words'"),
        ("50", "max_connections", 10_000_000, None),
        ("50", "no_such_parameter", 5, None),
        ("x", "wal_level", "nonsense", None),
    ],
)
def test_a_value_of_postgresql_conf(before: str, name: str, goal: int | str, after: str | None) -> None:
    assert conf.written(before, name, goal, ALL) == after


@pytest.mark.parametrize(
    ("before", "section", "name", "goal", "after"),
    [
        ("20", "pgbouncer", "default_pool_size", 25, "25"),
        ("0", "pgbouncer", "query_wait_timeout", 120_000, "120"),
        ("0", "pgbouncer", "query_wait_timeout", 1_500, None),
        ("", "pgbouncer", "client_idle_timeout", 86_400_000, "86400"),
        ("session", "pgbouncer", "pool_mode", "transaction", "transaction"),
        ("trust", "pgbouncer", "auth_type", "nonsense", None),
        ("20", "databases", "pool_size", 25, "25"),
        ("'20'", "databases", "pool_size", 25, "'25'"),
        ("20", "databases", "no_such_key", 25, None),
        ("", "pgbouncer", "max_prepared_statements", 200, None),  # 1.18 has none
    ],
)
def test_a_value_of_pgbouncer_ini(before: str, section: str, name: str, goal: int | str, after: str | None) -> None:
    assert ini.written(before, section, name, goal, VERSIONS) == after


@pytest.mark.parametrize(
    ("text", "inner", "after"),
    [
        ('"50"', "50", '"63"'),
        ("50", "50", "63"),
        ("-1", "-1", "63"),
        ('"${var.size}"', None, None),
        ("var.size", None, None),
        ('"{DBInstanceClassMemory/9531392}"', None, None),
        ("local.a ? 1 : 2", None, None),
    ],
)
def test_a_literal(text: str, inner: str | None, after: str | None) -> None:
    assert literal.inside(text) == inner
    assert (literal.rewritten(text, "63") if inner is not None else None) == after


def test_a_number_takes_no_words() -> None:
    assert literal.rewritten("50", "scram") is None


@pytest.mark.parametrize(
    ("made", "text"),
    [
        (statement.limit("ROLE", "app", 25), "ALTER ROLE app CONNECTION LIMIT 25;"),
        (statement.limit("ROLE", "App-1", 25), 'ALTER ROLE "App-1" CONNECTION LIMIT 25;'),
        (statement.limit("DATABASE", "user", 5), 'ALTER DATABASE "user" CONNECTION LIMIT 5;'),
        (statement.limit("ROLE", 'we"ird', 5), 'ALTER ROLE "we""ird" CONNECTION LIMIT 5;'),
        (statement.own("ROLE", "app", "statement_timeout", "30s"), "ALTER ROLE app SET statement_timeout = '30s';"),
        (statement.system("max_connections", "63"), "ALTER SYSTEM SET max_connections = '63';"),
        (statement.literal("it's"), "'it''s'"),
        (statement.literal("a\\b"), "E'a\\\\b'"),
    ],
)
def test_sql(made: str, text: str) -> None:
    assert made == text


@pytest.mark.parametrize(
    ("text", "at", "start", "new"),
    [
        ("a = 1\nb = 2\n", 2, 6, "x = 3\n"),
        ("a = 1\r\nb = 2\r\n", 2, 7, "x = 3\r\n"),
        ("a = 1", 2, 5, "\nx = 3"),
        ("", 0, 0, "x = 3\n"),
    ],
)
def test_a_new_line_goes_below(text: str, at: int, start: int, new: str) -> None:
    source = Source("a.conf", text)
    span, put = below(Span(source, at, at), "x = 3")
    assert (span.start, span.end, put) == (start, start, new)


def test_the_lines_of_a_place() -> None:
    source = Source("a.conf", "one\ntwo\nthree")
    assert [lines_of(Span(source, *place)).text for place in ((0, 3), (4, 7), (9, 10))] == ["one\n", "two\n", "three"]
