"""Numbers as people read them."""

import pytest

from pglint.settings.amounts import amount, limits

LARGEST = 1.79769e308


@pytest.mark.parametrize(
    ("value", "unit", "text"),
    [
        (100, "", "100"),
        (4096, "kB", "4 MB (4096)"),
        (128, "kB", "128 kB"),
        (16384, "8kB", "128 MB (16384)"),
        (1, "8kB", "8 kB (1)"),
        (60000, "ms", "1 min (60000)"),
        (1500, "ms", "1500 ms"),
        (200, "ms", "200 ms"),
        (86400, "s", "1 d (86400)"),
        (2147483647, "ms", "24.9 d (2147483647)"),
        (2147483647, "kB", "2 TB (2147483647)"),
        (0, "ms", "0"),
        (-1, "kB", "-1"),
        (0.2, "", "0.2"),
        (2.0, "ms", "2 ms"),
        (1000000.0, "", "1000000"),
        (5e-05, "", "5e-05"),
    ],
)
def test_amount(value: float, unit: str, text: str) -> None:
    assert amount(value, unit) == text


@pytest.mark.parametrize(
    ("low", "high", "unit", "text"),
    [
        (1, 262143, "", "1 to 262143"),
        (64, 2147483647, "kB", "64 kB to 2 TB (64 to 2147483647)"),
        (-1, 2147483647, "ms", "-1 to 24.9 d (-1 to 2147483647)"),
        (0.0, 100.0, "ms", "0 to 100 ms"),
        (0.0, LARGEST, "", "0 or more"),
        (-LARGEST, LARGEST, "", "any number"),
        (-LARGEST, 1.0, "", "up to 1"),
        (8192, 8192, "", "only 8192"),
        (2048, 2048, "8kB", "only 16 MB (2048)"),
        (0, 0, "", "only 0"),
        (None, None, "", ""),
    ],
)
def test_limits(low: float | None, high: float | None, unit: str, text: str) -> None:
    assert limits(low, high, unit) == text
