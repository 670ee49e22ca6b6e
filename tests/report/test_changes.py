"""Lines before and after a fix."""

import pytest

from pglint.findings.finding import Edit, Finding, Fix, Outcome
from pglint.report import Options, render
from pglint.report.changes import Change, changes
from pglint.source import Source, Span

TEXT = "a = 1\r\nb = 2\r\nc = 3"


def edit(start: int, end: int, text: str, source: Source | None = None) -> Edit:
    return Edit(Span(source or Source("x.conf", TEXT), start, end), text)


@pytest.mark.parametrize(
    ("edits", "expected"),
    [
        ([(4, 5, "7")], [Change("x.conf", 1, ("a = 1",), ("a = 7",))]),
        ([(4, 5, "7"), (0, 1, "A")], [Change("x.conf", 1, ("a = 1",), ("A = 7",))]),
        ([(4, 5, "7"), (18, 19, "9")], [Change("x.conf", 1, ("a = 1",), ("a = 7",)), Change("x.conf", 3, ("c = 3",), ("c = 9",))]),
        ([(0, 7, "")], [Change("x.conf", 1, ("a = 1",), ())]),
        ([(7, 7, "n = 0\r\n")], [Change("x.conf", 2, (), ("n = 0",))]),
        ([(19, 19, "\r\nd = 4\r\n")], [Change("x.conf", 4, (), ("d = 4",))]),
        ([(4, 11, "8\r\nB = ")], [Change("x.conf", 1, ("a = 1", "b = 2"), ("a = 8", "B = 2"))]),
        ([], []),
    ],
)  # fmt: skip
def test_changes(edits: list[tuple[int, int, str]], expected: list[Change]) -> None:
    assert changes(Fix("", tuple(edit(*each) for each in edits), True)) == expected


def test_edits_of_several_files_are_changes_of_each() -> None:
    other = Source("a.ini", "pool_size = 20\n")
    found = changes(Fix("", (edit(4, 5, "7"), edit(12, 14, "9", other)), False))
    assert [(each.path, each.new) for each in found] == [("a.ini", ("pool_size = 9",)), ("x.conf", ("a = 7",))]


@pytest.mark.parametrize(
    ("fix", "help_", "expected"),
    [
        (Fix("t", (edit(11, 12, "5"),), True), "set b", "  help: set b\n  fix (safe):\n  - b = 2\n  + b = 5\n"),
        (Fix("raise b", (edit(11, 12, "5"),), False), "", "  help: raise b\n  fix (unsafe):\n  - b = 2\n  + b = 5\n"),
        (Fix("t", (edit(18, 19, "5"),), True), "h", "  help: h\n  fix (safe):\n  x.conf:3\n  - c = 3\n  + c = 5\n"),
        (Fix("t", (), False, "ALTER ROLE a\n  RESET ALL;"), "h", "  help: h\n  in a new migration:\n  + ALTER ROLE a\n  +   RESET ALL;\n"),
        (Fix("t", (edit(11, 12, "x\x1b[2Jpassword = geheim"),), True), "h", "  help: h\n  fix (safe):\n  - b = 2\n  + b = x\\x1b[2Jpassword = ***\n"),
    ],
)  # fmt: skip
def test_text_shows_a_fix(fix: Fix, help_: str, expected: str) -> None:
    span = Span(fix.edits[0].span.source if fix.edits else Source("x.conf", TEXT), 11, 12)
    finding = Finding("X001", "n", "error", "m", span, help=help_, fix=fix)
    text = render("text", Outcome((finding,), (), (), 1), Options(quiet=True))
    assert text == f"x.conf:2:5: X001 n [error]: m\n2 | b = 2\n  |     ^\n{expected}"


@pytest.mark.parametrize(
    ("fixes", "expected"),
    [
        ([True, True], "fixable: 2 with --fix (--diff shows the changes)"),
        ([True, False, False], "fixable: 1 with --fix, 2 more with --unsafe-fixes (--diff shows the changes)"),
        ([False], "fixable: 1 with --unsafe-fixes (--diff shows the changes)"),
    ],
)
def test_the_last_line_counts_what_can_be_fixed(fixes: list[bool], expected: str) -> None:
    findings = [
        Finding("X001", "n", "error", str(at), edit(4, 5, "").span, fix=Fix("t", (edit(4, 5, "7"),), safe))
        for at, safe in enumerate(fixes)
    ]
    assert render("text", Outcome(tuple(findings), (), (), 1), Options()).splitlines()[-1] == expected
