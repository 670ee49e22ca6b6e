"""The bytes of a file, and marks that tell them apart from each other and from everything else."""

import os
from itertools import combinations
from pathlib import Path

import pytest

from pglint import content as module
from pglint.content import Large, content, mark, marked, together
from pglint.questions import Questions


@pytest.mark.parametrize("data", [b"", b"x", b"\0\xff\r\n\x1a", b"x" * 70_000, b"y" * (1 << 20)], ids=len)
def test_bytes_as_they_are(tmp_path: Path, data: bytes) -> None:
    (tmp_path / "x").write_bytes(data)
    assert content(str(tmp_path / "x")) == data
    (tmp_path / "link").symlink_to("x")
    assert content(str(tmp_path / "link")) == data


@pytest.mark.parametrize(
    "name", ["none", "folder", "none/x", "file/x", "broken", "loop", "pipe", "device", "a\0b", "a" * 5000, ""]
)
def test_what_is_no_file(tmp_path: Path, name: str) -> None:
    (tmp_path / "folder").mkdir()
    (tmp_path / "file").write_text("x")
    (tmp_path / "broken").symlink_to("none")
    (tmp_path / "loop").symlink_to("loop")
    (tmp_path / "device").symlink_to("/dev/null")
    os.mkfifo(tmp_path / "pipe")
    assert content(os.path.join(tmp_path, name)) is None
    assert marked(os.path.join(tmp_path, name)) == mark(None)


def test_what_is_no_file_is_not_opened(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Some devices do something when they are opened."""
    (tmp_path / "device").symlink_to("/dev/null")
    monkeypatch.setattr(os, "open", None)
    assert content(str(tmp_path / "device")) is None


def test_a_file_that_the_system_makes_up() -> None:
    """Its size is said to be 0."""
    found = content("/proc/self/status")
    assert isinstance(found, bytes)
    assert found.startswith(b"Name:")


def test_one_that_grows_while_it_is_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path, original = tmp_path / "x", os.stat
    path.write_text("first\n")

    def grown(name: str) -> os.stat_result:
        found = original(name)
        with path.open("a") as more:
            more.write("second\n" * 10)
        return found

    monkeypatch.setattr(os, "stat", grown)
    assert content(str(path)) == b"first\n" + b"second\n" * 10


def test_one_that_may_not_be_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "x").write_text("x")

    def refuse(*given: object) -> int:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(os, "open", refuse)
    with pytest.raises(PermissionError):
        content(str(tmp_path / "x"))
    assert marked(str(tmp_path / "x")) == mark(PermissionError(13, "Permission denied"))
    assert content(str(tmp_path)) is None


def test_nothing_stays_open(tmp_path: Path) -> None:
    (tmp_path / "x").write_text("x")
    before = len(os.listdir("/dev/fd"))
    for path in ("x", "none", "."):
        content(str(tmp_path / path))
    assert len(os.listdir("/dev/fd")) == before


def test_large_ones_are_known_by_their_times(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "MAX_BYTES", 10)
    path = tmp_path / "x"
    path.write_text("x" * 10)
    assert content(str(path)) == b"x" * 10
    path.write_text("x" * 11)
    found, status = content(str(path)), path.stat()
    assert found == Large(11, status.st_mtime_ns, status.st_ctime_ns, status.st_ino)
    os.utime(path, (1, 1))
    assert marked(str(path)) != mark(found)  # who changes one time changes the other


@pytest.mark.parametrize(
    ("bytes_at", "status_at", "settled"), [(0, 0, True), (3, 0, False), (0, 3, False), (3, 3, False), (5, 0, False)]
)
def test_large_ones_settle_in_two_seconds(
    monkeypatch: pytest.MonkeyPatch, bytes_at: int, status_at: int, settled: bool
) -> None:
    second = 1_000_000_000
    monkeypatch.setattr("time.time_ns", lambda: 4 * second)
    large = Large(11, bytes_at * second, status_at * second, 1)
    questions = Questions()
    questions.note("text", "x", large)
    assert (large.is_settled(), questions.steady) == (settled, settled)


ANSWERS: tuple[object, ...] = (
    b"", b"x", b"None", b"no such thing   ", None, True, False, [], ["x"], ["x", "y"], ["xy"], [""], ["\udc80"],
    Large(11, 1, 1, 1), Large(12, 1, 1, 1), Large(11, 2, 1, 1), Large(11, 1, 2, 1), Large(11, 1, 1, 2),
    PermissionError(13, "Permission denied"), OSError(5, "Input/output error"), OSError("odd"),
)  # fmt: skip


def test_every_answer_has_a_mark_of_its_own() -> None:
    assert {len(mark(answer)) for answer in ANSWERS} == {16}
    assert [pair for pair in combinations(ANSWERS, 2) if mark(pair[0]) == mark(pair[1])] == []
    assert [answer for answer in ANSWERS if mark(answer) != mark(answer)] == []


def test_the_order_of_marks_counts() -> None:
    assert together([mark(b"a"), mark(b"b")]) != together([mark(b"b"), mark(b"a")])
    assert together([]) != together([mark(None)])


@pytest.mark.parametrize(
    ("answers", "steady"),
    [
        ([("text", "a", b"1"), ("text", "a", b"1")], True),
        ([("text", "a", b"1"), ("text", "b", b"2")], True),
        ([("text", "a", None), ("folder", "a", True), ("names", "a", [])], True),
        ([("text", "a", b"1"), ("text", "a", b"2")], False),
        ([("text", "a", b"1"), ("text", "a", None)], False),
        ([("names", "a", ["x"]), ("names", "a", ["x", "y"])], False),
        ([("folder", "a", True), ("folder", "a", False)], False),
    ],
)
def test_a_question_with_two_answers(answers: list[tuple[str, str, object]], steady: bool) -> None:
    here, there, other = Questions(), Questions(), Questions()
    for number, (kind, path, answer) in enumerate(answers):
        here.note(kind, path, answer)
        (there if number else other).note(kind, path, answer)
    assert here.steady == steady
    other.add(there.packed())  # of which one was asked by another process
    assert (other.steady, other.asked) == (steady, here.asked)


def test_what_is_handed_over_is_no_steadier_than_it_was() -> None:
    here, there = Questions(), Questions()
    there.note("text", "a\udc80", b"1")
    there.note("text", "a\udc80", b"2")
    here.add(there.packed())
    assert (here.steady, list(here.asked["text"])) == (False, ["a\udc80"])
