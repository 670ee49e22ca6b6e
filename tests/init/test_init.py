"""What `pglint init` writes, line by line, and where it writes nothing."""

import io
import os
import sys
from pathlib import Path

import pytest
import tomli

from pglint.cli.main import run
from tests.init.projects import changes_nothing

CONF = "max_connections = 50\nsuperuser_reserved_connections = 3\n"
INI = """\
[databases]
orders = host=db user=shop password=hunter2
[pgbouncer]
default_pool_size = 20
max_client_conn = 500
"""
WHOLE = """\
# What the files cannot say. Remove the # where you know the answer, and correct
# the value. What stays behind a # is unknown: checks that need it say nothing.
# All keys: docs/configuration.md of pglint

# fail-on = "warning"          # or "error", "note": what fails a build
# profile = "default"          # or "strict"
# exclude = []                 # globs of files that are not to be read

[[stack]]
name = "default"

[stack.server]
file = "postgresql.conf"
# version = 18                 # 14 to 18 are possible
# memory = "16GB"              # decides MEM001 and 2 others (postgresql.conf:1)
# direct-connections = 5       # monitoring, jobs, people (default 0)
# standbys = 1                 # servers that stream from it (default 0)
# subscribers = 1              # of logical replication (default 0)
# backups = ["pg_basebackup"]  # or barman, pgbackrest, wal-g … (default none)

[[stack.pooler]]
file = "pgbouncer.ini"
# instances = 2                # processes, pods, hosts together (default 1)
# version = "1.25"             # 1.18 to 1.25 are possible
# nofile = 65536               # open files; decides CAP013 (pgbouncer.ini:1)

# [[stack.app]]                # one for each: no file tells of their pools
# name = "web"
# pool-size = 10               # of one process
# replicas = 2
# via = "pooler"               # or "server"
# role = "shop"
# database = "orders"
"""
TOLD = "1 stack declared, 4 rules could decide more (pglint --show-unknown)"


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = tmp_path / "project"
    (folder / ".git").mkdir(parents=True)
    monkeypatch.chdir(folder)
    return folder


@pytest.fixture
def stack(project: Path) -> Path:
    (project / "postgresql.conf").write_text(CONF)
    (project / "pgbouncer.ini").write_text(INI)
    return project


def init(capfd: pytest.CaptureFixture[str], *words: str) -> tuple[int, str, str]:
    capfd.readouterr()
    status = run(["init", *words])
    return status, *capfd.readouterr()


def written(project: Path, capfd: pytest.CaptureFixture[str], files: dict[str, str]) -> str:
    """The text for these files, of which nothing is found that was not found before."""
    for path, text in files.items():
        (project / path).parent.mkdir(parents=True, exist_ok=True)
        (project / path).write_text(text, encoding="utf-8")
    return changes_nothing(project, capfd)


def test_the_file_byte_by_byte(stack: Path, capfd: pytest.CaptureFixture[str]) -> None:
    assert init(capfd) == (0, f"pglint.toml: {TOLD}\n", "")
    assert (stack / "pglint.toml").read_text(encoding="utf-8") == WHOLE
    assert sorted(os.listdir(stack)) == [".git", "pgbouncer.ini", "pglint.toml", "postgresql.conf"]
    assert (stack / "pglint.toml").stat().st_mode & 0o777 == 0o666 & ~_umask()


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask


def test_it_prints_or_writes_elsewhere(stack: Path, capfd: pytest.CaptureFixture[str]) -> None:
    assert init(capfd, "-o", "-") == (0, WHOLE, "")
    assert init(capfd, "-q", "-o", "proposal.toml") == (0, "", "")
    assert (stack / "proposal.toml").read_text(encoding="utf-8") == WHOLE
    (stack / "pglint.toml").write_text('fail-on = "note"\n')  # it is not looked at
    assert init(capfd, "-o", "-") == (0, WHOLE, "")


