"""``pglint check --fix`` and ``--diff`` as people run them."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

CONF = "# main\r\nmax_connections = '50'   # small box\r\nwal_level = archive\r\n"
INI = "[databases]\napp = host=db user=app\n[pgbouncer]\npool_mode = transaction\ndefault_pool_size = 60\nquery_wait_timeout = 0\n"
DIFF = """\
--- a/pgbouncer.ini
+++ b/pgbouncer.ini
@@ -3,4 +3,4 @@
 [pgbouncer]
 pool_mode = transaction
 default_pool_size = 60
-query_wait_timeout = 0
+query_wait_timeout = 120
--- a/postgresql.conf
+++ b/postgresql.conf
@@ -1,3 +1,4 @@
 # main\r
-max_connections = '50'   # small box\r
-wal_level = archive\r
+max_connections = '66'   # small box\r
+wal_level = replica\r
+idle_in_transaction_session_timeout = 1min\r
"""


@pytest.fixture
def project(tmp_path: Path) -> Path:
    (tmp_path / ".git").mkdir()
    (tmp_path / "postgresql.conf").write_bytes(CONF.encode())
    (tmp_path / "pgbouncer.ini").write_bytes(INI.encode())
    return tmp_path


def pglint(folder: Path, *arguments: str, stdin: bytes = b"") -> tuple[int, str, list[str]]:
    """Exit status, standard output, and the lines of standard error."""
    root = str(Path(__file__).resolve().parents[2])
    command = [sys.executable, "-m", "pglint", *arguments]
    done = subprocess.run(command, cwd=folder, capture_output=True, input=stdin, env={**os.environ, "PYTHONPATH": root}, check=False)
    return done.returncode, done.stdout.decode("utf-8", "surrogateescape"), done.stderr.decode().splitlines()


def texts(folder: Path) -> tuple[str, str]:
    return (folder / "postgresql.conf").read_bytes().decode(), (folder / "pgbouncer.ini").read_bytes().decode()


def test_a_diff_changes_nothing_and_can_be_applied(project: Path) -> None:
    status, out, aside = pglint(project, "--diff", "--unsafe-fixes")
    assert (status, out) == (1, DIFF)
    assert aside == ["pglint: 4 findings would be fixed in 2 files"]
    assert texts(project) == (CONF, INI)
    subprocess.run(["git", "init", "-q", "."], cwd=project, check=True)
    subprocess.run(["git", "apply", "-"], cwd=project, input=out.encode(), check=True)
    applied = texts(project)
    assert pglint(project, "--diff", "--unsafe-fixes") == (0, "", ["pglint: no findings would be fixed"])
    (project / "postgresql.conf").write_bytes(CONF.encode())
    (project / "pgbouncer.ini").write_bytes(INI.encode())
    pglint(project, "--fix", "--unsafe-fixes")
    assert texts(project) == applied


@pytest.mark.parametrize("to_a_file", [False, True])
def test_a_diff_has_the_bytes_of_the_file(project: Path, to_a_file: bool) -> None:
    """Latin-1, UTF-8 and what a terminal may not have, in lines that change and around them; no line end at the end."""
    text = "# caf\udce9 \u2026 \u00d7\r\nwal_level = archive # \udce9\u00e9\r\nport = 5432 # \udcff"
    (project / "postgresql.conf").write_bytes(text.encode("utf-8", "surrogateescape"))
    patch = project / "fixes.patch"
    _, out, _ = pglint(project, "--diff", *(["--output", str(patch)] if to_a_file else []))
    if not to_a_file:
        patch.write_bytes(out.encode("utf-8", "surrogateescape"))
    subprocess.run(["git", "init", "-q", "."], cwd=project, check=True)
    subprocess.run(["git", "apply", "fixes.patch"], cwd=project, check=True)
    applied = (project / "postgresql.conf").read_bytes()
    assert applied.decode("utf-8", "surrogateescape") == text.replace("archive", "replica")


def test_a_file_with_two_names_in_the_project(project: Path) -> None:
    (project / "staging").mkdir()
    (project / "staging/postgresql.conf").symlink_to("../postgresql.conf")
    status, _, aside = pglint(project, "--fix")
    assert status == 1
    assert aside == ["pglint: 2 findings fixed in 2 files; 3 more with --unsafe-fixes"]
    assert texts(project) == (CONF.replace("archive", "replica"), INI)


def test_what_other_programs_read_is_utf_8(project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PYTHONIOENCODING", "latin-1")
    (project / "postgresql.conf").write_text("max_connections = 50 # \u00e9\nname\u00e9 = 1\n", encoding="utf-8")
    _, out, _ = pglint(project, "--fix", "--format", "json")
    assert "name\u00e9" in out


def test_only_what_is_safe(project: Path) -> None:
    status, out, aside = pglint(project, "--fix", "--format", "concise")
    assert status == 1
    assert texts(project) == (CONF.replace("archive", "replica"), INI)
    assert aside == ["pglint: 1 finding fixed in 1 file; 3 more with --unsafe-fixes"]
    assert "CFG008" not in out
    assert "CAP001" in out


def test_a_clean_end_is_exit_0(project: Path) -> None:
    assert pglint(project, "--fix", "--unsafe-fixes", "--quiet") == (0, "", [])


def test_only_named_files_are_changed(project: Path) -> None:
    status, _, aside = pglint(project, "--fix", "--unsafe-fixes", "--format", "concise", "pgbouncer.ini")
    assert status == 1  # the sum that goes through it is still too large
    assert texts(project) == (CONF, INI.replace("query_wait_timeout = 0", "query_wait_timeout = 120"))
    assert aside == ["pglint: 1 finding fixed in 1 file"]


def test_standard_input_comes_out_fixed(project: Path) -> None:
    given = CONF.replace("small", "caf\u00e9 \udce9")
    status, out, aside = pglint(project, "-", "--stdin-filename", "postgresql.conf", "--fix", stdin=given.encode("utf-8", "surrogateescape"))
    assert status == 1
    assert out == given.replace("archive", "replica")
    assert texts(project) == (CONF, INI)
    assert any("CAP001" in line for line in aside)


def test_the_report_about_standard_input_goes_where_it_is_wanted(project: Path) -> None:
    report = project / "report.txt"
    words = ("-", "--stdin-filename", "postgresql.conf", "--fix", "--format", "concise", "--output", str(report))
    status, out, aside = pglint(project, *words, stdin=CONF.encode())
    assert (status, out) == (1, CONF.replace("archive", "replica"))
    assert len(aside) == 1
    assert "CAP001" in report.read_text()


@pytest.mark.parametrize("spoil", ["read-only", "link"])
def test_what_cannot_be_written_is_said(project: Path, spoil: str) -> None:
    path = project / "postgresql.conf"
    if spoil == "read-only":
        path.chmod(0o444)
        why = "postgresql.conf: is read-only"
    else:
        outside = project.parent / f"{project.name}-outside.conf"
        path.rename(outside)
        path.symlink_to(outside)
        why = "postgresql.conf: is a link out of the project"
    status, out, aside = pglint(project, "--fix", "--unsafe-fixes")
    assert (status, out, aside) == (2, "", [f"pglint: {why}; nothing was fixed"])
    assert texts(project) == (CONF, INI)


def test_what_is_refused_is_said(project: Path) -> None:
    (project / "postgresql.conf").write_text("max_connections = 50\nwork_mem = 1100MB\n", encoding="utf-8")
    _, _, aside = pglint(project, "--diff", "--unsafe-fixes", "--select", "CAP001,MEM003")
    assert aside[0].startswith("pglint: postgresql.conf:1: CAP001 is not fixed: it would bring MEM003 at postgresql.conf:2: ")
    assert aside[1:] == ["pglint: no findings would be fixed"]


def test_what_only_comes_to_light_is_no_reason_against_it(project: Path) -> None:
    (project / "pgbouncer.ini").write_text(INI + "max_client_conn = 500 ; many\n", encoding="utf-8")
    _, out, aside = pglint(project, "--fix", "--format", "concise")
    assert texts(project)[1] == INI + "; many\nmax_client_conn = 500\n"
    assert aside == ["pglint: 2 findings fixed in 2 files; 3 more with --unsafe-fixes"]
    assert "CAP001" in out


def test_terraform_through_a_variable(tmp_path: Path) -> None:
    (tmp_path / ".git").mkdir()
    text = (
        'variable "db_password" {\n  default = "s3cret"\n}\nvariable "limit" {\n  default = "10" # for all\n}\n'
        'resource "postgresql_role" "app" {\n  name             = "app"\n  login            = true\n'
        "  connection_limit = var.limit\n}\n"
    )
    (tmp_path / "main.tf").write_text(text, encoding="utf-8")
    (tmp_path / "postgresql.conf").write_text("max_connections = 100\nidle_in_transaction_session_timeout = 1min\n")
    (tmp_path / "pgbouncer.ini").write_text(INI.replace("0\n", "25\n").replace("025", "25").replace("625", "20"))
    _, out, _ = pglint(tmp_path, "--diff", "--unsafe-fixes")
    assert '@@ -5 +5 @@\n-  default = "10" # for all\n+  default = "20" # for all\n' in out
    assert "s3cret" not in out
    pglint(tmp_path, "--fix", "--unsafe-fixes")
    assert (tmp_path / "main.tf").read_text() == text.replace('"10"', '"20"')


def test_sql_is_shown_and_never_edited(project: Path) -> None:
    (project / "migrations").mkdir()
    script = project / "migrations/V1__roles.sql"
    script.write_text("CREATE ROLE app LOGIN CONNECTION LIMIT 10;\n", encoding="utf-8")
    _, out, _ = pglint(project, "--fix", "--unsafe-fixes")
    assert script.read_text() == "CREATE ROLE app LOGIN CONNECTION LIMIT 10;\n"
    assert "  in a new migration:\n  + ALTER ROLE app CONNECTION LIMIT 60;\n" in out


@pytest.mark.parametrize(
    ("limit", "hunk"),
    [
        (30, "@@ -5 +5 @@\n-query_wait_timeout = 0\n+query_wait_timeout = 120\n"),  # no line around it
        (10, "+app = host=db user=app password=*** pool_size=20 max_db_connections=20\n"),
    ],
)
def test_no_password_in_a_diff(project: Path, limit: int, hunk: str) -> None:
    entry = f"app = host=db user=app password=s3cret pool_size=20 max_db_connections={limit}"
    text = f"[databases]\n{entry}\n[pgbouncer]\npool_mode = transaction\nquery_wait_timeout = 0\n"
    (project / "pgbouncer.ini").write_text(text, encoding="utf-8")
    _, out, aside = pglint(project, "--diff", "--unsafe-fixes", "pgbouncer.ini")
    assert "s3cret" not in out + "".join(aside)
    assert hunk in out
    pglint(project, "--fix", "--unsafe-fixes")
    assert "password=s3cret pool_size=20 max_db_connections=" in texts(project)[1]


def test_two_at_once(project: Path) -> None:
    root = str(Path(__file__).resolve().parents[2])
    command = [sys.executable, "-m", "pglint", "--fix", "--unsafe-fixes"]
    env = {**os.environ, "PYTHONPATH": root}
    runs = [subprocess.Popen(command, cwd=project, env=env, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) for _ in range(4)]
    said = sorted(run.communicate(timeout=60)[1] for run in runs)
    assert said == ["pglint: 4 findings fixed in 2 files\n"] + ["pglint: no findings fixed\n"] * 3
    assert pglint(project, "--diff", "--unsafe-fixes")[0] == 0
