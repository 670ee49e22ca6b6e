"""synchronous_standby_names: every text was given to a real PostgreSQL 15, which took it or said why not."""

import pytest

from pglint.catalog.standby_names import ANY_NUMBER, Names, Wrong, parse

END = "syntax error at end of input"
OPEN = "unterminated quoted identifier at end of input"


@pytest.mark.parametrize(
    ("text", "wanted", "named"),
    [
        ("", 0, 0),
        ("a, b", 1, 2),
        ("*", 1, ANY_NUMBER),
        ("*, a", 1, ANY_NUMBER),
        ("ANY 1 (*)", 1, ANY_NUMBER),
        ('"*"', 1, ANY_NUMBER),
        ("2 (a,b)", 2, 2),
        ("1(a)", 1, 1),
        ("any 1(a)", 1, 1),
        ("ANY 1 (a) ", 1, 1),
        ("first 3 (a,b)", 3, 2),
        ("FIRST 01 (a)", 1, 1),
        ("2", 1, 1),
        ("0", 1, 1),
        ("2, 3", 1, 2),
        ("1 (2, 3)", 1, 2),
        ('"a""b", c', 1, 2),
        ('"a b"', 1, 1),
        ('""', 1, 1),
        ("é, ñ", 1, 2),
        ("a1_$", 1, 1),
        ("ANY 99999999999 (a)", 1215752191, 1),
    ],
)
def test_taken(text: str, wanted: int, named: int) -> None:
    assert parse(text) == Names(wanted, named)


@pytest.mark.parametrize(
    ("text", "detail"),
    [
        (" ", END),
        ("FIRST", END),
        ("ANY", END),
        ("first", END),
        ("FIRST 2", END),
        ("FIRST 2 (a", END),
        ("FIRST 1 (a,b", END),
        ("a,", END),
        ('"a', OPEN),
        ('a, "x', OPEN),
        *(
            (text, f'syntax error at or near "{token}"')
            for text, token in [
                ("FIRST, a", ","),
                ("first, any", ","),
                ('"first" 1 (a)', "1"),
                ("a b", "b"),
                ("a\tb", "b"),
                (",a", ","),
                ("()", "("),
                ("(a)", "("),
                ("1 ()", ")"),
                ("a; b", ";"),
                ("a-b", "-"),
                ("a.b", "."),
                ("-1 (a)", "-"),
                ("FIRST 1 a", "a"),
                ("FIRST x (a)", "x"),
                ("FIRST1 (a)", "("),
                ("ANY(1)", "("),
                ("3a", "a"),
                ("FIRST 1 (a) b", "b"),
                ("* a", "a"),
                ("x*", "*"),
                ("FIRST 2 (a,,b)", ","),
                ('"a"b', "b"),
                ('a"b"', '"'),
                ("5 , (a)", "("),
                ("12 34", "34"),
                ("@", "@"),
                ("a @", "@"),
            ]
        ),
    ],
)
def test_refused(text: str, detail: str) -> None:
    assert parse(text) == Wrong(detail)


@pytest.mark.parametrize(("text", "number"), [("FIRST 0 (a)", 0), ("00 (a)", 0), ("FIRST 2147483648 (a)", -2147483648)])
def test_no_standby_at_all(text: str, number: int) -> None:
    assert parse(text) == Wrong(f"number of synchronous standbys ({number}) must be greater than zero", whole=True)
