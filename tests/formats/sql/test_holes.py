"""What is filled in when a file is run: where it is, and what stands for it so that the rest can be read."""

import pytest

from pglint.formats.sql.parse import tree, value
from pglint.formats.sql.statement import Marker, Statement
from pglint.values import Unknown
from tests.formats.sql.shown import items, shown, statements

HOLES = [
    # psql
    ("alter role :r set x = :'v'", [":r", ":'v'"]),
    ('alter role :"r" connection limit :n', [':"r"', ":n"]),
    ("select :x::int, ':x', \":x\", $$ :x $$, 1 -- :x", [":x"]),
    ("select a::text, b := 1, '12:30:00', a[1:n], a[:2], a[b:c], 1::x", []),
    ("select array[:a, :b], a[:c:d], f(a[1], :e)", [":a", ":b", ":e"]),
    ("select :{?x}, :1, :::t", [":{?x}", ":t"]),
    # other tools
    ("alter role ${r} set x = '${v}'", ["${r}", "${v}"]),
    ("alter role ${r:-app} password '${PW:-it''s}'", ["${r:-app}", "${PW:-it''s}"]),
    ("alter role {{ r }} set x = '{{ lookup('env', \"A;B\") }}'", ["{{ r }}", "{{ lookup('env', \"A;B\") }}"]),
    ('create table {{ index .Options "Namespace" }}.t (a int)', ['{{ index .Options "Namespace" }}']),
    ("alter role {r} connection limit {limits.app}", ["{r}", "{limits.app}"]),
    ("""select '{a}', '{"a": {"b": 1}}', '{{1,2},{3,4}}', '{{a,b}}', "{a}", $${a}$$""", []),
    ("select %(a)s, %s, 5 % s, a%s, '%s', format('%s')", ["%(a)s", "%s"]),
    ("alter role <%= r %> set x = '<%= v %>'", ["<%= r %>", "<%= v %>"]),
    ("select 'a' <% b, c %> 'd', e <<% f", []),
    ("alter role @db.user@ password '@PW@'", ["@db.user@", "@PW@"]),
    ("select 'a@b.c,d@e.f', @ -5, a @> b, b <@ c, @key", []),
    ("alter role __ROLE_NAME__ in database %%DB%%", ["__ROLE_NAME__", "%%DB%%"]),
    ("alter role #{r} in database %{db}", ["#{r}", "%{db}"]),
    ("alter role $(r) in database d", ["$(r)"]),
    ("select $1, $re$(a)$re$, '^a${2}$', $$${x}$$", []),
    ("create table /* TEMPLATE: schema */t (a int)", ["/* TEMPLATE: schema */"]),
    ("create function f() returns void language sql as $$ select :SCHEMA.g(), 'HH24:MI', a::B $$", [":SCHEMA"]),
    ("alter role a {% if x %} connection limit 3 {% endif %}", ["{% if x %} connection limit 3 {% endif %}"]),
    ("alter role {% if x %}a{% else %}b{% endif %} nologin", ["{% if x %}a{% else %}b{% endif %}"]),
    ("alter role a {{ if .X }} nologin {{ else }} login {{ end }}", ["{{ if .X }} nologin {{ else }} login {{ end }}"]),
    ("alter role a <% if x %> nologin <% end %>", ["<% if x %> nologin <% end %>"]),
    ("alter role a {# note #} nologin", ["{# note #}"]),
    ("select \n\\if :x\n 1\n\\else\n 2\n\\endif\n;", ["\\if :x\n 1\n\\else\n 2\n\\endif"]),
]


@pytest.mark.parametrize(("text", "expected"), HOLES, ids=[text for text, _ in HOLES])
def test_holes(text: str, expected: list[str]) -> None:
    (statement,) = statements(text)
    start = statement.span.start
    assert [statement.span.source.text[start + hole.start : start + hole.end] for hole in statement.holes] == expected
    assert [hole.why.span.text for hole in statement.holes if hole.why.span] == expected


