"""The baseline by its command: what is known stays known when lines move, and what is new is new on the same line."""

import io
import json
import sys
from pathlib import Path

import pytest

from pglint.cli.main import run
from pglint.living.baseline import read, render
from pglint.source import Source

CONF = "max_connections = 50   # small box\nsuperuser_reserved_connections = 3\n"
INI = """\
[databases]
app = host=db user=app
jobs = host=db user=jobs pool_size=40
[pgbouncer]
default_pool_size = 20
max_client_conn = 500
"""
FILE = ".pglint-baseline.json"
ONLY = ("--select", "CAP001,LIM001,PGL", "--format", "concise", "--no-cache")
OVER = "postgresql.conf:1:19: CAP001 error: pools and direct connections can open 60 server connections, the server has 47 slots for them"


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    (tmp_path / ".git").mkdir()
    (tmp_path / "postgresql.conf").write_text(CONF)
    (tmp_path / "pgbouncer.ini").write_text(INI)
    monkeypatch.chdir(tmp_path)
    return tmp_path


def check(capfd: pytest.CaptureFixture[str], *words: str) -> list[str]:
    capfd.readouterr()
    status = run([*ONLY, *words])
    out, err = capfd.readouterr()
    assert (status, err) == (int(bool(out)), "")
    return out.splitlines()


def write(capfd: pytest.CaptureFixture[str], *words: str) -> str:
    capfd.readouterr()
    assert run(["baseline", *ONLY[:2], *words]) == 0
    return capfd.readouterr().out


def edit(path: Path, old: str, new: str) -> None:
    text = path.read_text()
    assert old in text
    path.write_text(text.replace(old, new))


def test_the_file_byte_by_byte(project: Path, capfd: pytest.CaptureFixture[str]) -> None:
    assert check(capfd) == [OVER]
    assert write(capfd) == f"{FILE}: 1 finding, 1 new, 0 gone\n"
    assert (project / FILE).read_text() == """\
{
  "pglint-baseline": 1,
  "findings": [
    {"code": "CAP001", "file": "postgresql.conf", "stack": "default", "object": "server: max_connections, demand", "text": "max_connections = 50 # small box", "count": 1}
  ]
}
"""
    assert check(capfd) == []
    assert check(capfd, "--no-baseline") == check(capfd, "--no-ignores") == [OVER]
    assert write(capfd) == f"{FILE}: 1 finding, 0 new, 0 gone\n"


@pytest.mark.parametrize(
    ("file", "old", "new"),
    [
        ("postgresql.conf", CONF, "# a\n\n# b\n" + CONF),
        ("postgresql.conf", "max_connections = 50   # small", "\tmax_connections   =   50 # small"),
        ("postgresql.conf", CONF, CONF.replace("\n", "\r\n")),
        ("pgbouncer.ini", "pool_size=40", "pool_size=45"),  # the number moves, the fault is the same
    ],
)
def test_what_moves_stays_known(
    project: Path, capfd: pytest.CaptureFixture[str], file: str, old: str, new: str
) -> None:
    write(capfd)
    edit(project / file, old, new)
    assert check(capfd) == []


