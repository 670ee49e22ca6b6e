"""What servers of every major did with the statements of ``tests/data/lock_cases.json``, and where pglint says something else."""

import json
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import Any

from pglint.catalog.lock_modes import SHARE_UPDATE_EXCLUSIVE, strength
from pglint.catalog.locks import Constraint, Effect, UserType, effect
from pglint.values import Unknown

DATA = Path(__file__).parent / "data" / "locks"
Told = Mapping[str, Any]

KINDS = {"c": "CHECK", "u": "UNIQUE", "p": "PRIMARY KEY", "x": "EXCLUDE"}
VIOLATIONS = ("23502", "23503", "23505", "23514")
"""SQLSTATEs of a row that does not fit: the statement looked at the rows."""
QUERIES = ("SelectStmt", "InsertStmt", "UpdateStmt", "DeleteStmt", "MergeStmt", "CopyStmt", "ExplainStmt")
QUIRKS = {
    ("alter table customers alter column id type int", 11): "keys of partitioned tables are checked again for nothing",
    ("alter table links attach partition links_b for values in ('b')", 11): "a key is checked under ROW SHARE",
}
"""Statements and majors of which pglint says less than the server does."""
MISSING = "nothing_like_it"
"""What IF EXISTS does not find: pglint takes it to be there."""
FROM_QUERIES = ("CreateTableAsStmt", "RefreshMatViewStmt")
"""What they read is up to their query."""


NEWEST = 18
SINCE = {"events": 11, "links": 11, "yearly": 12, "computed": 12, "later": 18}
"""The first major whose lab has the tables that start so."""


class LabKnown:
    """A Known with all that known.json has: the lab as an 18 has it (and what others have of it, they have so)."""

    def __init__(self, found: Mapping[str, Any]) -> None:
        self._relations, self._types, self._statistics = found["relations"], found["types"], found["statistics"]

    def _of(self, name: str) -> Mapping[str, Any]:
        return dict(self._relations.get(name.removeprefix("public."), {}))

    def kind(self, relation: str) -> str | None:
        return self._of(relation).get("kind")

    def column_type(self, table: str, column: str) -> str | None:
        found = self._of(table).get("columns", {}).get(column)
        return str(found) if found else None

    def null(self, table: str, column: str) -> str | None:
        of = self._of(table)
        if not of:
            return None
        excluded = "excluded" if column in of.get("excludes_null", ()) else "taken"
        return "refused" if column in of.get("not_null", ()) else excluded

    def generated(self, table: str, column: str) -> str | None:
        return {"s": "stored", "v": "virtual"}.get(self._of(table).get("generated", {}).get(column, ""), "no")

    def indexed(self, table: str, column: str) -> str | None:
        of = self._of(table)
        column_only = "column" if column in of.get("indexed", ()) else "no"
        return "expression" if column in of.get("in_expressions", ()) else column_only

    def persistence(self, table: str) -> str | None:
        return {"p": "logged", "u": "unlogged", "t": "temporary"}.get(self._of(table).get("persistence", ""))

    def constraints(self, table: str) -> tuple[Constraint, ...] | None:
        of = self._of(table)
        keys = [_key(table, name, *key) for name, key in of.get("keys", {}).items()]
        return (*keys, *_others(table, of)) if of else None

    def referencing(self, table: str) -> tuple[Constraint, ...] | None:
        every = [
            _key(other, name, *key) for other, of in self._relations.items() for name, key in of.get("keys", {}).items()
        ]
        return tuple(key for key in every if key.references == table)

    def table_of(self, index: str) -> str | None:
        found = self._of(index).get("table") or self._statistics.get(index)
        return str(found) if found else None

    def index_columns(self, index: str) -> tuple[str, ...] | None:
        return tuple(self._of(index).get("index_columns", ()))

    def descendants(self, table: str) -> tuple[str, ...] | None:
        return tuple(self._of(table).get("descendants", ()))

    def parents(self, table: str) -> tuple[str, ...] | None:
        return tuple(self._of(table).get("parents", ()))

    def default_partition(self, table: str) -> str | None:
        return str(self._of(table).get("default_partition", ""))

    def user_type(self, name: str) -> UserType | None:
        found = self._types.get(name)
        return UserType(found["kind"], found.get("base", ""), found.get("constrained", False)) if found else None

    def tables_using(self, name: str) -> tuple[str, ...] | None:
        return tuple(self._types[name].get("tables", ()))

    def tables_of_type(self, name: str) -> tuple[str, ...] | None:
        return tuple(self._types[name].get("typed", ()))

    def volatile(self, function: str) -> bool | None:
        return {"changes": True, "stays": False}.get(function)


def _key(table: str, name: str, other: str, columns: list[str], there: list[str], valid: bool) -> Constraint:
    return Constraint(table, name, "FOREIGN KEY", tuple(columns), other, tuple(there), valid)


def _others(table: str, of: Mapping[str, Any]) -> Iterator[Constraint]:
    for name, (kind, valid, columns) in of.get("constraints", {}).items():
        yield Constraint(table, name, KINDS[kind], tuple(columns), valid=valid)


@cache
def known(major: int) -> LabKnown:
    """What there is to know of the lab of this major."""
    found = json.loads((DATA / "known.json").read_text())
    relations = {name: of for name, of in found["relations"].items() if SINCE.get(name.partition("_")[0], 0) <= major}
    return LabKnown({**found, "relations": relations})


