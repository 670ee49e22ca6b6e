"""Text, concise and JSON of one outcome as literal output; what holds for all formats."""

import json
import re

import pytest

from pglint.findings.finding import Finding, Member, Outcome, Place, StackFiles, Undecided
from pglint.report import FORMATS, Options, render
from pglint.report.text import wrapped
from pglint.source import Source, Span, first_line
from pglint.values import Sum, Term, Unknown

ROLES = Source("db/roles.sql", "-- roles\n\nALTER ROLE app PASSWORD 'geheim' CONNECTION LIMIT 10;\n")
INI = Source(
    "pgbouncer.ini",
    "[databases]\napp = host=db\n[pgbouncer]\ndefault_pool_size = 20\nreserve_pool_size = 5\nmax_db_connections = 30\n",
)


def span(source: Source, text: str) -> Span:
    start = source.text.index(text)
    return Span(source, start, start + len(text))


SIZE = Term("default_pool_size", 20, 2, span(INI, "default_pool_size = 20"))
RESERVE = Term("reserve_pool_size", 5, 2, span(INI, "reserve_pool_size = 5"))
CAP = Term("max_db_connections", 30, 1, span(INI, "max_db_connections = 30"))

LIMIT = Finding(
    "CAP003",
    "role-limit-below-pool",
    "error",
    "app may hold 10 connections; its pools can open 50",
    span(ROLES, "CONNECTION LIMIT 10"),
    "prod",
    (Sum("demand", 50, (SIZE, RESERVE)),),
    (Place(span(INI, "app = host=db"), "the pool logs in here"),),
    "unsafe",
    "set its CONNECTION LIMIT to 55",
)
IDLE = Finding("TMO001", "idle-in-transaction-unbounded", "note", "nothing bounds it", first_line(INI))
OPEN = Undecided("CAP001", span(INI, "app = host=db"), "the host is a template placeholder")
PROD = StackFiles("prod", (Member("pgbouncer.ini", "pgbouncer.ini", "r"), Member("db/roles.sql", "sql", "r")))
LOOSE = StackFiles(None, (Member("x.ini", "pgbouncer.ini", "r"),))

OUTCOME = Outcome((IDLE, LIMIT), (OPEN, OPEN), (LOOSE, PROD), 7)
NOTHING = Outcome((), (), (), 7)

TEXT = """\
db/roles.sql:3:34: CAP003 role-limit-below-pool [error]: app may hold 10 connections; its pools can open 50
3 | ALTER ROLE app PASSWORD '***' CONNECTION LIMIT 10;
  |                               ^^^^^^^^^^^^^^^^^^^
  demand    50
          = 40   2 × 20   default_pool_size   pgbouncer.ini:4
          + 10   2 × 5    reserve_pool_size   pgbouncer.ini:5
  pgbouncer.ini
  4 | default_pool_size = 20
    | ---------------------- demand: 2 × 20
  5 | reserve_pool_size = 5
    | --------------------- demand: 2 × 5
  pgbouncer.ini:2: the pool logs in here
  2 | app = host=db
  help: set its CONNECTION LIMIT to 55

pgbouncer.ini:1:1: TMO001 idle-in-transaction-unbounded [note]: nothing bounds it
1 | [databases]
  | ^^^^^^^^^^^

1 error, 1 note in 7 files
1 check could not be decided (--show-unknown lists it)
"""

CONCISE = """\
db/roles.sql:3:34: CAP003 error: app may hold 10 connections; its pools can open 50
pgbouncer.ini:1:1: TMO001 note: nothing bounds it
"""

