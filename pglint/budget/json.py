"""The budget for machines: for each stack the layers with their sums, the same bytes for the same files.

Its keys and their order are a contract (``schema`` counts its changes). A sum has the shape that it has in the report
of ``pglint check``, and says besides what it lacks and where each number comes from.
"""

from __future__ import annotations

from pglint import __version__
from pglint.budget.fold import by_size
from pglint.budget.verdict import verdict
from pglint.budget.words import headline, origin_kind
from pglint.findings.secrets import mask
from pglint.record import TYPE_CHECKING
from pglint.report.json import dumped, sum_of
from pglint.source import Source, Span

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from pglint.budget import Look
    from pglint.budget.records import Bar, Budget, Layer, Part
    from pglint.report.json import Json
    from pglint.values import Sum, Unknown

SCHEMA = 1


def render(budgets: Sequence[Budget], look: Look) -> str:
    """All stacks; every bar stands on a line of its own. Of ``look`` nothing matters here."""
    head = dumped({"schema": SCHEMA, "pglint": __version__, "root": "."})[:-1]
    return f'{head},\n "stacks": [{_joined(map(_stack, budgets), "  ")}]}}\n'


def _joined(items: Iterable[str], indent: str) -> str:
    rows = list(items)
    return f"\n{indent}" + f",\n{indent}".join(rows) if rows else ""


def _stack(budget: Budget) -> str:
    found = headline(budget)
    head: Json = {
        "name": budget.name,
        "platform": budget.platform or None,
        "reads": list(budget.reads),
        "status": "over" if found.is_over else found.verdict.status,
        "summary": mask(found.text),
        "notes": [mask(note) for note in budget.notes],
    }
    layers = _joined((_layer(layer, budget) for layer in budget.layers), "    ")
    return f'{dumped(head)[:-1]},\n   "layers": [{layers}]}}'


def _layer(layer: Layer, budget: Budget) -> str:
    head: Json = {"name": layer.name, "title": layer.title, "unit": layer.unit, "unknown": _unknown(layer.missing)}
    bars = _joined((dumped(_bar(bar, budget)) for bar in layer.bars), "      ")
    return f'{dumped(head)[:-1]},\n     "bars": [{bars}]}}'


def _bar(bar: Bar, budget: Budget) -> Json:
    found = verdict(bar)
    home = bar.places[0] if bar.places else Span(Source("", ""), 0, 0)
    return {
        "kind": bar.kind,
        "name": bar.name,
        "status": found.status,
        "over": found.amount if found.status in ("over", "maybe") else None,
        "free": found.amount if found.status in ("free", "full") else None,
        "bound": found.bound or "exactly" if found.amount is not None else None,
        "wanted": _sum(bar.wanted, home, budget),
        "limit": _sum(bar.limit, home, budget) if bar.limit else None,
        "parts": [_part(part, home, budget) for part in by_size(bar.parts)],
        "findings": [_finding(each.code, each.severity, each.message) for each in bar.findings],
        "note": bar.note,
    }


def _finding(code: str, severity: str, message: str) -> Json:
    return {"code": code, "severity": severity, "message": mask(message)}


def _part(part: Part, home: Span, budget: Budget) -> Json:
    return {
        "kind": part.kind,
        "name": mask(part.name),
        "role": part.user,
        "database": part.database,
        "sum": _sum(part.sum, home, budget),
    }


def _sum(total: Sum, home: Span, budget: Budget) -> Json:
    shown = sum_of(total, home)
    terms = shown["terms"]
    if isinstance(terms, list):
        for term, made in zip(terms, total.terms, strict=True):
            term["from"] = origin_kind(made, budget.platform)
    return {**shown, "at_most": total.at_most, "unknown": _unknown(total.missing)}


def _unknown(missing: Iterable[Unknown]) -> list[Json]:
    return [
        {"reason": mask(why.reason), "file": why.span.path if why.span else None,
         "line": why.span.line if why.span else None}
        for why in missing
    ]  # fmt: skip
