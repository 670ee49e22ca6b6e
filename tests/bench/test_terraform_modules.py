"""The generated modules: as many as asked for, the same every time, nothing left unfilled."""

import re
from pathlib import Path

import pytest

from tests.bench.terraform_modules import KINDS, write_modules, write_small


def texts(folder: Path) -> dict[str, str]:
    return {path.relative_to(folder).as_posix(): path.read_text(encoding="utf-8") for path in folder.rglob("*.tf*")}


@pytest.fixture
def modules(tmp_path: Path) -> dict[str, str]:
    assert write_modules(tmp_path / "tree", 30) == 300
    return texts(tmp_path / "tree")


def test_three_hundred_files_in_thirty_modules(modules: dict[str, str]) -> None:
    assert len(modules) == 300
    assert len({path.rpartition("/")[0] for path in modules}) == 30
    assert len(set(modules.values())) < 300  # copied from module to module, as everywhere
    assert len(set(modules.values())) > 200


def test_the_same_every_time(modules: dict[str, str], tmp_path: Path) -> None:
    write_modules(tmp_path / "again", 30)
    assert texts(tmp_path / "again") == modules
    write_modules(tmp_path / "other", 30, seed=2)
    assert texts(tmp_path / "other") != modules


def test_every_word_is_filled_in(modules: dict[str, str], tmp_path: Path) -> None:
    assert write_small(tmp_path / "small") == 3
    for path, text in (modules | texts(tmp_path / "small")).items():
        assert re.search(r"@[a-z_]+@", text) is None, path


def test_every_kind_has_roles_and_a_server(modules: dict[str, str]) -> None:
    for at in range(len(KINDS)):
        stack = "\n".join(text for path, text in modules.items() if f"-{at:02}/" in path)
        assert 'resource "postgresql_role" "service"' in stack
        assert re.search(
            r'resource "(aws_db_instance|aws_rds_cluster|google_sql_database_instance|azurerm_postgresql_flexible_server)"',
            stack,
        )