JSON = """\
{"schema": 1, "pglint": "0.1.0", "root": ".", "files": 7,
 "findings": [
  {"code": "CAP003", "name": "role-limit-below-pool", "severity": "error", \
"message": "app may hold 10 connections; its pools can open 50", \
"file": "db/roles.sql", "line": 3, "column": 34, "end_line": 3, "end_column": 53, "stack": "prod", \
"sums": [{"name": "demand", "total": 50, "at_least": false, "capped_by": null, \
"terms": [{"text": "default_pool_size", "value": 20, "times": 2, "file": "pgbouncer.ini", "line": 4}, \
{"text": "reserve_pool_size", "value": 5, "times": 2, "file": "pgbouncer.ini", "line": 5}]}], \
"related": [{"file": "pgbouncer.ini", "line": 2, "column": 1, "message": "the pool logs in here"}], \
"fixable": "unsafe", "help": "set its CONNECTION LIMIT to 55"},
  {"code": "TMO001", "name": "idle-in-transaction-unbounded", "severity": "note", "message": "nothing bounds it", \
"file": "pgbouncer.ini", "line": 1, "column": 1, "end_line": 1, "end_column": 12, "stack": null, \
"sums": [], "related": [], "fixable": "no", "help": ""}],
 "unknown": [
  {"code": "CAP001", "file": "pgbouncer.ini", "line": 2, "reason": "the host is a template placeholder"}],
 "stacks": [
  {"name": "prod", "files": ["db/roles.sql", "pgbouncer.ini"]}],
 "summary": {"error": 1, "warning": 0, "note": 1}}
"""


@pytest.mark.parametrize(("name", "expected"), [("text", TEXT), ("concise", CONCISE), ("json", JSON)])
def test_report(name: str, expected: str) -> None:
    assert render(name, OUTCOME, Options()) == expected


@pytest.mark.parametrize("name", FORMATS)
def test_the_same_findings_in_another_order_give_the_same_bytes(name: str) -> None:
    other = Outcome((LIMIT, IDLE), (OPEN,), (PROD, LOOSE), 7)
    assert render(name, other, Options()) == render(name, OUTCOME, Options())


@pytest.mark.parametrize(
    ("name", "options", "expected"),
    [
        ("text", Options(), "no findings in 7 files\n"),
        ("text", Options(quiet=True), ""),
        ("concise", Options(), ""),
        (
            "json",
            Options(),
            '{"schema": 1, "pglint": "0.1.0", "root": ".", "files": 7,\n "findings": [],\n "unknown": [],\n'
            ' "stacks": [],\n "summary": {"error": 0, "warning": 0, "note": 0}}\n',
        ),
    ],
)
def test_nothing_found(name: str, options: Options, expected: str) -> None:
    assert render(name, NOTHING, options) == expected


@pytest.mark.parametrize(
    ("severities", "files", "unknown", "last"),
    [
        ("error error warning", 7, 0, ["2 errors, 1 warning in 7 files"]),
        ("note", 1, 0, ["1 note in 1 file"]),
        ("", 0, 0, ["no files to check"]),
        ("", 1, 1, ["no findings in 1 file", "1 check could not be decided (--show-unknown lists it)"]),
        ("", 2, 3, ["no findings in 2 files", "3 checks could not be decided (--show-unknown lists them)"]),
    ],
)
def test_summary(severities: str, files: int, unknown: int, last: list[str]) -> None:
    findings = tuple(IDLE._replace(severity=severity) for severity in severities.split())
    questions = tuple(OPEN._replace(reason=str(number)) for number in range(unknown))
    text = render("text", Outcome(findings, questions, (), files), Options())
    assert text.splitlines()[-len(last) :] == last


def test_show_unknown() -> None:
    asked = Outcome((), (OPEN, OPEN, OPEN._replace(code="TMO001")), (), 7)
    assert render("text", asked, Options(show_unknown=True)) == (
        "pgbouncer.ini:2: CAP001 not decided: the host is a template placeholder\n"
        "pgbouncer.ini:2: TMO001 not decided: the host is a template placeholder\n"
        "\nno findings in 7 files\n"
    )
    assert render("concise", asked, Options(show_unknown=True)) == (
        "pgbouncer.ini:2: CAP001 unknown: the host is a template placeholder\n"
        "pgbouncer.ini:2: TMO001 unknown: the host is a template placeholder\n"
    )


def table(*sums: Sum) -> list[str]:
    finding = Finding("CAP001", "n", "error", "m", Span(Source("a", ""), 0, 0), None, sums)
    lines = render("text", Outcome((finding,), (), (), 1), Options(quiet=True)).splitlines()[1:]
    return [line for line in lines if line != "  pgbouncer.ini" and " | " not in line]


