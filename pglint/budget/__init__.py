"""The connection budget of a stack as a picture: who may open how many connections, and where they have to fit in.

``build`` makes the records out of a model, ``about`` adds what the rules say of them, and one module a format draws
them: each has ``render(budgets, look) -> str``. Nothing here adds up what the model does not.
"""

from __future__ import annotations

from pglint.record import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from pglint.budget.records import Budget

FORMATS = ("text", "json", "svg", "html", "markdown", "mermaid")


class Look(NamedTuple):
    """How to show it where the format leaves that open; ``shown`` turns a path relative to the root into a user's."""

    colour: bool = False
    width: int = 120
    shown: Callable[[str], str] = str


def render(name: str, budgets: Sequence[Budget], look: Look) -> str:
    """The budgets in one of FORMATS. The text ends with a line end."""
    draw: Callable[[Sequence[Budget], Look], str] = __import__(f"pglint.budget.{name}", fromlist=["render"]).render
    return draw(budgets, look)
