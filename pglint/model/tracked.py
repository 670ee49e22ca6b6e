"""The parameters of which a pooler keeps each client's own value, so that a session SET of them is safe in any mode.

Source: PgBouncer's config.md, track_extra_parameters (1.20). It can only keep what the server reports of itself.
"""

from __future__ import annotations

from pglint.model.pooler import Pooler
from pglint.values import Unknown


def tracked(pooler: Pooler) -> frozenset[str] | None:
    """Beside those that every PgBouncer keeps: what some reading of it tracks, in lower case; None where not known."""
    found: set[str] = set()
    for version in pooler.readings:
        value = pooler.settings.cell("track_extra_parameters", version).value
        if isinstance(value, Unknown):
            return None
        words = value if isinstance(value, tuple) else str(value).split(",")
        found.update(str(word).strip().lower() for word in words)
    return frozenset(found)


def keeps(pooler: object, name: str) -> bool:
    """Whether a pooler may keep the client's value of a parameter ('' for what is none)."""
    if not name or not isinstance(pooler, Pooler):
        return False
    kept = tracked(pooler)
    return kept is None or name in kept
