import subprocess
import sys
from typing import Any

import pytest

from pglint.cli import help as texts
from pglint.cli.parser import Arguments, parse
from pglint.cli.usage import UsageError


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("", {}),
        ("check", {}),
        ("a b", {"words": ("a", "b")}),
        ("check a b", {"words": ("a", "b")}),
        ("a --format json b -q c", {"words": ("a", "b", "c"), "format": "json", "quiet": True}),
        ("--format=concise", {"format": "concise"}),
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
        ("stacks a b --format json", {"command": "stacks", "words": ("a", "b"), "format": "json"}),
        ("rules", {"command": "rules"}),
        ("rules --format json --config c", {"command": "rules", "format": "json", "config": "c"}),
        ("rules test ci/rules", {"command": "rules", "words": ("test", "ci/rules")}),
        ("rules test --no-cache", {"command": "rules", "words": ("test",), "cache": False}),
        ("explain CAP003 TMO001", {"command": "explain", "words": ("CAP003", "TMO001")}),
        ("a --version", {"words": ("a",), "version": True}),
        ("explain --help", {"command": "explain", "help": True}),
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
        ("--format --quiet", "--format needs a value"),
        ("--quiet=yes", "--quiet takes no value"),
        ("--format sarif", "--format: unknown value sarif, it is one of text, concise, json"),
        ("--format jsn", "--format: unknown value jsn, did you mean json? it is one of text, concise, json"),
        ("--profile lax", "--profile: unknown value lax, it is one of default, strict"),
        ("--fail-on errors", "--fail-on: unknown value errors, did you mean error? it is one of error, warning, note"),
        ("--fix", "--fix comes in a later version; this one only reports"),
        ("check a --diff", "--diff comes in a later version; this one only reports"),
        ("-", "- reads one file from standard input: pglint check - --stdin-filename db/pgbouncer.ini"),
        (
            "- a --stdin-filename b",
            "- reads one file from standard input: pglint check - --stdin-filename db/pgbouncer.ini",
        ),
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
    "--output --postgres-version --stdin-filename --help --version"
)


def test_help_tells_every_option_and_fits_a_terminal() -> None:
    assert [option for option in OPTIONS.split() if option not in texts.MAIN] == []
    for text in (texts.MAIN, *texts.COMMANDS.values()):
        assert max(map(len, text.splitlines())) <= 100


def test_reading_the_command_line_imports_little() -> None:
    code = "import sys; had = set(sys.modules); import pglint.cli.parser; from pglint.cli.parser import parse"
    code += "; parse(['a', '--format', 'json', '--select', 'CAP']); print(*sorted(set(sys.modules) - had))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    ours = ["pglint", "pglint.cli", "pglint.cli.parser", "pglint.cli.usage", "pglint.record"]
    assert done.stdout.split() == ["__future__", "_collections", *ours]
