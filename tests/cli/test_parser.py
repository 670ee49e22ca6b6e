import subprocess
import sys
from typing import Any

import pytest

from pglint.cli import help as texts
from pglint.cli.parser import Arguments, Report, parse
from pglint.cli.usage import UsageError


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("", {}),
        ("check", {}),
        ("a b", {"words": ("a", "b")}),
        ("check a b", {"words": ("a", "b")}),
        ("a --format json b -q c", {"words": ("a", "b", "c"), "reports": (Report("json"),), "quiet": True}),
        ("--format=concise", {"reports": (Report("concise"),)}),
        ("--format text --format=sarif:out.sarif", {"reports": (Report("text"), Report("sarif", "out.sarif"))}),
        ("--format json:C:\\a:b.json", {"reports": (Report("json", "C:\\a:b.json"),)}),
        ("--format json:- --format html:a --format html:b", {"reports": (Report("json"), Report("html", "a"), Report("html", "b"))}),
        ("--format json --output a", {"reports": (Report("json"),), "output": "a"}),
        ("--statistics --format concise", {"statistics": True, "reports": (Report("concise"),)}),
        ("--statistics --format text --format sarif:a", {"statistics": True, "reports": (Report("text"), Report("sarif", "a"))}),
        ("--show-files --show-settings", {"show_files": True, "show_settings": True}),
        ("--select CAP003,LIM --select=TMO001", {"select": ("CAP003", "LIM", "TMO001")}),
        ("--ignore CAP,MEM", {"ignore": ("CAP", "MEM")}),
        ("--profile strict --fail-on note", {"profile": "strict", "fail_on": "note"}),
        ("--show-unknown --quiet", {"show_unknown": True, "quiet": True}),
        ("--no-color --no-cache", {"colour": False, "cache": False}),
        ("--config x.toml -o -", {"config": "x.toml", "output": "-"}),
        ("--output=a=b --postgres-version 16", {"output": "a=b", "postgres_version": "16"}),
        ("- --stdin-filename a/pgbouncer.ini", {"words": ("-",), "stdin_filename": "a/pgbouncer.ini"}),
        ("-- -odd --quiet", {"words": ("-odd", "--quiet")}),
        ("./rules", {"words": ("./rules",)}),
        ("--since main --no-baseline", {"since": "main", "known": False}),
        ("--since=HEAD~1 --no-ignores", {"since": "HEAD~1", "ignores": False}),
        ("check --baseline a.json", {"baseline": "a.json"}),
        ("baseline db -o x --prune -q", {"command": "baseline", "words": ("db",), "output": "x", "prune": True, "quiet": True}),
        ("stacks a b --format json", {"command": "stacks", "words": ("a", "b"), "format": "json"}),
        ("rules", {"command": "rules"}),
        ("rules --format json --config c", {"command": "rules", "format": "json", "config": "c"}),
        ("rules test ci/rules", {"command": "rules", "words": ("test", "ci/rules")}),
        ("rules test --no-cache", {"command": "rules", "words": ("test",), "cache": False}),
        ("explain CAP003 TMO001", {"command": "explain", "words": ("CAP003", "TMO001")}),
        ("a --version", {"words": ("a",), "version": True}),
        ("explain --help", {"command": "explain", "help": True}),
        ("init db -q -o x.toml", {"command": "init", "words": ("db",), "quiet": True, "output": "x.toml"}),
    ],
)
def test_arguments(line: str, expected: dict[str, Any]) -> None:
    assert parse(line.split()) == Arguments()._replace(**expected)


