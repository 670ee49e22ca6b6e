"""Numeric addresses, as getaddrinfo reads them."""

import pytest

from pglint.formats.inet import numeric


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("10.0.0.1", (32, 0x0A000001)),
        ("10.1", (32, 0x0A000001)),
        ("1.2.3", (32, 0x01020003)),
        ("10", (32, 10)),
        ("010.0.0.1", (32, 0x08000001)),
        ("0x0a.0.0.1", (32, 0x0A000001)),
        ("4294967295", (32, 0xFFFFFFFF)),
        ("4294967296", None),
        ("1.16777215", (32, 0x01FFFFFF)),
        ("1.16777216", None),
        ("256.0.0.1", None),
        ("08.0.0.0", None),
        ("0x", None),
        ("1..2", None),
        ("1.2.3.4.", None),
        ("1.2.3.4.5", None),
        ("", None),
        ("db", None),
        ("1_0.0.0.1", None),
        ("١.1.1.1", None),
        ("::", (128, 0)),
        ("::1", (128, 1)),
        ("fe80::1%1", (128, 0xFE80 << 112 | 1)),
        ("::ffff:10.0.0.1", (128, 0xFFFF0A000001)),
        ("::g", None),
    ],
)
def test_numeric_addresses(text, expected):
    assert numeric(text) == expected
