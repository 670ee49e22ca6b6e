"""The scripts in real shells: what is offered for a line when the tab key is pressed."""

import subprocess
from pathlib import Path

import pytest

from pglint.cli.main import run
from pglint.cli.parser import COMMANDS, EVERYWHERE, OPTIONS, SHELLS
from pglint.settings.answer import names
from tests.completion import shells
from tests.completion.shells import needs

TITLE = "completion"
FORMATS = [
    "text",
    "concise",
    "json",
    "sarif",
    "github",
    "gitlab",
    "junit",
    "checkstyle",
    "rdjson",
    "azure",
    "markdown",
    "html",
]
MAJORS = ["10", "11", "12", "13", "14", "15", "16", "17", "18"]
# A line, and what is offered; None: files, which bash completes by itself where the script offers nothing.
CASES: dict[str, list[str] | None] = {
    "pglint bud": ["budget"],
    "pglint stack": ["stacks"],
    "pglint pgb": None,
    "pglint check --form": ["--format"],
    "pglint --form": ["--format"],
    "pglint --format ": FORMATS,
    "pglint --format s": ["sarif"],
    "pglint --format=ma": ["markdown"],
    "pglint budget --format=": ["text", "json", "svg", "html", "markdown", "mermaid"],
    "pglint rules --format j": ["json"],
    "pglint --no-": ["--no-baseline", "--no-ignores", "--no-color", "--no-colour", "--no-cache"],
    "pglint stacks --no-": ["--no-cache"],
    "pglint --profile ": ["default", "strict"],
    "pglint --fail-on=w": ["warning"],
    "pglint --postgres-version ": MAJORS,
    "pglint --select MEM": ["MEM", "MEM001", "MEM002", "MEM003", "MEM004"],
    "pglint baseline --ignore LIM,SEC00": ["SEC001", "SEC002", "SEC003", "SEC004"],
    "pglint --select=CAP001,A": ["ALL"],
    "pglint explain MODE00": ["MODE001", "MODE002", "MODE003", "MODE004", "MODE005", "MODE006", "MODE009"],
    "pglint explain MEM001 LIM008": ["LIM008"],
    "pglint settings max_conn": ["max_connections"],
    "pglint settings work_mem pool_": ["pool_idle_timeout", "pool_mode", "pool_size"],
    "pglint completion ": list(SHELLS),
    "pglint rules t": ["test"],
    "pglint rules test pgb": None,
    "pglint check pgb": None,
    "pglint --config pgb": None,
    "pglint --config=pgb": None,
    "pglint baseline --output pgb": None,
    "pglint check -q --var-file pgb": None,
}


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A project with a file."""
    where = tmp_path_factory.mktemp("project")
    (where / "pgbouncer.ini").write_text("", encoding="utf-8")
    return where


@pytest.fixture
def script(tmp_path: Path, request: pytest.FixtureRequest, capfd: pytest.CaptureFixture[str]) -> Path:
    """What ``pglint completion`` prints for a shell."""
    assert run(["completion", request.param]) == 0
    path = tmp_path / "_pglint"
    path.write_text(capfd.readouterr().out, encoding="utf-8")
    return path


def offered(shell: str, script: Path, folder: Path, lines: list[str]) -> list[list[str]]:
    """Without descriptions, and without what stands in the line already."""
    return [[_added(word) for word in words] for words in getattr(shells, shell)(script, folder, lines)]


def _added(word: str) -> str:
    """``json`` of ``--format=json``, ``CAP002`` of ``CAP001,CAP002``, and nothing of what is said about it."""
    last = word.partition("\t")[0].rpartition(",")[2]
    return last.partition("=")[2] or last


BASH, ZSH, FISH = (pytest.param(shell, shell, id=shell, marks=needs(shell)) for shell in SHELLS)


@pytest.mark.parametrize(("shell", "script"), [BASH, ZSH, FISH], indirect=["script"])
def test_what_a_shell_offers(shell: str, script: Path, folder: Path) -> None:
    found = dict(zip(CASES, offered(shell, script, folder, list(CASES)), strict=True))
    files = [] if shell == "bash" else ["pgbouncer.ini"]
    expected = {line: sorted(files if words is None else words) for line, words in CASES.items()}
    assert {line: sorted(set(words)) for line, words in found.items()} == expected


@pytest.mark.parametrize(("shell", "script"), [BASH, ZSH, FISH], indirect=["script"])
def test_a_shell_offers_every_option_of_every_command(shell: str, script: Path, folder: Path) -> None:
    lines = {command: f"pglint {command} --" for command in COMMANDS}
    found = dict(zip(lines, offered(shell, script, folder, list(lines.values())), strict=True))
    assert {command: sorted(set(words)) for command, words in found.items()} == {
        command: sorted(name for name in {**OPTIONS[command], **EVERYWHERE} if name.startswith("--"))
        for command in COMMANDS
    }


@pytest.mark.parametrize(("shell", "script"), [BASH, ZSH, FISH], indirect=["script"])
def test_a_shell_offers_every_command_and_every_parameter(shell: str, script: Path, folder: Path) -> None:
    commands, parameters = offered(shell, script, folder, ["pglint ", "pglint settings "])
    assert set(COMMANDS) <= set(commands)
    assert sorted(parameters) == names()


@pytest.mark.parametrize(("shell", "script"), [BASH, ZSH, FISH], indirect=["script"])
def test_a_shell_offers_branches_and_runs_none_of_their_names(shell: str, script: Path, tmp_path: Path) -> None:
    folder = tmp_path / "repository"
    folder.mkdir()
    identity = ("-c", "user.name=a", "-c", "user.email=a@example.org")
    branches = ["main", "feature/pools", "$(touch${IFS}RUN)", "`touch${IFS}RUN`"]
    git = [("init", "-q", "-b", "main"), (*identity, "commit", "-q", "--allow-empty", "-m", "first")]
    for arguments in [*git, *(("branch", name) for name in branches[1:])]:
        subprocess.run(["git", *arguments], cwd=folder, check=True)
    ((*every,), (feature,)) = offered(shell, script, folder, ["pglint --since ", "pglint --since feat"])
    assert feature == "feature/pools"
    assert {word.replace("\\", "") for word in every} == set(branches)
    assert not (folder / "RUN").exists()


@needs("zsh")
@pytest.mark.parametrize("script", ["zsh"], indirect=True)
def test_zsh_finds_the_script_in_a_folder_of_fpath(script: Path, folder: Path) -> None:
    assert shells.zsh(script, folder, ["pglint bud"], sourced=False) == [["budget"]]


@needs("fish")
@pytest.mark.parametrize("script", ["fish"], indirect=True)
def test_fish_describes(script: Path, folder: Path) -> None:
    assert shells.fish(script, folder, ["pglint stac", "pglint check --di", "pglint explain MEM004"]) == [
        ["stacks\twhich files belong together, and why"],
        ["--diff\tprint what --fix would change, and change nothing"],
        ["MEM004\tmaintenance-memory"],
    ]


@needs("bash")
@pytest.mark.parametrize("script", ["bash"], indirect=True)
@pytest.mark.parametrize(
    ("typed", "arguments"),
    [
        ("pglint stac\t", ["stacks"]),
        ("pglint check --form\tsar\t", ["check", "--format", "sarif"]),
        ("pglint check --format=sar\t", ["check", "--format=sarif"]),
        ("pglint --select CAP020,MEM004\t", ["--select", "CAP020,MEM004"]),
        ("pglint check pgb\t", ["check", "pgbouncer.ini"]),
        ("pglint --config pgb\t", ["--config", "pgbouncer.ini"]),
        ("pglint settings superuser_r\t", ["settings", "superuser_reserved_connections"]),
    ],
)
def test_bash_completes_what_is_typed(
    script: Path, folder: Path, tmp_path: Path, typed: str, arguments: list[str]
) -> None:
    setup = f"PS1=; source {script}; pglint() {{ printf '%s\\n' \"$@\" > {tmp_path}/given; : > {tmp_path}/done; }}\n"
    with shells.Terminal(["bash", "--norc", "--noprofile", "-i"], folder) as shell:
        shell.type(setup)
        shell.type(f"{typed}\n")
        shell.wait(tmp_path / "done")
    assert (tmp_path / "given").read_text(encoding="utf-8").split("\n")[:-1] == arguments
