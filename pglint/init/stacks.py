"""The stacks of a pglint.toml: each with its server, standbys and poolers, and an application to be filled in.

A stack that is found is declared all the same, by the file of its server and the files of its poolers: only below such
headers is there a place for what nobody can read (instances, memory, applications), and what is declared by file goes
on where other files move. All other files join it as before. Where these files alone would not make the same stack, it
is declared by globs; where those would not either, it stays undeclared. Which of these is right is tried, not guessed:
see ``propose``.
"""

from __future__ import annotations

import os

from pglint.globs import matcher
from pglint.init import waiting
from pglint.init.found import Found, FoundPooler, FoundRole, FoundServer, Login
from pglint.init.lines import Block, Line
from pglint.init.toml import can_say, listed, quoted
from pglint.record import TYPE_CHECKING, NamedTuple
from pglint.tree import folder

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from pglint.findings.finding import StackFiles, Undecided

BY_FILES: tuple[str, ...] = ()
"""What ``include`` says where there is none."""
MOST_NAMED = 3
"""So many files are named in an ``include``; of more, their folders."""
MOST_ROLES = 3
MOST_HOSTS = 4
WILD = "*?[\\!"
DIRECT = Line("direct-connections = 5", "monitoring, jobs, people (default 0)")
SUBSCRIBERS = Line("subscribers = 1", "of logical replication (default 0)")
BACKUPS = Line('backups = ["pg_basebackup"]', "or barman, pgbackrest, wal-g … (default none)")


class Around(NamedTuple):
    """What else a stack's lines depend on: the open questions of its files, whether it is the only stack, and whether
    it is the ``first``, which shows more.
    """

    unknown: tuple[Undecided, ...]
    only: bool
    first: bool


def blocks(found: Found, files: StackFiles, around: Around, include: tuple[str, ...]) -> Iterator[Block]:
    """Everything below one [[stack]]."""
    head = [Line("[[stack]]", on=True), Line(f"name = {quoted(found.name)}", _apart(found, files), on=True)]
    if include:
        head.append(Line(f"include = {listed(include)}", on=True))
    yield head
    if found.server is not None:
        yield _server(found, found.server, around)
    for path in found.standbys:
        yield [Line("[[stack.standby]]", on=True), Line(f"file = {quoted(path)}", on=True)]
    for pooler in found.poolers:
        yield _pooler(pooler, around)
    yield from _roles(found.roles, around)
    if around.first:
        yield _application(found.login)


def _apart(found: Found, files: StackFiles) -> str:
    """Why a pooler makes a stack by itself: it may have to be moved to that of its server."""
    if found.server is not None or len(found.poolers) != 1:
        return ""
    return next((each.reason for each in files.files if each.path == found.poolers[0].file), "")


def ways(found: Found, files: StackFiles, others: Iterable[StackFiles]) -> list[tuple[str, ...]]:
    """How a stack may be declared, as the globs of its ``include``: by its files alone, or by what covers them all.

    Everything, where it is the only stack; no globs that would cover a file of another one.
    """
    paths = [*found.standbys, *(each.file for each in found.poolers)]
    paths += [found.server.file] if found.server and found.server.file else []
    if not all(map(can_say, [found.name, *paths])):
        return []
    by_files = [BY_FILES] if paths and (found.server is None or found.server.file) else []
    globs = _globs(found, files)
    covers = matcher(globs)
    theirs = {each.path for other in others if other.name not in (None, found.name) for each in other.files}
    everything = [] if theirs else [("**",)]
    return [*by_files, *everything, *([globs] if globs and not any(map(covers, theirs)) else [])]


def _globs(found: Found, files: StackFiles) -> tuple[str, ...]:
    """What covers its files: these files, if they are few; else their folders.

    Of Terraform the files of the root module count: what it calls is part of it. Nothing where a name has wildcards.
    """
    paths = sorted({each.path for each in files.files})
    if found.root is not None:
        paths = [path for path in paths if folder(path) == found.root]
    if any(not can_say(path) or any(char in WILD for char in path) for path in paths):
        return ()
    if len(paths) <= MOST_NAMED and not found.has_sql:
        return tuple(paths)
    folders = {folder(path) for path in paths}
    above = {each for each in folders if any(each.startswith(f"{other}/") for other in folders if other)}
    ends = sorted({os.path.splitext(path)[1] for path in paths if not folder(path)})
    return (*(f"/*{end}" for end in ends), *(f"{each}/**" for each in sorted(folders - above) if each))


