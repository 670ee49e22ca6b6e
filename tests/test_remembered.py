"""What is remembered of a run: said again where nothing changed, and never where a run would say something else."""

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from pglint import check, remembered, watch
from pglint.cache import FOLDER
from pglint.cli.main import run
from pglint.stacks import infrastructure, sql, workers
from pglint.tree import Disk

RULE = """\
code: OWN001
name: few-connections
severity: warning
summary: A server has fewer connections than we want.
for: server
fires: server.max_connections < {least}
at: [server.max_connections]
message: "{{server.max_connections}} connections are fewer than {least}"
why: We had outages, and each time the server had run out of connections.
proof: the incident of last May.
references: ["https://example.org/runbook"]
examples:
  - name: too few
    files: {{postgresql.conf: "max_connections = 10\\n"}}
    expect: ["postgresql.conf:1"]
"""
CONF = """\
include 'parts/timeouts.cfg'
include_if_exists 'parts/maybe.cfg'
include_dir 'parts/conf.d'
max_connections = 50
superuser_reserved_connections = 3
reserved_connections = 0
"""
INI = "[databases]\napp = host=db user=app\n[pgbouncer]\npool_mode = transaction\ndefault_pool_size = 60\n"
ROLE = """
variable "limit" {
  default = 7
}
variable "until" {
  default = "2020-02-02"
}
resource "postgresql_role" "app" {
  name             = "app"
  login            = true
  connection_limit = var.limit
  valid_until      = var.until
}
"""
FILES = {
    "pglint.toml": 'custom-rules = ["ci"]\nexclude = ["old", "*.bak.conf"]\n[terraform]\nenvironment = true\n',
    "ci/OWN001-few.yaml": RULE.format(least=60),
    "db/postgresql.conf": CONF,
    "db/parts/timeouts.cfg": "statement_timeout = 30  # so that nobody waits for longer than that, whatever happens\n",
    "db/parts/conf.d/a.conf": "lock_timeout = 5\n",
    "db/parts/conf.d/z.bak.conf": "lock_timeout = 8\n",
    "db/pgbouncer.ini": INI,
    "infra/main.tf": ROLE,
    "infra/terraform.tfvars": "limit = 0\n",
    "migrations/V1__roles.sql": "CREATE ROLE jobs LOGIN CONNECTION LIMIT 0;\n\\i ../include/more.txt\n",
    "include/more.txt": "CREATE ROLE more LOGIN CONNECTION LIMIT 0;\n",
    "old/postgresql.conf": "max_connections = 1\n",
}


class Project:
    """A folder that is the working directory; ``made`` counts the runs that were made, not remembered."""

    def __init__(self, root, capsys):
        self.root = root
        self.capsys = capsys
        self.made = 0

    def write(self, files):
        for name, text in files.items():
            path = self.root / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(text if isinstance(text, bytes) else text.encode())

    def run(self, *words):
        """What it prints, the same on standard error, its exit status, and whether it was made."""
        before = self.made
        status = run(words)
        out, err = self.capsys.readouterr()
        return (out, err, status), self.made > before

    def stored(self):
        return sorted(path for path in (self.root / FOLDER).glob("run-*"))


@pytest.fixture
def empty(tmp_path, monkeypatch, capsys):
    """A project that remembers every run, however short, and sees no files of pglint's own change meanwhile."""
    found = Project(tmp_path / "project", capsys)
    found.write({".git/HEAD": ""})
    monkeypatch.chdir(found.root)
    monkeypatch.setattr(watch, "WORTH", -1)
    monkeypatch.setattr(remembered, "build", lambda: "this one")
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    original = check.run

    def counted(*given):
        found.made += 1
        return original(*given)

    monkeypatch.setattr(check, "run", counted)
    return found


@pytest.fixture
def full(empty):
    empty.write(FILES)
    return empty


def replaced(name, old, new):
    def change(root, monkeypatch):
        text = (root / name).read_text()
        assert old in text
        (root / name).write_text(text.replace(old, new))

    return change