PARSED = [
    "alter role :r set lock_timeout = :'v'",
    'alter role :"r" connection limit :n',
    "create role :r password :p valid until :u",
    "create database {name} connection limit = {limit}",
    "alter database {d} set statement_timeout to {t}",
    "alter role a connection limit %s",
    "alter system set max_connections = %(n)s",
    "alter system set max_connections to '${MAX}'",
    "select set_config('lock_timeout', %s, %s)",
    "create table :SCHEMA.t (id :type, n numeric(:p, 2))",
    "create table t ({{ columns }})",
    "create table {{ if_not_exists }} t (a int)",
    "create index concurrently {{prefix}}_idx on {{ t }} (a)",
    "select * from t limit :n offset :o",
    "select * from t where a = :a and b in (:b) and c like '%:c'",
    "select interval :i, timestamp ${t}",
    "grant :privileges on t to :r",
    "lock table ${schema}.t in access exclusive mode",
    "set search_path to {{ schema }}, public",
    "set lock_timeout = {% if fast %}'1s'{% else %}'5s'{% endif %}",
    "alter role a {{ options }};",
    "do $$ begin perform f('${x}'); end $$",
    "insert into t values (%s, %s, %(c)s)",
]


@pytest.mark.parametrize("text", PARSED)
def test_the_rest_is_parsed(text: str) -> None:
    (statement,) = statements(text)
    assert statement.holes
    assert isinstance(tree(statement), dict)


@pytest.mark.parametrize(
    "text", [":command;", "{{ a }} {{ b }} create", "select from from :x", "%s %s %s (", "float(:n)"]
)
def test_nothing_is_known_where_nothing_parses(text: str) -> None:
    (statement,) = statements(text)
    assert tree(statement) is None


def role(text: str) -> tuple[Statement, dict[str, object], dict[str, object]]:
    (statement,) = statements(text)
    node = tree(statement)
    assert isinstance(node, dict)
    found = node["AlterRoleStmt"]
    return statement, found["role"], {each["DefElem"]["defname"]: each["DefElem"]["arg"] for each in found["options"]}


VALUES = [
    ("alter role :r connection limit :n", ":r", ":n"),
    ("alter role app connection limit 5", "app", 5),
    ("alter role app_${env} connection limit 0", "${env}", 0),
    ('alter role "{{ r }}" connection limit {{ n }}', "{{ r }}", "{{ n }}"),
    ("alter role {r} connection limit -1", "{r}", -1),
]


@pytest.mark.parametrize(("text", "name", "limit"), VALUES)
def test_values(text: str, name: str, limit: int | str) -> None:
    statement, role_, options = role(text)
    number = options["connectionlimit"]
    assert isinstance(number, dict)
    for found, expected in ((role_["rolename"], name), (number["Integer"].get("ival", 0), limit)):
        got = value(statement, found)  # type: ignore[arg-type]
        assert (got.span.text if isinstance(got, Unknown) and got.span else got) == expected


def test_many_holes_have_values_of_their_own() -> None:
    (statement,) = statements("select " + ", ".join(f":v{number}" for number in range(120)))
    for number in (0, 1, 11, 119):
        found = value(statement, statement.holes[number].stand_in)
        assert isinstance(found, Unknown)
        assert found.reason == f'":v{number}" is filled in when the file is run'


def test_a_default_is_not_shown() -> None:
    for text in ("alter role a password '${PW:-secret}'", "alter role a password '{{ pw | default(\"secret\") }}'"):
        (statement,) = statements(text)
        assert "secret" not in statement.holes[0].why.reason


TAGS = [
    ("{% if x %}\nselect 1;\n{% else %}\nselect 2;\n{% endif %}\n", ["mark {% if x %}", "sql select 1", "mark {% else %}", "sql select 2", "mark {% endif %}"]),
    ("{{ if .X }}\nselect 1;\n{{ end }}", ["mark {{ if .X }}", "sql select 1", "mark {{ end }}"]),
    ("<% if x %>\nselect 1;\n<% end %>", ["mark <% if x %>", "sql select 1", "mark <% end %>"]),
    ("{{ config(x='y;') }}\nselect 1", ["mark {{ config(x='y;') }}", "sql select 1"]),
    ("{{ template \"head\" . }}\n-- a\nselect 1;\n{{ foot }}\n", ['mark {{ template "head" . }}', "sql select 1", "mark {{ foot }}"]),
    ("{# select 1; #} select 2;", ["mark {# select 1; #}", "sql select 2"]),
    ("{{ a }} select 1;", ["sql {{ a }} select 1"]),
    ("alter role {% if x %} a; {% endif %}", ["sql alter role {% if x %} a", "mark {% endif %}"]),
]  # fmt: skip


@pytest.mark.parametrize(("text", "expected"), TAGS)
def test_tags_between_statements(text: str, expected: list[str]) -> None:
    assert [shown(item).partition(" ")[2] for item in items(text)] == expected
    assert all(item.text == item.span.text for item in items(text) if isinstance(item, Marker))
