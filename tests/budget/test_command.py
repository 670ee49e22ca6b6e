"""`pglint budget`: which stacks, in which format, where to; it never judges."""

import json
import re
from pathlib import Path
from xml.etree import ElementTree

import pytest

from pglint.budget import FORMATS
from pglint.cli.main import run

CONF = "max_connections = {}\n"
INI = "[databases]\napp = host=db user=app\n[pgbouncer]\ndefault_pool_size = 80\n"
TWO = """\
[[stack]]
name = "shop"
include = ["shop/**"]
[[stack]]
name = "blog"
include = ["blog/**"]
"""


@pytest.fixture
def two(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Two stacks: of shop the pools are too large, in blog all is well."""
    (tmp_path / "pglint.toml").write_text(TWO)
    for name, most in (("shop", 50), ("blog", 100)):
        (tmp_path / name).mkdir()
        (tmp_path / name / "postgresql.conf").write_text(CONF.format(most))
        (tmp_path / name / "pgbouncer.ini").write_text(INI)
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.mark.parametrize(
    ("words", "names"),
    [
        ([], ["blog", "shop"]),
        (["shop"], ["shop"]),
        (["shop", "blog"], ["blog", "shop"]),
        (["."], ["blog", "shop"]),
        (["blog/pgbouncer.ini"], ["blog"]),
        (["./shop"], ["shop"]),
        (["pglint.toml"], []),
    ],
)
def test_stacks_by_name_and_by_path(two: Path, words: list[str], names: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["budget", *words, "--format", "json", "--no-cache"]) == 0
    assert [stack["name"] for stack in json.loads(capsys.readouterr().out)["stacks"]] == names


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["shpo"], "pglint: there is no stack shpo, did you mean shop? (pglint stacks lists them)\n"),
        (["warehouse"], "pglint: there is no stack warehouse; there are blog, shop (pglint stacks lists them)\n"),
        (["--format", "pdf"], "pglint: --format: unknown value pdf, it is one of text, json, svg, html, markdown, mermaid\n"),
        (["--fail-on", "error"], "pglint: unknown option --fail-on (pglint budget --help lists them)\n"),
    ],
)
def test_wrong_usage(two: Path, arguments: list[str], said: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["budget", *arguments]) == 2
    assert capsys.readouterr() == ("", said)


@pytest.mark.parametrize("name", FORMATS)
def test_it_never_judges_and_writes_files_whole(two: Path, name: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["budget", "shop", "--format", name, "--no-cache"]) == 0
    printed = capsys.readouterr()
    assert run(["budget", "shop", "--format", name, "--no-cache", "-o", "made"]) == 0
    assert capsys.readouterr() == ("", "")
    assert ((two / "made").read_text(encoding="utf-8"), "") == printed
    assert "33 over" in printed.out or '"over": 33' in printed.out
    assert printed.out.endswith("\n")
    assert "\x1b" not in printed.out


@pytest.mark.parametrize("name", FORMATS)
def test_no_stack_says_so(tmp_path: Path, name: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / ".git").mkdir()
    monkeypatch.chdir(tmp_path)
    assert run(["budget", "--format", name]) == 0
    out = capsys.readouterr().out
    assert json.loads(out)["stacks"] == [] if name == "json" else "no stack here" in out


def test_a_stack_that_says_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / ".git").mkdir()
    (tmp_path / "pg_hba.conf").write_text("local all all peer\n")
    monkeypatch.chdir(tmp_path)
    assert run(["budget", "--no-cache"]) == 0
    assert capsys.readouterr().out == "stack pg_hba.conf\nno file of this stack says how many connections there are\n"


def test_what_pglint_check_ignores_has_no_code(two: Path, capsys: pytest.CaptureFixture[str]) -> None:
    run(["budget", "shop", "--no-cache"])
    assert "33 over CAP001\n" in capsys.readouterr().out
    (two / "shop" / "postgresql.conf").write_text("max_connections = 50  # pglint: ignore[CAP001] known\n")
    run(["budget", "shop", "--no-cache"])
    assert "33 over\n" in capsys.readouterr().out


def test_sums_have_the_shape_of_the_report(two: Path, capsys: pytest.CaptureFixture[str]) -> None:
    run(["check", "shop", "--format", "json", "--select", "CAP001", "--no-cache"])
    demand = json.loads(capsys.readouterr().out)["findings"][0]["sums"][0]
    run(["budget", "shop", "--format", "json", "--no-cache"])
    found = json.loads(capsys.readouterr().out)
    assert (found["schema"], found["root"]) == (1, ".")
    stack = found["stacks"][0]
    assert [layer["name"] for layer in stack["layers"]] == ["clients", "pools", "slots"]
    own = stack["layers"][1]["bars"][0]["wanted"]
    assert {key: own[key] for key in demand if key != "terms"} == {key: demand[key] for key in demand if key != "terms"}
    assert [{key: term[key] for key in demand["terms"][0]} for term in own["terms"]] == demand["terms"]
    slots = stack["layers"][2]["bars"][0]
    assert (slots["over"], slots["free"], slots["limit"]["total"]) == (33, None, 47)
    assert [term["from"] for term in slots["limit"]["terms"]] == ["file", "default"]
    assert [each["code"] for each in slots["findings"]] == ["CAP001"]


GOLDEN = Path(__file__).resolve().parent / "golden"


@pytest.mark.parametrize("name", ["shop.svg", "names.svg"])
def test_svg_is_one_accessible_file(name: str) -> None:
    text = (GOLDEN / name).read_text(encoding="utf-8")
    tree = ElementTree.fromstring(text)
    assert [child.tag.partition("}")[2] for child in tree][:2] == ["title", "desc"]
    assert tree.get("role") == "img"
    tags = {each.tag.partition("}")[2] for each in tree.iter()}
    assert "text" in tags
    assert tags.isdisjoint({"script", "image", "foreignObject", "a", "use"})
    assert re.findall(r"https?://[^\"' ]*", text) == ["http://www.w3.org/2000/svg"]
    assert "prefers-color-scheme:dark" in text


@pytest.mark.parametrize("name", ["shop.html", "names.html"])
def test_html_is_one_file_without_scripts(name: str) -> None:
    text = (GOLDEN / name).read_text(encoding="utf-8")
    assert "<script" not in text
    assert re.findall(r"<(?:img|link|iframe|object)\b|\son\w+=\"|https?://", text) == []
    assert "default-src 'none'" in text
    ids = re.findall(r' id="([^"]*)"', text)
    assert len(ids) == len(set(ids))
    # every number of the terminal's picture stands in the page
    printed = (GOLDEN / name.replace(".html", "-80.txt")).read_text(encoding="utf-8")
    assert set(re.findall(r"[\w./]+:\d+", printed)) <= set(re.findall(r"[\w./]+:\d+", text))


@pytest.mark.parametrize("name", ["shop.mmd", "names.mmd"])
def test_mermaid_has_nothing_but_its_own_quotes(name: str) -> None:
    lines = (GOLDEN / name).read_text(encoding="utf-8").splitlines()
    assert lines[0] == "flowchart LR"
    own = r'\w+(\["[^"`\\]*"\](:::\w+)?)?'
    shape = rf'(subgraph \w+\["[^"`\\]*"\]|end|classDef .*|{own}|\w+ (-->\|"[^"`\\]*"\||---|-\.-) \w+)'
    assert [line for line in lines[1:] if not re.fullmatch(shape, line.strip())] == []
    assert all(tag in ("<br>", "<b>", "</b>") for line in lines for tag in re.findall(r"<[^>]*>", line))


def test_a_terminal_without_unicode_has_a_picture_too(two: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    import io
    import sys

    raw = io.BytesIO()
    monkeypatch.setattr(sys, "stdout", io.TextIOWrapper(raw, encoding="ascii"))
    assert run(["budget", "shop", "--no-cache"]) == 0
    text = raw.getvalue().decode("ascii")
    assert "#   wanted" in text or "# wanted" in text
    assert "\\u" not in text
