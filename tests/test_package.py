"""The package as users get it: ``pip install .``, the wheel that is built from the sdist, and an editable install."""

import sys
import zipfile
from pathlib import Path
from typing import NamedTuple

import pytest

import pglint
from tests.checkout import ROOT, call, copy, environment

RULES = sorted(path.relative_to(ROOT).as_posix() for path in (ROOT / "rules").rglob("*.yaml"))

# What only a user's own rules or configuration need must not be missed on the way of a plain run.
WITHOUT = """
import sys
class Absent:
    def find_spec(self, name, path=None, target=None):
        if name.partition('.')[0] in ('yaml', 'jsonschema', 'pglast', 'hcl2'):
            raise ModuleNotFoundError(name)
sys.meta_path.insert(0, Absent())
from pglint.cli.main import run
sys.exit(run(sys.argv[1:]))
"""


class Place(NamedTuple):
    """A virtual environment of its own, and what its commands run with."""

    folder: Path
    env: dict[str, str]

    def bin(self, name: str) -> Path:
        return self.folder / "bin" / name

    def pip(self, *arguments: str | Path) -> None:
        pip: list[str | Path] = [
            sys.executable,
            "-m",
            "pip",
            "--python",
            self.bin("python"),
            "--disable-pip-version-check",
        ]
        call([*pip, "install", "--quiet", *arguments], self.folder, self.env)


def place(folder: Path, *, with_libraries: bool) -> Place:
    """A new environment; ``with_libraries`` lends it the packages of the one that runs the tests, save pglint."""
    env = environment(folder / "home")
    call([sys.executable, "-m", "venv", "--without-pip", folder / "venv"], folder, env)
    made = Place(folder / "venv", env)
    if with_libraries:
        (site,) = (folder / "venv").glob("lib/python*/site-packages")
        lent = [path for path in sys.path if path.endswith("site-packages")]
        (site / "lent.pth").write_text("\n".join(lent) + "\n", encoding="utf-8")
    return made


def finds_the_misconfiguration(at: Place) -> None:
    """The installed command on the first example stack, from a folder that is not the checkout."""
    version = call([at.bin("pglint"), "--version"], at.folder, at.env)
    assert version.stdout == f"pglint {pglint.__version__}\n"
    found = call([at.bin("pglint"), "check", ROOT / "fixtures" / "two-poolers"], at.folder, at.env, fails=True)
    assert found.returncode == 1
    assert "CAP001" in found.stdout
    assert found.stderr == ""


def cached(at: Place) -> list[Path]:
    return list((at.folder.parent / "home" / "cache").glob("pglint/*.bin"))


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The wheel, by way of the sdist, as a release makes it."""
    folder = tmp_path_factory.mktemp("build")
    source = copy(folder / "source")
    call(
        [sys.executable, "-m", "build", "--no-isolation", "--outdir", folder / "dist", source],
        folder,
        environment(folder),
    )
    (found,) = (folder / "dist").glob("*.whl")
    return found


@pytest.fixture
def lent(tmp_path: Path) -> Place:
    return place(tmp_path, with_libraries=True)


def test_what_is_in_the_wheel(wheel: Path) -> None:
    names = set(zipfile.ZipFile(wheel).namelist())
    assert {f"pglint/{path}" for path in RULES} <= names
    assert {"pglint/rules/rules.bin", "pglint/rules/schema.json", "pglint/__main__.py"} <= names
    assert {name.partition("/")[0] for name in names} == {"pglint", f"pglint-{pglint.__version__}.dist-info"}


def test_the_wheel_runs_its_packed_rules(wheel: Path, lent: Place) -> None:
    lent.pip("--no-deps", wheel)
    finds_the_misconfiguration(lent)
    assert cached(lent) == []
    folder = ROOT / "fixtures" / "role-limit"
    found = call([lent.bin("python"), "-c", WITHOUT, "check", folder], lent.folder, lent.env, fails=True)
    assert (found.returncode, "CAP003" in found.stdout) == (1, True), found.stderr
    assert cached(lent) == []


def test_an_editable_install_compiles_the_rules_once(tmp_path: Path, lent: Place) -> None:
    source = copy(tmp_path / "source")
    lent.pip("--no-deps", "--no-build-isolation", "--editable", source)
    assert not (source / "pglint" / "rules").exists()
    finds_the_misconfiguration(lent)
    (compiled,) = cached(lent)
    written = compiled.stat().st_mtime_ns
    finds_the_misconfiguration(lent)
    assert cached(lent) == [compiled]
    assert compiled.stat().st_mtime_ns == written


def test_pip_install_into_an_empty_environment(tmp_path: Path) -> None:
    made = place(tmp_path, with_libraries=False)
    made.pip(copy(tmp_path / "source"))
    finds_the_misconfiguration(made)
    assert cached(made) == []
