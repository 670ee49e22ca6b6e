"""The budget for a pull request: a sentence, and a table for each layer."""

from __future__ import annotations

from pglint.budget.fold import folded, in_order
from pglint.budget.verdict import number, refused, verdict
from pglint.budget.words import (
    CAPTIONS,
    EMPTY,
    NO_STACKS,
    amount,
    cap,
    codes,
    factors,
    headline,
    limit_of,
    origin,
    place,
    read_as,
)
from pglint.record import TYPE_CHECKING
from pglint.report.markdown_text import code_cell
from pglint.report.markdown_text import escaped as text

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from pglint.budget import Look
    from pglint.budget.records import Bar, Budget, Layer
    from pglint.values import Term, Unknown

SAID = 3
TERMS = 4


def render(budgets: Sequence[Budget], look: Look) -> str:
    """All stacks, with a heading each."""
    if not budgets:
        return NO_STACKS + "\n"
    return "\n".join("\n".join(_budget(budget, look)) + "\n" for budget in budgets)


def _budget(budget: Budget, look: Look) -> Iterator[str]:
    found = headline(budget)
    yield f"### Connection budget of {text(budget.name)}"
    yield ""
    if not budget.layers:
        yield EMPTY
        return
    yield f"**{found.verdict.sign} {text(found.text)}**  "
    for other in found.others:
        yield f"**✗ {text(other)}**  "
    reads = [text(each) for each in read_as(budget)]
    if reads:
        yield f"Read as {', '.join(reads)}."
    for layer in budget.layers:
        yield ""
        yield f"#### {layer.title}"
        yield ""
        yield f"{CAPTIONS[layer.name][0].upper()}{CAPTIONS[layer.name][1:]}."
        yield ""
        yield from _table(layer, budget, look)
    for note in budget.notes:
        yield ""
        yield f"Note: {text(note)}"


def _table(layer: Layer, budget: Budget, look: Look) -> Iterator[str]:
    yield "| | what | wanted | limit | | from |"
    yield "|---|---|---:|---:|---|---|"
    for bar in in_order(layer):
        found = verdict(bar)
        judged = bar.limit is not None or layer.name == "limits"
        words = (f"**{found.words}**" if found.is_over else found.words) if judged else ""
        name = f"{bar.kind} {code_cell(bar.name)}" if bar.kind in ("role", "database") else f"**{text(bar.name)}**"
        said = " ".join([words, *codes(bar)[:3]]).strip()
        sign = found.sign if judged else ""
        yield _row(sign, name, number(bar.wanted), limit_of(bar), said, "<br>".join(_origins(bar, layer, budget, look)))
        if layer.name != "limits":
            yield from _parts(bar, budget, look)
        yield from (_row("?", text(why.reason), "?", "", "", _at(why, look)) for why in bar.missing[:SAID])
    yield from (_row("?", text(why.reason), "?", "", "", _at(why, look)) for why in layer.missing)


def _parts(bar: Bar, budget: Budget, look: Look) -> Iterator[str]:
    shown, rest = folded(bar.parts)
    for part in shown:
        term = part.sum.capped_by or next(iter(part.sum.terms), None)
        few = len(part.sum.terms) <= 2
        where = code_cell(origin(term, budget.platform, look.shown)) if term is not None and few else ""
        yield _row("", f"&nbsp;&nbsp;{text(part.name)}", number(part.sum), "", "", where)
    if rest is not None:
        words = rest.words(bar.parts[0].kind, bool(shown))
        yield _row("", f"&nbsp;&nbsp;{words}", rest.number, "", "together" * rest.is_known, "")


def _origins(bar: Bar, layer: Layer, budget: Budget, look: Look) -> Iterator[str]:
    """The terms of the limit, and of what is wanted where the parts do not tell them."""
    terms: tuple[Term, ...] = bar.limit.terms if bar.limit else ()
    if layer.name == "pools" and bar.kind != "direct" and len(bar.wanted.terms) <= TERMS:
        terms = bar.wanted.terms
    for term in (*terms, *(refused(bar.wanted) if layer.name == "slots" else ())):
        yield _term(term, budget, look)
    if bar.wanted.capped_by is not None and (layer.name == "pools" or (layer.name == "slots" and refused(bar.wanted))):
        at = bar.wanted.capped_by.span
        yield f"{text(cap(bar.wanted))} {code_cell(place(at, look.shown)) if at else ''}".rstrip()


def _term(term: Term, budget: Budget, look: Look) -> str:
    where = origin(term, budget.platform, look.shown)
    said = f"{amount(term)} {'= ' + factors(term) + ' ' if factors(term) else ''}{text(term.text)}"
    return f"{said} {code_cell(where)}" if where and where != "default" else f"{said} {where}".strip()


def _at(why: Unknown, look: Look) -> str:
    return code_cell(place(why.span, look.shown)) if why.span else ""


def _row(*cells: str) -> str:
    return "| " + " | ".join(cells) + " |"
