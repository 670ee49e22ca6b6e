"""Facts by version: what holds now, and what held before."""

import pytest

from pglint.settings.history import told


@pytest.mark.parametrize(
    ("texts", "expected"),
    [
        ({10: "a", 11: "a", 12: "a", 13: "a"}, "a"),
        ({10: "a", 11: "a", 12: "b", 13: "b"}, "b (to 11: a)"),
        ({10: "a", 11: "b", 12: "b", 13: "c"}, "c (11 to 12: b; 10: a)"),
        ({10: "a", 11: "b", 12: "b", 13: "a"}, "a (11 to 12: b; 10: a)"),
        ({12: "a", 13: "a"}, "a"),
        ({10: "a", 11: "a"}, "a (in 10 to 11)"),
        ({11: "a"}, "a (in 11)"),
        ({10: "a", 12: "b"}, "b (in 12); 10: a"),
        ({10: "a", 11: "a", 12: "", 13: "b"}, "b (to 11: a)"),
        ({9: "x", 13: "a", 14: "y"}, "a"),
        ({10: "", 13: ""}, ""),
        ({}, ""),
    ],
)
def test_told(texts: dict[int, str], expected: str) -> None:
    assert told(texts, (10, 11, 12, 13)) == expected
