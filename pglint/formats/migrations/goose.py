"""goose and sql-migrate: the parts of a file are marked by comments, a line that ends with ``;`` ends a query.

goose (pressly/goose), internal/sqlparser/parser.go, ParseSQLMigration and extractAnnotation: an annotation is a
comment in column 1 that holds ``+goose``, in any case since 3.16; NO TRANSACTION counts wherever it stands, for up
and down. migration_sql.go, runSQLMigration: each query is sent by itself, all in one transaction unless NO
TRANSACTION is there. migrate.go, NumericComponent and collectMigrationsFS: versions are the number before the first
``_``, each only once.

sql-migrate (rubenv/sql-migrate), sqlparse/sqlparse.go, ParseMigration: ``-- +migrate Up notransaction``, spelled
so; migrate.go, Migration.Less: names that start with a number by that number, then the others by name.
"""

from __future__ import annotations

from pglint import regex
from pglint.formats.migrations.script import Folder, Found, Other, Script, clashes, name
from pglint.record import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from pglint.formats.migrations.script import Group
    from pglint.source import Source

_LINE = regex.compile(r"[^\n]*\n?")
_VERSION = regex.compile(r"(\d+)_")
_NUMBER = regex.compile(r"\d+")
_GOOSE = regex.compile(r"^--[^\n]*\+goose[^\n]*$", regex.MULTILINE)
_MIGRATE = regex.compile(r"^-- \+migrate [^\n]*$", regex.MULTILINE)


def goose(group: Group) -> Found | None:
    """The files with goose's annotations, by version. Others in their folder make goose fail."""
    mine = [source for source in group.files if "+goose" in source.text and _has_up(source)]
    if not mine:
        return None
    ordered = sorted(mine, key=lambda source: (_goose_version(source), name(source)))
    scripts = tuple(_goose_script(source) for source in ordered)
    keys: dict[str, object] = {source.path: _goose_version(source) or name(source) for source in mine}
    faults = clashes(scripts, mine, keys, "goose refuses to run")
    return Found((Folder(group.path, "goose", scripts, faults),))


def _has_up(source: Source) -> bool:
    return any(command == "up" for _, command in _commands(source))


def _goose_version(source: Source) -> int:
    match = _VERSION.match(name(source))
    return int(match.group(1)) if match else 0


def _commands(source: Source) -> Iterator[tuple[regex.Match[str], str]]:
    """goose's annotations: their lines, and what they say in lower case."""
    for line in _GOOSE.finditer(source.text):
        yield line, " ".join(line.group().replace("-", " ").replace("+goose", " ", 1).split()).lower()


def _goose_script(source: Source) -> Script:
    commands = list(_commands(source))
    start = next(line.end() for line, command in commands if command == "up")
    end = next((line.start() for line, command in commands if command == "down"), len(source.text))
    version = _VERSION.match(name(source))
    label = version.group(1) if version else name(source).removesuffix(".sql")
    if any(command == "no transaction" for _, command in commands):
        why = "-- +goose NO TRANSACTION: goose sends each query by itself"
        batches = tuple(_batches(source.text, start, max(start, end), _goose_bracket))
        return Script(source.path, "goose", label, start, max(start, end), "each", why, batches=batches)
    why = "goose runs a file in one transaction unless it says -- +goose NO TRANSACTION"
    return Script(source.path, "goose", label, start, max(start, end), "file", why)


def _goose_bracket(line: str) -> str:
    if not line.startswith("--") or "+goose" not in line:
        return ""
    return "".join(line[2:].split()).lower().removeprefix("+goose")


def sql_migrate(group: Group) -> Found | None:
    """The files with sql-migrate's annotations."""
    mine = [source for source in group.files if "-- +migrate " in source.text and _MIGRATE.search(source.text)]
    if not mine:
        return None
    ordered = sorted(mine, key=_migrate_order)
    scripts = tuple(script for source in ordered for script in _migrate_scripts(source))
    faults = _without_up(mine, {script.path for script in scripts})
    return Found((Folder(group.path, "sql-migrate", scripts),), faults)


def _without_up(sources: list[Source], paths: set[str]) -> tuple[Other, ...]:
    return tuple(
        Other(source.path, "down", "sql-migrate finds no -- +migrate Up in it")
        for source in sources
        if source.path not in paths
    )


def _migrate_order(source: Source) -> tuple[bool, int, str]:
    number = _NUMBER.match(name(source))
    return number is None, int(number.group()) if number else 0, name(source)


def _migrate_scripts(source: Source) -> Iterator[Script]:
    """The up parts of a file: from ``Up`` to the next ``Down``."""
    lines = [(line, line.group().split()[2:]) for line in _MIGRATE.finditer(source.text)]
    marks = [(line, words) for line, words in lines if words and words[0] in ("Up", "Down")]
    number = _NUMBER.match(name(source))
    version = number.group() if number else name(source).removesuffix(".sql")
    for index, (line, words) in enumerate(marks):
        if words[0] != "Up":
            continue
        end = marks[index + 1][0].start() if index + 1 < len(marks) else len(source.text)
        if any("notransaction" in others for _, others in marks if others[0] == "Up"):
            why = "-- +migrate Up notransaction: sql-migrate sends each query by itself"
            batches = tuple(_batches(source.text, line.end(), end, _migrate_bracket))
            yield Script(source.path, "sql-migrate", version, line.end(), end, "each", why, batches=batches)
        else:
            why = "sql-migrate runs a file in one transaction unless it says -- +migrate Up notransaction"
            yield Script(source.path, "sql-migrate", version, line.end(), end, "file", why)


def _migrate_bracket(line: str) -> str:
    return "".join(line.split()[2:3]).lower() if line.startswith("-- +migrate ") else ""


def _batches(text: str, start: int, end: int, bracket: Callable[[str], str]) -> Iterator[tuple[int, int]]:
    """What is sent as one query: lines up to one that ends with ``;``, or all from StatementBegin to StatementEnd."""
    begin: int | None = None
    whole = False
    at = start
    while at < end:
        match = _LINE.match(text, at, end)
        assert match
        line, after = match.group(), match.end()
        command = bracket(line)
        if command == "statementbegin":
            whole, begin = True, after
        elif command == "statementend":
            if begin is not None and text[begin:at].strip():
                yield begin, at
            whole, begin = False, None
        elif begin is None and (not line.strip() or line.lstrip().startswith("--")):
            pass
        else:
            begin = at if begin is None else begin
            if not whole and _ends(line):
                yield begin, after
                begin = None
        at = after
    if begin is not None and text[begin:end].strip():
        yield begin, end


def _ends(line: str) -> bool:
    """Whether the last word before a comment ends with a semicolon (endsWithSemicolon of both tools)."""
    last = ""
    for word in line.split():
        if word.startswith("--"):
            break
        last = word
    return last.endswith(";")
