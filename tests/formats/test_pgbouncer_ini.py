"""Lines of pgbouncer.ini: what cfparser.c makes of each, and where it stands."""

from pathlib import Path

import pytest

from pglint.facts import Fault, Include, Section, Setting
from pglint.formats import pgbouncer_ini
from pglint.formats.placeholders import BRANCHES
from pglint.source import Source
from pglint.values import Unknown

CORPUS = Path(__file__).parents[3] / "shared" / "corpus"
MANIFESTS = ".yaml"
NO_INI = "charts__posthog__templates___pgbouncer.tpl"


def read(text: str) -> list[object]:
    return list(pgbouncer_ini.read(Source("pgbouncer.ini", text)))


def show(item: object) -> object:
    match item:
        case Setting():
            return item.name, "?" if isinstance(item.value, Unknown) else item.value
        case Section():
            return f"[{item.name}]"
        case Include():
            return f"{item.directive} {'?' if isinstance(item.target, Unknown) else item.target}"
        case Fault():
            return "fault"
    return None


@pytest.mark.parametrize(
    ("text", "items"),
    [
        ("", []),
        ("; a\n  # b\n\n", []),
        ("a = 5", [("a", "5")]),
        ("a=5\r\nb  \t=\t 6 \r\n", [("a", "5"), ("b", "6")]),
        ("a = x ; y\n", [("a", "x ; y")]),
        ("a =\n", [("a", "")]),
        ("a =\r\n", [("a", "")]),
        ("  a = 5\n", [("a", "5")]),
        ("a.b-c_* = 5\n", [("a.b-c_*", "5")]),
        ("= 5\n", [("", "5")]),
        ("a = b = c\n", [("a", "b = c")]),
        ("[pgbouncer]\n", ["[pgbouncer]"]),
        ("[ PgBouncer ]\n", ["[ PgBouncer ]"]),
        ("[databases] ; text\n", ["[databases]"]),
        ("[databases] d1 = host=a\n", ["[databases]", ("d1", "host=a")]),
        ("[databases][pgbouncer]a=5\n", ["[databases]", "[pgbouncer]", ("a", "5")]),
        ("%include a b.ini  \n", ["%include a b.ini"]),
        ("  %include\ta.ini\n", ["%include a.ini"]),
        ("%include \n", ["%include "]),
        ("%include\n", ["fault"]),
        ("%INCLUDE a\n", ["fault"]),
        ("a\n", ["fault"]),
        ("a: 5\nb = 6\n", ["fault", ("b", "6")]),
        ("a b = 5\n", ["fault"]),
        ('"a" = 5\n', ["fault"]),
        ("é = 5\n", ["fault"]),
        ("'a b' = 5\n", [("a b", "5"), "fault"]),
        ("'' = 5\n", ["fault"]),
        ("'a = 5\n", ["fault"]),
        ("[databases\nd1 = host=a\n", ["fault", "[databases]", ("d1", "host=a")]),
        ("\ufeff[databases]\n", ["fault", "[databases]"]),
        ("a = 5\n\0b = 6\n", [("a", "5")]),
    ],
)
def test_lines(text: str, items: list[object]) -> None:
    assert [show(item) for item in read(text)] == items


def test_spans() -> None:
    first, section, include, setting = read("a = 5 \n [users] ; x\n%include  b.ini \n  pool_mode =  x y \n")
    assert isinstance(first, Setting)
    assert isinstance(section, Section)
    assert isinstance(include, Include)
    assert isinstance(setting, Setting)
    assert section.span.text == "[users]"
    assert include.span.text == "%include  b.ini"
    assert (setting.span.text, setting.span.line, setting.span.column) == ("pool_mode =  x y", 4, 3)
    assert (setting.name_span.text, setting.value_span.text) == ("pool_mode", "x y")


def test_span_of_an_empty_value() -> None:
    (setting,) = read("a =   \n")
    assert isinstance(setting, Setting)
    assert (setting.span.text, setting.value_span.text) == ("a =", "")


def test_a_key_in_quotes_is_wrong_before_1_25_only() -> None:
    setting, fault = read("'my db' = host=a\n")
    assert isinstance(setting, Setting)
    assert isinstance(fault, Fault)
    assert (setting.name, setting.name_span.text) == ("my db", "'my db'")
    assert (fault.kind, fault.since, fault.before) == ("syntax-error", None, (1, 25, 0))


def test_pasted_text_is_one_fault() -> None:
    items = read("a = 5\nrun --this \\\n  -p 6432 \\\n  -e x\n\n  bouncer\nb = 6\nc: 7\n")
    assert [show(item) for item in items] == [("a", "5"), "fault", ("b", "6"), "fault"]
    assert isinstance(items[1], Fault)
    assert items[1].text.endswith("(3 more such lines below it)")
    assert items[1].span.line == 2


@pytest.mark.parametrize(
    ("text", "items"),
    [
        ("a = ${A}\n", [("a", "?")]),
        ("a = x-{{ a }}-y\n", [("a", "?")]),
        ("a = <%= @a %>\nb = @B@\nc = __C_D__\nd = %%D%%\n", [("a", "?"), ("b", "?"), ("c", "?"), ("d", "?")]),
        ("{{ name }} = 5\n", [("{{ name }}", "5")]),
        ("{{ everything }}\n", [" ?"]),
        ("%include ${DIR}/x.ini\n", ["%include ?"]),
        ("auth_query = select $1\n", [("auth_query", "select $1")]),
        ("a = __init\nb = x@y.example\nc = 5%%\n", [("a", "__init"), ("b", "x@y.example"), ("c", "5%%")]),
    ],
)
def test_placeholders(text: str, items: list[object]) -> None:
    assert [show(item) for item in read(text)] == items