def written(name, text):
    def change(root, monkeypatch):
        (root / name).parent.mkdir(exist_ok=True)
        (root / name).write_text(text)

    return change


def removed(name):
    def change(root, monkeypatch):
        shutil.rmtree(root / name) if (root / name).is_dir() else (root / name).unlink()

    return change


def linked(name, target):
    def change(root, monkeypatch):
        (root / name).unlink(missing_ok=True)
        (root / name).symlink_to(target)

    return change


def moved(name, new):
    return lambda root, monkeypatch: (root / name).rename(root / new)


def at_the_same_time(name, old, new):
    """Another text of the same size, with the times of the one before."""

    def change(root, monkeypatch):
        before = os.stat(root / name)
        replaced(name, old, new)(root, monkeypatch)
        os.utime(root / name, ns=(before.st_atime_ns, before.st_mtime_ns))
        assert os.stat(root / name).st_size == before.st_size

    return change


def forbidden(name):
    """As for a user who may not read the file; root may."""

    def change(root, monkeypatch):
        original = os.open

        def refuse(path, *given, **more):
            if str(path) == str(root / name):
                raise PermissionError(13, "Permission denied")
            return original(path, *given, **more)

        monkeypatch.setattr(os, "open", refuse)

    return change


def on(monkeypatch, *days):
    """These days one after the other, the last one from then on."""
    given = [*days]
    for module in (remembered, watch):
        monkeypatch.setattr(module, "today", lambda: given.pop(0) if len(given) > 1 else given[0])


