import pytest

from pglint.findings.finding import Finding, Undecided
from pglint.findings.suppress import apply
from pglint.source import Source, Span, first_line

TODAY = (2027, 1, 31)
KNOWN = ("CAP001", "CAP003", "TMO001", "LIM001", "PGL001", "PGL002")


def at(source: Source, line: int, code: str = "CAP003") -> Finding:
    start = source.starts()[line - 1]
    return Finding(code, "x", "error", "m", Span(source, start, start + 1))


def run(
    text: str, kind: str, *places: tuple[int, str], active: tuple[str, ...] = KNOWN
) -> list[tuple[int, int, str, str]]:
    """What is left: (line, column, code, message)."""
    source = Source("a", text)
    findings = [at(source, line, code) for line, code in places]
    left = apply(findings, [(source, kind)], KNOWN, active, today=TODAY)
    return [(f.span.line, f.span.column, f.code, f.message) for f in left]


@pytest.mark.parametrize(
    ("kind", "text", "line"),
    [
        ("postgresql.conf", "max_connections = 5 # pglint: ignore[CAP003] small box\n", 1),
        ("postgresql.conf", "# pglint: ignore[CAP003]\nmax_connections = 5\n", 2),
        ("postgresql.conf", "#pglint:ignore[CAP003]\nmax_connections = 5\n", 2),
        ("postgresql.conf", "  # pglint: ignore [ CAP003 ] why\n  max_connections = 5\n", 2),
        ("postgresql.conf", "# pglint: ignore[cap003]\nmax_connections = 5\n", 2),
        ("postgresql.conf", "# pglint: ignore[CAP]\nmax_connections = 5\n", 2),
        ("postgresql.conf", "# pglint: ignore[CAP003]\n# another comment\nmax_connections = 5\n", 3),
        ("postgresql.conf", "# why\n# pglint: ignore[CAP003]\nmax_connections = 5\n", 3),
        ("postgresql.conf", "a = 'it''s # x' # note # pglint: ignore[CAP003]\n", 1),
        ("postgresql.conf", "a = 'it\\'s' # pglint: ignore[CAP003]\n", 1),
        ("postgresql.conf", "# pglint: ignore-file[CAP003]\n\n\na = 1\n", 4),
        ("postgresql.conf", "a = 1\n\n\n# pglint: ignore-file[CAP] all of it\n", 1),
        # what a file does not say stands at its first line, here the comment itself
        ("postgresql.conf", "# pglint: ignore[CAP003]\na = 1\n", 1),
        ("postgresql.conf", "{# pglint: ignore[CAP003] #}\na = 1\n", 2),
        ("postgresql.auto.conf", "a = 1 # pglint: ignore[CAP003]\n", 1),
        ("pgbouncer.ini", "; pglint: ignore[CAP003]\npool_size = 5\n", 2),
        ("pgbouncer.ini", "# pglint: ignore[CAP003]\npool_size = 5\n", 2),
        ("pgbouncer.ini", ";; pglint: ignore-file[CAP003]\n[a]\nb = 1\n", 3),
        ("pg_hba.conf", 'host "a#b" all all trust # pglint: ignore[CAP003]\n', 1),
        ("pglint.toml", 'limit = "a#" # pglint: ignore[CAP003]\n', 1),
        ("postgresql.conf", "a = 1 # pglint: ignore[CAP003]", 1),
        ("postgresql.conf", "a = 1 # pglint: ignore[CAP003]\r\n", 1),
    ],
)
def test_suppressed(kind: str, text: str, line: int) -> None:
    assert run(text, kind, (line, "CAP003")) == []


@pytest.mark.parametrize(
    ("text", "line", "code"),
    [
        ("# pglint: ignore[CAP003]\n\na = 1\n", 3, "CAP003"),  # not above it
        ("# pglint: ignore[CAP003]\na = 1\nb = 1\n", 3, "CAP003"),  # one line only
        ("a = 1 # pglint: ignore[CAP003]\nb = 1\n", 2, "CAP003"),  # behind another line
        ("# pglint: ignore[TMO]\na = 1\n", 2, "CAP003"),
        ("a = 'x # pglint: ignore[CAP003]'\n", 1, "CAP003"),  # no comment
    ],
)
def test_not_suppressed(text: str, line: int, code: str) -> None:
    assert (line, 1, code, "m") in run(text, "postgresql.conf", (line, code))