@pytest.mark.parametrize(
    ("line", "message"),
    [
        ("--formt json", "unknown option --formt, did you mean --format? (pglint --help lists them)"),
        ("--selct=CAP", "unknown option --selct, did you mean --select? (pglint --help lists them)"),
        ("-x", "unknown option -x (pglint --help lists them)"),
        ("--format", "--format needs a value"),
        ("--format --quiet", "--format needs a value (--format=--quiet if that is one)"),
        ("--output -q", "--output needs a value (--output=-q if that is one)"),
        ("--diff --format sarif:a", "--diff prints a diff and writes no report: ask for a in a run without it"),
        ("--quiet=yes", "--quiet takes no value"),
        ("--format xml", "--format: unknown value xml, it is one of text, concise, json, sarif, github, gitlab, junit, checkstyle, rdjson, azure, markdown, html"),
        ("--format jsn:a", "--format: unknown value jsn, did you mean json? it is one of text, concise, json, sarif, github, gitlab, junit, checkstyle, rdjson, azure, markdown, html"),
        ("--format json:", "--format json:: names no file; --format json prints it"),
        ("--format text --format json", "--format text and json cannot both be printed: name a file for one of them, as in --format json:FILE"),
        ("--format text --format text", "--format text and text cannot both be printed: name a file for one of them, as in --format text:FILE"),
        ("--format text --format json -o a", "--format text and json cannot both be written to a: name a file for one of them, as in --format json:FILE"),
        ("--format json:a -o b", "--output b: each --format names its own file, nothing is left for it"),
        ("--format json:a --format sarif:a", "two reports cannot be written to the same file, a"),
        ("--format json --format sarif:a -o a", "two reports cannot be written to the same file, a"),
        ("--statistics --format sarif", "--statistics counts in text and concise; sarif holds every finding"),
        ("--profile lax", "--profile: unknown value lax, it is one of default, strict"),
        ("--fail-on errors", "--fail-on: unknown value errors, did you mean error? it is one of error, warning, note"),
        ("--unsafe-fixes", "--unsafe-fixes says what --fix and --diff may change: give one of them"),
        ("--fix --since main", "--since only reports: name the files to fix, as in pglint check --fix PATHS"),
        ("-", "- reads one file from standard input: pglint check - --stdin-filename db/pgbouncer.ini"),
        (
            "- a --stdin-filename b",
            "- reads one file from standard input: pglint check - --stdin-filename db/pgbouncer.ini",
        ),
        ("--baseline a --no-ignores", "--baseline a: --no-ignores leaves it out"),
        ("--no-baseline --baseline a", "--baseline a: --no-baseline leaves it out"),
        ("- --stdin-filename a --since b", "--since compares files, and standard input is none: check the file by its name"),
        ("a --stdin-filename b", "--stdin-filename names what - reads: pglint check - --stdin-filename NAME"),
        ("--quiet stacks", "stacks: no such file or folder (as a command it comes first: pglint stacks …)"),
        ("stacks --format concise", "--format: unknown value concise, it is one of text, json"),
        ("stacks --quiet", "unknown option --quiet (pglint stacks --help lists them)"),
        ("rules tset x", "pglint rules lists them, pglint rules test DIR tries them; not tset x"),
        ("explain", "explain what? Give a code: pglint explain CAP001 (pglint rules lists them)"),
    ],
)
def test_wrong_usage_is_one_helpful_line(line: str, message: str) -> None:
    with pytest.raises(UsageError) as error:
        parse(line.split())
    assert str(error.value) == message


OPTIONS = (
    "--format --select --ignore --profile --config --fail-on --show-unknown --quiet --no-color --no-cache --fix --diff "
    "--unsafe-fixes "
    "--output --postgres-version --stdin-filename --since --baseline --no-baseline --no-ignores --statistics --show-files --show-settings --help --version"
)


def test_help_tells_every_option_and_fits_a_terminal() -> None:
    assert [option for option in OPTIONS.split() if option not in texts.MAIN] == []
    for text in (texts.MAIN, *texts.COMMANDS.values()):
        assert max(map(len, text.splitlines())) <= 100


def test_reading_the_command_line_imports_little() -> None:
    code = "import sys; had = set(sys.modules); import pglint.cli.parser; from pglint.cli.parser import parse"
    code += "; parse(['a', '--format', 'json', '--select', 'CAP']); print(*sorted(set(sys.modules) - had))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    ours = ["pglint", "pglint.cli", "pglint.cli.parser", "pglint.cli.usage", "pglint.record", "pglint.report"]
    assert done.stdout.split() == ["__future__", "_collections", *ours]
