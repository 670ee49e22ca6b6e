"""Reading one postgresql.conf: places, values, templates, and files that only carry the name."""

from pathlib import Path

import pytest

from pglint.facts import Fault, Include, Setting
from pglint.formats.postgresql_conf import PLACEHOLDER, is_template, looks_like, read
from pglint.source import Source
from pglint.tree import decode
from pglint.values import Unknown
from tests.conf_cases import settings

CORPUS = Path(__file__).parents[3] / "shared" / "corpus" / "postgresql_conf"
NOT_OURS = (
    "ANXS__postgresql__templates__HOWTO.postgresql.conf",
    "supabase__postgres__docker__all-in-one__etc__supervisor__base-services__postgresql.conf",
)


def only(text: str, path: str = "postgresql.conf") -> Setting | Include | Fault:
    (item,) = read(Source(path, text))
    assert isinstance(item, Setting | Include | Fault)
    return item


@pytest.mark.parametrize(
    ("line", "name", "value", "whole"),
    [
        ("work_mem = 4MB", "work_mem", "4MB", "work_mem = 4MB"),
        ("  Work_Mem\t'4 MB'  # c", "Work_Mem", "'4 MB'", "Work_Mem\t'4 MB'"),
        ("cluster_name='it''s' #", "cluster_name", "'it''s'", "cluster_name='it''s'"),
        ("cluster_name = 'a\\'b'", "cluster_name", "'a\\'b'", "cluster_name = 'a\\'b'"),
        ("ext.param=on\r", "ext.param", "on", "ext.param=on"),
        ("port=0x1f # x", "port", "0x1f", "port=0x1f"),
        ("port 5432", "port", "5432", "port 5432"),
        ("cluster_name = é#x", "cluster_name", "é", "cluster_name = é"),
        ("cluster_name = '{{ x }}' # {{ y }}", "cluster_name", "'{{ x }}'", "cluster_name = '{{ x }}'"),
        ("port = {{ a }}{{ b }}", "port", "{{ a }}{{ b }}", "port = {{ a }}{{ b }}"),
    ],
)
def test_spans_cover_what_stands_there(line: str, name: str, value: str, whole: str) -> None:
    before = "# first\n\n"
    source = Source("postgresql.conf", f"{before}{line}\nport = 1\n")
    item = read(source)[0]
    assert isinstance(item, Setting)
    assert (item.name_span.text, item.value_span.text, item.span.text) == (name, value, whole)
    assert item.name == name.lower()
    assert (item.span.line, item.span.column) == (3, line.index(whole) + 1)
    assert item.quoted == value.startswith("'")


@pytest.mark.parametrize(
    ("written", "value"),
    [
        ("'a''b'", "a'b"),
        ("'a\\tb'", "a\tb"),
        ("'a\\\\b'", "a\\b"),
        ("'\\101\\0'", "A"),
        ("'\\303\\251'", "é"),
        ("'\\1234'", "S4"),
        ("'a # b'", "a # b"),
        ("''", ""),
        ("''''", "'"),
        ("'a\0bc'", ""),
    ],
)
def test_quoted_values(written: str, value: str) -> None:
    assert [item.value for item in settings(f"cluster_name = {written}\n")] == [value]


@pytest.mark.parametrize(
    ("line", "text", "at"),
    [
        ("port = 5 0", 'syntax error near token "0"', "0"),
        ("port =   # none", "syntax error near end of line", "port ="),
        ("port", "syntax error near end of line", "port"),
        ("work_mem = 1.5GB", 'syntax error near token "GB"', "GB"),
        ("a.b.c = 1", 'syntax error near token "a.b.c"', "a.b.c"),
        ("listen_addresses = 10.0.0.1", 'syntax error near token ".0"', ".0"),
        ("cluster_name = 'abc", 'syntax error near token "\'"', "'"),
        ("port = 5 0 # {{ x }}", 'syntax error near token "0"', "0"),
    ],
)
def test_syntax_errors_point_at_the_token(line: str, text: str, at: str) -> None:
    fault = only(f"{line}\n")
    assert isinstance(fault, Fault)
    assert (fault.kind, fault.text, fault.span.text) == ("syntax-error", text, at)


def test_the_rest_is_read_after_an_error() -> None:
    items = read(Source("postgresql.conf", "a b c\nport = 1\nd e f\nmax_connections = 2"))
    assert [type(item).__name__ for item in items] == ["Fault", "Setting", "Fault", "Setting"]


def test_a_hundred_errors_end_the_file() -> None:
    items = read(Source("postgresql.conf", "a b c\n" * 150 + "port = 1\n"))
    assert len(items) == 101
    assert isinstance(items[-1], Fault)
    assert items[-1].text.startswith("too many syntax errors")


def test_99_errors_do_not() -> None:
    assert isinstance(read(Source("postgresql.conf", "a b c\n" * 99 + "port = 1\n"))[-1], Setting)


