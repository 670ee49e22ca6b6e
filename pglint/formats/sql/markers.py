"""The comments by which migration tools, and linters of migrations, are told something.

For PostgreSQL they are comments like any other. Those that start a new part of the file end the statement before them,
whether it has a semicolon or not: that is how their tools read them.
"""

from __future__ import annotations

from pglint import regex
from pglint.once import cache

_PARTS = (
    r"(?i:\+\s*(?:goose|micrate|migrate)\s+(?:up|down|statementbegin|statementend)\b)",  # goose, micrate, sql-migrate
    r"(?:[mM]igrate|MIGRATE):(?:up|down|UP|DOWN)\b",  # dbmate
    r"(?i:(?:up|down)\s+migration\b)",  # node-pg-migrate
    r"!(?:Ups|Downs)\b",  # Play evolutions
    r"[cC]hange[sS]et\s+\S+:\S+",  # Liquibase
    r">\s*statement-breakpoint\b",  # Drizzle
    r"bun:split\b",
    r"[rR]ambler\s+(?:up|down)\b",
    r"create above / drop below\b",  # tern
    r"=+\s*(?:UP|DOWN)\s*=+",  # shmig
    r"//\s*@UNDO\b",  # MyBatis, dbdeploy
)
_NOTES = (
    r"[+@]\s*\w",  # +goose NO TRANSACTION, @marv …
    r"!\s*\w",  # graphile-migrate's header, --!include
    r"[lL](?i:iquibase\s+formatted\s+sql\b)",
    r"[rR]ollback\b",
    r"(?:no[-_]transaction|disable[-_](?:ddl[-_])?transaction|disable-tx|evolve-tx-off)\b",  # SQLx …
    r"postgres-migrations\s",
    r"(?:atlas|flyway|refinery|tern|bun|eugene|sqlfluff|pgfence):\s*\w",
    r"squawk-ignore\b",
    r"(?:Deploy|Revert|Verify)\s+\S+\s+(?:to|from|on)\s+\w",  # Sqitch
    r"name:\s*\w",  # sqlc, aiosql
    r"(?:transactional|depends|ignore_errors):",  # yoyo
    r"txn-mode\s*=",  # Bytebase
    r"Running (?:up|down)grade\b.*->",  # Alembic offline
)

LOOK = (
    r"[ \t\-]*+(?:[+!@>=/]|[mM]igrate:|MIGRATE:|[uU][pP] |[dD][oO][wW][nN] |[cC]hange[sS]et |[lL]iquibase |[rR]ollback"
    r"|[rR]ambler |no[-_]t|disable[-_]|evolve-|squawk-i|atlas:|flyway:|refinery:|tern:|bun:|eugene:|sqlfluff:|pgfence:"
    r"|create above|postgres-m|Deploy |Revert |Verify |name:|transactional:|depends:|ignore_errors:|txn-|Running )"
)
"""A first look at what comes after ``--``, for regular expressions: without it, the comment is no mark."""


@cache
def _part() -> regex.Pattern[str]:
    return regex.compile("|".join(_PARTS))


@cache
def _note() -> regex.Pattern[str]:
    return regex.compile("|".join(_NOTES))


def said(comment: str) -> str:
    """The text of a line comment without the dashes and blanks around it."""
    return comment.strip("- \t\f\v")


def is_part(text: str) -> bool:
    """Whether the text of a comment starts a new part of its file."""
    return _part().match(text) is not None


def is_mark(text: str) -> bool:
    """Whether a tool takes notice of the text of a comment."""
    return is_part(text) or _note().match(text) is not None
