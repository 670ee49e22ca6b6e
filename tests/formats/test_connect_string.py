"""The text of an entry, as src/loader.c takes it apart."""

import pytest

from pglint.facts import Fault
from pglint.formats import connect_string
from pglint.source import Source, Span
from pglint.values import Unknown


def span(text: str, before: str = "d1 = ") -> Span:
    return Span(Source("pgbouncer.ini", f"{before}{text}\n"), len(before), len(before) + len(text))


@pytest.mark.parametrize(
    ("text", "pairs"),
    [
        ("", []),
        ("host=a port=5432", [("host", "a"), ("port", "5432")]),
        ("  host = a   port =5432  ", [("host", "a"), ("port", "5432")]),
        ("host= port=5432", [("host", "port=5432")]),
        ("host=a\tport=5432", [("host", "a\tport=5432")]),
        ("host=a, port=5432,", [("host", "a,"), ("port", "5432,")]),
        ("password=a;b#c=d", [("password", "a;b#c=d")]),
        ("password='it''s a pw'", [("password", "it's a pw")]),
        ("password='a' user='b'", [("password", "a"), ("user", "b")]),
        ("host='a'xport=5433", [("host", "a"), ("port", "5433")]),
        ("host=a'b user=c", [("host", "a'b"), ("user", "c")]),
        ('host="a b=c"', [("host", '"a'), ("b", 'c"')]),
        ("host=a host=b", [("host", "a"), ("host", "b")]),
        ("\tport=5433", [("\tport", "5433")]),
    ],
)
def test_pairs(text: str, pairs: list[tuple[str, str]]) -> None:
    found = connect_string.parse(span(text))
    assert not isinstance(found, Fault)
    assert [(pair.key, pair.value) for pair in found] == pairs


@pytest.mark.parametrize(
    ("text", "why", "place"),
    [
        ("5432", 'a word without "="', "5432"),
        ("host=a 5432 port=1", 'a word without "="', "5432"),
        ("host=a =5", 'a word without "="', "=5"),
        ("host=a ; main", 'a word without "="', ";"),
        ("host=", "an empty value", "host="),
        ("host='' port=5432", "an empty value", "host='' port=5432"),
        ("user=a password='abc", "a quote that is not closed", "password='abc"),
        ("password='abc''", "a quote that is not closed", "password='abc''"),
        ("postgres://app@db/x", "a URL is not understood", "postgres://app@db/x"),
    ],
)
def test_syntax_errors(text: str, why: str, place: str) -> None:
    fault = connect_string.parse(span(text))
    assert isinstance(fault, Fault)
    assert (fault.kind, fault.effect) == ("syntax-error", "refused")
    assert fault.text == f"syntax error in connection string: {why}"
    assert fault.span.text == place


def test_a_user_has_its_own_words() -> None:
    fault = connect_string.parse(span("pool_mode"), "users")
    assert isinstance(fault, Fault)
    assert fault.text.startswith("syntax error in user settings")


def test_what_stands_before_an_error_is_kept() -> None:
    pairs, fault = connect_string.scan(span("host=a pool_size=20 ; main"))
    assert [pair.key for pair in pairs] == ["host", "pool_size"]
    assert fault is not None


def test_spans() -> None:
    text = span("  host = a  password='it''s'")
    pairs, _ = connect_string.scan(text)
    assert [pair.span.text for pair in pairs] == ["host = a", "password='it''s'"]
    assert [pair.key_span.text for pair in pairs] == ["host", "password"]
    assert [pair.value_span.text for pair in pairs] == ["a", "'it''s'"]


@pytest.mark.parametrize(
    ("text", "keys", "unknown"),
    [
        ("host=${HOST} port=5432", ["host", "port"], ["${HOST}"]),
        ("host={{ .Values.db.host }} port=5432", ["host", "port"], ["{{ .Values.db.host }}"]),
        ("host=db-<%= @n %>.example port=5432", ["host", "port"], ["<%= @n %>"]),
        ("host='{{ a }}' port=%%PORT%%", ["host", "port"], ["{{ a }}", "%%PORT%%"]),
        ("host=a {{ extra.parameters }}", ["host", ""], ["{{ extra.parameters }}"]),
        ("${WHOLE}", [""], ["${WHOLE}"]),
        ("${KEY}=5 host=a", ["", "host"], ["${KEY}"]),
    ],
)
def test_placeholders(text: str, keys: list[str], unknown: list[str]) -> None:
    pairs = connect_string.parse(span(text))
    assert not isinstance(pairs, Fault)
    assert [pair.key for pair in pairs] == keys
    values = [pair.value for pair in pairs if isinstance(pair.value, Unknown)]
    assert [value.span.text for value in values if value.span] == unknown
    assert values[0].reason == f'"{unknown[0]}" is filled in by a template'