@pytest.mark.parametrize(
    ("line", "directive", "target"),
    [
        ("include 'a.conf'", "include", "a.conf"),
        ("INCLUDE_DIR = 'conf.d'", "include_dir", "conf.d"),
        ("include_if_exists conf.d/x.conf", "include_if_exists", "conf.d/x.conf"),
    ],
)
def test_includes(line: str, directive: str, target: str) -> None:
    item = only(line)
    assert isinstance(item, Include)
    assert (item.directive, item.target, item.span.text) == (directive, target, line)


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        ("{{ pg_port }}", "{{ pg_port }}"),
        ("{{ mem * 0.25 }}MB", "{{ mem * 0.25 }}"),
        ("'${PORT}'", "${PORT}"),
        ("${PORT:-5432}", "${PORT}"),
        ("<%= @port %>", "<%= @port %>"),
        ("@PORT@", "@PORT@"),
        ("__PORT__", "__PORT__"),
        ("%%PORT%%", "%%PORT%%"),
        ("{{ host }}, {{ other }}", "{{ host }}"),
    ],
)
def test_placeholders_make_a_value_unknown(value: str, shown: str) -> None:
    item = only(f"port = {value}   # {{{{ comment }}}}\n")
    assert isinstance(item, Setting)
    assert isinstance(item.value, Unknown)
    assert item.value.reason == f'"{shown}" is filled in by a template'
    assert item.value.span is not None
    assert item.value.span.text in value
    assert item.value_span.text == value


@pytest.mark.parametrize(
    "value",
    ["'%m [%p] %q%u@%d '", "'%u@%d@%h'", "'a__b'", "'%%'", "'{%m}'", "'<%u %d>'", "'user@host'", "'$user'"],
)
def test_what_only_looks_like_a_placeholder_is_a_value(value: str) -> None:
    item = only(f"log_line_prefix = {value}\n")
    assert isinstance(item, Setting)
    assert item.value == value[1:-1]


def test_a_placeholder_for_a_whole_line_may_set_anything() -> None:
    item = only("{{ extra_settings }}\n")
    assert isinstance(item, Include)
    assert item.directive == PLACEHOLDER
    assert isinstance(item.target, Unknown)


def test_the_banner_of_ansible_sets_nothing() -> None:
    assert read(Source("postgresql.conf", "{{ ansible_managed | comment }}\n")) == []


@pytest.mark.parametrize(
    ("path", "text", "template"),
    [
        ("postgresql.conf", "{% if x %}\nport = 1\n{% endif %}\n", True),
        ("postgresql.conf", "{%- for k in s %}{{ k }} = 1\n{% endfor %}", True),
        ("postgresql.conf", "{{- if .x }}\nport = 1\n{{- end }}\n", True),
        ("postgresql.conf", "{{ range .x }}\n{{ end }}", True),
        ("postgresql.conf", "<% if x %>\nport = 1\n<% end %>", True),
        ("postgresql.conf.j2", "{# words #}\nport = 1\n", True),
        ("postgresql.conf.j2", "port = {{ port }}\n", False),
        ("postgresql.conf.j2", "port = 5432\n", False),
        ("postgresql.conf", "port = {{ port }}\n", False),
        ("postgresql.conf", "port = <%= port %>\n", False),
        ("postgresql.conf", "log_line_prefix = '{%m} <%u> {#} '\n", False),
    ],
)
def test_templates_with_branches(path: str, text: str, template: bool) -> None:
    assert is_template(Source(path, text)) is template


def test_in_a_template_with_branches_only_names_are_certain() -> None:
    text = "{% if old %}\nwal_keep_segments = 8\n{% endif %}\nport = {% if x %}1{% else %}2{% endif %}\nno such line\n"
    items = read(Source("postgresql.conf.j2", text))
    assert [item.name for item in items if isinstance(item, Setting)] == ["wal_keep_segments", "port"]
    assert len(items) == 2
    for item in items:
        assert isinstance(item, Setting)
        assert isinstance(item.value, Unknown)
        assert item.value.reason == "stands in a template with branches"


@pytest.mark.parametrize(
    "text",
    [
        "",
        "# nothing\n\n  # here\n",
        "max_conections = 100\n",
        "max_connections == 100\n",
        "gp_vmem = 1\nport = 5432\nfoo = 1\n",
        "port = 1\n[section]\nmax_connections = 3\n",
        "pg_stat_statements.max = 10000\n",
        "{{ everything }}\n",
        "port 5432\ninclude_dir 'conf.d'\n",
    ],
)
def test_ours(text: str) -> None:
    assert looks_like(Source("postgresql.conf", text)) == ""


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("[program:postgresql]\ncommand=/usr/bin/postgres -D x\npriority=1\n", "opens a section"),
        ("[databases]\na = host=b\n[pgbouncer]\npool_mode = session\n", "opens a section"),
        ("How to add a version\n====\nCopy the old file.\nEdit it, then commit.\n", "4 of its 4 lines"),
        ("name = x\nsize = 2\ncolour = red\n", "none of its 3 settings"),
        ("#!/bin/sh\nset -e\nexec postgres -D /data\nexit 0 # done\n", "lines are not settings"),
    ],
)
def test_not_ours(text: str, reason: str) -> None:
    assert reason in looks_like(Source("postgresql.conf", text))


def test_corpus_files_are_told_apart() -> None:
    refused = set()
    for path in CORPUS.iterdir():
        source = Source(path.name, decode(path.read_bytes()))
        for item in read(source):
            assert 0 <= item.span.start <= item.span.end <= len(source.text)
        if looks_like(source):
            refused.add(path.name)
    assert refused == set(NOT_OURS)


def test_no_syntax_error_in_real_files() -> None:
    wrong = [
        (path.name, item.span.line)
        for path in CORPUS.iterdir()
        if path.name not in NOT_OURS
        for item in read(Source(path.name, decode(path.read_bytes())))
        if isinstance(item, Fault)
    ]
    assert wrong == []


def test_a_token_that_may_be_a_part_of_a_password_is_not_told():
    faults = read(Source("postgresql.conf", "primary_conninfo = host=p password=s@cret\nwork_mem = 1.5GB\n"))
    assert [fault.text for fault in faults] == ['syntax error near token "***"', 'syntax error near token "GB"']
