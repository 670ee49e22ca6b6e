"""What `pglint budget` draws of each stack, byte by byte: tests/budget/golden.py writes the files."""

import pytest

from tests.budget import golden

FILES = golden.files()


@pytest.mark.parametrize("name", FILES)
def test_golden_file(name: str) -> None:
    assert golden.made(*FILES[name]) == (golden.GOLDEN / name).read_text(encoding="utf-8")


def test_there_is_no_other_golden_file() -> None:
    assert sorted(path.name for path in golden.GOLDEN.iterdir()) == sorted(FILES)


@pytest.mark.parametrize(("name", "width"), [(name, look.width) for name, (_, kind, look) in FILES.items() if kind == "text" and not look.colour])
def test_no_line_is_wider_than_the_terminal(name: str, width: int) -> None:
    lines = (golden.GOLDEN / name).read_text(encoding="utf-8").splitlines()
    assert max(map(len, lines)) < width or name.startswith(("names", "nothing"))


def test_the_pages_of_the_manual_show_what_is_printed() -> None:
    page = (golden.PICTURE.parent / "budget.md").read_text(encoding="utf-8")
    assert (golden.GOLDEN / "shop-80.txt").read_text(encoding="utf-8") in page
    assert "(budget.svg)" in page
    assert (golden.GOLDEN / "shop.svg").read_bytes() == golden.PICTURE.read_bytes()


def test_colours_add_nothing_to_the_text() -> None:
    import re

    coloured = (golden.GOLDEN / "shop-80-colour.txt").read_text(encoding="utf-8")
    assert re.sub(r"\x1b\[\d*m", "", coloured) == (golden.GOLDEN / "shop-80.txt").read_text(encoding="utf-8")
    assert coloured != (golden.GOLDEN / "shop-80.txt").read_text(encoding="utf-8")
