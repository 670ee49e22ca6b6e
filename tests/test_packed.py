"""A wheel's modules out of one file, and its patterns without re's compiler: what they do, and what happens without."""

import ast
import importlib.util
import marshal
import re
import shutil
import subprocess
import sys
import textwrap
from pathlib import Path

import pytest
from cel_expr_python import cel

from pglint import packed, regex
from scripts import pack_modules
from tests.checkout import ROOT, copy, environment

# Without the site module, which may have imported much on its own.
RUN = """\
import sys
sys.path += sys.argv.pop(1).split("|")
from pglint import packed
packed.install()
from pglint.cli.main import run
out, sys.stdout = sys.stdout, open(sys.argv[1], "w", encoding="utf-8")
status = run(sys.argv[2:])
sys.stdout.close()
finder = sys.meta_path[0]
ours = {name: module.__spec__.loader is finder for name, module in sys.modules.items() if name.startswith("pglint.")}
print((status, ours, "re" in sys.modules), file=out)
"""
SQL = "SET lock_timeout = '2s';\nCREATE INDEX ON parcels (order_id);\nGRANT SELECT ON parcels TO shop;\n"


@pytest.fixture(scope="module")
def package(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The package as a wheel lays it out, in a folder of its own."""
    folder = tmp_path_factory.mktemp("packed")
    source = copy(folder / "source")
    packer = [sys.executable, "-X", "no_debug_ranges", source / "scripts" / "pack_modules.py", source]
    subprocess.run([*packer, source / "pglint" / packed.FILE], check=True, env=environment(folder))
    return source


def run(package: Path, folder: Path, *arguments: str) -> tuple[int, dict[str, bool], bool, str]:
    """Exit status, our modules and whether they came out of the file, whether re was imported, and what was printed."""
    told = folder.with_suffix(".out")
    path = f"{package}|{Path(cel.__file__).parents[1]}"
    command = [sys.executable, "-I", "-S", "-c", RUN, path, told, *arguments]
    env = environment(package.parent)
    done = subprocess.run(command, cwd=folder, env=env, capture_output=True, text=True, encoding="utf-8", check=False)
    assert done.returncode == 0, done.stderr
    status, ours, has_re = ast.literal_eval(done.stdout)
    return status, ours, has_re, told.read_text(encoding="utf-8")


@pytest.fixture
def project(tmp_path: Path) -> Path:
    folder = tmp_path / "project"
    folder.mkdir()
    (folder / "postgresql.conf").write_text("max_connections = 50\n")
    (folder / "pgbouncer.ini").write_text("[databases]\n* = host=db\n[pgbouncer]\ndefault_pool_size = 60\n")
    (folder / "V1__parcels.sql").write_text(SQL)
    return folder


def test_every_module_comes_out_of_the_file_and_re_is_not_needed(package: Path, project: Path) -> None:
    run(package, project, "check")  # compiles the rules, which a wheel brings along
    shutil.rmtree(project / ".pglint_cache", ignore_errors=True)
    status, ours, has_re, told = run(package, project, "check")
    assert (status, has_re) == (1, False)
    assert [name for name, packed_ in ours.items() if not packed_] == ["pglint.packed"]
    assert {"pglint.replay.script", "pglint.findings.engine"} <= set(ours)
    assert "V1__parcels.sql:2:1: MIG001" in told


@pytest.mark.parametrize(
    "name", sorted(path.parent.relative_to(ROOT).as_posix() for path in ROOT.glob("fixtures/**/expected.txt"))
)
def test_the_same_is_found_with_the_file_and_without(package: Path, tmp_path: Path, name: str) -> None:
    folder = shutil.copytree(ROOT / name, tmp_path / "project")
    with_file = run(package, folder, "check", "--select", "ALL", "--format", "json", "--no-cache")
    file, aside = package / "pglint" / packed.FILE, package / "aside"
    file.rename(aside)
    try:
        without = run(package, folder, "check", "--select", "ALL", "--format", "json", "--no-cache")
    finally:
        aside.rename(file)
    assert with_file[0] == without[0]
    assert with_file[3] == without[3]
    assert any(with_file[1].values())
    assert not any(without[1].values())


@pytest.mark.parametrize(
    ("what", "file"),
    [
        ("another Python's", b"\0\1\r\n" + bytes(12)),
        ("cut short in its head", packed.magic()[:3]),
        ("cut short in its contents", packed.magic() + (50).to_bytes(8, "little") + b"[\0"),
        ("something else", packed.magic() + (1).to_bytes(8, "little") + b"N"),
        ("empty", b""),
    ],
)
def test_a_file_that_cannot_be_used_is_none(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, what: str, file: bytes
) -> None:
    (tmp_path / packed.FILE).write_bytes(file)
    monkeypatch.setattr(packed, "__file__", str(tmp_path / "packed.py"))
    before = list(sys.meta_path)
    packed.install()
    assert sys.meta_path == before


def test_the_magic_number_is_importlibs() -> None:
    assert packed.magic() == importlib.util.MAGIC_NUMBER.ljust(8, b"\0")


def test_a_failing_module_is_not_left_half_imported(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    codes = {
        "sample": compile("", "sample.py", "exec"),
        "sample.one": compile("from sample.two import x", "one.py", "exec"),
        "sample.two": compile("x = 1 / 0", "two.py", "exec"),
    }
    (tmp_path / packed.FILE).write_bytes(marshal.dumps(codes))
    finder = packed.Modules(
        str(tmp_path / packed.FILE),
        {"all": (0, (tmp_path / packed.FILE).stat().st_size)},
        {"sample": ("all", True), "sample.one": ("all", False), "sample.two": ("all", False)},
        {"sample": (), "sample.one": ("sample.two",), "sample.two": ()},
    )
    monkeypatch.setattr(sys, "meta_path", [finder, *sys.meta_path])
    with pytest.raises(ZeroDivisionError):
        importlib.import_module("sample.one")
    assert {name for name in sys.modules if name.startswith("sample.")} == set()
    sys.modules.pop("sample")


def test_what_is_left_out_of_the_code() -> None:
    text = """\
        from __future__ import annotations
        from pglint.record import TYPE_CHECKING, NamedTuple
        if TYPE_CHECKING:
            from typing import Any
        else:
            Any = 1
        class Point(NamedTuple):
            x: int
        def double(number: int, *more: int, **named: str) -> int:
            total: int = number
            return total * 2
        """
    lean = ast.unparse(pack_modules.Lean().visit(ast.parse(textwrap.dedent(text))))
    assert lean == textwrap.dedent(
        """\
        from pglint.record import TYPE_CHECKING, NamedTuple
        Any = 1

        class Point(NamedTuple):
            x: int

        def double(number, *more, **named):
            total: int = number
            return total * 2"""
    )


PATTERNS = [
    (r"(?P<word>[a-z]+)\s*=\s*(\d+)", 0, "size = 20"),
    (r"\bON\b", regex.IGNORECASE, "grant x on y"),
    (r"^b(.)$", regex.MULTILINE, "a\nbc\n"),
    (r"a.b(?:c|d)*+", regex.DOTALL, "a\nbcd"),
    (r" a  # spaced", regex.VERBOSE, "bab"),
    (r"[äöü]+|\w", regex.IGNORECASE, "ÄÖ日"),
    (r"(?<!x)(y)|z", 0, "xyz"),
]


@pytest.mark.parametrize(("pattern", "flags", "text"), PATTERNS)
def test_a_ready_made_pattern_is_that_of_re(pattern: str, flags: int, text: str) -> None:
    made = regex._sre.compile(pattern, *marshal.loads(marshal.dumps(pack_modules.pattern(pattern, flags))))
    asked = re.compile(pattern, flags)
    assert made == asked
    assert (made.flags, made.groups, made.groupindex) == (asked.flags, asked.groups, asked.groupindex)
    assert [(match.span(), match.groups(), match.lastgroup) for match in made.finditer(text)] == [
        (match.span(), match.groups(), match.lastgroup) for match in asked.finditer(text)
    ]


def test_the_packer_leaves_re_as_it_was() -> None:
    before = vars(re._compiler)["_sre"]  # type: ignore[attr-defined]
    pack_modules.pattern("a|b", 0)
    assert vars(re._compiler)["_sre"] is before  # type: ignore[attr-defined]


@pytest.mark.parametrize("name", ["IGNORECASE", "MULTILINE", "DOTALL", "VERBOSE"])
def test_flags_are_those_of_re(name: str) -> None:
    assert getattr(regex, name) == int(getattr(re, name))


def test_escape_is_that_of_re() -> None:
    text = "".join(map(chr, range(0x250))) + "日\U0001f600"
    assert regex.escape(text) == re.escape(text)


@pytest.mark.parametrize("name", ["search", "match", "fullmatch", "findall", "finditer"])
@pytest.mark.parametrize(("pattern", "flags", "text"), PATTERNS)
def test_functions_answer_as_re_does(name: str, pattern: str, flags: int, text: str) -> None:
    def plain(found: object) -> object:
        if isinstance(found, re.Match):
            return found.span(), found.groups()
        return found if found is None or isinstance(found, list) else [plain(each) for each in found]  # type: ignore[attr-defined]

    assert plain(getattr(regex, name)(pattern, text, flags)) == plain(getattr(re, name)(pattern, text, flags))


def test_sub() -> None:
    assert regex.sub(r"(a)(b)", r"\2\1", "xab") == "xba"
    assert regex.sub("A", lambda match: match[0] * 2, "bab", regex.IGNORECASE) == "baab"
