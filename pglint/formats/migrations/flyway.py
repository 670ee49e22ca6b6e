"""Flyway, and Evolve and refinery, which name their files alike.

Flyway: core/internal/resource/ResourceNameParser (prefix, version, ``__``, description, suffix; case counts),
api/MigrationVersion (versions are numbers between ``.`` or ``_``), resolver/ResolvedMigrationComparator (versioned
ones by version, then repeatable ones by description), resolver/CompositeMigrationResolver (two of one version: an
error). sqlscript/ParserSqlScript.executeInTransaction and
database/postgresql/PostgreSQLParser.detectCanExecuteInTransaction: a file is one transaction, unless it holds a
statement that PostgreSQL refuses in one: then each statement by itself (CREATE/DROP DATABASE, TABLESPACE,
SUBSCRIPTION; CREATE/DROP INDEX CONCURRENTLY; ALTER SYSTEM; REINDEX SCHEMA, DATABASE, SYSTEM; VACUUM; DISCARD ALL;
not REINDEX TABLE CONCURRENTLY). A file beside it, ``NAME.sql.conf``, with ``executeInTransaction`` overrides that.
Undo scripts (U) and baseline scripts (B) do not run where the versions do. A flyway.conf or flyway.toml upwards may
rename the prefixes or turn transactions off.

Evolve (.NET): the same names; ``-- evolve-tx-off`` in the first lines, then the whole file is one command
(lecaillon/Evolve#310: two CREATE INDEX CONCURRENTLY in one file are refused).

refinery (Rust), refinery_core/src/util.rs: ``V1__x.sql`` and ``U1__x.sql`` both run, by version;
drivers/postgres.rs: a transaction each; a line ``-- refinery:noTransaction`` leaves it out, then the file is one
query (batch_execute).
"""

from __future__ import annotations

from pglint import regex
from pglint.formats.migrations.around import folder
from pglint.formats.migrations.order import natural, numbers
from pglint.formats.migrations.script import Folder, Found, Other, clashes, name, whole
from pglint.once import cache
from pglint.record import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from pglint.formats.migrations.around import Around
    from pglint.formats.migrations.script import Script
    from pglint.source import Source

_ROOTS = tuple(f"{before}migration{after}" for before in ("", "db", "db-") for after in ("", "s"))
_EVENTS = (
    "beforeMigrate", "beforeEachMigrate", "afterEachMigrate", "beforeRepeatables", "afterVersioned", "afterMigrate",
)  # fmt: skip
_WORDS = ("CONCURRENTLY", "DATABASE", "TABLESPACE", "SUBSCRIPTION", "SYSTEM", "REINDEX", "VACUUM", "DISCARD")
_NO_TRANSACTION = r"^-{2,}\s?refinery:noTransaction$"


class Prefixes(NamedTuple):
    """How files are called: Flyway's sqlMigrationPrefix, undo, baseline, repeatable, and its switch."""

    versioned: str = "V"
    undo: str = "U"
    baseline: str = "B"
    repeatable: str = "R"
    in_transaction: bool = True


class Named(NamedTuple):
    """A file with a name of Flyway's: which prefix, the version as written, the description."""

    source: Source
    prefix: str
    version: str
    description: str


def flyway(sources: Iterable[Source], around: Around) -> Found:
    """All files with names of Flyway's, by the folder that is called migration above them."""
    roots: dict[str, list[Named]] = {}
    prefixes: dict[str, Prefixes] = {}
    for source in sources:
        path = folder(source.path)
        if path not in prefixes:
            prefixes[path] = _prefixes(path, around)
        named = _named(source, prefixes[path])
        if named:
            roots.setdefault(_root(source.path), []).append(named)
    folders: list[Folder] = []
    others: list[Other] = []
    for root, found in roots.items():
        for path, part in _sequences(root, found):
            if not any(each.prefix in "VR" for each in part) and not _deserted(part):
                continue
            one = _sequence(path, part, around)
            folders += one.folders
            others += one.others
    return Found(tuple(folders), tuple(others))