CHANGES = {
    "a text": replaced("db/pgbouncer.ini", "60", "70"),
    "a text, at the same time and of the same size": at_the_same_time("db/pgbouncer.ini", "60", "70"),
    "a new file": written("db/pg_hba.conf", "host all all 0.0.0.0/0 trust\n"),
    "a new folder with a file": written("other/postgresql.conf", "max_connections = 10\n"),
    "a file that goes": removed("db/pgbouncer.ini"),
    "a file that becomes a folder": lambda root, monkeypatch: (
        removed("db/pgbouncer.ini")(root, monkeypatch),
        (root / "db/pgbouncer.ini").mkdir(),
    ),
    "a file of another name": moved("db/pgbouncer.ini", "db/pgbouncer2.ini"),
    "a folder of another name": moved("db", "db2"),
    "an included file, which the walk does not find": written("db/parts/timeouts.cfg", "statement_timeout = 31\n"),
    "an included file that goes": removed("db/parts/timeouts.cfg"),
    "an included file that cannot be read": forbidden("db/parts/timeouts.cfg"),
    "a file that cannot be read": forbidden("db/pgbouncer.ini"),
    "an included file that appears": written("db/parts/maybe.cfg", "idle_in_transaction_session_timeout = 9\n"),
    "a folder in the place of a file that would be included": lambda root, monkeypatch: (
        (root / "db/parts/maybe.cfg").mkdir()
    ),
    "a file in a folder that is included": written("db/parts/conf.d/b.conf", "lock_timeout = 6\n"),
    "a file that goes from a folder that is included": removed("db/parts/conf.d/a.conf"),
    "a folder that is included goes": removed("db/parts/conf.d"),
    "a folder that is included becomes a file": lambda root, monkeypatch: (
        removed("db/parts/conf.d")(root, monkeypatch),
        written("db/parts/conf.d", "lock_timeout = 5\n")(root, monkeypatch),
    ),
    "a link to another text": linked("db/parts/timeouts.cfg", "../pgbouncer.ini"),
    "a link to nothing": linked("db/parts/timeouts.cfg", "nothing"),
    "a link to a file": linked("db/pg_hba.conf", "../include/more.txt"),
    "a link to a folder that is included": lambda root, monkeypatch: (
        (root / "elsewhere").mkdir(),
        removed("db/parts/conf.d")(root, monkeypatch),
        linked("db/parts/conf.d", "../../elsewhere")(root, monkeypatch),
    ),
    "the configuration": replaced("pglint.toml", "exclude", 'ignore = ["LIM"]\nexclude'),
    "a comment in the configuration": replaced("pglint.toml", "exclude", "# nothing\nexclude"),
    "what is excluded": replaced("pglint.toml", '"old", ', ""),
    "no configuration": removed("pglint.toml"),
    "the configuration in another file": lambda root, monkeypatch: (
        removed("pglint.toml")(root, monkeypatch),
        written("pyproject.toml", '[tool.pglint]\nprofile = "strict"\n')(root, monkeypatch),
    ),
    "a rule of the project": written("ci/OWN001-few.yaml", RULE.format(least=500)),
    "a new rule of the project": written("ci/OWN002-few.yaml", RULE.replace("OWN001", "OWN002").format(least=100)),
    "a rule of the project that goes": removed("ci/OWN001-few.yaml"),
    "a variable of Terraform": written("infra/terraform.tfvars", "limit = 3\n"),
    "a file for variables of Terraform": written("infra/x.auto.tfvars", "limit = 3\n"),
    "Terraform": replaced("infra/main.tf", '"app"\n', '"web"\n'),
    "the environment": lambda root, monkeypatch: monkeypatch.setenv("TF_VAR_until", "2100-01-01"),
    "another environment": lambda root, monkeypatch: monkeypatch.setenv("TF_VAR_other", "1"),
    "SQL": replaced("migrations/V1__roles.sql", "LIMIT 0", "LIMIT 1"),
    "a new migration": written("migrations/V2__roles.sql", "ALTER ROLE jobs CONNECTION LIMIT 1;\n"),
    "a script that SQL includes": written("include/more.txt", "CREATE ROLE more LOGIN CONNECTION LIMIT 1;\n"),
    "what a tool reads beside SQL": written("migrations/V1__roles.sql.conf", "executeInTransaction=false\n"),
    "the day": lambda root, monkeypatch: on(monkeypatch, (2037, 1, 1)),
    "pglint": lambda root, monkeypatch: monkeypatch.setattr(remembered, "build", lambda: "the next one"),
    "the version of pglint": lambda root, monkeypatch: monkeypatch.setattr(remembered, "__version__", "99"),
    "the libraries": lambda root, monkeypatch: monkeypatch.setattr(remembered, "libraries", lambda: [["x-2.dist-info"]]),
    "Python": lambda root, monkeypatch: monkeypatch.setattr(sys, "version", "4.0"),
}  # fmt: skip


SILENT = {
    "a comment in the configuration", "another environment", "the day", "pglint", "the version of pglint", "the libraries",
    "Python", "what a tool reads beside SQL",
}  # fmt: skip


def test_nothing_changed(full):
    first, made = full.run("--show-unknown")
    assert (made, first[2]) == (True, 1)
    for word in ("LIM003", "TMO002", "OWN001", "parts/timeouts.cfg", "parts/conf.d/a.conf", "main.tf", "V1__roles.sql"):
        assert word in first[0]
    assert full.run("--show-unknown") == (first, False)
    assert full.run("--show-unknown") == (first, False)
    assert full.run("--show-unknown", "--no-cache") == (first, True)


@pytest.mark.parametrize("name", CHANGES)
def test_a_change(full, monkeypatch, name):
    before, _ = full.run()
    assert full.run() == (before, False)
    CHANGES[name](full.root, monkeypatch)
    after, made = full.run()
    assert (made, after != before) == (True, name not in SILENT)
    assert full.run("--no-cache") == (after, True)
    assert full.run() == (after, False)


@pytest.mark.parametrize("file", ["db/parts/timeouts.cfg", "db/pgbouncer.ini", "infra/main.tf", "include/more.txt"])
def test_what_can_be_read_again(full, monkeypatch, file):
    expected, _ = full.run()
    with monkeypatch.context() as closed:
        forbidden(file)(full.root, closed)
        without, _ = full.run()
        assert full.run() == (without, False)
    assert without != expected
    assert full.run() == (expected, True)


