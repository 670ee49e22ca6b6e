"""Which files are migrations, of which tool: each file is asked for by the tools in turn, the surest first.

Tools whose marks stand in the files or beside them come before those that are told by names, and those before
folders that are only called so.
"""

from __future__ import annotations

from pglint.formats.migrations.around import Around, folder, within
from pglint.formats.migrations.script import Found, Group, Other, name
from pglint.project import TEMPLATES
from pglint.record import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Iterator

    from pglint.config.records import MigrationsDecl
    from pglint.formats.migrations.script import Folder
    from pglint.source import Source
    from pglint.tree import Tree

    Recogniser = Callable[[Group], Found | None]

SUFFIXES = (".sql", ".psql", ".pgsql")


class Survey(NamedTuple):
    """Every file of SQL: the sequences, by path, and the files in none of them, by path."""

    folders: tuple[Folder, ...]
    others: tuple[Other, ...]


def sequences(tree: Tree, files: Iterable[str], declared: MigrationsDecl | None = None) -> list[Folder]:
    """The sequences of scripts among some files, each in the order in which its scripts run."""
    return list(survey(tree, files, declared).folders)


def survey(tree: Tree, files: Iterable[str], declared: MigrationsDecl | None = None) -> Survey:
    """The sequences among some files, and what all the others are.

    Paths that do not end in .sql (or .sql.j2 …) are passed over.
    """
    around = Around(tree)
    sources, others = _read(sorted(set(files)), around)
    folders: list[Folder] = []
    for step in _STEPS:
        if not sources:
            break
        for found in step(sources.values(), around, declared):
            folders += found.folders
            others += found.others
            for path in found.paths():
                sources.pop(path, None)
    others += _kinds(sources.values())
    return Survey(tuple(sorted(folders, key=lambda each: (each.path, each.tool))), tuple(sorted(others)))


def _kinds(sources: Iterable[Source]) -> list[Other]:
    from pglint.formats.migrations.kinds import kind

    return [kind(source) for source in sources]


def _read(files: Iterable[str], around: Around) -> tuple[dict[str, Source], list[Other]]:
    """The texts of the files that may be PostgreSQL's."""
    from pglint.formats.migrations.kinds import other_database

    sources: dict[str, Source] = {}
    others: list[Other] = []
    for path in files:
        if not _bare(path.lower()).endswith(SUFFIXES):
            continue
        other = other_database(path)
        source = None if other else around.source(path)
        if source:
            sources[path] = source
        else:
            others.append(other or Other(path, "unreadable", "it cannot be read"))
    return sources, others


def _bare(path: str) -> str:
    """A name without what tells that it is a template."""
    while path.endswith(TEMPLATES):
        path = path.rpartition(".")[0]
    return path


def _by_plan(sources: Collection[Source], around: Around, _: MigrationsDecl | None) -> Iterator[Found]:
    """Tools that look beyond a folder, and are sure."""
    if any(part in source.path for source in sources for part in ("deploy/", "revert/", "verify/")):
        from pglint.formats.migrations.sqitch import sqitch

        yield sqitch(sources, around)
    if any(source.path.endswith("/migration.sql") for source in sources):
        from pglint.formats.migrations.nested import prisma

        yield prisma(sources, around)
    if any("liquibase" in source.text[:200].lower() for source in sources):
        from pglint.formats.migrations.liquibase import liquibase

        yield liquibase(sources, around)


def _by_marks(sources: Collection[Source], around: Around, _: MigrationsDecl | None) -> Iterator[Found]:
    """Tools whose marks stand in the files, or in the end of their names."""
    for group in _groups(sources, around):
        yield _first(group, _marked(group))


def _by_names(sources: Collection[Source], around: Around, _: MigrationsDecl | None) -> Iterator[Found]:
    """Tools that look beyond a folder, and go by names."""
    if any("__" in name(source) or name(source).startswith(("before", "after")) for source in sources):
        from pglint.formats.migrations.flyway import flyway

        yield flyway(sources, around)
    if any(source.path.endswith(("/up.sql", "/down.sql")) for source in sources):
        from pglint.formats.migrations.nested import diesel

        yield diesel(sources, around)


def _by_image(sources: Collection[Source], around: Around, _: MigrationsDecl | None) -> Iterator[Found]:
    """What the PostgreSQL image runs."""
    from pglint.formats.migrations.initdb import initdb

    yield initdb(sources, around)