def test_what_is_printed_is_utf_8(stack: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """As TOML has to be, whatever a terminal takes."""
    monkeypatch.setattr(sys, "stdout", io.TextIOWrapper(io.BytesIO(), "ascii"))
    assert run(["init", "-o", "-"]) == 0
    assert sys.stdout.buffer.getvalue().decode("utf-8") == WHOLE


def test_from_a_folder_below_it_writes_at_the_root(
    stack: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    (stack / "src").mkdir()
    monkeypatch.chdir(stack / "src")
    assert init(capfd) == (0, f"../pglint.toml: {TOLD}\n", "")
    assert (stack / "pglint.toml").read_text(encoding="utf-8") == WHOLE


def test_a_folder_that_is_named_becomes_a_project(project: Path, capfd: pytest.CaptureFixture[str]) -> None:
    (project / "db").mkdir()
    (project / "db" / "postgresql.conf").write_text(CONF)
    assert init(capfd, "-q", "-o", "db/pglint.toml")[0] == 0
    assert 'file = "postgresql.conf"' in (project / "db" / "pglint.toml").read_text(encoding="utf-8")


# -- where it writes nothing ------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("there", "text", "words", "message"),
    [
        ("pglint.toml", "", (), "pglint.toml: is there already, and is not overwritten (pglint init -o - prints another)"),
        ("pyproject.toml", "[tool.pglint]\n", (), "pyproject.toml: has [tool.pglint] already, which a pglint.toml would hide (pglint init -o - prints one)"),
        ("x.toml", "", ("-o", "x.toml"), "x.toml: is there already, and is not overwritten (pglint init -o - prints another)"),
        ("a", "", ("-o", "b/c.toml"), "-o b/c.toml: there is no folder {project}/b"),
        ("a", "", ("--config", "a"), "--config a: init writes one, and reads none (-o FILE names it)"),
        ("a", "", ("a", "b"), "init is about one project, not 2: pglint init a"),
        ("a", "", ("b",), "b: no such file or folder"),
    ],
)  # fmt: skip
def test_wrong_usage(
    stack: Path, capfd: pytest.CaptureFixture[str], there: str, text: str, words: tuple[str, ...], message: str
) -> None:
    (stack / there).write_text(text)
    before = sorted(os.listdir(stack))
    assert init(capfd, *words) == (2, "", f"pglint: {message.format(project=stack)}\n")
    assert (sorted(os.listdir(stack)), (stack / there).read_text()) == (before, text)


def test_a_pyproject_without_it_is_no_configuration(stack: Path, capfd: pytest.CaptureFixture[str]) -> None:
    (stack / "pyproject.toml").write_text("[tool.other]\n")
    assert init(capfd)[0] == 0


def test_a_link_to_nothing_is_not_written_through(stack: Path, capfd: pytest.CaptureFixture[str]) -> None:
    (stack / "pglint.toml").symlink_to(stack.parent / "elsewhere")
    assert init(capfd)[0] == 2
    assert not (stack.parent / "elsewhere").exists()


def test_a_folder_that_leads_out_of_the_project(stack: Path, capfd: pytest.CaptureFixture[str]) -> None:
    (stack.parent / "outside").mkdir()
    (stack / "link").symlink_to(stack.parent / "outside")
    for name in ("a.toml", "pglint.toml"):
        message = f"pglint: link/{name}: its folder is a link out of the project\n"
        assert init(capfd, "-o", f"link/{name}") == (2, "", message)
    assert os.listdir(stack.parent / "outside") == []
    assert init(capfd, "-o", "../outside/a.toml")[0] == 0  # that is what was asked for


def test_one_that_appears_meanwhile_is_kept(
    stack: Path, capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(os, "fsync", lambda _: (stack / "pglint.toml").write_text("# mine\n"))
    assert init(capfd) == (2, "", "pglint: pglint.toml: is there already, and is not overwritten\n")
    assert (stack / "pglint.toml").read_text() == "# mine\n"
    assert [name for name in os.listdir(stack) if name.endswith("~")] == []


def test_without_hard_links(stack: Path, capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object) -> None:
        raise PermissionError(1, "Operation not permitted")

    monkeypatch.setattr(os, "link", refuse)
    assert init(capfd)[0] == 0
    assert (stack / "pglint.toml").read_text(encoding="utf-8") == WHOLE


def test_where_nothing_is_read_it_is_an_example(project: Path, capfd: pytest.CaptureFixture[str]) -> None:
    message = f"pglint: no postgresql.conf, pgbouncer.ini, pg_hba.conf, Terraform or SQL below {project}: this is an example\n"
    assert init(capfd) == (0, "pglint.toml: an example to be filled in\n", message)
    text = (project / "pglint.toml").read_text(encoding="utf-8")
    assert tomli.loads(text) == {}
    assert len(text.splitlines()) < 15
    (project / "pglint.toml").unlink()
    assert changes_nothing(project, capfd) == text


# -- what is in it ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("files", "lines"),
    [
        # the version is evident, and where
        ({"pg15/postgresql.conf": CONF}, ['file = "pg15/postgresql.conf"  # version 15: the path says "pg15"']),
        ({"postgresql.conf": CONF, "PG_VERSION": "16\n"}, ['file = "postgresql.conf"       # version 16: PG_VERSION says 16']),
        ({"postgresql.conf": "transaction_timeout = 5s\nio_method = worker\n"}, ['file = "postgresql.conf"       # version 18: no other has all that is set here']),
        # a version that would decide something
        ({"postgresql.conf": "reserved_connections = 40\nmax_connections = 42\n"}, ["# version = 18                   # 16 to 18 are possible"]),
        (
            {"pgbouncer.ini": "[databases]\na = host=db user=app\nb = host=db user=jobs\n[users]\njobs = pool_mode=session\n[pgbouncer]\npool_mode = transaction\n"},
            ['# version = "1.25" # 1.18 to 1.25 are possible; decides MODE001 (pgbouncer.ini:3)'],
        ),
        # standbys by their files
        (
            {"primary/postgresql.conf": CONF, "replica/postgresql.conf": CONF},
            ['file = "primary/postgresql.conf"', "[[stack.standby]]", 'file = "replica/postgresql.conf"', "# standbys = 1                   # servers that stream from it (default those below)"],
        ),
        # a pooler that leads to several hosts
        (
            {"db/postgresql.conf": CONF, "pgbouncer.ini": "[databases]\na = host=one user=x\nb = host=two user=x\n[pgbouncer]\n"},
            ['# hosts = ["one"]                # which of one, two it is; decides CAP001'],
        ),
        # two servers: versions are said once, a pooler in between is a stack by itself
        (
            {"a/postgresql.conf": CONF, "b/postgresql.conf": CONF, "pgbouncer.ini": INI},
            ["# postgres-version = 18          # 14 to 18 are possible", '# pgbouncer-version = "1.25"     # 1.18 to 1.25 are possible', 'name = "pgbouncer.ini"           # a pooler by itself: several servers are equally near'],
        ),
        # what lies in folders of examples is not declared
        (
            {"postgresql.conf": CONF, "examples/a/postgresql.conf": CONF},
            ['# exclude = ["examples/**"]      # stacks were found there too (default: nothing)', 'file = "postgresql.conf"'],
        ),
        # migrations: the tool, its folder, the newest
        (
            {"db/migration/V1__a.sql": "CREATE ROLE app LOGIN;", "db/migration/V2__b.sql": "ALTER ROLE app CONNECTION LIMIT 5;"},
            ["[migrations]                     # flyway in db/migration", '# from = "V2__b"                 # older ones have run, and are not judged', '# role = "app"'],
        ),
        # numbered files in a folder that nothing tells of
        ({"sql/01.sql": "CREATE ROLE a LOGIN;", "sql/02.sql": "CREATE ROLE b LOGIN;"}, ['# paths = ["sql"]                # if these files run one after the other']),
        # a role of which only a part is known
        (
            {"roles.sql": "ALTER ROLE batch SET work_mem = '1GB';"},
            ['# name = "batch"', "# connection-limit = 20          # decides CAP003 and 4 others (roles.sql:1)"],
        ),
        # a file of variables, and one without a value
        (
            {"main.tf": 'variable "size" {}\nresource "aws_db_instance" "a" {\n  engine = "postgres"\n  engine_version = "16.3"\n  instance_class = var.size\n}\n', "prod.tfvars": 'size = "db.t3.micro"\n'},
            ['include = ["**"]', "[stack.server]                   # version 16: main.tf:4", '# var-files = ["prod.tfvars"] # if -var-file gives it; decides MEM003 (main.tf:1)'],
        ),
    ],
)  # fmt: skip
def test_what_is_found(
    project: Path, capfd: pytest.CaptureFixture[str], files: dict[str, str], lines: list[str]
) -> None:
    found = [_narrow(line) for line in written(project, capfd, files).splitlines()]
    assert [line for line in map(_narrow, lines) if not any(each.startswith(line) for each in found)] == []


def _narrow(line: str) -> str:
    """A line without the blanks in front of its comment."""
    return " ".join(line.split())


def test_no_secret_is_in_it(project: Path, capfd: pytest.CaptureFixture[str]) -> None:
    files = {
        "postgresql.conf": CONF + "primary_conninfo = 'host=a user=b password=hunter2'\n",
        "pgbouncer.ini": INI + "auth_file = userlist.txt\n",
        "userlist.txt": '"shop" "hunter2"\n"other" "md5' + "0" * 32 + '"\n',
        "roles.sql": "CREATE ROLE app LOGIN PASSWORD 'hunter2';",
    }
    text = written(project, capfd, files)
    assert "hunter2" not in text
    assert "md5" not in text


STRANGE = [
    'quote"d',
    "it's",
    "new\nline",
    "größe",
    "dots.and.more",
    "back\\slash",
    "esc\x1b[31m",
    "[stack]",
    "pglint: ignore-file[ALL]",
    "a # b",
]


@pytest.mark.parametrize("name", STRANGE)
def test_strange_names_of_files_roles_and_databases(
    project: Path, capfd: pytest.CaptureFixture[str], name: str
) -> None:
    role = name.replace("\n", " ").replace('"', '""')
    files = {
        f"{name}/postgresql.conf": CONF,
        f"{name}/pgbouncer.ini": f"[databases]\n{name.split(chr(10))[0]} = host=db\n[pgbouncer]\n",
        f"{name}/roles.sql": f'CREATE ROLE "{role}" LOGIN; CREATE DATABASE "{role}";',
    }
    text = written(project, capfd, files)
    assert tomli.loads(text)["stack"][0]["server"]["file"] == f"{name}/postgresql.conf"
    assert text.replace("\n", "").isprintable()


def test_a_name_that_is_no_utf_8_is_left_to_what_is_found(project: Path, capfd: pytest.CaptureFixture[str]) -> None:
    folder = os.fsencode(project) + b"/caf\xe9"
    os.mkdir(folder)
    with open(folder + b"/postgresql.conf", "w", encoding="utf-8") as file:
        file.write(CONF)
    text = changes_nothing(project, capfd)
    assert "stack" not in tomli.loads(text)
    assert "checked as found (pglint stacks lists them):\n# - caf\\xe9\n" in text


def test_two_stacks_of_one_name(project: Path, capfd: pytest.CaptureFixture[str]) -> None:
    text = written(project, capfd, {"postgresql.conf": CONF, "default/postgresql.conf": CONF})
    assert "stack" not in tomli.loads(text)


def test_many_stacks_stay_short(project: Path, capfd: pytest.CaptureFixture[str]) -> None:
    text = written(project, capfd, {f"cluster{number:02}/postgresql.conf": CONF for number in range(40)})
    assert len(tomli.loads(text)["stack"]) == 5
    assert "# - cluster08\n# and 31 more\n" in text
    assert len(text.splitlines()) < 80