IRRELEVANT = {
    "a file of another kind": written("db/notes.txt", "max_connections = 1\n"),
    "a file in a folder that is excluded": written("old/pgbouncer.ini", "[pgbouncer]\n"),
    "a file that is excluded in a folder that is included": written("db/parts/conf.d/a.bak.conf", "lock_timeout = 9\n"),
    "a folder that is never read": written("node_modules/postgresql.conf", "max_connections = 1\n"),
    "an empty folder": lambda root, monkeypatch: (root / "empty").mkdir(),
    "other times": lambda root, monkeypatch: os.utime(root / "db/postgresql.conf", (1, 1)),
    "another file with the same text": lambda root, monkeypatch: (
        (root / "db/x").write_text(INI),
        (root / "db/x").replace(root / "db/pgbouncer.ini"),
    ),
    "a link to the same text": lambda root, monkeypatch: (
        (root / "db/pgbouncer.ini").rename(root / "db/x"),
        linked("db/pgbouncer.ini", "x")(root, monkeypatch),
    ),
    "another variable of the environment": lambda root, monkeypatch: monkeypatch.setenv("LIMIT", "3"),
    "a text that was there before": lambda root, monkeypatch: (
        written("db/pgbouncer.ini", "[pgbouncer]\n")(root, monkeypatch),
        written("db/pgbouncer.ini", INI)(root, monkeypatch),
    ),
}


@pytest.mark.parametrize("name", IRRELEVANT)
def test_what_does_not_matter(full, monkeypatch, name):
    before, _ = full.run()
    IRRELEVANT[name](full.root, monkeypatch)
    assert full.run() == (before, False)
    assert full.run("--no-cache") == (before, True)


def test_the_environment_is_not_asked_unless_it_is_wanted(full, monkeypatch):
    full.write({"pglint.toml": ""})
    before, _ = full.run()
    monkeypatch.setenv("TF_VAR_limit", "3")
    assert full.run() == (before, False)
    assert '"environment":null' in full.stored()[0].read_text()


def test_the_environment_is_not_stored(full, monkeypatch):
    monkeypatch.setenv("TF_VAR_password", "in-clear-17")
    full.run()
    assert [path for path in (full.root / FOLDER).iterdir() if "in-clear-17" in path.read_text()] == []


ARGUMENTS = [
    ("check",),
    ("check", "--format", "concise"),
    ("check", "--format", "json"),
    ("check", "--format", "json", "--show-unknown", "--quiet"),
    ("--quiet",),
    ("--show-unknown",),
    ("--select", "LIM"),
    ("--select", "LIM,TMO"),
    ("--ignore", "LIM"),
    ("--profile", "strict"),
    ("--fail-on", "error"),
    ("--ignore", "LIM,CFG,CAP", "--fail-on", "error"),
    ("--postgres-version", "13"),
    ("--postgres-version", "18"),
    ("--var-file", "infra/other.tfvars"),
    ("--config", "other.toml"),
    ("--config", "../outside.toml"),
    ("db",),
    ("db/pgbouncer.ini",),
    ("infra", "db/parts"),
    ("stacks",),
    ("stacks", "--format", "json"),
    ("stacks", "db"),
]


@pytest.fixture
def several(full):
    """More files, that arguments name."""
    full.write({"infra/other.tfvars": "limit = 5\n", "other.toml": "", "../outside.toml": 'ignore = ["TMO"]\n'})
    return full


def test_arguments(several, monkeypatch):
    monkeypatch.setattr(watch, "KEPT", 100)
    first = {arguments: several.run(*arguments) for arguments in ARGUMENTS}
    assert [arguments for arguments, (_, made) in first.items() if not made] == []
    assert len(several.stored()) == len(ARGUMENTS)
    for arguments, (said, _) in first.items():
        assert (arguments, several.run(*arguments)) == (arguments, (said, False))
        assert (arguments, several.run(*arguments, "--no-cache")) == (arguments, (said, True))


