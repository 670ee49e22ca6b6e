"""How real programs are run: without rights, without anybody's settings, and never longer than the test."""

import os

import pytest

from tests.real import programs


def test_nothing_runs_as_root_and_nobody_s_settings_count(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PGHOST", "elsewhere")
    with programs.folder() as home:
        user = programs.call(["id", "-u"], home).stdout.strip()
        told = programs.call(["env"], home).stdout
    assert user not in ("", "0")
    assert "PGHOST" not in told


def test_files_belong_to_the_account() -> None:
    with programs.folder() as home:
        programs.write(home, {"a/b/c.conf": "x = 1\n"})
        done = programs.call(["sh", "-c", "cat a/b/c.conf && echo y >> a/b/c.conf && touch a/b/d"], home)
        assert (done.returncode, done.stdout) == (0, "x = 1\n")
    assert not home.exists()


def test_a_program_ends_with_a_test_that_fails() -> None:
    with programs.folder() as home:
        with pytest.raises(AssertionError), programs.running(["sleep", "600"], home, "log") as process:
            raise AssertionError
        assert process.poll() is not None
        with pytest.raises(ProcessLookupError):
            os.kill(process.pid, 0)


@pytest.mark.parametrize("missing", [{"PostgreSQL": None}, {"PostgreSQL": None, "PgBouncer": None}])
def test_what_is_missing_is_said(missing: dict[str, None]) -> None:
    mark = programs.needs(**missing).mark
    assert mark.args == (True,)
    assert mark.kwargs["reason"] == f"not installed, so there is nothing to compare pglint with: {' and '.join(missing)}"
