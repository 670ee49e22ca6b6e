"""The one vocabulary: every word that a rule may use, with its type, its unit and where it comes from.

A word gives a condition its value, ``at`` its place, ``sums`` its terms, messages their holes, and the reference page
its rows. Adding a word is adding a line to the table of its subject.
"""

from __future__ import annotations

from pglint.once import cache
from pglint.rulebook.words.word import Reading, Word

__all__ = ["Reading", "Word", "table"]


@cache
def table() -> dict[str, Word]:
    """All words by name."""
    from pglint.rulebook.words import apps, pooler, problems, proxies, roles, server, statements

    found: dict[str, Word] = {}
    for module in (server, pooler, roles, apps, proxies, statements, problems):
        for word in module.words():
            found[word.name] = word
    return found