@pytest.mark.parametrize(
    ("arguments", "file", "text"),
    [
        (("--var-file", "infra/other.tfvars"), "infra/other.tfvars", "limit = 0\n"),
        (("--config", "other.toml"), "other.toml", 'ignore = ["LIM"]\n'),
        (("--config", "../outside.toml"), "../outside.toml", 'ignore = ["LIM"]\n'),
    ],
)
def test_files_that_arguments_name(several, arguments, file, text):
    before, _ = several.run(*arguments)
    assert several.run(*arguments) == (before, False)
    several.write({file: text})
    after, made = several.run(*arguments)
    assert (made, after != before) == (True, True)
    (several.root / file).unlink()
    gone, _ = several.run(*arguments)
    assert (gone[2], "no such file" in gone[1]) == (2, True)


def test_a_variable_file_that_nobody_reads(empty):
    """It must be there all the same."""
    empty.write({"postgresql.conf": "max_connections = 50\n", "x.vars": ""})
    assert [empty.run("--var-file", "x.vars")[1] for _ in range(2)] == [True, False]
    (empty.root / "x.vars").unlink()
    assert empty.run("--var-file", "x.vars") == (("", "pglint: --var-file x.vars: no such file\n", 2), False)


def test_from_another_folder(full, monkeypatch):
    """Paths are shown as they are seen from the working directory."""
    at_root, _ = full.run()
    monkeypatch.chdir(full.root / "db")
    for paths in ((), ("..",)):
        below, made = full.run(*paths)
        assert (made, below == at_root) == (True, False)
        assert full.run(*paths) == (below, False)
        assert full.run(*paths, "--no-cache") == (below, True)


def test_the_width_of_the_terminal_and_its_colours(full, monkeypatch):
    seen = {}
    for columns, colour in ((120, False), (60, False), (120, True)):
        monkeypatch.setattr("pglint.cli.check.width", lambda columns=columns: columns)
        monkeypatch.setattr("pglint.cli.check.colour", lambda *given, colour=colour: colour)
        first, made = full.run()
        assert made
        assert full.run() == (first, False)
        seen[first[0]] = ("\x1b[" in first[0]) == colour
    assert list(seen.values()) == [True, True, True]


def test_output_into_a_file(full):
    assert full.run("--output", "../report.txt") == (("", "", 1), True)
    text = (full.root / "../report.txt").read_text()
    (full.root / "../report.txt").unlink()
    assert full.run("--output", "../other.txt") == (("", "", 1), False)
    assert (full.root / "../other.txt").read_text() == text
    assert full.run("-o", "-")[0] == (text, "", 1)


def test_folders_that_cannot_be_listed(full, monkeypatch):
    original = os.scandir

    def refuse(path):
        if str(path).endswith("secrets/"):
            raise PermissionError(13, "Permission denied")
        return original(path)

    (full.root / "secrets").mkdir()
    open_, _ = full.run()
    monkeypatch.setattr(os, "scandir", refuse)
    closed, made = full.run()
    assert (made, closed[0], closed[1]) == (True, open_[0], "pglint: secrets/: Permission denied (skipped)\n")
    assert full.run() == (closed, False)
    assert full.run("stacks")[0][1] == full.run("stacks")[0][1] == ""


