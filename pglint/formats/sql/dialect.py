"""Whose SQL a file is, where it is not PostgreSQL's.

Only marks count that PostgreSQL has no use for, outside strings and comments: a strong one is enough, of weak ones it
takes two. A file without them is taken for PostgreSQL's.
"""

from __future__ import annotations

from pglint import regex
from pglint.formats.sql import tags
from pglint.formats.sql.holes import quoted
from pglint.once import cache
from pglint.record import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from pglint.source import Source

LOOKED_AT = 100_000
"""How much of a file is looked at, in characters."""

ENOUGH = 2
"""The points from which a file is another database's."""


class Mark(NamedTuple):
    """A construct that only one dialect has, and what it is worth: a strong one 2, a weak one 1.

    In ``pattern``, ``\\x00`` stands for a character in quotes. ``signs``, in lower case, are what to look for first:
    where none of them stands, whole words or texts with other characters in them, there is nothing to find.
    """

    points: int
    signs: tuple[str, ...]
    pattern: str


_DIALECTS = {
    "mysql": (
        Mark(2, ("engine",), r"\)[^;()]*\bengine\s*=\s*(?:innodb|myisam|memory|archive|aria|csv|ndb)\b"),
        Mark(
            2,
            ("auto_increment",),
            r"(?:int|integer|null|key|unsigned|\))\s+auto_increment\b|\)[^;()]*\bauto_increment\s*=\s*\d",
        ),
        Mark(2, ("'@",), r"\x00@\x00"),
        Mark(2, ("delimiter",), r"^[^\S\n]*delimiter\s+(?:;;?|//|\$\$|\|+)\s*$"),
        Mark(2, ("charset", "default char"), r"\)[^;()]*\bdefault\s+(?:charset|character\s+set)\s*="),
        Mark(
            2,
            ("max_user_connections", "max_queries_per_hour", "max_connections_per_hour"),
            r"\b(?:with|and)\s+max_(?:user_connections|queries_per_hour|connections_per_hour)\s+\d",
        ),
        Mark(2, ("update current_timestamp",), r"\bon\s+update\s+current_timestamp\b(?!\s*\()"),
        Mark(2, ("duplicate",), r"\bon\s+duplicate\s+key\s+update\b"),
        Mark(2, ("ignore",), r"^[^\S\n]*insert\s+ignore\s+into\b"),
        Mark(
            2,
            ("`",),
            r"^[^\S\n]*create\s+(?:table|database)\s+(?:if\s+not\s+exists\s+)?`\w+`(?:\.`\w+`)?\s*[(;]",
        ),
        Mark(2, ("`",), r"\b(?:table|into|update|index|key|column|alter|drop|add)\s+`\w+`"),
        Mark(1, ("tables",), r"^[^\S\n]*(?:un)?lock\s+tables\b"),
        Mark(1, ("flush",), r"\bflush\s+privileges\b"),
        Mark(1, ("set @",), r"^[^\S\n]*set\s+@\w+\s*:?=\s*\S"),
        Mark(1, ("prepare",), r"\bprepare\s+\w+\s+from\b"),
        Mark(
            1,
            ("set @", "global", "utf8mb4", "foreign_key_checks"),
            r"^[^\S\n]*set\s+(?:@@|global\s+\w+\s*=|names\s+utf8mb4|foreign_key_checks\s*=)",
        ),
        Mark(
            1,
            ("mediumint", "tinyint", "longtext", "mediumtext", "longblob"),
            r"\b(?:mediumint|tinyint|longtext|mediumtext|longblob)\b",
        ),
        Mark(1, ("`",), r"`"),
    ),
    "clickhouse": (
        Mark(2, ("engine",), r"\bengine\s*=\s*\w*mergetree\b"),
        Mark(2, ("lowcardinality",), r"\blowcardinality\s*\("),
        Mark(
            1,
            ("engine",),
            r"\bengine\s*=\s*(?:distributed|kafka|materializedview|log|tinylog|buffer|dictionary)\b",
        ),
        Mark(1, ("`",), r"`"),
    ),
    "mssql": (
        Mark(2, ("dbo",), r"\[dbo\]\s*\."),
        Mark(
            2,
            ("nvarchar", "varchar(max", "varbinary"),
            r"\bnvarchar\s*\(\s*(?:max|\d+)\s*\)|\bvarchar\s*\(\s*max\s*\)|\bvarbinary\s*\(\s*(?:max|\d+)\s*\)",
        ),
        Mark(2, ("identity(", "identity ("), r"\bidentity\s*\(\s*\d+\s*,\s*\d+\s*\)"),
        Mark(
            2,
            ("declare @",),
            r"^[^\S\n]*declare\s+@\w+\s+(?:as\s+)?(?:int|bit|n?varchar|datetime|table|uniqueidentifier)\b",
        ),
        Mark(1, ("go",), r"^[ \t]*go[ \t]*;?[ \t]*\r?$"),
        Mark(1, ("exec", "execute"), r"\bexec(?:ute)?\s+sp_\w+"),
        Mark(1, ("uniqueidentifier", "datetime2"), r"\buniqueidentifier\b|\bdatetime2\b"),
        Mark(1, ("getdate",), r"\bgetdate\s*\(\s*\)"),
        Mark(
            1,
            ("ansi_nulls", "quoted_identifier", "nocount"),
            r"^[^\S\n]*set\s+(?:ansi_nulls|quoted_identifier|nocount)\s+on\b",
        ),
        Mark(1, ("nolock",), r"\bwith\s*\(\s*nolock\s*\)"),
    ),
    "oracle": (
        Mark(2, ("package",), r"^[^\S\n]*create\s+(?:or\s+replace\s+)?package\b"),
        Mark(2, ("serveroutput",), r"^[^\S\n]*set\s+serveroutput\b"),
        Mark(2, ("sqlerror",), r"^[^\S\n]*whenever\s+sqlerror\b"),
        Mark(1, ("varchar2",), r"\bvarchar2\s*\("),
        Mark(1, ("number",), r"\bnumber\s*\(\s*\d+\s*(?:,\s*\d+\s*)?\)"),
        Mark(1, ("\n/",), r"^/[ \t]*\r?$"),
        Mark(1, ("dual",), r"\bfrom\s+dual\b"),
        Mark(1, ("sysdate",), r"\bsysdate\b"),
    ),
    "sqlite": (
        Mark(2, ("pragma",), r"^[^\S\n]*pragma\s+\w+\s*(?:=|\(|;)"),
        Mark(2, ("autoincrement",), r"\bprimary\s+key(?:\s+asc|\s+desc)?\s+autoincrement\b"),
        Mark(2, ("insert or ",), r"^[^\S\n]*insert\s+or\s+(?:replace|ignore|abort|rollback|fail)\s+into\b"),
        Mark(1, ("sqlite_master", "sqlite_sequence", "sqlite_schema"), r"\bsqlite_(?:master|sequence|schema)\b"),
        Mark(1, ("rowid",), r"\)\s*without\s+rowid\b"),
    ),
    "snowflake": (
        Mark(
            2,
            ("warehouse", "file format"),
            r"^[^\S\n]*(?:create|alter)\s+(?:or\s+replace\s+)?(?:warehouse|file\s+format)\b",
        ),
        Mark(2, ("warehouse", "use secondary"), r"^[^\S\n]*use\s+(?:warehouse|secondary)\b"),
        Mark(1, ("copy into",), r"^[^\S\n]*copy\s+into\b"),
        Mark(1, ("timestamp_ntz", "timestamp_ltz", "timestamp_tz"), r"\btimestamp_(?:ntz|ltz|tz)\b"),
        Mark(
            1,
            ("replace",),
            r"^[^\S\n]*create\s+or\s+replace\s+(?:transient\s+)?(?:table|stage|pipe|database|schema|stream|task)\b",
        ),
    ),
    "bigquery": (
        Mark(2, ("`",), r"`[\w-]+\.[\w-]+\.[\w*-]+`"),
        Mark(1, ("struct<", "array<"), r"\b(?:struct|array)\s*<\s*\w"),
        Mark(1, ("int64", "float64"), r"\bint64\b|\bfloat64\b"),
        Mark(1, ("safe_cast",), r"\bsafe_cast\s*\("),
        Mark(1, ("replace",), r"^[^\S\n]*create\s+or\s+replace\s+table\b"),
    ),
}


