"""The budget as one self-contained SVG file: light or dark as the reader's system is, wide or narrow as the window is.

A narrow window shows the narrow drawing. In an ``<img>`` the file always looks as wide as it is high, so it keeps the
wide one, which is the only one that fits there.
"""

from __future__ import annotations

from pglint.budget.narrow import WIDTH as NARROW
from pglint.budget.narrow import narrow
from pglint.budget.style import HATCH, SHAPES, themes
from pglint.budget.wide import WIDTH as WIDE
from pglint.budget.wide import wide
from pglint.budget.words import NO_STACKS, headline
from pglint.record import TYPE_CHECKING
from pglint.report.markup import escaped

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from pglint.budget import Look
    from pglint.budget.records import Budget

    Draw = Callable[[Budget, float], tuple[str, float]]

STEP = 640
"""A window narrower than this (CSS pixels) shows the narrow drawing."""


def render(budgets: Sequence[Budget], look: Look) -> str:
    """All stacks below each other. Of ``look`` nothing matters here."""
    (broad, high), (small, long) = stacked(wide, budgets), stacked(narrow, budgets)
    grow = WIDE / NARROW
    style = (
        themes("svg")
        + SHAPES
        + "svg.b{max-width:100%;height:auto;background:var(--bg)}.small{display:none}"
        + f"@media (max-width:{STEP}px) and (orientation:portrait){{.broad{{display:none}}.small{{display:inline}}"
        f":root.b{{width:100%;height:calc(100vw*{long / NARROW:.4f});overflow:visible}}}}"
    )
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" class="b" width="{WIDE:.0f}" height="{high:.0f}" '
        f'viewBox="0 0 {WIDE:.0f} {high:.0f}" preserveAspectRatio="xMinYMin" role="img" aria-labelledby="t d">'
        f'<title id="t">{escaped(title(budgets))}</title><desc id="d">{escaped(description(budgets))}</desc>'
        f"<style>{style}</style><defs>{HATCH}</defs>"
        f'<rect width="{WIDE:.0f}" height="{max(high, long * grow):.0f}" class="ground"/>'
        f'<g class="broad">{broad}</g><g class="small" transform="scale({grow:.4g})">{small}</g></svg>\n'
    )


def alone(draw: Draw, wide_: float, budget: Budget, key: str, style: str) -> str:
    """One drawing of one stack as an element of a page, which has the colours; ``key`` begins its ids."""
    drawn, high = draw(budget, 0)
    return (
        f'<svg class="b {style}" viewBox="0 0 {wide_:.0f} {high:.0f}" role="img" aria-labelledby="{key}t {key}d">'
        f'<title id="{key}t">{escaped(title([budget]))}</title>'
        f'<desc id="{key}d">{escaped(description([budget]))}</desc>{drawn}</svg>'
    )


def stacked(draw: Draw, budgets: Sequence[Budget]) -> tuple[str, float]:
    """All stacks, one below the other, and how high they are together."""
    out, y = [], 0.0
    for budget in budgets:
        drawn, y = draw(budget, y)
        out.append(drawn)
        y += 10
    if not budgets:
        return f'<text x="16" y="30">{escaped(NO_STACKS)}</text>', 50.0
    return "".join(out), y


def title(budgets: Sequence[Budget]) -> str:
    return "Connection budget of " + (", ".join(budget.name for budget in budgets) or "no stack")


def description(budgets: Sequence[Budget]) -> str:
    """What the picture shows, for who cannot see it."""
    found = [(budget.name, headline(budget)) for budget in budgets]
    return " ".join(f"{name}: {'; '.join((each.text, *each.others))}." for name, each in found) or NO_STACKS
