"""Numbers as Terraform has them: 512 bits of mantissa, printed with as many digits as tell them apart."""

import math
import random

import pytest

from pglint.formats.terraform import bigfloat
from pglint.formats.terraform.values import Invalid


@pytest.mark.parametrize(
    ("text", "number", "printed"),
    [
        ("1", 1, "1"),
        ("-0", 0, "0"),
        ("007", 7, "7"),
        ("1.50", 1.5, "1.5"),
        ("10.0", 10, "10"),
        (".5", 0.5, "0.5"),
        ("5.", 5, "5"),
        ("+2e3", 2000, "2000"),
        ("1e-7", 1e-07, "0.0000001"),
        ("-12.4", -12.4, "-12.4"),
        ("123456789012345678901234567890.5", 123456789012345678901234567890.5, "123456789012345678901234567890.5"),
        ("1" * 150, int("1" * 150), "1" * 150),
    ],
)
def test_parsed_and_printed(text: str, number: float, printed: str) -> None:
    found = bigfloat.parse(text)
    assert found == number
    assert isinstance(found, int) is isinstance(number, int)
    assert bigfloat.text(found) == printed


@pytest.mark.parametrize("text", ["", "a", "1a", " 1", "1_000", "0x10", "1e", "--1", "1..2", ".", "Inf", "NaN", "१"])
def test_not_numbers(text: str) -> None:
    with pytest.raises(Invalid, match="a number is required"):
        bigfloat.parse(text)


def test_a_third() -> None:
    third = bigfloat.divide(1, 3)
    assert bigfloat.text(third).startswith("0.33333333333333333333333333333333")
    assert 150 < len(bigfloat.text(third)) < 160
    assert bigfloat.multiply(third, 3) == 1
    assert float(third) == 1 / 3


def test_a_float64_is_printed_as_one() -> None:
    assert bigfloat.text(bigfloat.float64(math.log(50) / math.log(10))) == "1.6989700043360185"
    assert bigfloat.float64(4.0) == 4


def test_decimals_do_not_drift() -> None:
    """What floats of 53 bits get wrong: 0.29 * 100, 0.1 + 0.2."""
    parse = bigfloat.parse
    assert bigfloat.floor(bigfloat.multiply(parse("0.29"), 100)) == 29
    assert bigfloat.text(bigfloat.add(parse("0.1"), parse("0.2"))) == "0.3"


def test_whole_numbers_are_rounded_where_the_mantissa_ends() -> None:
    assert bigfloat.rounded_int((1 << 512) - 1) == (1 << 512) - 1
    assert bigfloat.rounded_int((1 << 513) + 1) == 1 << 513
    assert bigfloat.rounded_int((1 << 600) + (1 << 88) + 1) == (1 << 600) + (1 << 89)


def test_printing_tells_numbers_apart() -> None:
    chance = random.Random(1)
    for _ in range(300):
        number = bigfloat.literal(chance.uniform(-1, 1) * 10 ** chance.randint(-20, 20))
        other = bigfloat.divide(number, chance.randint(2, 99))
        for each in (number, other):
            assert bigfloat.compare(bigfloat.parse(bigfloat.text(each)), each) == 0


@pytest.mark.parametrize(
    ("left", "right", "rest"), [(10, 3, 1), (-10, 3, -1), (10, -3, 1), (5.5, 2, 1.5), (0, 7, 0), (2**70, 10, 4)]
)
def test_remainder(left: float, right: float, rest: float) -> None:
    assert bigfloat.remainder(bigfloat.literal(left), bigfloat.literal(right)) == rest