@pytest.mark.parametrize(
    ("sums", "expected"),
    [
        (
            (
                Sum("demand", 50, (SIZE, RESERVE), None, (Unknown("users are not known", span(INI, "app =")),), True),
                Sum("slots", 97, (Term("max_connections", 100), Term("superuser_reserved_connections", -3))),
            ),
            [
                "  demand  at least 50",
                "                 = 40   2 × 20   default_pool_size                pgbouncer.ini:4",
                "                 + 10   2 × 5    reserve_pool_size                pgbouncer.ini:5",
                "                 +  ?            users are not known              pgbouncer.ini:2",
                "  slots            97",
                "                = 100            max_connections",
                "                -   3            superuser_reserved_connections",
            ],
        ),
        (
            (Sum("demand", 30, (SIZE, RESERVE), CAP),),
            [
                "  demand            30",
                "                  = 40   2 × 20   default_pool_size    pgbouncer.ini:4",
                "                  + 10   2 × 5    reserve_pool_size    pgbouncer.ini:5",
                "          capped at 30            max_db_connections   pgbouncer.ini:6",
            ],
        ),
        (
            (Sum("worst", None, (SIZE._replace(times=1),)),),
            ["  worst  no limit", "             = 20   default_pool_size   pgbouncer.ini:4"],
        ),
        (
            (Sum("slots", 90, (SIZE,), None, (Unknown("the platform's share"),), False, True),),
            [
                "  slots  at most 90",
                "               = 40   2 × 20   default_pool_size      pgbouncer.ini:4",
                "               -  ?            the platform's share",
            ],
        ),
        ((Sum("slots", 0),), ["  slots  0"]),
    ],
)
def test_sums(sums: tuple[Sum, ...], expected: list[str]) -> None:
    assert table(*sums) == expected


def test_a_cap_in_json_names_its_place() -> None:
    several = LIMIT._replace(sums=(Sum("a", 30, (), CAP), Sum("b", 60, (), Term("x", 30, 2)), Sum("c", None)))
    found = json.loads(render("json", Outcome((several,), (), (), 1), Options()))["findings"][0]["sums"]
    assert [(each["total"], each["capped_by"]) for each in found] == [
        (30, "max_db_connections = 30 (pgbouncer.ini:6)"),
        (60, "x = 2 × 30"),
        (None, None),
    ]


def test_a_term_without_place_stands_in_json_where_the_finding_is() -> None:
    finding = LIMIT._replace(sums=(Sum("slots", 97, (Term("max_connections (default)", 100),)),))
    (term,) = json.loads(render("json", Outcome((finding,), (), (), 1), Options()))["findings"][0]["sums"][0]["terms"]
    assert (term["file"], term["line"]) == ("db/roles.sql", 1)


def test_stacks_are_named_where_findings_differ_in_them() -> None:
    one = Outcome((LIMIT, LIMIT._replace(code="CAP004")), (), (), 7)
    assert "stack:" not in render("text", one, Options())
    assert "stack:" not in render("text", OUTCOME, Options())  # the other finding is of none
    two = Outcome((LIMIT, LIMIT._replace(stack="test")), (), (), 7)
    assert re.findall("stack: .*", render("text", two, Options())) == ["stack: prod", "stack: test"]


LONG = LIMIT._replace(
    message="pools and direct connections can open 5411 server connections, which are about 115 % of what the server has",
    help="make the pools smaller, or take a larger size: it decides max_connections here, 40 kB at most",
)


def test_sentences_go_on_in_the_next_line_on_a_terminal_only() -> None:
    one = Outcome((LONG,), (Undecided("CAP001", LIMIT.span, "the value is " + "not known " * 8),), (), 7)
    told = [line for line in render("text", one, Options(width=60, wrap=True, show_unknown=True)).splitlines() if "|" not in line]
    assert told[:3] == [
        "db/roles.sql:3:34: CAP003 role-limit-below-pool [error]:",
        "    pools and direct connections can open 5411 server",
        "    connections, which are about 115 % of what the server",
    ]
    assert told[3] == "    has"
    at = next(number for number, line in enumerate(told) if line.startswith("  help"))
    assert told[at : at + 2] == [
        "  help: make the pools smaller, or take a larger size: it",
        "      decides max_connections here, 40 kB at most",
    ]
    assert max(map(len, told)) <= 60
    plain = render("text", one, Options(width=60, show_unknown=True))
    assert f": {LONG.message}\n" in plain
    assert f"  help: {LONG.help}\n" in plain


