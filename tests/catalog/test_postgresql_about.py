"""What servers say about their parameters: how it is kept, and that it is there for all."""

from typing import Any

from pglint.catalog.postgresql import parameter
from pglint.catalog.postgresql_about_table import ABOUT
from pglint.catalog.postgresql_notes import INITDB, MINORS
from pglint.catalog.postgresql_table import PARAMETERS
from scripts import refresh_catalog


def answer(major: int, **texts: str) -> dict[str, Any]:
    return {"major": major, "rows": [{"name": name, "about": text} for name, text in texts.items()]}


def test_a_text_is_kept_with_the_first_major_that_says_it() -> None:
    texts = refresh_catalog.described({}, answer(10, work_mem="Sets  the memory.", TimeZone="Sets the zone."))
    texts = refresh_catalog.described(texts, answer(15, work_mem="Sets the memory."))
    texts = refresh_catalog.described(texts, answer(18, work_mem="Sets memory.", io_method="Selects it."))
    assert texts == {
        "io_method": [(18, "Selects it.")],
        "timezone": [(10, "Sets the zone.")],
        "work_mem": [(10, "Sets the memory."), (18, "Sets memory.")],
    }


def test_a_major_that_is_asked_again_says_it_anew() -> None:
    texts = {"work_mem": [(10, "Old."), (18, "New.")]}
    assert refresh_catalog.described(texts, answer(18, work_mem="Newer."))["work_mem"] == [(10, "Old."), (18, "Newer.")]
    assert refresh_catalog.described(texts, answer(18, work_mem="Old."))["work_mem"] == [(10, "Old.")]


def test_the_table_is_as_the_script_writes_it() -> None:
    assert refresh_catalog.dump_about(refresh_catalog.load_about()) == refresh_catalog.ABOUT.read_text(encoding="utf-8")


def test_every_parameter_that_a_server_lists_is_described() -> None:
    silent = {name for name in PARAMETERS if name not in ABOUT}
    hidden = {name for name in silent if (found := parameter(name, 18)) and "HIDDEN" in found.flags}
    assert silent - hidden == {"composite_type_mismatch"}  # of no release that was asked
    assert ABOUT.keys() <= PARAMETERS.keys()


def test_notes_are_about_parameters() -> None:
    assert INITDB.keys() | MINORS.keys() <= PARAMETERS.keys()
