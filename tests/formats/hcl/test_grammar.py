"""Where the tables of python-hcl2's grammar are kept, and that a broken file of them does no harm."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from pglint.formats.hcl import grammar
from pglint.formats.hcl.grammar import TABLES


@pytest.fixture
def kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """The file in the user's cache folder, which does not exist yet; nothing is loaded before nor after."""
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    grammar._parser.cache_clear()
    yield tmp_path / "cache" / "pglint" / TABLES
    grammar._parser.cache_clear()


def operator() -> str:
    """The kind of ``n + n``, with the tables loaded anew."""
    grammar._parser.cache_clear()
    tree = grammar.tree("x = n + n")
    return str(tree.children[0].children[0].children[2].data)


def test_tables_are_made_once_and_a_broken_file_anew(kept: Path) -> None:
    assert operator() == "binary_op"
    made = kept.read_bytes()
    assert len(made) > 100000
    assert [path.name for path in kept.parent.iterdir()] == [TABLES]
    stamp = kept.stat().st_mtime_ns
    assert operator() == "binary_op"
    assert kept.stat().st_mtime_ns == stamp
    for broken in (b"", b"hcl2 1, lark 1, python 3.0\n" + made, made[:1000], made[:100] + b"\0" * 50000):
        kept.write_bytes(broken)
        assert operator() == "binary_op"
        assert kept.read_bytes() == made


def test_a_cache_folder_that_cannot_be_made_is_no_error(kept: Path) -> None:
    kept.parent.parent.write_text("a file")
    assert operator() == "binary_op"