def test_several_on_one_line_and_in_one_block() -> None:
    text = "# pglint: ignore[CAP003, TMO001]\n# pglint: ignore[LIM001]\na = 1 # pglint: ignore[CAP001]\n"
    places = [(3, code) for code in ("CAP003", "TMO001", "LIM001", "CAP001")]
    assert run(text, "postgresql.conf", *places) == []


def test_a_finding_in_another_file_is_not_touched() -> None:
    here, there = Source("here", "# pglint: ignore-file[CAP003]\n"), Source("there", "a = 1\n")
    findings = [at(here, 1), at(there, 1)]
    sources = [(here, "postgresql.conf"), (there, "postgresql.conf")]
    assert apply(findings, sources, KNOWN, KNOWN, today=TODAY) == [findings[1]]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("a = 1 # pglint: ignore[CAP003]\n", [(1, 24, "no finding of CAP003 here to suppress")]),
        (
            "# pglint: ignore[CAP003, TMO]\na = 1\n",
            [(1, 18, "no finding of CAP003 here to suppress"), (1, 26, "no finding of TMO here to suppress")],
        ),
        ("# pglint: ignore-file[CAP]\n", [(1, 23, "no finding of CAP in this file to suppress")]),
    ],
)
def test_unused(text: str, expected: list[tuple[int, int, str]]) -> None:
    assert run(text, "postgresql.conf") == [(line, column, "PGL001", text) for line, column, text in expected]


def test_unused_is_only_said_of_what_ran() -> None:
    text = "a = 1 # pglint: ignore[CAP003, TMO001, LIM]\n"
    left = run(text, "postgresql.conf", active=("TMO001", "PGL001", "PGL002"))
    assert left == [(1, 32, "PGL001", "no finding of TMO001 here to suppress")]
    assert run(text, "postgresql.conf", active=("TMO001",)) == []


def test_part_of_a_list_is_unused() -> None:
    left = run("a = 1 # pglint: ignore[CAP003, TMO001]\n", "postgresql.conf", (1, "TMO001"))
    assert left == [(1, 24, "PGL001", "no finding of CAP003 here to suppress")]


def test_what_is_undecided_uses_its_suppression() -> None:
    source = Source("a", "a = ${X} # pglint: ignore[CAP003]\n")
    question = Undecided("CAP003", first_line(source), "a template")
    assert apply([], [(source, "postgresql.conf")], KNOWN, KNOWN, undecided=[question], today=TODAY) == []


