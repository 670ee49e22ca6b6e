"""Input of every bad kind gives a clear finding or error, never a traceback, and the rest is still checked."""

import json
import os
import subprocess
import sys

import pytest

GOOD_INI = "[databases]\napp = host=db user=app pool_size=60\n[pgbouncer]\npool_mode = transaction\n"
GOOD_CONF = "max_connections = 50\n"


def environment(home):
    package = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
    return {**os.environ, "PYTHONPATH": package, "HOME": str(home), "XDG_CACHE_HOME": str(home / ".cache")}


def pglint(root, *arguments):
    """Run the command as a user would; (status, findings as (code, file, line), standard error)."""
    done = subprocess.run(
        [sys.executable, "-m", "pglint", "check", *arguments, "--format", "json"],
        cwd=root,
        capture_output=True,
        text=True,
        env=environment(root),
        check=False,
    )
    assert "Traceback" not in done.stderr
    findings = json.loads(done.stdout)["findings"] if done.stdout else []
    return done.returncode, [(each["code"], each["file"], each["line"]) for each in findings], done.stderr


@pytest.fixture
def project(tmp_path):
    (tmp_path / "pglint.toml").write_text("")
    return tmp_path


def put(root, files):
    for name, content in files.items():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content if isinstance(content, bytes) else content.encode())


BINARY = bytes(range(256)) * 40


@pytest.mark.parametrize(
    ("name", "content", "expected"),
    [
        ("postgresql.conf", BINARY, ("CFG010", 1)),
        ("pgbouncer.ini", BINARY, ("CFG010", 1)),
        ("pg_hba.conf", BINARY, ("CFG010", 1)),
        ("postgresql.conf", "max_connections = 50\n".encode("utf-16"), ("CFG010", 1)),
        ("postgresql.conf", b"# caf\xe9\nmax_connections = abc\n", ("CFG002", 2)),
        ("migrations/1_a.sql", b"ALTER SYSTEM SET caf\xe9 = 'all';\n", ("CFG001", 1)),
        ("postgresql.conf", b"\xef\xbb\xbfmax_connections = 50\n", ("CFG001", 1)),
        ("pgbouncer.ini", b"\xef\xbb\xbf[databases]\n", ("CFG005", 1)),
        ("postgresql.conf", "max_connections = = 3\nwork_mem = 1gb\n", ("CFG005", 1)),
        ("postgresql.conf", "max_connections = = 3\nwork_mem = 1gb\n", ("CFG002", 2)),
        ("postgresql.conf", "include 'nope.conf'\n", ("CFG006", 1)),
        ("postgresql.conf", "include 'postgresql.conf'\n", ("CFG006", 1)),
        ("pgbouncer.ini", GOOD_INI + "%include pgbouncer.ini\n", ("CFG006", 5)),
        ("pgbouncer.ini", GOOD_INI + "%include missing.ini\n", ("CFG006", 5)),
        ("pgbouncer.ini", GOOD_INI + "no equals sign\n", ("CFG005", 5)),
        ("pg_hba.conf", "host all all\n", ("CFG005", 1)),
    ],
)
def test_a_finding_for_each_kind(project, name, content, expected):
    put(project, {name: content})
    status, findings, _ = pglint(project)
    assert status == 1
    assert (expected[0], name, expected[1]) in findings


def test_a_cycle_of_includes(project):
    put(project, {"postgresql.conf": "include 'a.conf'\n", "a.conf": "include 'b.conf'\n", "b.conf": "include 'a.conf'\n"})
    _, findings, _ = pglint(project)
    assert [code for code, *_ in findings if code.startswith("CFG")] == ["CFG006"]


@pytest.mark.parametrize("name", ["postgresql.conf", "pgbouncer.ini", "pg_hba.conf", "pglint.toml"])
def test_an_empty_file_is_no_fault_of_its_own(project, name):
    put(project, {name: ""})
    status, findings, errors = pglint(project)
    assert [each for each in findings if each[0] in ("CFG005", "CFG010")] == []
    assert "internal" not in errors
    assert status in (0, 1)