def test_a_message_in_better_words_is_nothing_new(
    project: Path, capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """The rules of another version of pglint: the same rule, object and line in other words."""
    write(capfd)
    from pglint.findings import message

    old = message.fill
    monkeypatch.setattr(message, "fill", lambda *given: f"in short: {old(*given)} (all counted)")
    said = f"{OVER.partition('pools')[0]}in short: {OVER.partition('error: ')[2]} (all counted)"
    assert check(capfd, "--no-baseline") == [said]
    assert check(capfd) == []
    assert write(capfd) == f"{FILE}: 1 finding, 0 new, 0 gone\n"


def test_another_value_is_new_and_the_old_entry_stale(project: Path, capfd: pytest.CaptureFixture[str]) -> None:
    write(capfd)
    edit(project / "postgresql.conf", "50", "45")
    stale = f"{FILE}:4:5: PGL001 warning: CAP001 in postgresql.conf is in the baseline, and found no more"
    assert check(capfd) == [stale, OVER.replace("47", "42")]
    assert check(capfd, "--ignore", "PGL001") == [OVER.replace("47", "42")]
    assert write(capfd, "--prune") == f"{FILE}: 0 findings, 0 new, 1 gone\n"
    assert check(capfd) == [OVER.replace("47", "42")]
    assert write(capfd, "--prune") == f"{FILE}: nothing to drop\n"


def test_a_second_one_on_the_same_line_is_new(project: Path, capfd: pytest.CaptureFixture[str]) -> None:
    roles = project / "roles.sql"
    roles.write_text("CREATE ROLE a LOGIN;\n")
    write(capfd)
    roles.write_text("CREATE ROLE a LOGIN; CREATE ROLE b LOGIN;\n")
    places = [line.split(" ")[0] for line in check(capfd, "--ignore", "PGL001")]
    assert places == ["roles.sql:1:1:", "roles.sql:1:22:"]  # the line is another one, so both are
    entries = read(Source(FILE, (project / FILE).read_text()))
    assert [(entry.code, entry.times) for entry in entries] == [("CAP001", 1), ("LIM001", 1)]


def test_rules_that_did_not_run_and_files_that_were_not_named_are_left_alone(
    project: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    (project / "roles.sql").write_text("CREATE ROLE a LOGIN;\n")
    write(capfd)
    before = (project / FILE).read_bytes()
    capfd.readouterr()
    assert run(["--select", "TMO,PGL", "--format", "concise", "--no-cache", "--fail-on", "error"]) == 0
    assert "PGL001" not in capfd.readouterr().out
    assert run(["baseline", "--select", "SEC", "-q"]) == 0
    assert (project / FILE).read_bytes() == before
    (project / "roles.sql").write_text("")
    assert write(capfd, "postgresql.conf") == f"{FILE}: 2 findings, 0 new, 0 gone\n"
    assert write(capfd, "roles.sql") == f"{FILE}: 1 finding, 0 new, 1 gone\n"


def test_what_cannot_be_ignored(project: Path, capfd: pytest.CaptureFixture[str]) -> None:
    write(capfd)
    (project / "pglint.toml").write_text("[rules.CAP001]\nignorable = false\n")
    stale = f"{FILE}:4:5: PGL001 warning: CAP001 in postgresql.conf cannot be kept in a baseline: ignorable = false"
    assert check(capfd) == [stale, OVER]


def test_a_link_out_of_the_project_is_not_written(
    project: Path, tmp_path_factory: pytest.TempPathFactory, capfd: pytest.CaptureFixture[str]
) -> None:
    precious = tmp_path_factory.mktemp("home") / "profile"
    precious.write_text("precious")
    (project / FILE).symlink_to(precious)
    assert run(["baseline", *ONLY[:2]]) == 2
    assert capfd.readouterr() == ("", f"pglint: {FILE}: is a link out of the project {project}, and is not written\n")
    assert precious.read_text() == "precious"


@pytest.mark.parametrize("encoding", ["utf-8", "latin-1", "ascii"])
def test_what_is_printed_is_what_would_be_written(
    project: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str], encoding: str
) -> None:
    """Latin-1 beside UTF-8 in a line, and quotes that a terminal without them gets as those that end a text."""
    conf = CONF.replace("small", "sm\udce9ll \u201cbox\u201d \u00d7")
    (project / "postgresql.conf").write_bytes(conf.encode("utf-8", "surrogateescape"))
    write(capfd)
    assert check(capfd) == []
    printed = io.TextIOWrapper(io.BytesIO(), encoding)
    with monkeypatch.context() as patched:
        patched.setattr(sys, "stdout", printed)
        assert run(["baseline", "--output", "-", *ONLY[:2]]) == 0
    assert printed.buffer.getvalue() == (project / FILE).read_bytes()


def test_another_file(project: Path, capfd: pytest.CaptureFixture[str]) -> None:
    (project / "pglint.toml").write_text('baseline = "ci/known.json"\n')
    (project / "ci").mkdir()
    capfd.readouterr()
    assert run([]) == 2
    assert capfd.readouterr().err == (
        "pglint: pglint.toml:1:12: baseline: there is no ci/known.json (pglint baseline writes it)\n"
    )
    assert write(capfd) == "ci/known.json: 1 finding, 1 new, 0 gone\n"
    assert check(capfd) == []
    (project / "ci" / "known.json").rename(project / "x.json")
    assert check(capfd, "--baseline", "x.json") == []
    assert write(capfd, "-o", "-").startswith('{\n  "pglint-baseline": 1')


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", "1:1: no valid JSON (expecting value); pglint baseline writes it anew"),
        ('{\n<<<<<<< HEAD\n"a": 1}', "2:1: no valid JSON (expecting property name enclosed in double quotes); pglint baseline writes it anew"),
        ("[]", "1:1: no baseline of this version, which begins with pglint-baseline: 1; pglint baseline writes it anew"),
        ('{"pglint-baseline": 2, "findings": []}', "1:1: no baseline of this version, which begins with pglint-baseline: 1; pglint baseline writes it anew"),
        ('{"pglint-baseline": 1, "findings": [\n3]}', "2:1: an entry is an object with the texts code, file, stack, object, text; pglint baseline writes it anew"),
        ('{"pglint-baseline": 1, "findings": [{"code": "A1", "file": "b", "stack": "", "object": "", "text": "", "count": 0}]}', "1:1: count is a number from 1 on; pglint baseline writes it anew"),
        ('{"pglint-baseline": 1, "findings": [{"code": "A1", "file": "b", "message": "m", "count": 1}]}', "1:1: an entry is an object with the texts code, file, stack, object, text; pglint baseline writes it anew"),
        ("[" * 100000, "1:1: nested too deeply; pglint baseline writes it anew"),
    ],
)  # fmt: skip
def test_what_is_no_baseline(project: Path, capfd: pytest.CaptureFixture[str], text: str, message: str) -> None:
    (project / FILE).write_text(text)
    assert run(["--no-cache"]) == 2
    assert capfd.readouterr().err == f"pglint: {FILE}:{message}\n"
    assert run(["baseline", "--prune"]) == 2
    assert run(["baseline", "-q"]) == 0
    assert json.loads((project / FILE).read_text())["pglint-baseline"] == 1


