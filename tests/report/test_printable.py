import pytest

from pglint.report.printable import frame, plain


def drawn(line: str, start: int, end: int, width: int = 120) -> list[str]:
    shown = frame(line, start, end, width)
    return [shown.text, " " * shown.indent + "^" * shown.length]


@pytest.mark.parametrize(
    ("line", "start", "end", "expected"),
    [
        ("max_connections = 50", 18, 20, ["max_connections = 50", "                  ^^"]),
        ("abc", 1, 1, ["abc", " ^"]),
        ("abc", 3, 3, ["abc", "   ^"]),
        ("abc", 1, 99, ["abc", " ^^"]),
        ("", 0, 0, ["", "^"]),
        ("\tx = 1", 1, 2, ["    x = 1", "    ^"]),
        ("é = 1", 4, 5, ["é = 1", "    ^"]),
        ("e\u0301 = 1", 5, 6, ["e\u0301 = 1", "    ^"]),
        ("名前 = 1", 5, 6, ["名前 = 1", "       ^"]),
        ("名前 = 1", 0, 2, ["名前 = 1", "^^^^"]),
        ("a\x1b[31m = 1", 8, 9, ["a\\x1b[31m = 1", "           ^"]),
        ("\ufeffa = 1", 1, 2, ["\\ufeffa = 1", "      ^"]),
        ("a\u202eb = 1", 4, 5, ["a\\u202eb = 1", "         ^"]),
        ("a\xa0= 1", 2, 3, ["a\\xa0= 1", "     ^"]),
        ("\udcff = 1", 4, 5, ["\\xff = 1", "       ^"]),
        ("a = 'password=geheim' b = 2", 22, 23, ["a = 'password=***' b = 2", "                   ^"]),
        ("password = geheim", 11, 17, ["password = ***", "           ^^^"]),
        ("password = geheim", 13, 15, ["password = ***", "           ^"]),
    ],
)
def test_underline_stands_below_the_place(line: str, start: int, end: int, expected: list[str]) -> None:
    assert drawn(line, start, end) == expected


@pytest.mark.parametrize(
    ("start", "end", "expected"),
    [
        (0, 3, ["abcdefghijklmnopqr…", "^^^"]),
        (2, 4, ["abcdefghijklmnopqr…", "  ^^"]),
        (20, 22, ["…mnopqrstuvwxyz0123…", "         ^^"]),
        (33, 36, ["…stuvwxyz0123456789", "                ^^^"]),
        (10, 36, ["…ijklmnopqrstuvwxyz…", "   ^^^^^^^^^^^^^^^^"]),
    ],
)
def test_long_lines_are_cut_around_the_place(start: int, end: int, expected: list[str]) -> None:
    lines = drawn("abcdefghijklmnopqrstuvwxyz0123456789", start, end, 20)
    assert lines == expected
    assert max(map(len, lines)) <= 20


def test_wide_characters_are_cut_by_columns() -> None:
    text, underline = drawn("名" * 40 + "x" + "名" * 40, 40, 41, 21)
    assert text == "…名名名名x名名名名名…"
    assert underline == " " * 9 + "^"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("app may hold 10", "app may hold 10"),
        (" two\n  lines ", "two lines"),
        ("a\x1b[2J", "a\\x1b[2J"),
        ("näme × 2", "näme × 2"),
        ("\udce9", "\\xe9"),
        ("\U000e0001", "\\U000e0001"),
        ("host=a password=geheim port=1", "host=a password=*** port=1"),
    ],
)
def test_plain(text: str, expected: str) -> None:
    assert plain(text) == expected
