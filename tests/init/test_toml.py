"""Names of all kinds as TOML: what a parser reads is the name again, on one line, and no comment becomes a suppression."""

import pytest
import tomli

from pglint.findings.directives import _MARK
from pglint.init.toml import can_say, listed, quoted, remark

NAMES = [
    "app", "my app", 'a"b', "a'b", "a\\b", "a\nb", "a\r\nb", "tab\there", "a.b", "[[stack]]", "# no comment", "a = 1",
    "größe", "日本", "🐘", "nul\0", "esc\x1b[31m", "del\x7f", "c1\x85", "\u2028", "\u202eevil", "\ufeffbom", "\\u0041",
    "pglint: ignore-file[CAP]", "PGLINT ignore[ALL] x", "pglint; ignore [A]", "${var.x}", "trailing ", "'''", '"""',
]  # fmt: skip


@pytest.mark.parametrize("name", NAMES)
def test_a_name_is_read_back(name: str) -> None:
    assert can_say(name)
    line = f"x = {quoted(name)}"
    assert tomli.loads(line) == {"x": name}
    assert tomli.loads(f"# {line}\ny = 1") == {"y": 1}
    assert line.isprintable()
    assert not _MARK.search(line)


@pytest.mark.parametrize("name", [*NAMES, "not utf-8 \udcff"])
def test_a_remark_is_one_line_and_nothing_else(name: str) -> None:
    text = remark(f"in {name}: yes")
    assert text.isprintable()
    assert not _MARK.search(text)
    assert tomli.loads(f"x = 1 # {text}") == {"x": 1}


@pytest.mark.parametrize("name", ["", "caf\udce9"])
def test_what_toml_cannot_hold(name: str) -> None:
    assert not can_say(name)


def test_a_remark_holds_no_secret() -> None:
    assert remark("host=db password=hunter2 x") == "host=db password=*** x"


def test_lists() -> None:
    assert listed(["a", 'b"']) == '["a", "b\\""]'
    assert listed([]) == "[]"