@pytest.mark.parametrize(
    ("name", "text"),
    [
        (b"db/pgbouncer\xff.ini", INI),
        ("db/pgbouncer ü ×.ini", INI),
        ("db/pgbouncer.ini", INI.replace("app", "\udcff").encode("utf-8", "surrogateescape")),
        ("db/pgbouncer.ini", INI.encode("utf-16")),
        ("db/pgbouncer.ini", b"\0" * 5000),
        ("db/pgbouncer.ini", b""),
        (
            "migrations/V2__x.sql",
            "SELECT 'a\u2028b\u202e\u00a0';\nCREATE ROLE \"a\u2028\x1b[31mb\" LOGIN CONNECTION LIMIT 0;\n",
        ),
    ],
)
@pytest.mark.parametrize("arguments", [(), ("--format", "json"), ("--format", "concise", "--show-unknown")])
def test_texts_of_every_kind(empty, name, text, arguments):
    empty.write({os.fsdecode(name): text, "db/postgresql.conf": "max_connections = 50\n"})
    first, made = empty.run(*arguments)
    assert made
    assert empty.run(*arguments)[0] == first
    assert empty.run(*arguments, "--no-cache") == (first, True)


@pytest.mark.parametrize(
    ("name", "text"), [("db/pgbouncer.ini", INI), ("dump.sql", "CREATE ROLE app LOGIN CONNECTION LIMIT 0;\n--")]
)
def test_a_large_file(empty, monkeypatch, name, text):
    """It is known by its times, not by its bytes: so it has to be old enough for a change to show in them."""
    monkeypatch.setattr("pglint.content.MAX_BYTES", 1000)
    empty.write({"db/postgresql.conf": "max_connections = 50\n", name: text + ";" * 1000})
    empty.run()
    assert empty.run()[1]  # it may still change without another time
    monkeypatch.setattr("time.time_ns", lambda: os.stat(empty.root / name).st_ctime_ns + 3_000_000_000)
    first, _ = empty.run()
    assert empty.run() == (first, False)
    (empty.root / name).write_text(text + "#" * 1000)
    assert empty.run()[1]


# -- what is not remembered ---------------------------------------------------------------------------------------------


def test_a_file_that_changes_during_the_run(full, monkeypatch):
    original = Disk.forget

    def forget(tree):
        with open(full.root / "db/pgbouncer.ini", "a") as file:
            file.write("; more\n")
        original(tree)

    monkeypatch.setattr(Disk, "forget", forget)
    full.run()
    assert full.stored() == []


@pytest.mark.parametrize(
    ("when", "file", "text"),
    [
        ("pglint.cli.scope.scope", "pglint.toml", FILES["pglint.toml"] + "# more\n"),
        ("pglint.check.run", "ci/OWN001-few.yaml", RULE.format(least=7)),
    ],
)
def test_a_configuration_that_changes_during_the_run(full, monkeypatch, when, file, text):
    module, _, name = when.rpartition(".")
    original = getattr(sys.modules[module], name)

    def changing(*given):
        (full.root / file).write_text(text)
        return original(*given)

    monkeypatch.setattr(when, changing)
    assert full.run()[0][2] == 1
    assert full.stored() == []


def test_midnight(full, monkeypatch):
    on(monkeypatch, (2026, 12, 31), (2027, 1, 1))
    full.run()
    assert full.stored() == []


def test_an_internal_error(full, monkeypatch):
    original = check.run
    monkeypatch.setattr(check, "run", lambda *given: original(*given)._replace(internal=("x",)))
    assert full.run()[0][2] == 3
    assert full.stored() == []


@pytest.mark.parametrize(
    ("file", "text"),
    [
        ("pglint.toml", "select = ['NONE001']\n"),
        ("pglint.toml", "x"),
        ("ci/OWN001-few.yaml", "x"),
        ("pglint.toml", "rules = {}\nx = 1"),
    ],
)
def test_what_cannot_be_run(full, file, text):
    full.write({file: text})
    assert full.run()[0][2] == 2
    assert full.stored() == []


def test_a_report_that_is_too_long(full, monkeypatch):
    monkeypatch.setattr(watch, "LARGEST", 10)
    full.run()
    assert full.stored() == []


def test_standard_input(full, monkeypatch):
    for _ in range(2):
        with open(full.root / "db/pgbouncer.ini") as file:
            monkeypatch.setattr(sys, "stdin", file)
            assert full.run("-", "--stdin-filename", "db/pgbouncer.ini")[1]
    assert full.stored() == []


