"""Files on disk: replaced as wholes, all or none, and finished by the next run where one was killed."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from pglint.fixes.plan import Change
from pglint.fixes.store import Lock, Refused, Unfinished, heal, write

ROOT = Path(__file__).resolve().parents[2]
OLD, NEW = "max_connections = 50\r\n# \udce9\n", "max_connections = 66\r\n# \udce9\n"
FILES = ("a/postgresql.conf", "b/postgresql.conf", "pgbouncer.ini")


def put(root: Path, *paths: str) -> list[Change]:
    for path in paths:
        (root / path).parent.mkdir(exist_ok=True)
        (root / path).write_bytes(OLD.encode("utf-8", "surrogateescape"))
    return [Change(path, OLD, NEW) for path in paths]


def text(path: Path) -> str:
    return path.read_bytes().decode("utf-8", "surrogateescape")


def names(root: Path) -> list[str]:
    return sorted(str(path.relative_to(root)) for path in root.rglob("*") if path.is_file() and ".pglint_cache" not in str(path))


@pytest.mark.parametrize("paths", [FILES[:1], FILES])
def test_bytes_mode_and_owner_are_kept(tmp_path: Path, paths: tuple[str, ...]) -> None:
    changes = put(tmp_path, *paths)
    os.chmod(tmp_path / paths[0], 0o640)
    owner = (12345, 23456) if os.geteuid() == 0 else (os.getuid(), os.getgid())
    os.chown(tmp_path / paths[0], *owner)
    write(str(tmp_path), changes)
    found = (tmp_path / paths[0]).stat()
    assert [text(tmp_path / path) for path in paths] == [NEW] * len(paths)
    assert (found.st_mode & 0o7777, found.st_uid, found.st_gid) == (0o640, *owner)
    assert names(tmp_path) == sorted(paths)
    assert not (tmp_path / ".pglint_cache/fix-journal.json").exists()


def make_link(root: Path) -> None:
    outside = root.parent / "outside.conf"
    outside.write_bytes(OLD.encode("utf-8", "surrogateescape"))
    (root / FILES[0]).unlink()
    (root / FILES[0]).symlink_to(outside)


def make_hard_link(root: Path) -> None:
    os.link(root / FILES[0], root / "other-name")


def make_folder_read_only(root: Path) -> None:
    (root / "a").chmod(0o555)


@pytest.mark.parametrize(
    ("spoil", "why"),
    [
        (make_link, "is a link out of the project"),
        (make_hard_link, "has other names (hard links), which would keep the old text"),
        (lambda root: (root / FILES[0]).chmod(0o444), "is read-only"),
        (make_folder_read_only, "its folder is read-only"),
        (lambda root: (root / FILES[0]).write_text("changed\n"), "was changed meanwhile; run it again"),
        (lambda root: (root / FILES[0]).unlink(), "No such file or directory"),
    ],
)
def test_what_is_not_written_leaves_all_as_it_is(tmp_path: Path, spoil, why: str) -> None:
    root = tmp_path / "root"
    root.mkdir()
    changes = put(root, *FILES)
    spoil(root)
    with pytest.raises(Refused) as error:
        write(str(root), changes)
    (root / "a").chmod(0o755)
    assert str(error.value) == f"{FILES[0]}: {why}"
    assert [text(root / path) for path in FILES[1:]] == [OLD, OLD]
    assert not list(root.rglob("*.pglint-fix-*"))


@pytest.mark.parametrize(("paths", "error"), [(FILES[:1], Refused), (FILES, Unfinished)])
def test_a_disk_that_fails_in_between(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, paths: tuple[str, ...], error: type) -> None:
    changes = put(tmp_path, *paths)
    replace = os.replace

    def failing(source: str, target: str) -> None:
        if target.endswith(paths[-1]):
            raise OSError(5, "Input/output error", target)
        replace(source, target)

    monkeypatch.setattr(os, "replace", failing)
    with pytest.raises(error, match="Input/output error"):
        write(str(tmp_path), changes)
    monkeypatch.undo()
    assert text(tmp_path / paths[-1]) == OLD
    assert heal(str(tmp_path)) == ([paths[-1]] if len(paths) > 1 else [])
    assert len({text(tmp_path / path) for path in paths}) == 1
    assert names(tmp_path) == sorted(paths)


@pytest.mark.parametrize("others", [(), ("real.conf",), ("real.conf", "pgbouncer.ini")])
def test_a_link_inside_stays_a_link(tmp_path: Path, others: tuple[str, ...]) -> None:
    """Also where the file behind it, or another link to it, is changed by its own name."""
    put(tmp_path, "real.conf", "pgbouncer.ini")
    (tmp_path / "postgresql.conf").symlink_to("real.conf")
    write(str(tmp_path), [Change(path, OLD, NEW) for path in ("postgresql.conf", *others)])
    assert (tmp_path / "postgresql.conf").is_symlink()
    assert text(tmp_path / "real.conf") == NEW
    assert text(tmp_path / "pgbouncer.ini") == (NEW if "pgbouncer.ini" in others else OLD)
    assert names(tmp_path) == ["pgbouncer.ini", "postgresql.conf", "real.conf"]
    assert heal(str(tmp_path)) == []


def test_one_file_cannot_have_two_texts(tmp_path: Path) -> None:
    put(tmp_path, "real.conf")
    (tmp_path / "postgresql.conf").symlink_to("real.conf")
    with pytest.raises(Refused, match=r"real\.conf: is the same file as postgresql\.conf"):
        write(str(tmp_path), [Change("postgresql.conf", OLD, NEW), Change("real.conf", OLD, OLD + "# other\n")])
    assert text(tmp_path / "real.conf") == OLD


@pytest.mark.parametrize("paths", [FILES[-1:], FILES])
def test_a_file_that_changes_while_the_new_texts_go_to_disk(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, paths: tuple[str, ...]
) -> None:
    changes = put(tmp_path, *paths)
    fsync = os.fsync

    def slow(handle: int) -> None:
        (tmp_path / paths[-1]).write_text("mine\n")
        fsync(handle)

    monkeypatch.setattr(os, "fsync", slow)
    with pytest.raises(Refused, match=f"^{paths[-1]}: was changed meanwhile; run it again$"):
        write(str(tmp_path), changes)
    assert [text(tmp_path / path) for path in paths] == [*[OLD] * (len(paths) - 1), "mine\n"]
    assert names(tmp_path) == sorted(paths)
    assert heal(str(tmp_path)) == []


# The n-th call of one of these that change something on disk, or its flush, is never made: the process is killed there.
KILLED = """
import os, signal, sys
sys.path.insert(0, sys.argv[1])
from pglint.fixes.plan import Change
from pglint.fixes import store
left = int(sys.argv[3])
def dying(call):
    def called(*arguments, **named):
        global left
        left -= 1
        if left == 0:
            os.kill(os.getpid(), signal.SIGKILL)
        return call(*arguments, **named)
    return called
