"""action.yml, the GitLab template and the Dockerfile: what they run is run here, with a stack that is wrong and one that is not."""

import json
import re
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import NamedTuple

import pytest

from tests.checkout import ROOT, call, commit, copy, environment
from tests.ci.steps import Done, bash, filled, read

ACTION = read("action.yml")
GITLAB = read("templates/gitlab.yml")["pglint"]
WRONG = {
    "postgresql.conf": "max_connections = 50\n",
    "pgbouncer.ini": "[databases]\napp = host=db user=app pool_size=60\n[pgbouncer]\npool_mode = transaction\nquery_wait_timeout = 30\n",
}


class Runner(NamedTuple):
    """Where steps run: a repository, a folder for what is thrown away, and a pglint that is installed once."""

    folder: Path
    temporary: Path
    env: dict[str, str]

    def step(self, name: str, inputs: Mapping[str, str]) -> Done:
        """Run one step of the action with these inputs, its defaults for the others."""
        given = {f"inputs.{key}": str(value.get("default", "")) for key, value in ACTION["inputs"].items()}
        given |= {f"inputs.{key}": value for key, value in inputs.items()}
        given |= {"runner.temp": str(self.temporary), "github.action_path": str(self.temporary / "action")}
        given["steps.python.outputs.python-path"] = sys.executable
        step = next(each for each in ACTION["runs"]["steps"] if each.get("name") == name)
        env = {key: filled(value, given) for key, value in step["env"].items()}
        output = self.temporary / "output"
        output.write_text("")
        folder = self.folder / filled(step.get("working-directory", "."), given)
        return bash(step["run"], folder, {**self.env, **env, "GITHUB_OUTPUT": str(output)})

    def output(self) -> str:
        return (self.temporary / "output").read_text()


@pytest.fixture(scope="module")
def runner(tmp_path_factory: pytest.TempPathFactory) -> Runner:
    folder = tmp_path_factory.mktemp("ci")
    copy(folder / "action")
    repository = folder / "shop"
    repository.mkdir()
    env = environment(folder)
    call(["git", "init", "--quiet"], repository, env)
    for name, text in WRONG.items():
        (repository / name).write_text(text)
    commit(repository, "a stack that is wrong", env)
    found = Runner(repository, folder, env)
    done = found.step("Install pglint", {})
    assert done.status == 0, done.output
    return found


@pytest.mark.parametrize(
    ("inputs", "status", "printed"),
    [
        ({}, 1, "::error file=postgresql.conf,line=1,"),
        ({"paths": "pgbouncer.ini\npostgresql.conf\n"}, 1, "CAP001"),
        ({"args": "--ignore CAP,TMO,LIM,MODE,SEC"}, 0, ""),
        ({"args": "--select CAP001", "since": "HEAD"}, 0, ""),
        ({"args": "--select CAP009", "fail-on": "error"}, 0, ""),
        ({"args": "--no-such-option"}, 2, "unknown option --no-such-option"),
    ],
)  # fmt: skip
def test_the_action_checks(runner: Runner, inputs: dict[str, str], status: int, printed: str) -> None:
    done = runner.step("Check", inputs)
    assert done.status == status, done.output
    assert printed in done.output
    assert runner.output() == f"status={status}\n"


def test_the_action_writes_sarif(runner: Runner) -> None:
    runner.step("Check", {"sarif": "report.sarif"})
    report = json.loads((runner.folder / "report.sarif").read_text())
    (runner.folder / "report.sarif").unlink()
    assert "CAP001" in {result["ruleId"] for result in report["runs"][0]["results"]}


def test_every_input_of_the_action_is_used(runner: Runner) -> None:
    text = (ROOT / "action.yml").read_text()
    assert all(f"inputs.{name} }}}}" in text for name in ACTION["inputs"])


def test_the_gitlab_job_checks(runner: Runner) -> None:
    env = {**runner.env, "PATH": f"{runner.temporary / 'pglint-venv' / 'bin'}:{runner.env['PATH']}", **GITLAB["variables"]}
    (script,) = GITLAB["script"]
    done = bash(script, runner.folder, env)
    assert (done.status, "CAP001" in done.output) == (1, True), done.output
    reports = GITLAB["artifacts"]["reports"]
    quality = json.loads((runner.folder / reports["codequality"]).read_text())
    assert "CAP001" in {finding["check_name"] for finding in quality}
    assert "CAP001" in (runner.folder / reports["junit"]).read_text()
    for name in reports.values():
        (runner.folder / name).unlink()


def test_the_gitlab_job_installs_what_pip_takes() -> None:
    (install,) = GITLAB["before_script"]
    assert install == 'python -m pip install --quiet --disable-pip-version-check "$PGLINT_SOURCE"'


def test_the_image_is_made_of_what_is_here(runner: Runner, tmp_path: Path) -> None:
    """No container is built: the commands of the image are run in folders instead."""
    text = (ROOT / "Dockerfile").read_text().replace("\\\n", " ")
    wheel, install = re.findall(r"^RUN (.*)$", text, re.MULTILINE)
    here = {"/wheels": str(tmp_path / "wheels"), "/pglint": str(runner.temporary / "action")}
    python = f"{runner.temporary / 'pglint-venv' / 'bin' / 'python'}"

    def run(command: str) -> None:
        for path, own in here.items():
            command = command.replace(f" {path}", f" {own}")
        done = bash(command.replace("python -m pip", f"{python} -m pip"), tmp_path, runner.env)
        assert done.status == 0, done.output

    run(wheel)
    assert any(path.name.startswith("pglint-") for path in (tmp_path / "wheels").iterdir())
    command, adds_user = (part.strip() for part in install.split("&&"))
    run(command.partition("target=/wheels")[2] + " --target installed")
    assert (tmp_path / "installed" / "pglint" / "rules" / "rules.bin").exists()
    assert adds_user == "useradd --create-home pglint"
    assert 'ENTRYPOINT ["pglint"]' in text