@cache
def parsed(text: str) -> dict[str, Any]:
    from pglast.parser import parse_sql_json

    return dict(json.loads(parse_sql_json(text))["stmts"][0]["stmt"])


def by_major() -> dict[str, dict[int, Told]]:
    """The file: what each statement did on each major."""
    found: dict[str, dict[int, Told]] = {}
    for text, runs in json.loads((DATA.parent / "lock_cases.json").read_text()).items():
        found[text] = {major: told for run, told in runs.items() for major in majors(run)}
    return found


def majors(run: str) -> range:
    """The majors of ``12-18``."""
    first, last = run.split("-")
    return range(int(first), int(last) + 1)


def differences(text: str, major: int, seen: Told) -> list[str]:
    """Where pglint says other than what a server did with a statement."""
    if (text, major) in QUIRKS:
        return []
    tree = parsed(text)
    said = effect(tree, major, known(major))
    if isinstance(said, Unknown):
        return []
    error = seen.get("error")
    if error in VIOLATIONS and not _queries(tree):
        return [] if said.scans or said.rewrites or said.doubts else ["reads rows"]
    if error:
        return []
    found = list(_of_locks(text, said, seen, major))
    found += list(_of_files(tree, said, seen))
    found += list(_of_reads(tree, said, seen))
    found += list(_of_names(said, seen, major))
    if said.not_in_transaction != seen.get("alone", False):
        found.append(f"not in transaction: said {said.not_in_transaction}")
    return found


def said(text: str, major: int) -> Effect:
    """What pglint says of a statement, with all that there is to know."""
    found = effect(parsed(text), major, known(major))
    assert isinstance(found, Effect)
    return found


def _of_locks(text: str, said: Effect, seen: Told, major: int) -> Iterator[str]:
    told: Mapping[str, str] = seen.get("locks", {})
    named = {lock.object.removeprefix("public."): lock for lock in said.locks if lock.object}
    unnamed = {lock.mode for lock in said.locks if not lock.object}
    doubts = [doubt.object for doubt in said.doubts if doubt.about == "locks"]
    for relation, mode in told.items():
        if not relation:
            if mode not in unnamed:
                yield f"unnamed: said {sorted(unnamed)}, seen {mode}"
        elif relation in named:
            if named[relation].mode != mode and relation not in doubts:
                yield f"{relation}: said {named[relation].mode}, seen {mode}"
        elif (
            strength(mode) >= strength(SHARE_UPDATE_EXCLUSIVE)
            and mode not in unnamed
            and not (doubts or _view(relation))
        ):
            yield f"{relation}: not said, seen {mode}"
    for relation, lock in named.items():
        expected = not seen.get("alone") and known(major).kind(relation) is not None and MISSING not in text
        # COPY TO kept no lock before 13
        if expected and relation not in told and not (lock.why == "COPY TO" and major < 13):
            yield f"{relation}: said {lock.mode}, not seen"
    if unnamed - set(told.values()) and told:
        yield f"unnamed: said {unnamed}"


def _of_files(tree: Mapping[str, Any], said: Effect, seen: Told) -> Iterator[str]:
    if any(doubt.about == "rewrites" for doubt in said.doubts) or "TruncateStmt" in tree:
        return
    rewritten = {touch.object for touch in said.rewrites}
    files = set(seen.get("files", ()))
    if "" in rewritten:
        return
    if rewritten != files:
        yield f"rewrites: said {sorted(rewritten)}, seen {sorted(files)}"


def _of_reads(tree: Mapping[str, Any], said: Effect, seen: Told) -> Iterator[str]:
    if seen.get("alone") or _queries(tree):
        return
    scans = {touch.object for touch in said.scans}
    reads = set(seen.get("reads", ())) - set(seen.get("files", ()))
    others = {lock.object for lock in said.locks if lock.why.endswith(("(referenced table)", "(referencing table)"))}
    if any(kind in tree for kind in FROM_QUERIES):
        others |= reads
    if scans - reads:
        yield f"scans: said {sorted(scans)}, seen {sorted(reads)}"
    if reads - scans - others and not any(doubt.about in ("scans", "rewrites") for doubt in said.doubts):
        yield f"scans: said {sorted(scans)}, seen {sorted(reads)}"


def _of_names(said: Effect, seen: Told, major: int) -> Iterator[str]:
    for word, ours, theirs in (
        ("makes", said.makes, seen.get("makes", ())),
        ("drops", said.drops, seen.get("drops", ())),
    ):
        mine = {name.rpartition(".")[2] for name in ours if word == "makes" or known(major).kind(name)}
        his = {name.rpartition(".")[2] for name in theirs}
        if word == "drops":
            his -= {name.rpartition(".")[2] for name in theirs if _view(name)} - mine
        if mine != his and not (said.doubts or any(not lock.object for lock in said.locks)):
            yield f"{word}: said {sorted(mine)}, seen {sorted(his)}"


def _view(relation: str) -> bool:
    """What CASCADE drops and pglint leaves out."""
    return known(NEWEST).kind(relation) in ("view", "materialized view")


def _queries(tree: Mapping[str, Any]) -> bool:
    return any(kind in tree for kind in QUERIES)