for name in ("open", "fsync", "replace", "unlink", "chmod", "fchown", "mkdir", "close"):
    setattr(os, name, dying(getattr(os, name)))
old, new = (bytes.fromhex(text).decode("utf-8", "surrogateescape") for text in sys.argv[4:6])
store.write(sys.argv[2], [Change(path, old, new) for path in sys.argv[6:]])
print("done")
"""


def killed_at(root: Path, call: int, *paths: str) -> bool:
    """Whether a process that writes was killed at its ``call``-th call; False: it was done before."""
    texts = [each.encode("utf-8", "surrogateescape").hex() for each in (OLD, NEW)]
    command = [sys.executable, "-c", KILLED, str(ROOT), str(root), str(call), *texts, *paths]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode in (0, -signal.SIGKILL), done.stderr
    return done.returncode != 0


@pytest.mark.parametrize("paths", [FILES[:1], FILES], ids=["one", "several"])
def test_killed_anywhere(tmp_path: Path, paths: tuple[str, ...]) -> None:
    states = set()
    for call in range(1, 200):
        root = tmp_path / str(call)
        root.mkdir()
        put(root, *paths)
        was_killed = killed_at(root, call, *paths)
        found = tuple(text(root / path) for path in paths)
        assert set(found) <= {OLD, NEW}  # never half a file
        heal(str(root))
        after = {text(root / path) for path in paths}
        assert len(after) == 1  # all or none
        assert after == {NEW} or found == (OLD,) * len(paths)
        assert heal(str(root)) == []
        states.add(found)
        write(str(root), [Change(path, text(root / path), NEW) for path in paths])
        assert names(root) == sorted(paths)  # and nothing is left behind
        if not was_killed:
            break
    assert not was_killed
    assert len(states) == 1 + len(paths)  # killed before, between and after


def test_a_file_that_somebody_changed_since_stays(tmp_path: Path) -> None:
    put(tmp_path, *FILES)
    call = next(call for call in range(1, 200) if killed_at(tmp_path, call, *FILES) and text(tmp_path / FILES[0]) == NEW)
    assert call
    (tmp_path / FILES[1]).write_text("mine\n")
    heal(str(tmp_path))
    assert [text(tmp_path / path) for path in FILES] == [NEW, "mine\n", NEW]
    assert names(tmp_path) == sorted(FILES)


@pytest.mark.parametrize(
    "journal",
    ["", "{", "[]", '{"files": 5}', '{"files": [["../outside", "a", "b"], 7, []]}', '{"files": [["/etc/passwd", "", ""]]}'],
)
def test_a_journal_of_somebody_else_does_no_harm(tmp_path: Path, journal: str) -> None:
    (tmp_path / ".pglint_cache").mkdir()
    (tmp_path / ".pglint_cache/fix-journal.json").write_text(journal)
    assert heal(str(tmp_path)) == []


def test_two_runs_wait_for_each_other(tmp_path: Path) -> None:
    code = f"import sys; sys.path.insert(0, {str(ROOT)!r}); from pglint.fixes.store import Lock\nwith Lock({str(tmp_path)!r}): print('in')"
    with Lock(str(tmp_path)):
        other = subprocess.Popen([sys.executable, "-c", code], stdout=subprocess.PIPE, text=True)
        with pytest.raises(subprocess.TimeoutExpired):
            other.wait(0.5)
    assert other.communicate(timeout=20)[0] == "in\n"