def foreign(source: Source) -> str:
    """mysql (MariaDB too), clickhouse, mssql, oracle, sqlite, snowflake or bigquery; '' for PostgreSQL, and where it is
    not certain.
    """
    text = source.text[:LOOKED_AT]
    # at a first look, everything after -- is a comment
    likely = _possible(_comment().sub(" ", text) if "--" in text else text)
    if not likely:
        return ""
    code = "".join(_code(text))
    points = {
        name: sum(mark.points for mark in marks if _search(mark)(code))
        for name, marks in _possible(code.replace("\x00", "'")).items()
    }
    best = max(points, key=lambda name: points[name], default="")
    return best if best and points[best] >= ENOUGH else ""


def _possible(text: str) -> dict[str, list[Mark]]:
    """The dialects that a text may be in, and the marks of them that it may have."""
    lower = text.lower()
    words, others = _signs()
    found = words.intersection(lower.encode("ascii", "replace").translate(_blanks()).split())
    signs = {word.decode() for word in found}
    signs.update(sign for sign in others if sign in lower)
    if not signs:
        return {}
    marks = {name: [mark for mark in marks if not signs.isdisjoint(mark.signs)] for name, marks in _DIALECTS.items()}
    return {name: found for name, found in marks.items() if sum(mark.points for mark in found) >= ENOUGH}


@cache
def _signs() -> tuple[frozenset[bytes], tuple[str, ...]]:
    """The signs that are words, and the others."""
    signs = {sign for marks in _DIALECTS.values() for mark in marks for sign in mark.signs}
    words = frozenset(sign.encode() for sign in signs if sign.isidentifier())
    return words, tuple(sorted(sign for sign in signs if not sign.isidentifier()))


@cache
def _blanks() -> bytes:
    """A blank for each character that is in no word."""
    return bytes(code if chr(code).isalnum() or code == 0x5F else 0x20 for code in range(256))


@cache
def _comment() -> regex.Pattern[str]:
    return regex.compile("--[^\n]*+")


@cache
def _search(mark: Mark) -> Callable[[str], regex.Match[str] | None]:
    return regex.compile(mark.pattern, regex.IGNORECASE | regex.MULTILINE).search


def _code(text: str) -> Iterator[str]:
    """The text without comments, and with NUL for each character in quotes and template tags."""
    marks = tags.find(text)
    text = tags.without(text, marks, "\x00") if marks else text
    at = 0
    for start, end in quoted(text):
        yield text[at:start]
        yield "\x00" * (end - start) if text[start] in "'\"$" else " "
        at = end
    yield text[at:]
