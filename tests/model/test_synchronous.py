"""How many standbys a commit waits for, in effect."""

import pytest

from pglint.catalog.standby_names import ANY_NUMBER
from pglint.model import synchronous
from pglint.model.server import Server
from pglint.values import Unknown
from tests.stack_models import model_of


def server(files: dict[str, str]) -> Server:
    found = model_of(files).server
    assert found is not None
    return found


@pytest.mark.parametrize(
    ("conf", "wanted", "named"),
    [
        ("", 0, 0),
        ("synchronous_standby_names = 'FIRST 3 (a, b)'", 3, 2),
        ("synchronous_standby_names = '*'", 1, ANY_NUMBER),
        ("synchronous_standby_names = 'FIRST 3 (a, b)'\nsynchronous_standby_names = ''", 0, 0),
        ("synchronous_standby_names = '\"node-1\", \"node-2\"'", 1, 2),
    ],
)
def test_what_is_in_effect(conf: str, wanted: int, named: int) -> None:
    primary = server({"postgresql.conf": conf})
    assert synchronous.wanted(primary, 15).value == wanted
    assert synchronous.named(primary, 15).value == named


@pytest.mark.parametrize("value", ["'FIRST 0 (a)'", "'FIRST 2 (a'", "${NAMES}"])
def test_unknown_where_it_is_refused_or_filled_in(value: str) -> None:
    primary = server({"postgresql.conf": f"synchronous_standby_names = {value}"})
    assert isinstance(synchronous.wanted(primary, 15).value, Unknown)
    assert isinstance(synchronous.named(primary, 15).value, Unknown)


def test_the_place_is_the_value() -> None:
    span = synchronous.wanted(server({"postgresql.conf": "\nsynchronous_standby_names = 'a'"}), 15).span
    assert span is not None
    assert (span.line, span.text) == (2, "'a'")
