"""Words looked up by name: those of a module are made when the first of them is asked for, and once."""

import pytest

from pglint.rulebook import words
from pglint.rulebook.words import late, table


def test_a_module_is_loaded_once(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[str] = []
    inner = words._words
    monkeypatch.setattr(words, "_words", lambda module: asked.append(module) or inner(module))
    found = words._Late()
    assert [name in found for name in ("pool.size", "pool.nothing", "pool.nothing", "nothing.at_all", "pool.mode")] == [
        True, False, False, False, True,
    ]  # fmt: skip
    assert asked == ["pooler", ""]
    with pytest.raises(KeyError):
        found["pool.nothing"]


@pytest.mark.parametrize("name", ["server.slots", "pool.size", "role.name", "statement.kind", "app.name", "hba.method"])
def test_words_are_those_of_the_table(name: str) -> None:
    assert (name in late()) == (name in table())
