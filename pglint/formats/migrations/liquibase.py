"""Liquibase's formatted SQL: a file holds changesets, each a transaction of its own.

liquibase/liquibase, parser/core/formattedsql: the first line ``--liquibase formatted sql``, ``--changeset
author:id`` and its attributes: ``runInTransaction:false`` (changelog/ChangeSet.execute: autocommit then),
``splitStatements:false`` (one query), ``dbms:``, ``runOnChange:`` and ``runAlways:``. Rollbacks stand in comments.
Which files run, and in which order, a changelog of XML, YAML or JSON says; files that it does not name run by name
(includeAll).
"""

from __future__ import annotations

from pglint import regex
from pglint.formats.migrations.around import Around, folder, within
from pglint.formats.migrations.order import natural
from pglint.formats.migrations.script import Folder, Found, Script, name
from pglint.record import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from pglint.source import Source

_FORMATTED = regex.compile(r"\ufeff?\s*--\s*liquibase\s+formatted\s+sql\b", regex.IGNORECASE)
_CHANGESET = regex.compile(
    r"^--\s*changeset\s+(\"[^\"]+\"|[^:\n]+):\s*(\"[^\"]+\"|\S+)([^\n]*)", regex.IGNORECASE | regex.MULTILINE
)
_ATTRIBUTE = regex.compile(r"(\w+)\s*:\s*(\"[^\"]*\"|\S+)")
_MASTER = regex.compile(r".*(?:changelog|changeset|master).*\.(?:xml|ya?ml|json)", regex.IGNORECASE)


def liquibase(sources: Iterable[Source], around: Around) -> Found:
    """All files of formatted SQL, by the changelog above them."""
    found: dict[str, list[Source]] = {}
    for source in sources:
        if _FORMATTED.match(source.text):
            found.setdefault(_home(source.path, around), []).append(source)
    return Found(tuple(_folder(home, files, around) for home, files in found.items()))


def _masters(path: str, around: Around) -> list[str]:
    return [within(path, file) for file in around.tree.names(path) or () if _MASTER.fullmatch(file)]


def _home(path: str, around: Around) -> str:
    """The topmost folder of at most four upwards that has a changelog; else the file's own."""
    own = folder(path)
    homes = [each for _, each in zip(range(4), around.up(own), strict=False) if _masters(each, around)]
    return homes[-1] if homes else own


def _folder(home: str, files: list[Source], around: Around) -> Folder:
    text = "\n".join(around.text(path) for path in _masters(home, around))
    files.sort(key=lambda source: (_mentioned(source, text), natural(source.path)))
    return Folder(home, "liquibase", tuple(script for source in files for script in _scripts(source)))


def _mentioned(source: Source, text: str) -> int:
    at = text.find(name(source))
    return len(text) if at == -1 else at


def _scripts(source: Source) -> Iterator[Script]:
    found = list(_CHANGESET.finditer(source.text))
    for index, match in enumerate(found):
        given = {key.lower(): value.strip('"').lower() for key, value in _ATTRIBUTE.findall(match.group(3))}
        if not _for_postgresql(given.get("dbms", "")):
            continue
        end = found[index + 1].start() if index + 1 < len(found) else len(source.text)
        version = match.group(2).strip('"')
        repeatable = "true" in (given.get("runonchange"), given.get("runalways"))
        script = Script(source.path, "liquibase", version, match.end(), end, "file", "", repeatable)
        if given.get("runintransaction") != "false":
            why = "Liquibase runs a changeset in one transaction unless it says runInTransaction:false"
            yield script._replace(why=why)
        elif given.get("splitstatements") == "false":
            why = "runInTransaction:false splitStatements:false: Liquibase sends the changeset as one query"
            yield script._replace(transaction="implicit", why=why)
        else:
            why = "runInTransaction:false: Liquibase sends each statement by itself"
            yield script._replace(transaction="each", why=why)


def _for_postgresql(databases: str) -> bool:
    named = [database.strip() for database in databases.split(",") if database.strip()]
    if any(database.startswith("!") for database in named):
        return "!postgresql" not in named
    return not named or bool({"postgresql", "all"} & set(named))
