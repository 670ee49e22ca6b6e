"""What a run saw of each stack, as far as a pglint.toml has words for it: read off the models while they are there."""

from __future__ import annotations

import os
import re

from pglint.init.toml import can_say
from pglint.model.entry import FALLBACK, text
from pglint.model.role import is_placeholder
from pglint.model.settings import evident_major
from pglint.record import TYPE_CHECKING, NamedTuple
from pglint.tree import folder
from pglint.values import Unknown

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pglint.model.build import Model
    from pglint.model.pooler import Pooler
    from pglint.model.role import Role
    from pglint.model.server import Server
    from pglint.tree import Tree

_HOST = re.compile(r"[\w.:-]+")
MIGRATION = "migration"


class FoundServer(NamedTuple):
    """A server: ``file`` is its postgresql.conf, '' where another file or none tells of it.

    ``version`` says how it is known ('' where several ``majors`` fit), ``home`` is the path and line
    where a setting of it would stand.
    ``hosts`` are those that a pooler leads to, where none is known to be this server, and ``open`` says so.
    """

    file: str
    home: tuple[str, int]
    majors: tuple[int, ...]
    version: str
    hosts: tuple[str, ...] = ()
    open: Unknown | None = None


class FoundPooler(NamedTuple):
    """A pooler with a file of its own; ``home`` is the path and line where a setting would
    stand, ``versions`` the first and the last PgBouncer that it may be."""

    file: str
    home: tuple[str, int]
    versions: tuple[str, ...]


class FoundRole(NamedTuple):
    """A role of which files tell only a part: ``why`` its limit is not known, or whether it logs in."""

    name: str
    limit: str
    login: str


class Login(NamedTuple):
    """Names with which an application may connect, as far as files have them; ``via`` is pooler or server."""

    via: str
    role: str
    database: str


class FoundTool(NamedTuple):
    """Migrations: the tool that runs them ('' if none is known), their folder, and the newest of them."""

    tool: str
    folder: str
    newest: str


class Found(NamedTuple):
    """A stack. ``root`` is the folder of the infrastructure code that makes its server, None for others.

    ``standbys`` are the files of standbys.
    """

    name: str
    server: FoundServer | None
    root: str | None
    standbys: tuple[str, ...]
    poolers: tuple[FoundPooler, ...]
    roles: tuple[FoundRole, ...]
    login: Login
    tools: tuple[FoundTool, ...]
    has_sql: bool


def found(model: Model, tree: Tree) -> Found:
    """What there is to say of one stack."""
    home, own = model.home, [pooler for pooler in model.poolers if pooler.fact is None]
    return Found(
        model.name,
        None if home is None else _server(home, model, tree),
        home.fact.home.group if home is not None and home.fact is not None else None,
        tuple(sorted(each.source.path for each in model.standbys if each.fact is None)),
        tuple(sorted((_pooler(each) for each in own), key=lambda each: each.file)),
        tuple(_roles(home)) if home else (),
        _login(model),
        tuple(_tools(model)),
        bool(model.statements),
    )


def _server(server: Server, model: Model, tree: Tree) -> FoundServer:
    configured = model.server is not None and server.fact is None and bool(server.settings.chain.files)
    path = server.source.path if configured else ""
    open_ = next((why for why in server.unlinked if why.reason.endswith("(server.hosts)")), None)
    hosts: tuple[str, ...] = ()
    if open_ is not None:
        all_ = (host.strip() for pooler in model.poolers for each in pooler.targets for host in each.host.split(","))
        hosts = tuple(dict.fromkeys(host for host in all_ if _HOST.fullmatch(host)))
    home = server.home.path, server.home.line
    return FoundServer(path, home, server.readings, _version(server, path, tree), hosts, open_)


def _version(server: Server, path: str, tree: Tree) -> str:
    """How the version is known."""
    if len(server.readings) != 1:
        return ""
    said = server.fact.version if server.fact else None
    if said is not None and said.span is not None:
        place = said.origin.span if said.origin else said.span
        return f"version {server.readings[0]}: {place.path}:{place.line}"
    evident = evident_major(path, tree) if path else None
    why = evident[1] if evident else "no other has all that is set here"
    return f"version {server.readings[0]}: {why}"


def _pooler(pooler: Pooler) -> FoundPooler:
    ends = [pooler.readings[0]] if len(pooler.readings) == 1 else [pooler.readings[0], pooler.readings[-1]]
    versions = tuple(".".join(map(str, each[:2])) for each in ends)
    return FoundPooler(pooler.source.path, (pooler.home.path, pooler.home.line), tuple(dict.fromkeys(versions)))


def _is_name(name: object) -> bool:
    return isinstance(name, str) and name != FALLBACK and can_say(name) and not is_placeholder(name)


def _roles(server: Server) -> Iterator[FoundRole]:
    for role in server.roles.values():
        limit, login = role.limit.value, role.login.value if role.login else None
        reasons = [value.reason if isinstance(value, Unknown) else "" for value in (limit, login)]
        if any(reasons) and role.is_named and _is_name(role.name):
            yield FoundRole(role.name, *reasons)


def _login(model: Model) -> Login:
    """Names out of the files for an example: of a pool, else of a role that logs in, and a database."""
    for pooler in model.poolers:
        for entry in pooler.settings.databases:
            if not _is_name(entry.name):
                continue
            forced = text(entry, "user")
            names = [forced] if isinstance(forced, str) else [*pooler.users_of(entry)[0], *pooler.users.clients]
            role = next((name for name in names if _is_name(name)), "")
            return Login("pooler", role or _role(model.home), entry.name)
    databases = model.home.databases.values() if model.home else ()
    database = next((each.name for each in databases if each.is_named and _is_name(each.name)), "")
    return Login("pooler" if model.poolers else "server", _role(model.home), database)


def _role(server: Server | None) -> str:
    """A role that may be an application's: it logs in, is no superuser, and is none for replication."""
    roles = server.roles.values() if server else ()
    return next((role.name for role in roles if _may_be_of_an_application(role)), "")


def _may_be_of_an_application(role: Role) -> bool:
    on = (switch is not None and switch.value is True for switch in (role.superuser, role.replication))
    return role.is_named and _is_name(role.name) and role.logs_in and not role.dropped and not any(on)


def _tools(model: Model) -> Iterator[FoundTool]:
    for each in model.sequences:
        if each.replayed.use == MIGRATION and all(map(can_say, each.replayed.paths)):
            newest = each.replayed.paths[-1]
            name = newest.rpartition("/")[2]
            where = os.path.commonpath([folder(path) for path in each.replayed.paths]).replace(os.sep, "/")
            is_nested = name in ("migration.sql", "up.sql")
            newest = folder(newest).rpartition("/")[2] if is_nested else name.removesuffix(".sql")
            if newest:
                yield FoundTool(each.replayed.tool, where, newest)