def _server(found: Found, server: FoundServer, around: Around) -> Block:
    """[stack.server]: of what a platform runs it knows the machine, the standbys and the backups itself."""

    def asks(key: str) -> str:
        reason = waiting.MACHINE.format(key)
        return waiting.note(around.unknown, lambda each: each.reason == reason and _at(each) == server.home)

    lines = [Line("[stack.server]", "" if server.file else server.version, on=True)]
    if server.file:
        lines.append(Line(f"file = {quoted(server.file)}", server.version, on=True))
    if not server.version and around.only:
        lines.append(Line(f"version = {server.majors[-1]}", version_note(around.unknown, server.majors)))
    if found.root is None or asks("memory"):
        lines.append(Line('memory = "16GB"', asks("memory")))
    if asks("cpus"):
        lines.append(Line("cpus = 8", asks("cpus")))
    if server.hosts and server.open is not None:
        note = waiting.note_of(around.unknown, server.open.reason)
        lines.append(
            Line(
                f"hosts = {listed(server.hosts[:1])}", f"which of {', '.join(server.hosts[:MOST_HOSTS])} it is; {note}"
            )
        )
    if found.root is not None:
        return lines + _plainer([DIRECT], around)
    default = "those below" if found.standbys else "0"
    standbys = Line(f"standbys = {len(found.standbys) or 1}", f"servers that stream from it (default {default})")
    return lines + _plainer([DIRECT, standbys, SUBSCRIBERS, BACKUPS], around)


def _plainer(lines: Iterable[Line], around: Around) -> Block:
    """Without what was said of another stack before."""
    return [line if around.first else line._replace(note="") for line in lines]


def version_note(unknown: Iterable[Undecided], majors: Iterable[int]) -> str:
    """Which versions are possible, and what waits for the one that it is."""
    return _possible(unknown, waiting.POSTGRES, str(min(majors)), str(max(majors)))


def pooler_note(unknown: Iterable[Undecided], pooler: FoundPooler) -> str:
    """The same of PgBouncer."""
    return _possible(unknown, waiting.PGBOUNCER, pooler.versions[0], pooler.versions[-1])


def _possible(unknown: Iterable[Undecided], which: str, first: str, last: str) -> str:
    decides = waiting.note(unknown, lambda each: waiting.between_versions(each.reason, which))
    return f"{first} to {last} are possible" + (f"; {decides}" if decides else "")


def _pooler(pooler: FoundPooler, around: Around) -> Block:
    nofile = waiting.note(around.unknown, lambda each: each.reason == waiting.NOFILE and _at(each) == pooler.home)
    only_one = "" if len(pooler.versions) > 1 else f"version {pooler.versions[0]}: no other has all that is set here"
    lines = [Line("[[stack.pooler]]", on=True), Line(f"file = {quoted(pooler.file)}", only_one, on=True)]
    lines += _plainer([Line("instances = 2", "processes, pods, hosts together (default 1)")], around)
    if len(pooler.versions) > 1 and around.only:
        lines.append(Line(f"version = {quoted(pooler.versions[-1])}", pooler_note(around.unknown, pooler)))
    if nofile:
        lines.append(Line("nofile = 65536", f"open files; {nofile}"))
    return lines


def _roles(roles: tuple[FoundRole, ...], around: Around) -> Iterator[Block]:
    """Roles of which files tell a part."""
    for role in roles[:MOST_ROLES]:
        keys = (("connection-limit = 20", role.limit), ("login = true", role.login))
        notes = [Line(key, waiting.note_of(around.unknown, why)) for key, why in keys if why]
        if any(line.note for line in notes):
            yield [Line("[[stack.role]]"), Line(f"name = {quoted(role.name)}"), *(line for line in notes if line.note)]


def _application(login: Login) -> Block:
    """An example with names out of the files: pglint reads no file in which an application's pool is set."""
    lines = [Line("[[stack.app]]", "one for each: no file tells of their pools")]
    lines += [Line('name = "web"'), Line("pool-size = 10", "of one process"), Line("replicas = 2")]
    lines.append(Line(f"via = {quoted(login.via)}", "or " + quoted("server" if login.via == "pooler" else "pooler")))
    lines.append(Line(f"role = {quoted(login.role or 'web')}"))
    if login.database:
        lines.append(Line(f"database = {quoted(login.database)}"))
    return lines


def inline(login: Login) -> str:
    """The same on one line."""
    names = [f"role = {quoted(login.role or 'web')}"]
    names += [f"database = {quoted(login.database)}"] if login.database else []
    return f'{{ name = "web", pool-size = 10, replicas = 2, via = {quoted(login.via)}, {", ".join(names)} }}'


def _at(question: Undecided) -> tuple[str, int]:
    return question.span.path, question.span.line