def test_no_files_of_ours(empty):
    empty.write({"main.py": ""})
    first, _ = empty.run()
    assert "no postgresql.conf" in first[1]
    assert empty.run()[0] == first
    assert not (empty.root / FOLDER).exists()


def test_a_small_project_stays_clean(empty, monkeypatch):
    monkeypatch.setattr(watch, "WORTH", 100)
    empty.write({"postgresql.conf": "max_connections = 50\n"})
    assert [empty.run()[1] for _ in range(2)] == [True, True]
    assert not (empty.root / FOLDER).exists()
    (empty.root / FOLDER).mkdir()  # once it is there, it is used
    assert [empty.run()[1] for _ in range(2)] == [True, False]


@pytest.mark.parametrize(
    ("path", "text", "remembered"),
    [
        ("roles.sql", "CREATE ROLE a;\n", True),
        ("main.tf", 'resource "postgresql_role" "a" {\n  name = "a"\n}\n', True),
        ("pgbouncer.ini", INI, False),
        ("pg_hba.conf", "local all all trust\n", False),
    ],
)
def test_what_takes_long_to_read_is_remembered_at_once(empty, monkeypatch, path, text, remembered):
    monkeypatch.setattr(watch, "WORTH", 100)
    empty.write({"postgresql.conf": "max_connections = 50\n", path: text})
    assert [empty.run()[1] for _ in range(2)] == [True, not remembered]


def test_old_runs_go(full):
    widths = [str(number) for number in range(10, 19)]
    for version in widths:
        full.run("--postgres-version", version)
    assert len(full.stored()) == watch.KEPT == 8
    assert [full.run("--postgres-version", version)[1] for version in reversed(widths)] == [False] * 8 + [True]


# -- caches that somebody else made -------------------------------------------------------------------------------------

FORGED = {
    "key": ["", None, 1, ["a"], {}],
    "files": [None, [], {}, {"sql": 1}, {"sql": [1]}, {"sql": [["a"]]}, {"sql": ["no.sql"]}, "sql", {"sql": "db"}],
    "exclude": [None, 1, ["("], ["[a"], [1], {"a": 1}, ["db"], ["**"]],
    "unreadable": [None, ["db: no"], "x", 1],
    "text_of": [None, 1, [], [1], [None], ["../x"], ["a\0b"], ["/etc/passwd"], [["a"]], {}, "db"],
    "names_in": [None, 1, [1], ["a"], ["../.."], [["a"]], {"a": 1}],
    "is_folder": [None, 1, [1], ["a"], [["a"]]],
    "rules": [None, 1, [], ["/nowhere"], [1], [["a"]]],
    "state": [None, "", 1, [], "0" * 32],
    "environment": ["", 1, [], "0" * 32],
    "text": [None, 1, ["a"], {}, "a\x1b[5mb", "a\rb", "a\x9bb", "\x07", "a\tb", "\udc80", "\x1b]0;x\x07"],
    "status": [None, "1", 2, 3, -1, True, [], 1.0],
    "asides": [None, 1, [1], ["a\x1b[2J"], [["a"]]],
}  # fmt: skip


@pytest.mark.parametrize(("field", "value"), [(field, value) for field, values in FORGED.items() for value in values])
def test_what_does_not_fit_is_not_believed(full, field, value):
    expected, _ = full.run()
    (path,) = full.stored()
    stored = json.loads(path.read_text())
    assert stored[field] != value or type(stored[field]) is not type(value)
    path.write_text(json.dumps({**stored, field: value}))
    assert full.run() == (expected, True)
    assert full.run() == (expected, False)
    path.write_text(json.dumps({name: each for name, each in stored.items() if name != field}))
    assert full.run() == (expected, True)


@pytest.mark.parametrize("text", ["", "{", "[]", "null", "1", '"x"', "{}", "[" * 100_000, "\xff", '{"key": 1}', "NaN"])
def test_what_is_broken_is_not_believed(full, text):
    expected, _ = full.run()
    full.stored()[0].write_text(text, encoding="latin-1")
    assert full.run() == (expected, True)
    assert full.run() == (expected, False)


