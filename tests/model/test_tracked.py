"""What a PgBouncer keeps for each client, by its file and version."""

import pytest

from pglint.model.tracked import keeps
from tests.stack_models import model

INI = "[databases]\napp = host=db\n[pgbouncer]\npool_mode = transaction\n"
POOLER = '[[stack.pooler]]\nfile = "pgbouncer.ini"\nversion = "{}"\n'


@pytest.mark.parametrize(
    ("line", "version", "name", "expected"),
    [
        ("", "1.24", "intervalstyle", True),
        ("", "1.18", "intervalstyle", False),
        ("", "1.24", "search_path", False),
        ("", "1.24", "", False),
        ("track_extra_parameters = IntervalStyle, Search_Path\n", "1.24", "search_path", True),
        ("track_extra_parameters = search_path\n", "1.24", "intervalstyle", False),
        ("track_extra_parameters = ${TRACKED}\n", "1.24", "search_path", True),
    ],
)
def test_keeps(line: str, version: str, name: str, expected: bool) -> None:
    (pooler,) = model(ini=INI + line, toml=POOLER.format(version)).poolers
    assert keeps(pooler, name) is expected


def test_without_a_pooler_nothing_is_kept() -> None:
    assert not keeps(None, "search_path")
