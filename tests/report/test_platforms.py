"""What formats for platforms do to text that means something to them."""

import json

import pytest

from pglint.findings.finding import Edit, Finding, Fix, Outcome
from pglint.report import Options, render
from pglint.report.markdown import LONGEST
from pglint.report.markdown_text import escaped
from pglint.source import Source, Span
from pglint.values import Sum, Term

SOURCE = Source("a,b:c;d].conf", "größe = 9\nzwei = 2\n")


def one(name: str, message: str, severity: str = "error", **fields: object) -> str:
    finding = Finding("X001", "n", severity, message, Span(SOURCE, 8, 9))._replace(**fields)
    return render(name, Outcome((finding,), (), (), 1), Options())


@pytest.mark.parametrize(
    ("name", "severity", "message", "expected"),
    [
        ("github", "error", "50%, a: b\nc", "::error file=a%2Cb%3Ac;d].conf,line=1,endLine=1,col=9,endColumn=9,title=X001 n::50%25, a: b c\n"),
        ("github", "warning", "m", "::warning file=a%2Cb%3Ac;d].conf,line=1,endLine=1,col=9,endColumn=9,title=X001 n::m\n"),
        ("github", "note", "::set-output::x%0A", "::notice file=a%2Cb%3Ac;d].conf,line=1,endLine=1,col=9,endColumn=9,title=X001 n::::set-output::x%250A\n"),
        ("azure", "error", "50% ]; b\nc", "##vso[task.logissue type=error;sourcepath=a,b:c%3Bd%5D.conf;linenumber=1;columnnumber=9;code=X001]50% ]; b c\n"),
        ("azure", "warning", "x%0Ay", "##vso[task.logissue type=warning;sourcepath=a,b:c%3Bd%5D.conf;linenumber=1;columnnumber=9;code=X001]x%AZP250Ay\n"),
        ("azure", "note", "m", "a,b:c;d].conf:1:9: X001 note: m\n"),
        ("azure", "note", "role ##vso[task.setvariable variable=x]y", "a,b:c;d].conf:1:9: X001 note: role # #vso[task.setvariable variable=x]y\n"),
    ],
)  # fmt: skip
def test_commands(name: str, severity: str, message: str, expected: str) -> None:
    assert one(name, message, severity) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("a_b *c* `d`", r"a\_b \*c\* \`d\`"),
        ("<img src=x> & [x](y)", r"&lt;img src=x&gt; &amp; \[x\](y)"),
        ("@team fixes #12 and !7", "@<!-- -->team fixes #<!-- -->12 and !<!-- -->7"),
        ("see https://x.example", "see https:<!-- -->//x.example"),
        ("on WWW.x.example, 90% of %next", "on WWW<!-- -->.x.example, 90% of %<!-- -->next"),
        ("a | b ~~c~~ $x$", r"a \| b \~\~c\~\~ \$x\$"),
        ("10 @ 5 # x", "10 @ 5 # x"),
    ],
)
def test_markdown_text_stays_text(text: str, expected: str) -> None:
    assert escaped(text) == expected


def test_markdown_code_is_fenced_by_more_than_it_holds() -> None:
    source = Source("a.sql", "SELECT '```' -- ```` x\n")
    text = render("markdown", Outcome((Finding("X001", "n", "note", "m", Span(source, 0, 6)),), (), (), 1), Options())
    assert "\n`````\nSELECT '```' -- ```` x\n`````\n" in text


def test_markdown_is_bounded() -> None:
    findings = tuple(Finding("X001", "n", "error", f"{at} " + "ü" * 500, Span(SOURCE, 8, 9)) for at in range(400))
    text = render("markdown", Outcome(findings, (), (), 1), Options())
    shown = text.count("#### ")
    assert LONGEST - 2000 < len(text.encode()) < LONGEST + 100
    assert text.startswith("<!-- pglint -->\n### pglint: 400 errors in 1 file\n")
    assert text.endswith(f"… and {400 - shown} more: `pglint check` shows them all.\n")


def test_rdjson_counts_bytes() -> None:
    edit = Edit(Span(SOURCE, 8, 9), "10")
    (row,) = json.loads(one("rdjson", "m", fix=Fix("t", (edit,), True)))["diagnostics"]
    assert row["location"]["range"] == {"start": {"line": 1, "column": 11}, "end": {"line": 1, "column": 12}}
    assert row["suggestions"] == [{"range": row["location"]["range"], "text": "10"}]


@pytest.mark.parametrize(
    "edits",
    [
        (Edit(Span(SOURCE, 8, 9), "10"), Edit(Span(SOURCE, 17, 18), "3")),
        (Edit(Span(Source("other", "x"), 0, 1), "10"),),
        (Edit(Span(SOURCE, 8, 9), "password = geheim"),),
        (),
    ],
)
def test_rdjson_suggests_nothing_that_is_not_a_change_of_one_place_in_the_file(edits: tuple[Edit, ...]) -> None:
    assert "suggestions" not in one("rdjson", "m", fix=Fix("t", edits, True))


def test_sarif_replaces_in_all_files_of_a_fix() -> None:
    other = Source("ü b.conf", "x = 1\n")
    fix = Fix("raise both", (Edit(Span(SOURCE, 8, 9), "10"), Edit(Span(other, 4, 5), "2")), False)
    (result,) = json.loads(one("sarif", "m", fix=fix))["runs"][0]["results"]
    (shown,) = result["fixes"]
    assert shown["description"] == {"text": "raise both (unsafe)"}
    assert [
        (change["artifactLocation"]["uri"], [(r["deletedRegion"], r["insertedContent"]["text"]) for r in change["replacements"]])
        for change in shown["artifactChanges"]
    ] == [
        ("a%2Cb%3Ac%3Bd%5D.conf", [({"startLine": 1, "startColumn": 9, "endLine": 1, "endColumn": 10}, "10")]),
        ("%C3%BC%20b.conf", [({"startLine": 1, "startColumn": 5, "endLine": 1, "endColumn": 6}, "2")]),
    ]  # fmt: skip


def test_sarif_keeps_back_a_fix_that_puts_in_a_secret() -> None:
    assert "fixes" not in one("sarif", "m", fix=Fix("t", (Edit(Span(SOURCE, 8, 9), "password = 'geheim'"),), True))


def test_sarif_links_terms_and_nothing_else() -> None:
    span = Span(SOURCE, 17, 18)
    text = one("sarif", "see [x](1)", sums=(Sum("demand", 4, (Term("pool [a](2)", 2, 2, span), Term("free", 0))),))
    (result,) = json.loads(text)["runs"][0]["results"]
    place = r"[a,b:c;d\\].conf:2](1)".replace(r"\\", "\\")
    assert result["message"]["text"] == f"see [x] (1)\ndemand: 4 = 2 × 2 pool [a] (2) ({place}) + 0 free"
    assert [(each["id"], each["message"]["text"]) for each in result["relatedLocations"]] == [
        (1, "demand: 2 × 2 pool [a] (2)")
    ]


def test_junit_names_cases_without_their_lines() -> None:
    findings = [
        Finding("X001", "n", severity, "m", Span(SOURCE, at, at + 1))
        for at, severity in ((0, "error"), (8, "note"), (10, "warning"))
    ]
    text = render("junit", Outcome(tuple(findings), (), (), 1), Options())
    names = [line.split('"')[1] for line in text.splitlines() if "<testcase" in line]
    assert names == ["X001 n", "X001 n (2)", "X001 n (3)"]
    assert 'tests="3" failures="2" errors="0" skipped="1"' in text