def test_the_reason_of_a_placeholder() -> None:
    (setting,) = read("a = x ${B} y\n")
    assert isinstance(setting, Setting)
    assert isinstance(setting.value, Unknown)
    assert setting.value.reason == '"${B}" is filled in by a template'
    assert setting.value.span is not None
    assert setting.value.span.text == "${B}"


@pytest.mark.parametrize(
    ("placeholder", "shown"),
    [("${B:-hunter2}", "${B}"), ("{{ b | default('hunter2') }}", "{{ b }}"), ("{{ b.c }}", "{{ b.c }}")],
)
def test_the_default_of_a_placeholder_is_not_shown(placeholder: str, shown: str) -> None:
    (setting,) = read(f"a = {placeholder}\n")
    assert isinstance(setting, Setting)
    assert isinstance(setting.value, Unknown)
    assert setting.value.reason == f'"{shown}" is filled in by a template'


@pytest.mark.parametrize(
    ("text", "branches"),
    [
        ("{% if a %}\na = 5\n{% endif %}\n", True),
        ("<% if a %>\na = 5\n<% end %>\n", True),
        ("{{- range .x }}\na = 5\n{{- end }}\n", True),
        ("{{if .x}}\na = 5\n{{end}}\n", True),
        ("{{#each x}}\na = 5\n{{/each}}\n", True),
        ("a = {{ x }}\n", False),
        ("a = {{ ending }}\n", False),
        ("a = <%= x %>\n", False),
        ("a = ${x}\n", False),
    ],
)
def test_branches(text: str, branches: bool) -> None:
    assert pgbouncer_ini.is_template(Source("x", text)) is branches


def test_nothing_is_certain_in_a_template_with_branches() -> None:
    items = read("[pgbouncer]\n{% if x %}\na = 5\nb: 6\n%include c\n<% y['d'].each %>\n[d, :e]\n{% endif %}\n")
    assert [show(item) for item in items] == ["[pgbouncer]", ("a", "?"), "%include ?"]
    assert isinstance(items[1], Setting)
    assert isinstance(items[1].value, Unknown)
    assert items[1].value.reason == BRANCHES


@pytest.mark.parametrize(
    ("path", "text", "ours"),
    [
        ("x.ini", "[pgbouncer]\nlisten_port = 6432\n", True),
        ("x.ini", "\ufeff; text\n[PgBouncer]\nlisten_port = 6432\n", True),
        ("x.ini", "[databases]\nd1 = host=a dbname=b\n", True),
        ("x.ini", "[users]\nu1 = pool_mode=session\n", True),
        ("x.ini", "%include other.ini\n", True),
        ("x.ini", "[pgbouncer]\nlisten_port = 6432\n[monitoring]\nx = 1\n", True),
        ("x.ini", "[databases]\nd1 = host=a\n[pgbouncer]\nmax_clients = 5\n", True),
        ("pgbouncer.ini", "[pgbouncer]\nmax_clients = 5\n", True),
        ("pgbouncer.ini", "[databases]\n", True),
        ("pgbouncer.ini", "[pgbouncer]\n", True),
        ("pgbouncer.ini", "[pgbouncer]\n{% for s in settings %}\n{{ s }}\n{% endfor %}\n", True),
        ("x.ini", "", False),
        ("x.ini", "# nothing\n", False),
        ("fragment.ini", "default_pool_size = 20\n", False),
        ("hosts.ini", "[pgbouncer]\npool1 ansible_host=10.0.0.1\n", False),
        ("hosts.ini", "[databases]\ndb1.example.com ansible_user=x\n", False),
        ("app.ini", "[pgbouncer]\nhost = a\nport = 5\nuser = x\nname = y\n", False),
        ("app.ini", "[databases]\ndefault = mysql\n[cache]\nttl = 5\n", False),
        ("postgresql.conf", "listen_addresses = '*'\n", False),
        (
            "pgbouncer.yaml",
            "apiVersion: v1\ndata:\n  pgbouncer.ini: |\n    [pgbouncer]\n    listen_port = 6432\n",
            False,
        ),
    ],
)
def test_looks_like(path: str, text: str, ours: bool) -> None:
    why = pgbouncer_ini.looks_like(Source(path, text))
    assert (why == "") is ours, why


def corpus(pattern: str) -> list[Path]:
    """Real files, where they are at hand; the folder is not part of the project."""
    return sorted(path for path in CORPUS.glob(pattern) if path.is_file())


@pytest.mark.skipif(not CORPUS.is_dir(), reason="the corpus of real files is not at hand")
def test_looks_like_on_real_files() -> None:
    assert len(corpus("pgbouncer_ini/*")) > 40
    for path in corpus("pgbouncer_ini/*"):
        source = Source(path.name, path.read_text(errors="surrogateescape"))
        wanted = path.suffix != MANIFESTS and not path.name.endswith(NO_INI)
        assert (pgbouncer_ini.looks_like(source) == "") is wanted, path.name
    for path in corpus("[!p]*/**/*") + corpus("postgresql_conf/*"):
        source = Source(path.name, path.read_text(errors="surrogateescape"))
        wanted = path.name.startswith("pgbouncer.ini")
        assert (pgbouncer_ini.looks_like(source) == "") is wanted, path.name