@pytest.mark.parametrize(
    ("kind", "text", "column", "message"),
    [
        ("postgresql.conf", "a = 1 # pglint: ignore[CAP03]", 24, "unknown code CAP03, did you mean CAP003?"),
        ("postgresql.conf", "a = 1 # pglint: ignore[XYZ]", 24, "unknown code XYZ"),
        ("postgresql.conf", "a = 1 # pglint: ignore CAP003", 9, "cannot be read as a suppression, which is: "),
        ("postgresql.conf", "a = 1 # pglint: ignore[CAP003", 9, "cannot be read as a suppression"),
        ("postgresql.conf", "a = 1 # pglint: ignore[]", 9, "cannot be read as a suppression"),
        ("postgresql.conf", "a = 1 # pglint: ignore", 9, "cannot be read as a suppression"),
        ("postgresql.conf", "a = 1 # pglint: ignore-file", 9, "cannot be read as a suppression"),
        ("postgresql.conf", "a = 1 # FIXME pglint: ignore[CAP003]", 15, "a suppression has to begin its comment"),
        ("postgresql.conf", "a = 1 # pglint ignore[CAP003]", 9, "cannot be read as a suppression, which is: "),
        ("postgresql.conf", "a = 1 # pglint; ignore-file [CAP003]", 9, "cannot be read as a suppression"),
        ("postgresql.conf", "a = 1 # pglint: disable[CAP003]", 9, "cannot be read as a suppression"),
        ("postgresql.conf", "a = 1 # pglint: ignore-next-line[CAP003]", 9, "cannot be read as a suppression"),
        ("postgresql.conf", "a = 1 # pglint: ignore[CAP003][TMO001]", 9, "cannot be read as a suppression, which is: pglint: ignore[CODE] reason; several codes stand in one list"),
        ("postgresql.conf", "a = 1 # pglint: ignore[CAP003] ignore[TMO001]", 9, "cannot be read as a suppression"),
        ("postgresql.conf", "a = 1 # pglint: ignore[CAP003] until=2027-02-30", 32, "there is no day 2027-02-30"),
        ("postgresql.conf", "a = 1 # pglint: ignore[CAP003] until=tomorrow", 32, "until=tomorrow is no end of a suppression, write until=YYYY-MM-DD"),
        ("postgresql.conf", "a = 1 # pglint: ignore[CAP003] until=", 32, "until= is no end of a suppression"),
        ("postgresql.conf", "a = 1 # pglint: ignore[CAP003] until=31.1.2028", 32, "until=31.1.2028 is no end"),
        ("postgresql.conf", "a = 1 # pglint: ignore[CAP003] until 2028-01-31", 32, "until 2028-01-31 is no end"),
        ("postgresql.conf", "a = 1 # pglint: ignore[CAP003] until: 2028-01-31", 32, "until: 2028-01-31 is no end"),
        ("postgresql.conf", "a = 1 # pglint: ignore[CAP003] until = 2028-01-31", 32, "until = 2028-01-31 is no end"),
        ("postgresql.conf", "a = 1 # pglint: ignore[CAP003] Until=2028-01-31", 32, "Until=2028-01-31 is no end"),
        ("postgresql.conf", "a = 1 # pglint: ignore[CAP003] untill=2028-01-31", 32, "untill=2028-01-31 is no end"),
        ("postgresql.conf", "a = 1 # pglint: ignore[CAP003] expires=2028-01-31", 32, "expires=2028-01-31 is no end"),
        ("postgresql.conf", "a = 1 # pglint: ignore[CAP003] until=2027-02-01 until=2027-02-02", 49, "a suppression has one end, not two"),
        ("pgbouncer.ini", "a = 1 ; pglint: ignore[CAP003]", 9, "a comment behind a value is part of the value here"),
    ],
)
def test_what_cannot_be_read_suppresses_nothing(kind: str, text: str, column: int, message: str) -> None:
    left = run(text + "\n", kind, (1, "CAP003"))
    assert [item[:3] for item in left] == [(1, 1, "CAP003"), (1, column, "PGL002")]
    assert left[1][3].startswith(message)


@pytest.mark.parametrize(
    "text",
    [
        "a = 1 # pglint: ignore[CAP003] small box until=2027-01-31",  # all of its last day
        "a = 1 # pglint: ignore[CAP003] until=2027-02-01",
        "a = 1 # pglint: ignore[CAP003] until=9999-12-31, then it is gone",
        "a = 1 # pglint: ignore[CAP003] until=2027-12-31.",
        "a = 1 # pglint: ignore[CAP003] until the new host comes",
        "a = 1 # pglint: ignore[CAP003] the licence expires 2 days later",
        "a = 1 # PGLINT: Ignore[CAP003]",
        "# pglint: ignore-file[CAP003] until=2027-12-31\na = 1",
    ],
)
def test_suppressed_until(text: str) -> None:
    assert run(text + "\n", "postgresql.conf", (1 + text.count("\n"), "CAP003")) == []


