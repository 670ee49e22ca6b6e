"""Which statements can matter, by their first keywords: the others are never parsed."""

from __future__ import annotations

from pglint import regex
from pglint.once import cache
from pglint.record import TYPE_CHECKING

if TYPE_CHECKING:
    from pglint.formats.sql.statement import Statement

SESSION = frozenset({
    "BEGIN", "START", "COMMIT", "END", "ROLLBACK", "ABORT", "SAVEPOINT", "RELEASE", "PREPARE", "SET", "RESET",
    "DISCARD", "LISTEN", "UNLISTEN", "LOAD", "EXECUTE", "DEALLOCATE", "DECLARE",
})  # fmt: skip
"""What matters to the session that runs it."""
OTHERS = frozenset({
    "ALTER", "REINDEX", "VACUUM", "CLUSTER", "TRUNCATE", "LOCK", "REFRESH", "DO", "CALL", "UPDATE", "DELETE", "MERGE",
})  # fmt: skip
CREATED = frozenset({
    "TABLE", "INDEX", "UNIQUE", "ROLE", "USER", "GROUP", "DATABASE", "TABLESPACE", "PUBLICATION", "SUBSCRIPTION",
    "TRIGGER", "CONSTRAINT", "RULE", "POLICY", "MATERIALIZED", "TEMP", "TEMPORARY", "GLOBAL", "LOCAL", "UNLOGGED", "OR",
    "FUNCTION", "PROCEDURE", "FOREIGN", "SCHEMA", "TYPE", "DOMAIN",
})  # fmt: skip
DROPPED = frozenset({
    "TABLE", "INDEX", "ROLE", "USER", "GROUP", "DATABASE", "TABLESPACE", "PUBLICATION", "SUBSCRIPTION", "TRIGGER",
    "RULE", "POLICY", "MATERIALIZED", "VIEW", "SCHEMA", "FOREIGN", "OWNED",
})  # fmt: skip
STATE = frozenset({"ROLE", "USER", "GROUP", "DATABASE", "PUBLICATION", "SUBSCRIPTION", "SYSTEM"})
"""What a dump of a whole cluster may state beside its data."""


@cache
def _calls() -> regex.Pattern[str]:
    """In small letters. It starts with a sign that is rare, by which all else is passed over quickly."""
    return regex.compile(
        r"_(?:(?<=\bset_)config|(?<=\bpg_)(?:sleep\w*|terminate_backend|cancel_backend|(?:try_)?advisory_\w+"
        r"|(?:create|copy)_\w+_replication_slot|drop_replication_slot|reload_conf|rotate_logfile))\s*\("
    )


@cache
def _word(word: str) -> regex.Pattern[str]:
    return regex.compile(rf"\b{word}\b", regex.IGNORECASE)


def matters(statement: Statement) -> bool:
    """Whether anything about a statement may matter."""
    words = statement.words
    first = words[0] if words else ""
    if first in SESSION or first in OTHERS:
        return True
    if first == "CREATE":
        return len(words) > 1 and words[1] in CREATED and words[2:3] != ("MAPPING",)
    if first == "DROP":
        return len(words) > 1 and words[1] in DROPPED
    if first in ("SELECT", "WITH", "VALUES", "TABLE", ""):
        text = statement.text
        return bool(calls(text) or _word("into").search(text) or _literal().match(text))
    if first == "INSERT":
        return bool(_word("select").search(statement.text))
    if first in ("GRANT", "REVOKE"):
        return not _word("on").search(statement.text)
    return first in ("CREATE_REPLICATION_SLOT", "DROP_REPLICATION_SLOT")


@cache
def _literal() -> regex.Pattern[str]:
    return regex.compile(r"[^']*'(?:CREATE|ALTER|DROP)\s+(?:ROLE|USER|DATABASE)\b", regex.IGNORECASE)


def states(statement: Statement) -> bool:
    """Whether a statement of a dump may tell of roles, databases or replication."""
    words = statement.words
    first, second = (*words[:2], "", "")[:2]
    if first in ("CREATE", "ALTER", "DROP"):
        return second in STATE and words[2:3] != ("MAPPING",)
    return first in ("GRANT", "REVOKE") and not _word("on").search(statement.text)


def calls(text: str) -> bool:
    """Whether a statement calls one of the functions that matter."""
    lower = text.lower()
    return ("pg_" in lower or "set_" in lower) and _calls().search(lower) is not None


def of_session(statement: Statement) -> bool:
    """Whether a statement of a function matters to the session of whoever calls it."""
    first = statement.words[0] if statement.words else ""
    return first in SESSION or calls(statement.text)


def may_hold_session(text: str, language: str) -> bool:
    """Whether the body of a function may hold such a statement: where a statement begins, or in a literal."""
    lower = text.lower()
    begins, executes = _starts()
    # EXECUTE of what was prepared; that of PL/pgSQL runs a text, in which another statement may begin
    return bool(begins.search(lower) or (language != "plpgsql" and executes.search(lower)) or calls(text))


@cache
def _starts() -> tuple[regex.Pattern[str], regex.Pattern[str]]:
    gap = r"(?:\s|--[^\n]*\n)*+"
    begins = (
        rf"(?:[;$']|\b(?:begin|then|else|loop|atomic)\b){gap}"
        r"(?:(?:set|reset|discard|listen|unlisten|prepare|deallocate|load)\b|declare\b[^;]*?\bcursor\b)"
        rf"|[$']{gap}execute\b"
    )
    return regex.compile(begins), regex.compile(rf"(?:;|\batomic\b){gap}execute\b")