def _deserted(part: list[Named]) -> bool:
    """Whether only undo or baseline scripts are there, which still are not for running as they stand."""
    return all(each.prefix in "UB" and each.version for each in part)


def _root(path: str) -> str:
    above = folder(path)
    while above and above.rpartition("/")[2].lower() not in _ROOTS:
        above = folder(above)
    return above or folder(path)


def _prefixes(path: str, around: Around) -> Prefixes:
    for each in around.up(path):
        for file in ("flyway.conf", "conf/flyway.conf", "flyway.toml"):
            text = around.text(f"{each}/{file}" if each else file)
            if text:
                given = _settings(text)
                return Prefixes(
                    given.get("sqlMigrationPrefix", "V"),
                    given.get("undoSqlMigrationPrefix", "U"),
                    given.get("baselineMigrationPrefix", "B"),
                    given.get("repeatableSqlMigrationPrefix", "R"),
                    given.get("executeInTransaction", "true").lower() != "false",
                )
    return Prefixes()


def _settings(text: str) -> dict[str, str]:
    return dict(_setting().findall(text)) if text else {}


@cache
def _setting() -> regex.Pattern[str]:
    return regex.compile(r"^\s*(?:flyway\.)?(\w+)\s*=\s*[\"']?([^\"'\r\n]*?)[\"']?\s*$", regex.MULTILINE)


def _named(source: Source, prefixes: Prefixes) -> Named | None:
    file = name(source)
    if not file.endswith(".sql"):
        return None
    stem = file.removesuffix(".sql")
    for event in _EVENTS:
        if stem == event or stem.startswith(f"{event}__"):
            return Named(source, event, "", stem)
    left, separator, right = stem.partition("__")
    if not separator:
        return None
    if left == prefixes.repeatable:
        return Named(source, "R", "", right)
    for letter, prefix in (("V", prefixes.versioned), ("U", prefixes.undo), ("B", prefixes.baseline)):
        if prefix and left.startswith(prefix) and _is_version(left[len(prefix) :]):
            return Named(source, letter, left[len(prefix) :], right)
    return None


def _is_version(text: str) -> bool:
    return all(part.isdecimal() for part in text.replace("_", ".").split("."))


def _sequences(root: str, found: list[Named]) -> Iterator[tuple[str, list[Named]]]:
    """All below one location, or each folder by itself where a version stands in several: those are locations apart."""
    places: dict[tuple[str, tuple[int, ...]], set[str]] = {}
    for each in found:
        if each.version:
            places.setdefault((each.prefix, numbers(each.version)), set()).add(folder(each.source.path))
    if all(len(paths) == 1 for paths in places.values()):
        yield root, found
        return
    apart: dict[str, list[Named]] = {}
    for each in found:
        apart.setdefault(folder(each.source.path), []).append(each)
    yield from apart.items()


def _sequence(path: str, found: list[Named], around: Around) -> Found:
    if around.mentions(path, "Cargo.toml", "refinery"):
        return _refinery(path, found)
    tool = "evolve" if any("evolve-tx-off" in each.source.text for each in found) else "flyway"
    switch = _prefixes(path, around).in_transaction
    versioned = sorted((each for each in found if each.prefix == "V"), key=_by_version)
    baselines = [each for each in found if each.prefix == "B"]
    oldest = numbers(versioned[0].version) if versioned else None
    used = [each for each in baselines if oldest is None or numbers(each.version) < oldest][-1:]
    repeatable = sorted((each for each in found if each.prefix == "R"), key=lambda each: each.description)
    scripts = tuple(_script(each, tool, switch, around) for each in (*used, *versioned, *repeatable))
    keys: dict[str, object] = {each.source.path: numbers(each.version) for each in versioned}
    sources = [each.source for each in versioned]
    faults = clashes([script for script in scripts if script.path in keys], sources, keys, f"{tool} refuses to run")
    callbacks = tuple(
        (each.prefix, _script(each, tool, switch, around))
        for each in sorted(found, key=lambda each: natural(each.source.path))
        if each.prefix in _EVENTS
    )
    others = [Other(each.source.path, "down", "an undo script of Flyway") for each in found if each.prefix == "U"]
    others += [
        Other(each.source.path, "baseline", "stands for the versions up to its own on a new database only")
        for each in baselines
        if each not in used
    ]
    return Found((Folder(path, tool, scripts, faults, callbacks=callbacks),) if scripts else (), tuple(others))


