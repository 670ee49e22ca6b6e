"""Work over several processes: the same as in one, whatever happens to one of them."""

import os
import signal
import sys
import time
from functools import partial

import pytest

from pglint.project import walk
from pglint.stacks import infrastructure, workers
from pglint.stacks.stored import plain
from pglint.stacks.units import read
from pglint.tree import Disk

ITEMS = tuple("abcdefg")
spread = partial(workers.spread, tree=None)


def twice(item):
    return item * 2


@pytest.mark.parametrize("count", [1, 2, 3, 7, 20])
def test_everything_is_done(count):
    assert spread(twice, ITEMS, count) == {item: item * 2 for item in ITEMS}


def test_by_several_processes():
    found = spread(lambda item: str(os.getpid()), ITEMS, 3)
    assert len(set(found.values())) == 3
    assert found["a"] == str(os.getpid())


@pytest.mark.parametrize("text", ["", "\n", "12\nabc", "ä€😀", "\r\n\t", "a\udc80b", "x" * 300_000])
def test_any_text_comes_through(text):
    assert spread(lambda item: text, "ab", 2) == {"a": text, "b": text}


def test_nothing_waits_for_a_pipe_that_nobody_reads(tmp_path):
    """The others have all of their work done before this process has finished its own."""

    def work(item):
        if item == "a":
            deadline = time.monotonic() + 10
            while not (tmp_path / "f").exists() and time.monotonic() < deadline:
                time.sleep(0.01)
            return str((tmp_path / "f").exists())
        (tmp_path / item).touch()
        return "x" * 200_000

    assert spread(work, ("a", "b", "c", "d", "e", "f"), 2)["a"] == "True"


def raises(item):
    raise ValueError(item)


def exits(item):
    sys.exit(0)


def is_killed(item):
    os.kill(os.getpid(), signal.SIGKILL)


def ends(item):
    os._exit(0)


@pytest.mark.parametrize("fails", [raises, exits, is_killed])
def test_one_that_fails_takes_its_own_share_along(fails, capfd):
    parent = os.getpid()

    def work(item):
        return fails(item) if os.getpid() != parent and item == "d" else twice(item)

    found = spread(work, ITEMS, 2)  # b, d and f are the other's
    assert found == {item: item * 2 for item in "aceg"}
    assert capfd.readouterr() == ("", "")


def test_what_fails_here_is_left_out(capfd):
    def work(item):
        return raises(item) if item == "c" else twice(item)

    found = spread(work, ITEMS, 2)
    assert found == {item: item * 2 for item in "abdf"}
    assert capfd.readouterr() == ("", "")


def test_where_no_process_can_be_started(monkeypatch):
    def refused():
        raise BlockingIOError(11, "Resource temporarily unavailable")

    monkeypatch.setattr(os, "fork", refused)
    before = len(os.listdir("/dev/fd"))
    assert spread(twice, ITEMS, 3) == {item: item * 2 for item in "adg"}
    assert len(os.listdir("/dev/fd")) == before


def test_where_no_pipe_can_be_made(monkeypatch):
    def refused():
        raise OSError(24, "Too many open files")

    monkeypatch.setattr(os, "pipe", refused)
    assert spread(twice, ITEMS, 2) == {item: item * 2 for item in "aceg"}


def test_without_standard_output(monkeypatch):
    monkeypatch.setattr(sys, "stdout", None)
    monkeypatch.setattr(sys, "stderr", None)
    assert spread(twice, ITEMS, 2) == {item: item * 2 for item in ITEMS}


def test_nothing_is_left_behind():
    before = len(os.listdir("/dev/fd"))
    spread(twice, ITEMS, 4)
    assert len(os.listdir("/dev/fd")) == before
    with pytest.raises(ChildProcessError):
        os.waitpid(-1, os.WNOHANG)


def test_processors(monkeypatch):
    assert 1 <= workers.processors() <= workers.MOST
    monkeypatch.delattr(os, "fork")
    assert workers.processors() == 1


ROOT = """
variable "limit" {{
  default = {number}
}}
resource "postgresql_role" "app" {{
  name             = "app{number}"
  connection_limit = var.limit
}}
"""


@pytest.fixture
def project(tmp_path):
    for number in range(6):
        (tmp_path / f"root{number}").mkdir()
        (tmp_path / f"root{number}" / "main.tf").write_text(ROOT.format(number=number) + "# a comment\n" * 20)
    (tmp_path / "root3" / "broken.tf").write_text('locals {\n  a = "\n}\n')
    return tmp_path


def said(project, monkeypatch, count):
    """The facts of a project as several processes read them."""
    monkeypatch.setattr(infrastructure, "WORTH_SPREADING", 0)
    monkeypatch.setattr(workers, "processors", lambda: count)
    units = read(Disk(str(project)), walk(str(project)))
    paths = {}
    return [plain(each, paths) for each in (*units.facts, *units.faults)], list(paths), units.internal


def test_terraform_is_the_same_by_several_processes(project, monkeypatch):
    alone = said(project, monkeypatch, 1)
    assert (len(alone[0]), alone[2]) == (7, [])
    assert said(project, monkeypatch, 2) == alone
    assert said(project, monkeypatch, 4) == alone


@pytest.mark.parametrize("fails", [raises, exits, is_killed, ends])
def test_terraform_is_the_same_where_a_process_fails(project, monkeypatch, fails):
    alone = said(project, monkeypatch, 1)
    parent, evaluate = os.getpid(), infrastructure._reading
    monkeypatch.setattr(
        infrastructure, "_reading", lambda *given: fails(given) if os.getpid() != parent else evaluate(*given)
    )
    assert said(project, monkeypatch, 3) == alone


def test_an_error_of_ours_in_one_root_is_told_once(project, monkeypatch):
    evaluate = infrastructure._reading
    monkeypatch.setattr(
        infrastructure, "_reading", lambda roots, folder: raises(folder) if folder == "root4" else evaluate(roots, folder)
    )
    facts, paths, internal = said(project, monkeypatch, 2)
    assert (len(facts), "root4/main.tf" in paths) == (6, False)
    assert [text.partition(" (")[0] for text in internal] == ["Terraform in root4: ValueError: root4"]