@pytest.mark.parametrize("known", [{}, {("CAP001", "ä.conf", "", 'a "b" [{', "x = '}]'"): 2, ("A1", "b", "s", "", ""): 1}])
@pytest.mark.parametrize("squeezed", [False, True])
def test_what_is_written_is_read(known: dict[tuple[str, str, str, str, str], int], squeezed: bool) -> None:
    text = render(known)
    if squeezed:
        text = json.dumps({"note": ["findings", []], **json.loads(text), "more": 1})
    entries = read(Source(FILE, text))
    assert {entry.key: entry.times for entry in entries} == known
    assert [json.loads(entry.span.text)["code"] for entry in entries] == [entry.code for entry in entries]


def test_a_run_is_not_remembered_with_another_baseline(project: Path, capfd: pytest.CaptureFixture[str]) -> None:
    (project / ".pglint_cache").mkdir()
    words = list(ONLY[:-1])
    assert [run(words), run(words)] == [1, 1]
    write(capfd)
    assert [run(words), run(words)] == [0, 0]
    (project / FILE).unlink()
    assert run(words) == 1


def test_secrets_are_in_no_baseline(project: Path, capfd: pytest.CaptureFixture[str]) -> None:
    edit(project / "pgbouncer.ini", "app = host=db user=app", "app = host=db user=app password=geheim pool_sze=3")
    assert run(["baseline", "-q"]) == 0
    text = (project / FILE).read_text()
    assert "pool_sze" in text
    assert "geheim" not in text