def _by_surroundings(sources: Collection[Source], around: Around, _: MigrationsDecl | None) -> Iterator[Found]:
    """Tools that are told by what lies beside a folder; then folders that are only called so."""
    from pglint.formats.migrations.plain import plain

    for group in _groups(sources, around):
        yield _first(group, (*_surrounded(group), plain))


def _by_configuration(sources: Collection[Source], around: Around, declared: MigrationsDecl | None) -> Iterator[Found]:
    """The folders that ``[migrations] paths`` names, where nothing else told."""
    if not declared or not declared.paths:
        return
    from pglint import globs
    from pglint.formats.migrations.plain import plain

    inside = globs.matcher(path.rstrip("/") for path in declared.paths)
    for group in _groups((source for source in sources if inside(source.path)), around):
        yield plain(group, declared=True) or Found()


# In this order. They see the files as a living view: what one has taken, the next do not find any more.
_STEPS = (_by_plan, _by_marks, _by_names, _by_image, _by_surroundings, _by_configuration)


def _marked(group: Group) -> Iterator[Recogniser]:
    """The tools that may know a folder by the marks in its files; none is loaded in vain."""
    around, path = group.around, group.path
    names = [name(source) for source in group.files]

    def has(mark: str) -> bool:
        return any(mark in source.text for source in group.files)

    if has("+goose") or has("-- +migrate "):
        from pglint.formats.migrations.goose import goose, sql_migrate

        yield from (goose, sql_migrate)
    if has("migrate:up"):
        from pglint.formats.migrations.dbmate import dbmate

        yield dbmate
    if has("---- ") or around.exists(within(path, "tern.conf")):
        from pglint.formats.migrations.tern import tern

        yield tern
    if path.endswith(("committed", "current")) or "current.sql" in names or has(":GRAPHILE_WORKER_SCHEMA"):
        from pglint.formats.migrations.graphile import graphile_migrate, graphile_worker

        yield from (graphile_migrate, graphile_worker)
    if around.exists(within(path, "meta/_journal.json")) or has("-- postgres-migrations ") or _node(group):
        from pglint.formats.migrations.node import drizzle, postgres_migrations

        yield from (drizzle, postgres_migrations)
    if any(".up." in each or ".down." in each for each in names):
        from pglint.formats.migrations.up_down import up_down

        yield up_down
    if has("-- Running ") or has("--\n-- "):
        from pglint.formats.migrations.offline import alembic, django

        yield from (alembic, django)


def _surrounded(group: Group) -> Iterator[Recogniser]:
    """The tools that may know a folder by what lies around it."""
    around, path = group.around, group.path
    if f"/{path}".endswith("/supabase/migrations"):
        from pglint.formats.migrations.supabase import supabase

        yield supabase
    if around.exists(within(path, "atlas.sum")) or any("atlas:txmode" in source.text for source in group.files):
        from pglint.formats.migrations.atlas import atlas

        yield atlas
    if "migrat" in path or any("-- depends:" in each.text or "transactional:" in each.text for each in group.files):
        from pglint.formats.migrations.yoyo import yoyo

        yield yoyo
    if _node(group) or any("-- Up Migration" in source.text for source in group.files):
        from pglint.formats.migrations.node import node_pg_migrate

        yield node_pg_migrate
    if "migration" in path and around.mentions(path, "Cargo.toml", "sqlx"):
        from pglint.formats.migrations.up_down import sqlx

        yield sqlx


def _node(group: Group) -> bool:
    """Whether a package.json upwards names one of the tools of Node.js."""
    if "migrat" not in group.path:
        return False
    return group.around.mentions(group.path, "package.json", "node-pg-migrate", "postgres-migrations")


def _first(group: Group, recognisers: Iterable[Recogniser]) -> Found:
    """What the first tool says that knows a folder."""
    found = next((found for each in recognisers if (found := each(group))), None)
    return found._replace(others=found.others + _left(group, found)) if found else Found()


def _groups(sources: Iterable[Source], around: Around) -> list[Group]:
    found: dict[str, list[Source]] = {}
    for source in sources:
        found.setdefault(folder(source.path), []).append(source)
    return [Group(path, tuple(files), around) for path, files in found.items()]


def _left(group: Group, found: Found) -> tuple[Other, ...]:
    """The files of a folder that its tool does not run: no second sequence is made of them."""
    from pglint.formats.migrations.kinds import kind

    taken = found.paths()
    left = [kind(source) for source in group.files if source.path not in taken] if found.folders else []
    return tuple(each._replace(kind="script") if each.kind == "setup script" else each for each in left)
