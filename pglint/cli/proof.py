"""What a rule file says of its proof: what is done with the real programs, and what they print."""

from __future__ import annotations

from pglint.record import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from typing import Any

PROGRAMS = {"postgresql": "PostgreSQL", "pgbouncer": "PgBouncer"}


def proof(raw: Mapping[str, Any]) -> dict[str, str]:
    """``{"status", "detail"}``: proven on real programs, a reason (also why it is not), or none."""
    given = raw.get("proof")
    if not isinstance(given, list):
        return {"status": "reason" if given else "none", "detail": _line(given or "")}
    proven = [each for each in given if "reason" not in each]
    reasons = [_reason(each) for each in given if "reason" in each]
    if not proven:
        return {"status": "reason", "detail": "; ".join(reasons)}
    told = [f"{_line(each['done'])} ({_runs(each)}): {_prints(each['fails'])[0]}" for each in proven]
    return {"status": "proven", "detail": "; ".join((*told, *(f"not proven here: {reason}" for reason in reasons)))}


def page(raw: Mapping[str, Any]) -> Iterator[tuple[str, list[str]]]:
    """For a page: what was done, or why nothing was, and the lines below that."""
    given = raw.get("proof")
    if not isinstance(given, list):
        if given:
            yield _line(given), []
        return
    for each in given:
        if "reason" in each:
            yield f"not proven here: {_reason(each)}", []
            continue
        below = [f"with {_runs(each)}"]
        for side in ("fails", "passes"):
            below += [f'"{each[side]["example"]}" prints', "  " + "\n  or ".join(_prints(each[side]))]
        yield _line(each["done"]), below


def _runs(each: Mapping[str, Any]) -> str:
    """``PostgreSQL 15, PostgreSQL 18 with PgBouncer 1.24``."""
    told = ", ".join(each["runs"])
    for name, title in PROGRAMS.items():
        told = told.replace(name, title)
    return told


def _prints(side: Mapping[str, Any]) -> list[str]:
    prints = side["prints"]
    return [prints] if isinstance(prints, str) else list(prints)


def _reason(each: Mapping[str, Any]) -> str:
    case = each.get("case")
    return _line(each["reason"]) + (f" ({_line(case)})" if case else "")


def _line(text: object) -> str:
    return " ".join(str(text).split())