@pytest.mark.parametrize("width", range(20, 140, 7))
def test_wrapping_loses_no_word(width: int) -> None:
    lines = wrapped(LONG.message, 12, 4, Options(width=width, wrap=True))
    assert " ".join(" ".join(lines).split()) == LONG.message
    assert all(len(line) <= width for line in lines[1:])
    assert len(lines[0]) + 13 <= width or lines == [LONG.message]


def test_colour_only_when_asked() -> None:
    plain = render("text", OUTCOME, Options())
    coloured = render("text", OUTCOME, Options(colour=True))
    assert "\x1b" not in plain
    assert coloured.startswith("\x1b[1mdb/roles.sql:3:34\x1b[0m: CAP003 role-limit-below-pool \x1b[31m[error]\x1b[0m: ")
    for code in ("0", "1", "2", "31", "33", "36"):
        coloured = coloured.replace(f"\x1b[{code}m", "")
    assert coloured == plain


def test_paths_as_the_user_sees_them() -> None:
    options = Options(shown=lambda path: f"../{path}")
    assert render("concise", OUTCOME, options).startswith("../db/roles.sql:3:34: ")
    assert "  ../pgbouncer.ini:2: the pool logs in here\n" in render("text", OUTCOME, options)
    assert render("json", OUTCOME, options) == JSON


@pytest.mark.parametrize(
    "text",
    [
        "app = host=db password=geheim pool_size=20\n",
        "ALTER ROLE app PASSWORD\n  'geheim' -- pool_size=20\n",
        'variable "password" {\n  default = "geheim"\n}\npool_size=20\n',
        'pool_size=20\nvariable "password" {\n  default = "geheim"\n}\n',
    ],
)
@pytest.mark.parametrize("name", FORMATS)
def test_no_secret_leaves(name: str, text: str) -> None:
    source = Source("a.ini", text)
    url = "connects as postgres://app:geheim@db/app"
    place = span(source, "pool_size=20")
    finding = Finding(
        "X001",
        "n",
        "error",
        url,
        place,
        "s",
        (Sum("d", 1, (Term(url, 1, 1, place),)),),
        (Place(place, url),),
        "no",
        url,
    )
    text = render(name, Outcome((finding,), (Undecided("X002", place, url),), (), 1), Options(show_unknown=True))
    assert "geheim" not in text
    assert "postgres://app:***@db/app" in text.replace("\\", "").replace("<!-- -->", "")


@pytest.mark.parametrize("name", FORMATS)
def test_names_that_are_not_utf8_or_hostile(name: str) -> None:
    source = Source('\udcff"\x1b[2J.ini', "a = \udcff\x07\x9b\n")
    finding = Finding("X001", "n", "error", "value \udcff\x07\x9b\u202e", Span(source, 4, 7))
    text = render(name, Outcome((finding,), (), (), 1), Options())
    data = text.encode("utf-8")
    assert b"\x1b" not in data
    assert b"\x07" not in data
    assert "\x9b" not in text
    assert "\u202e" not in text
    assert "\udcff" not in text
    if name == "json":
        (found,) = json.loads(data)["findings"]
        assert (found["file"], found["message"]) == ('\\xff"\x1b[2J.ini', "value \\xff\x07\x9b\u202e")
    elif name in ("text", "concise"):
        assert text.startswith('\\xff"\\x1b[2J.ini:1:5: X001 ')


def test_multi_line_places_and_empty_files() -> None:
    source = Source("a", "one\ntwo\n")
    finding = Finding("X001", "n", "error", "m", Span(source, 1, 6))
    assert render("text", Outcome((finding,), (), (), 1), Options(quiet=True)) == (
        "a:1:2: X001 n [error]: m\n1 | one\n  |  ^^\n"
    )
    (found,) = json.loads(render("json", Outcome((finding,), (), (), 1), Options()))["findings"]
    assert [found[key] for key in ("line", "column", "end_line", "end_column")] == [1, 2, 2, 3]
    empty = finding._replace(span=first_line(Source("b", "")))
    assert render("text", Outcome((empty,), (), (), 1), Options(quiet=True)) == "b:1:1: X001 n [error]: m\n"


def test_lines_too_long_to_show_are_left_out() -> None:
    source = Source("a", "x" * 100_000)
    text = render(
        "text", Outcome((Finding("X001", "n", "error", "m", Span(source, 5, 6)),), (), (), 1), Options(quiet=True)
    )
    assert text == "a:1:6: X001 n [error]: m\n"