@pytest.mark.parametrize(
    ("kind", "text", "message"),
    [
        ("postgresql.conf", "a = 1 # pglint: ignore[CAP003] why until=2027-01-30", "CAP003 ended on 2027-01-30"),
        ("postgresql.conf", "a = 1 # pglint: ignore[CAP, TMO001] until=2024-02-29", "CAP, TMO001 ended on 2024-02-29"),
        ("terraform", "a = 1 /* pglint: ignore[CAP003] until=2026-12-31*/", "CAP003 ended on 2026-12-31"),
        ("sql", "SELECT 1; -- pglint: ignore-file[CAP003] until=2026-12-31.", "CAP003 ended on 2026-12-31"),
    ],
)
def test_one_that_has_ended_suppresses_nothing_and_says_when(kind: str, text: str, message: str) -> None:
    column = text.index("until") + 1
    whole = f"the suppression of {message} and suppresses nothing any more"
    assert run(text + "\n", kind, (1, "CAP003")) == [(1, 1, "CAP003", "m"), (1, column, "PGL001", whole)]


@pytest.mark.parametrize(
    ("text", "code", "refused"),
    [
        ("a = 1 # pglint: ignore[CAP003]\n", "CAP003", "CAP003"),
        ("a = 1 # pglint: ignore[CAP]\n", "CAP003", "CAP003"),
        ("a = 1 # pglint: ignore-file[CAP003]\n", "CAP001", "CAP003"),  # said before it fires
    ],
)
def test_what_cannot_be_ignored(text: str, code: str, refused: str) -> None:
    source = Source("a", text)
    left = apply([at(source, 1, code)], [(source, "postgresql.conf")], KNOWN, KNOWN, today=TODAY, locked={"CAP003"})
    message = f"{refused} cannot be suppressed: ignorable = false"
    assert [(f.code, f.message) for f in left] == [(code, "m"), ("PGL001", message)]


def test_a_family_still_suppresses_what_can_be_ignored() -> None:
    source = Source("a", "a = 1 # pglint: ignore[CAP]\n")
    findings = [at(source, 1, "CAP001"), at(source, 1, "CAP003")]
    left = apply(findings, [(source, "postgresql.conf")], KNOWN, KNOWN, today=TODAY, locked={"CAP003"})
    assert left == findings[1:]


def test_suppressions_that_are_not_obeyed_are_still_judged() -> None:
    source = Source("a", "# pglint: ignore-file[PGL001]\na = 1 # pglint: ignore[CAP003, TMO001]\n")
    findings = [at(source, 2)]
    left = apply(findings, [(source, "postgresql.conf")], KNOWN, KNOWN, today=TODAY, obeyed=False)
    assert [(f.code, f.span.text) for f in left] == [("CAP003", "a"), ("PGL001", "TMO001")]


@pytest.mark.parametrize(
    ("kind", "text"),
    [
        ("postgresql.conf", "# checked by pglint: it says fine\n"),
        ("postgresql.conf", "application_name = 'pglint: x'\n"),
        ("pgbouncer.ini", "app = host=pglint: port=1\n"),
        ("postgresql.conf", "a = 'x # pglint: ignore[CAP003]'\n"),
        ("unheard-of", "# pglint: ignore[CAP03]\n"),
    ],
)
def test_other_text_is_no_directive(kind: str, text: str) -> None:
    assert run(text, kind) == []


def test_those_about_a_suppression_are_not_suppressed_by_it() -> None:
    assert [item[2:] for item in run("# pglint: ignore[CAP003, PGL001]\n", "postgresql.conf")] == [
        ("PGL001", "no finding of CAP003 here to suppress"),
        ("PGL001", "no finding of PGL001 here to suppress"),
    ]


def test_but_by_another_one() -> None:
    text = "# pglint: ignore-file[PGL001, PGL002]\n# pglint: ignore[CAP003, CAP99]\na = 1\n"
    assert run(text, "postgresql.conf") == []


def test_severity_name_and_help() -> None:
    source = Source("a", "# pglint: ignore[CAP003, CAP9]\n")
    left = apply([], [(source, "postgresql.conf")], KNOWN, KNOWN, {"PGL001": "note"}, today=TODAY)
    assert [(f.code, f.name, f.severity, f.span.text, f.help) for f in left] == [
        ("PGL002", "unknown-suppression", "warning", "CAP9", ""),
        ("PGL001", "unused-suppression", "note", "CAP003", "remove it"),
    ]