def test_the_run_of_another_project_is_not_believed(full, monkeypatch):
    expected, _ = full.run()
    other = full.root.parent / "other"
    shutil.copytree(full.root, other)
    (other / "db/pgbouncer.ini").write_text("[pgbouncer]\n")
    monkeypatch.chdir(other)
    after, made = full.run()
    assert (made, after == expected) == (True, False)


def test_a_report_that_is_made_up_is_said(full):
    """Whoever can write into the folder can do so, as the manual says."""
    expected, _ = full.run()
    (path,) = full.stored()
    path.write_text(json.dumps({**json.loads(path.read_text()), "text": "all is well\n", "status": 0}))
    assert full.run() == (("all is well\n", "", 0), False)
    assert full.run("--no-cache") == (expected, True)


# -- several processes --------------------------------------------------------------------------------------------------

ROOT = """
resource "postgresql_role" "a" {{
  name             = "a{number}"
  login            = true
  connection_limit = tonumber(file("${{path.module}}/limit.txt"))
}}
"""


def test_what_other_processes_ask_is_noted(empty, monkeypatch):
    """Also for what is not there: it is only asked where the root is evaluated."""
    empty.write({f"root{number}/main.tf": ROOT.format(number=number) for number in range(6)})
    empty.write({f"jobs{number}/a.sql": "SET ROLE app;\n\\ir more.txt\n" for number in range(6)})
    monkeypatch.setattr(infrastructure, "WORTH_SPREADING", 0)
    monkeypatch.setattr(sql, "WORTH_SPREADING", 0)
    stored = []
    for count in (1, 3):
        monkeypatch.setattr(workers, "processors", lambda count=count: count)
        shutil.rmtree(empty.root / FOLDER, ignore_errors=True)
        empty.run()
        found = json.loads(empty.stored()[0].read_text())
        stored.append({name: sorted(found[name]) for name in ("text_of", "names_in", "is_folder", "files")})
        assert not empty.run()[1]
    assert stored[0] == stored[1]
    assert {"root5/limit.txt", "jobs5/more.txt"} <= set(stored[0]["text_of"])
    empty.write({"root5/limit.txt": "0"})
    after, made = empty.run()
    assert (made, "root5/main.tf:5:22: LIM003" in after[0]) == (True, True)


def test_many_at_once(full):
    """Each says the same, whoever wrote what it read."""
    expected, _ = full.run("--format", "concise")
    full.stored()[0].unlink()
    code = (
        "import sys\nfrom pglint import remembered, watch\nwatch.WORTH = -1\nremembered.build = lambda: 'this one'\n"
        "from pglint.cli.main import run\nsys.exit(run(sys.argv[1:]))"
    )
    command = [sys.executable, "-c", code, "check", "--format", "concise"]
    for _ in range(2):
        running = [
            subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) for _ in range(6)
        ]
        assert [(*process.communicate(), process.returncode) for process in running] == [expected] * 6
    assert [path.name for path in (full.root / FOLDER).iterdir() if path.name.count(".") > 1] == []
    assert full.run("--format", "concise") == (expected, False)


# -- the fixtures -------------------------------------------------------------------------------------------------------

FIXTURES = Path(__file__).resolve().parents[1] / "fixtures"


@pytest.mark.parametrize(
    "name", sorted(path.parent.relative_to(FIXTURES).as_posix() for path in FIXTURES.rglob("expected.txt"))
)
def test_fixtures_say_the_same_again(empty, name):
    shutil.copytree(FIXTURES / name, empty.root, dirs_exist_ok=True)
    expected = (FIXTURES / name / "expected.txt").read_text()
    first, made = empty.run("--format", "concise")
    assert (first[0], made) == (expected, True)
    assert empty.run("--format", "concise") == (first, False)
