"""The timeouts that a session may set, in ms as the server reads them."""

from __future__ import annotations

from pglint.catalog import guc, postgresql
from pglint.values import Unknown

TIMEOUTS = (
    "lock_timeout",
    "statement_timeout",
    "idle_in_transaction_session_timeout",
    "transaction_timeout",
    "idle_session_timeout",
)
NEWEST = postgresql.MAJORS[-1]


def milliseconds(name: str, text: str, major: int = NEWEST) -> int | None:
    """A timeout's value; None where the server refuses the text."""
    parameter = postgresql.parameter(name, major) or postgresql.parameter(name, NEWEST)
    value = None if parameter is None else guc.interpret(parameter, text, major)
    return value if isinstance(value, int) else None


def stated(name: str, text: str | Unknown, major: int = NEWEST) -> int | str | Unknown | None:
    """The value of any setting: ms for a timeout, else its text; None where the server refuses it."""
    if isinstance(text, Unknown) or name not in TIMEOUTS:
        return text
    return milliseconds(name, text, major)