def _by_version(each: Named) -> tuple[tuple[int, ...], str]:
    return numbers(each.version), each.source.path


def _script(each: Named, tool: str, switch: bool, around: Around) -> Script:
    label = {"R": f"R__{each.description}"}.get(each.prefix, f"{each.prefix}{each.version}")
    repeatable = each.prefix == "R"
    if tool == "evolve":
        return _evolve(each, label)._replace(repeatable=repeatable)
    override = _settings(around.text(each.source.path + ".conf")).get("executeInTransaction", "").lower()
    if override in ("true", "false"):
        why = f"executeInTransaction={override} in {name(each.source)}.conf"
        script = whole(each.source, tool, label, "file" if override == "true" else "each", why)
    elif not switch:
        script = whole(each.source, tool, label, "each", "flyway.executeInTransaction=false")
    elif refused := _refused_in_transaction(each.source.text):
        why = f"Flyway sees {refused} and sends each statement by itself"
        script = whole(each.source, tool, label, "each", why)
    else:
        why = "Flyway runs a file in one transaction if it sees no statement that cannot run in one"
        script = whole(each.source, tool, label, "file", why)
    return script._replace(repeatable=repeatable)


def _refused_in_transaction(text: str) -> str:
    """The first words of a statement for which Flyway leaves the transaction out; '' where there is none."""
    upper = text.upper()
    if not any(word in upper for word in _WORDS):
        return ""
    from pglint.formats.migrations.heads import heads

    for head in heads(text):
        match head.words:
            case ("CREATE" | "DROP", "DATABASE" | "TABLESPACE" | "SUBSCRIPTION", *_) | ("ALTER", "SYSTEM", *_):
                return " ".join(head.words[:2])
            case ("CREATE" | "DROP", "INDEX", "CONCURRENTLY", *_) | ("CREATE", "UNIQUE", "INDEX", "CONCURRENTLY"):
                return f"{head.words[0]} INDEX CONCURRENTLY"
            case ("REINDEX", "SCHEMA" | "DATABASE" | "SYSTEM", *_) | ("REINDEX", "VERBOSE", "SCHEMA" | "DATABASE", *_):
                return "REINDEX"
            case ("VACUUM", *_):
                return "VACUUM"
            case ("DISCARD", "ALL", *_):
                return "DISCARD ALL"
    return ""


def _evolve(each: Named, label: str) -> Script:
    first = each.source.text.lstrip("\ufeff").partition("\n\n")[0]
    if "evolve-tx-off" in first:
        return whole(each.source, "evolve", label, "implicit", "-- evolve-tx-off: Evolve sends the file as one command")
    why = "Evolve runs a file in one transaction unless it says -- evolve-tx-off"
    return whole(each.source, "evolve", label, "file", why)


def _refinery(path: str, found: list[Named]) -> Found:
    mine = sorted((each for each in found if each.prefix in "VU" and each.version), key=_by_version)
    scripts = tuple(_refinery_script(each.source, f"{each.prefix}{each.version}") for each in mine)
    keys: dict[str, object] = {each.source.path: numbers(each.version) for each in mine}
    faults = clashes(scripts, [each.source for each in mine], keys, "refinery refuses to run")
    return Found((Folder(path, "refinery", scripts, faults),) if scripts else ())


def _refinery_script(source: Source, version: str) -> Script:
    if regex.search(_NO_TRANSACTION, source.text, regex.MULTILINE):
        why = "-- refinery:noTransaction: refinery sends the file as one query"
        return whole(source, "refinery", version, "implicit", why)
    why = "refinery runs a file in one transaction unless it says -- refinery:noTransaction"
    return whole(source, "refinery", version, "file", why)