def test_fifty_megabytes(project):
    put(project, {"postgresql.conf": b"# padding\n" * (50 * 1024 * 1024 // 10), "sub/pgbouncer.ini": GOOD_INI + "x = y\n"})
    _, findings, _ = pglint(project)
    assert ("CFG010", "postgresql.conf", 1) in findings
    assert ("CFG001", "sub/pgbouncer.ini", 5) in findings


def test_a_long_line(project):
    put(project, {"postgresql.conf": "cluster_name = '" + "x" * 3_000_000 + "\nmax_connections = abc\n"})
    _, findings, _ = pglint(project)
    assert ("CFG005", "postgresql.conf", 1) in findings
    assert ("CFG002", "postgresql.conf", 2) in findings


def test_no_permission(project):
    put(project, {"postgresql.conf": GOOD_CONF, "other/pgbouncer.ini": GOOD_INI + "x = y\n"})
    (project / "postgresql.conf").chmod(0)
    # root may read anything: so the check runs once to import all it needs, and then as nobody
    script = (
        "import os, sys; from pglint.cli.main import run; "
        "run(['check', '--format', 'json', '--output', os.devnull]); "
        "os.geteuid() or os.seteuid(65534); sys.exit(run(['check', '--format', 'json']))"
    )
    for folder in (project, *project.parents):
        if folder.stat().st_uid == os.geteuid() and folder.stat().st_mode & 0o005 != 0o005:
            folder.chmod(0o755)
    done = subprocess.run(
        [sys.executable, "-c", script], cwd=project, capture_output=True, text=True, env=environment(project), check=False
    )
    assert "Traceback" not in done.stderr
    findings = [(each["code"], each["file"], each["line"]) for each in json.loads(done.stdout)["findings"]]
    assert ("CFG010", "postgresql.conf", 1) in findings
    assert ("CFG001", "other/pgbouncer.ini", 5) in findings


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("[[stack]\n", "pglint.toml:1:"),
        ("postgres-version = 9\n", "pglint.toml:1:20: "),
        ("selct = ['CAP']\n", 'did you mean "select"?'),
        ("select = ['CAP999']\n", "unknown code CAP999"),
        ("custom-rules = ['nowhere']\n", "does not exist"),
        ("[rules.CAP009]\nheadrom = 3\n", 'CAP009 has no option "headrom"; did you mean "headroom"?'),
        ("[rules.CAP009]\nheadroom = 'many'\n", "headroom"),
        ("[rules.CAP0]\nx = 3\n", "CAP0"),
        ("fail-on = 'never'\n", "fail-on"),
        (b"\xff\xfe\x00", "pglint.toml"),
    ],
)
def test_a_broken_configuration_is_an_error_with_its_place(tmp_path, text, message):
    put(tmp_path, {"pglint.toml": text, "postgresql.conf": GOOD_CONF})
    status, findings, errors = pglint(tmp_path)
    assert (status, findings) == (2, [])
    assert message in errors


def test_a_folder_a_link_and_a_pipe_named_like_ours(project):
    (project / "postgresql.conf").mkdir()
    (project / "pgbouncer.ini").symlink_to("nowhere")
    os.mkfifo(project / "pg_hba.conf")
    assert pglint(project)[0] == 0


def test_a_named_file_that_is_not_there(project):
    status, _, errors = pglint(project, "nope.conf")
    assert status == 2
    assert "nope.conf" in errors


def test_the_same_bytes_whatever_the_order(project):
    files = {
        "a/postgresql.conf": "max_connections = abc\nwork_mem = 1gb\nwork_mem = 2MB\n",
        "a/pgbouncer.ini": GOOD_INI,
        "b/postgresql.conf": GOOD_CONF,
        "b/pgbouncer.ini": GOOD_INI,
        "pgbouncer.ini": GOOD_INI + "x = y\n",
    }
    put(project, files)
    outputs = set()
    for order in (sorted(files), sorted(files, reverse=True), ["b", "a", "pgbouncer.ini"]):
        for seed in ("0", "1", "2"):
            done = subprocess.run(
                [sys.executable, "-m", "pglint", *order, "--format", "json", "--show-unknown"],
                cwd=project,
                capture_output=True,
                env={
                    **os.environ,
                    "PYTHONHASHSEED": seed,
                    "PYTHONPATH": os.path.dirname(os.path.dirname(os.path.abspath(__file__))),
                },
                check=False,
            )
            assert done.returncode == 1, done.stderr
            outputs.add(done.stdout)
    assert len(outputs) == 1
