"""The one vocabulary: every word that a rule may use, with its type, its unit and where it comes from.

A word gives a condition its value, ``at`` its place, ``sums`` its terms, messages their holes, and the reference page
its rows. Adding a word is adding a line to the table of its subject.
"""

from __future__ import annotations

from pglint.once import cache
from pglint.record import TYPE_CHECKING
from pglint.rulebook.words.word import Reading, Word

if TYPE_CHECKING:
    from collections.abc import Iterable

__all__ = ["Reading", "Word", "late", "table"]

MODULES = {
    "server": "server", "standby": "server", "pooler": "pooler", "pool": "pooler", "role": "roles", "database": "roles",
    "app": "apps", "proxy": "proxies", "statement": "statements", "migrations": "statements", "problem": "problems",
    "timeout": "problems", "hba": "problems", "suppression": "problems",
}  # fmt: skip
"""By the first part of a word the module that it stands in."""


@cache
def table() -> dict[str, Word]:
    """All words by name."""
    return {word.name: word for module in dict.fromkeys(MODULES.values()) for word in _words(module)}


@cache
def late() -> dict[str, Word]:
    """All words by name, for looking them up: those of a module are loaded when the first of them is asked for."""
    return _Late()


class _Late(dict[str, Word]):
    def __init__(self) -> None:
        super().__init__()
        self._loaded: set[str] = set()

    def __contains__(self, name: object) -> bool:
        return super().__contains__(name) or (isinstance(name, str) and self._load(name))

    def __missing__(self, name: str) -> Word:
        if not self._load(name):
            raise KeyError(name)
        return self[name]

    def _load(self, name: str) -> bool:
        """Whether there is such a word, once those of its module are there."""
        module = MODULES.get(name.partition(".")[0], "")
        if module not in self._loaded:
            self._loaded.add(module)
            self.update({word.name: word for word in _words(module)})
        return super().__contains__(name)


def _words(module: str) -> Iterable[Word]:
    if not module:
        return ()
    found: Iterable[Word] = __import__(f"pglint.rulebook.words.{module}", fromlist=["words"]).words()
    return found
