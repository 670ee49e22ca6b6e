"""What a plain run does not import: start-up is most of what a hook costs, and one import may double it."""

import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from cel_expr_python import cel

# Each takes between a tenth and ten times as long to import as Python takes to start, itself or by what it brings along.
HEAVY = (
    "argparse asyncio bisect collections contextlib copy dataclasses difflib email enum functools hashlib importlib "
    "inspect ipaddress json locale logging operator pathlib random re shutil socket string subprocess tempfile textwrap "
    "threading tokenize tomllib traceback types typing unicodedata unittest urllib warnings zipfile zlib "
    "hcl2 jsonschema lark pglast tomli yaml"
)
NOT_NEEDED = "suppress directives pg_hba hba auth_file conninfo inet read keys places compile schema"
CEL = {"cel_expr_python", "cel_expr_python.cel", "google", "google.protobuf", "google.protobuf.descriptor_pool"}

CONF = "listen_addresses = '*'\nmax_connections = 50   # small box\nsuperuser_reserved_connections = 3\n"
INI = """\
[databases]
app = host=db user=app
jobs = host=db user=jobs pool_size=10
[pgbouncer]
default_pool_size = 20
pool_mode = transaction
max_client_conn = 500
"""
# Without the site module, which may have imported much on its own.
RUN = """\
import os, sys
sys.path += sys.argv[1].split("|")
before = set(sys.modules)
from pglint.cli.main import run
status = run(sys.argv[2:])
print(status, *sorted(set(sys.modules) - before), file=sys.stderr)
"""


@pytest.fixture
def stack(tmp_path: Path) -> Path:
    (tmp_path / "postgresql.conf").write_text(CONF)
    (tmp_path / "pgbouncer.ini").write_text(INI)
    return tmp_path


def imported(folder: Path, *arguments: str) -> tuple[int, set[str]]:
    """The exit status of a run in a folder, and the modules that it imported."""
    path = "|".join((str(Path(__file__).resolve().parents[2]), str(Path(cel.__file__).parents[1])))
    command = [sys.executable, "-I", "-S", "-c", RUN, path, *arguments]
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, encoding="utf-8", check=True)
    status, *names = done.stderr.splitlines()[-1].split()
    return int(status), set(names)


def compiled(folder: Path) -> None:
    """The rules, where nobody did that before. That takes long enough for the run to be remembered, which is undone."""
    imported(folder)
    shutil.rmtree(folder / ".pglint_cache", ignore_errors=True)


@pytest.mark.parametrize("arguments", [(), ("check", "."), ("--format", "concise"), ("--quiet", "postgresql.conf")])
def test_a_plain_run_imports_nothing_heavy(stack: Path, arguments: tuple[str, ...]) -> None:
    compiled(stack)
    status, names = imported(stack, *arguments)
    assert status == 1
    assert "pglint.findings.engine" in names
    assert names.isdisjoint(HEAVY.split())


def test_a_plain_run_imports_only_what_its_files_need(stack: Path) -> None:
    compiled(stack)
    _, names = imported(stack)
    ours = {name for name in names if name.startswith("pglint.")}
    assert {name.rpartition(".")[2] for name in ours}.isdisjoint(NOT_NEEDED.split())
    small = {"pglint", "__future__", "_blake2", "_collections", "_functools", "itertools", "marshal"}
    assert names - ours <= small | CEL


@pytest.mark.parametrize("arguments", [(), ("check", "--format", "json")])
def test_a_check_loads_nothing_of_the_budget(stack: Path, arguments: tuple[str, ...]) -> None:
    compiled(stack)
    assert not [name for name in imported(stack, *arguments)[1] if name.startswith("pglint.budget")]


def test_a_run_that_is_remembered_imports_next_to_nothing(stack: Path) -> None:
    (stack / ".pglint_cache").mkdir()  # where it is, every run is remembered
    first = imported(stack)
    status, names = imported(stack)
    assert (status, "pglint.findings.engine" in first[1]) == (1, True)
    ours = "bare_json cache cli cli.check cli.main cli.output cli.parser cli.usage content globs once project record remembered"
    assert names == {
        "pglint", "__future__", "_blake2", "_collections", "_functools", "_json",
        *(f"pglint.{name}" for name in ours.split()),
    }  # fmt: skip


def test_a_project_without_files_of_ours_loads_no_rules(tmp_path: Path) -> None:
    (tmp_path / ".git").mkdir()
    (tmp_path / "main.py").write_text("print()\n", encoding="utf-8")
    status, names = imported(tmp_path)
    assert status == 0
    assert "pglint.cli.check" in names
    assert "pglint.rulebook.load" not in names
