"""The budget as one self-contained page: the drawing, wide or narrow, and below it every number with its place.

No scripts and nothing from elsewhere; a policy in the page forbids both. It is light or dark as the reader's system is.
"""

from __future__ import annotations

from pglint.budget.fold import by_size, in_order
from pglint.budget.marks import STATUS
from pglint.budget.narrow import WIDTH as NARROW
from pglint.budget.narrow import narrow
from pglint.budget.page import NARROW_PAGE, PAGE
from pglint.budget.style import HATCH, SHAPES, themes
from pglint.budget.svg import STEP, alone, title
from pglint.budget.verdict import number, refused, verdict
from pglint.budget.wide import WIDTH as WIDE
from pglint.budget.wide import wide
from pglint.budget.words import (
    CAPTIONS,
    EMPTY,
    NO_STACKS,
    amount,
    cap,
    codes,
    factors,
    heading,
    headline,
    limit_of,
    origin,
    place,
    read_as,
)
from pglint.record import TYPE_CHECKING
from pglint.report.markup import escaped

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from pglint.budget import Look
    from pglint.budget.records import Bar, Budget, Layer
    from pglint.values import Sum, Term, Unknown

POLICY = "default-src 'none'; style-src 'unsafe-inline'"


def render(budgets: Sequence[Budget], look: Look) -> str:
    """A section for each stack. Of ``look`` nothing matters here."""
    style = f"{themes(':root')}{SHAPES}{PAGE}@media (max-width:{STEP}px){{{NARROW_PAGE}}}"
    body = "\n".join(_section(budget, at) for at, budget in enumerate(budgets))
    body = body or f"<section><p>{NO_STACKS}</p></section>"
    return (
        '<!doctype html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n'
        f'<meta http-equiv="Content-Security-Policy" content="{POLICY}">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f"<title>{escaped(title(budgets))}</title>\n<style>{style}</style>\n</head>\n<body>\n"
        # The pattern of what is reserved, for all drawings: one that is not displayed would have none.
        f'<svg class="b" width="0" height="0" style="position:absolute;width:0" aria-hidden="true"><defs>{HATCH}'
        f"</defs></svg>\n<main>\n{body}\n</main>\n</body>\n</html>\n"
    )


def _section(budget: Budget, at: int) -> str:
    found = headline(budget)
    out = [
        "<section>",
        f'<h2 class="hidden">{escaped(budget.name)}: {escaped("; ".join((found.text, *found.others)))}</h2>',
        alone(wide, WIDE, budget, f"w{at}", "broad"),
        alone(narrow, NARROW, budget, f"n{at}", "small"),
    ]
    reads = ", ".join(read_as(budget))
    if budget.layers:
        out.append(f"<h3>Where the numbers come from</h3><p>{escaped(f'Read as {reads}.' if reads else EMPTY)}</p>")
    for layer in budget.layers:
        out.append(f"<h3>{escaped(layer.title)}</h3><p>{escaped(CAPTIONS[layer.name])}</p>")
        out.append(f'<div class="table"><table><thead><tr>{HEAD}</tr></thead><tbody>')
        out += _rows(layer, budget)
        out.append("</tbody></table></div>")
    out += [f"<p>Note: {escaped(note)}</p>" for note in budget.notes]
    return "\n".join([*out, "</section>"])


HEAD = '<th>what</th><th class="n">wanted</th><th class="n">limit</th><th></th><th>from</th>'


def _rows(layer: Layer, budget: Budget) -> Iterator[str]:
    """A row for each bar, one for each of its parts, and one for each reason for what is not known."""
    for bar in in_order(layer):
        found = verdict(bar)
        judged = bar.limit is not None or layer.name == "limits"
        words = " ".join([found.sign, found.words, *codes(bar)]) if judged else ""
        yield _row(f"<strong>{escaped(heading(bar))}</strong>", number(bar.wanted), limit_of(bar),
                   f'<span class="{STATUS.get(found.status, "")}">{escaped(words)}</span>' if words else "",
                   "<br>".join(_origins(bar, layer, budget)))  # fmt: skip
        if bar.kind not in ("role", "database"):
            for part in by_size(bar.parts):
                terms = [_term(term, budget) for term in part.sum.terms] if len(part.sum.terms) < 5 else []
                terms += _cap(part.sum)
                yield _row(escaped(part.name), number(part.sum), "", "", "<br>".join(terms), "part")
        if bar.note:
            yield _row(escaped(bar.note), "", "", "", "", "part")
        yield from map(_unknown, bar.missing)
    yield from map(_unknown, layer.missing)


def _origins(bar: Bar, layer: Layer, budget: Budget) -> Iterator[str]:
    terms = bar.limit.terms if bar.limit else ()
    yield from (_term(term, budget) for term in (*terms, *(refused(bar.wanted) if layer.name == "slots" else ())))
    if layer.name == "pools" or (layer.name == "slots" and refused(bar.wanted)):
        yield from _cap(bar.wanted)


def _cap(total: Sum) -> Iterator[str]:
    if total.capped_by is not None:
        where = f" <code>{escaped(place(total.capped_by.span, str))}</code>" if total.capped_by.span else ""
        yield escaped(cap(total)) + where


def _term(term: Term, budget: Budget) -> str:
    where = origin(term, budget.platform, str)
    times = f"{factors(term)} = " if factors(term) else ""
    said = f"{times}{amount(term)} {term.text}"
    if not where:
        return escaped(said)
    shown = f"<code>{escaped(where)}</code>" if term.span and not term.default else escaped(where)
    return f"{escaped(said)} {shown}"


def _unknown(why: Unknown) -> str:
    where = f"<code>{escaped(place(why.span, str))}</code>" if why.span else ""
    return _row(f'<span class="unknown">? {escaped(why.reason)}</span>', "", "", "", where, "part")


def _row(name: str, wanted: str, limit: str, words: str, source: str, style: str = "") -> str:
    shown = f' class="{style}"' if style else ""
    return (
        f'<tr{shown}><td>{name}</td><td class="n" data-label="wanted">{wanted}</td>'
        f'<td class="n" data-label="limit">{limit}</td><td>{words}</td><td>{source}</td></tr>'
    )
