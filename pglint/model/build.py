"""From a stack's files to its model: servers, standbys, poolers, roles, databases and applications, all linked."""

from __future__ import annotations

from pglint.catalog import pgbouncer, postgresql
from pglint.facts import Fault
from pglint.model import conf_faults, ini_faults, secret_faults, settings, startup
from pglint.model.app import App
from pglint.model.entry import host_name
from pglint.model.ini_faults import holds
from pglint.model.pooler import Pooler
from pglint.model.pooler_settings import PoolerSettings
from pglint.model.pooler_settings import narrow as narrow_pooler
from pglint.model.role import Database, Role
from pglint.model.server import Link, Server
from pglint.model.settings import Settings
from pglint.model.standbys import link as link_standbys
from pglint.record import TYPE_CHECKING, NamedTuple
from pglint.stacks.conf_chain import follow as follow_conf
from pglint.stacks.ini_chain import follow as follow_ini
from pglint.tree import folder
from pglint.values import Unknown

if TYPE_CHECKING:
    from collections.abc import Iterable

    from pglint.config import Config, PoolerDecl, StackDecl
    from pglint.facts import Setting
    from pglint.model.entry import Target
    from pglint.model.sequence import Sequence
    from pglint.model.server import HbaRecords
    from pglint.model.statement import Statement
    from pglint.stacks.conf_chain import ConfChain
    from pglint.stacks.stack import Stack
    from pglint.tree import Tree
    from pglint.values import Cell


class Model(NamedTuple):
    """One stack, linked. ``faults`` are those of its files that hold in every reading.

    ``home`` is the server that its roles, databases and poolers belong to: ``server``, or one of which no file tells
    the configuration.
    """

    name: str
    server: Server | None
    home: Server | None
    standbys: list[Server]
    poolers: list[Pooler]
    apps: tuple[App, ...]
    hba: dict[str, HbaRecords]
    faults: list[Fault]
    statements: list[Statement]
    sequences: list[Sequence]


def build(stack: Stack, tree: Tree, config: Config) -> Model:
    """The model of one stack."""
    declared = stack.declared
    _state(stack)
    server = _server(stack.server, stack, tree, config) if stack.server else None
    standbys = [_server(path, stack, tree, config) for path in stack.standbys]
    poolers = [_pooler(path, stack, tree, config) for path in stack.poolers]
    apps = tuple(App(each) for each in declared.apps) if declared else ()
    home = server or _unconfigured(stack, config)
    if server is None and home is not None and home.settings.chain.settings:
        server = home  # SQL is all that tells of its settings
        server.fresh = _is_fresh(stack)
    model = Model(stack.name, server, home, standbys, poolers, apps, {}, [], [], [])
    for pooler in poolers:
        pooler.apps = tuple(app for app in apps if app.via == "pooler") if len(poolers) == 1 else ()
        if home is not None:
            pooler.server = home
            _link(pooler, home)
    for path in stack.hba:
        _read_hba(path, tree, model)
    if home is not None:
        _surround(home, model, stack, tree)
    for each in [*([server] if server else []), *standbys]:
        chain = each.settings.chain
        if each.settings.managed is not None:
            from pglint.model import managed_faults

            model.faults.extend(managed_faults.faults(each))
            continue
        model.faults.extend([*chain.faults, *conf_faults.faults(chain, each.readings)])
        model.faults.extend(startup.faults(each.settings, tree))
        model.faults.extend(secret_faults.of_server(each.settings))
    if stack.replays:
        _run_sql(model, stack, config)
    for pooler in poolers:
        if pooler.fact is not None:
            continue
        model.faults.extend([*ini_faults.faults(pooler.settings), *secret_faults.of_pooler(pooler.settings)])
    return model


def _state(stack: Stack) -> None:
    """Adds what SQL states to the stack's facts."""
    if stack.replays:
        from pglint.model import replays

        stack.facts[:] = replays.joined(stack.facts, replays.facts(stack.replays, stack.declared is not None))


def _settings(stack: Stack) -> tuple[tuple[Setting, ...], tuple[Setting, ...]]:
    """What SQL sets for the whole server, and for everyone's sessions."""
    if not stack.replays:
        return (), ()
    from pglint.model import replays

    return replays.system(stack.replays), replays.everyone(stack.replays)


def _is_fresh(stack: Stack) -> bool:
    """Whether all that SQL sets for the whole server is set while that is made."""
    from pglint.model import replays

    return replays.at_first(stack.replays)


def _run_sql(model: Model, stack: Stack, config: Config) -> None:
    """The statements of a stack, and what is wrong in them by themselves."""
    from pglint.model import cluster, scripts

    statements, sequences = scripts.of(stack.replays, model.server, model.home, model.poolers, config)
    model.statements.extend(statements)
    model.sequences.extend(sequences)
    declared, home = stack.declared, model.home
    readings = home.readings if home else cluster.majors(None, declared.server if declared else None, config)
    model.faults.extend(scripts.faults(statements, readings, home is not None and home.settings.managed is not None))


def _unconfigured(stack: Stack, config: Config) -> Server | None:
    """A server of which no file tells the configuration, where roles, databases or settings of it are known."""
    declared = stack.declared
    system, everyone = _settings(stack)
    if not (stack.facts or system or everyone or (declared and (declared.roles or declared.databases))):
        return None
    from pglint.model import cluster

    path = stack.members[0].path if stack.members else "pglint.toml"
    own = declared.server if declared else None
    return cluster.unconfigured(stack.name, stack.facts, path, own, config, system, everyone)


def _server(path: str, stack: Stack, tree: Tree, config: Config) -> Server:
    fact = stack.managed.get(path)
    if fact is not None:
        from pglint.cluster_facts import ServerFact
        from pglint.model import cluster

        assert isinstance(fact, ServerFact)
        own = stack.declared.server if stack.declared and path == stack.server else None
        return cluster.server(fact, own, config)
    chain = follow_conf(tree, path)
    if path == stack.server:
        chain = chain.with_sql(*_settings(stack))
    declared = stack.declared.server if stack.declared and path == stack.server else None
    stack_server = stack.declared.server if stack.declared else None
    readings = majors(path, chain, tree, config, stack_server.version if stack_server else None)
    name = path.rpartition("/")[2]
    complete = (name.lower().endswith("postgresql.conf") or "postgresql.conf." in name.lower()) and not chain.template
    if declared is not None and declared.file == path:
        complete = not chain.template
    return Server(path, Settings(chain, readings, complete), readings, declared)


def majors(
    path: str, chain: ConfChain, tree: Tree, config: Config, version: Cell | None
) -> tuple[int, ...]:
    """The majors that the files may be for: declared, evident from the path, else all that are maintained."""
    for cell in (version, config.postgres_version):
        if cell is not None and isinstance(cell.value, int):
            return (cell.value,)
    evident = settings.evident_major(path, tree)
    if evident is not None:
        return (evident[0],)
    return settings.narrow(chain.settings, postgresql.MAINTAINED)


def _pooler(path: str, stack: Stack, tree: Tree, config: Config) -> Pooler:
    fact = stack.managed.get(path)
    if fact is not None:
        from pglint.cluster_facts import PoolerFact
        from pglint.model import cluster

        assert isinstance(fact, PoolerFact)
        return cluster.pooler(fact, config)
    chain, declared = follow_ini(tree, path), stack.declared
    decl: PoolerDecl | None = None
    if declared is not None:
        decl = next((each for each in declared.poolers if each.file == path), None)
    version = (decl.version if decl else None) or config.pgbouncer_version
    readings: tuple[tuple[int, ...], ...]
    if version is not None and isinstance(version.value, str):
        readings = (pgbouncer.parse_version(version.value),)
    else:
        readings = narrow_pooler(chain, pgbouncer.VERSIONS)
    return Pooler(path, PoolerSettings(chain, readings), readings, decl)


def _link(pooler: Pooler, server: Server) -> None:
    """Which of the pooler's entries lead to this server: by declared host names, by the only target, by its folder.

    A pooler whose entries are not all read may lead here too.
    """
    targets = pooler.targets
    if pooler.fact is not None:
        server.links.append(Link(pooler, list(pooler.settings.databases)))
        server.unlinked.extend(pooler.settings.missing)
        return
    hosts = {host_name(host) for host in server.declared.hosts} if server.declared else set()
    if hosts:
        chosen = _at_port([target for target in targets if hosts & _hosts(target)], server)
    elif len(targets) <= 1:
        chosen = list(targets)
    else:
        parts = server.fact.home.hosts if server.fact else set(folder(server.source.path).split("/"))
        chosen = [target for target in targets if parts & {host.partition(".")[0] for host in _hosts(target)}]
        if len(chosen) != 1:
            place = pooler.settings.databases[0].name_span
            reason = f"{pooler.name} leads to {len(targets)} hosts, and none is known to be this server (server.hosts)"
            server.unlinked.append(Unknown(reason, place))
            return
    entries = [entry for entry in pooler.settings.databases if pooler.target(entry) in chosen]
    if entries:
        server.links.append(Link(pooler, entries))
    elif pooler.settings.missing:
        server.unlinked.append(pooler.settings.missing[0])


def _hosts(target: Target) -> set[str]:
    """The hosts of a target: PgBouncer may connect to any of a list."""
    return {host_name(host.strip()) for host in target.host.split(",")}


def _at_port(targets: list[Target], server: Server) -> list[Target]:
    """Where the hosts have several ports, those of the server's own port, if it is among them."""
    port = server.guc("port", server.readings[-1]).value
    exact = [target for target in targets if target.port == str(port)]
    return exact if exact and len({target.port for target in targets}) > 1 else targets


def _read_hba(path: str, tree: Tree, model: Model) -> None:
    from pglint.formats import pg_hba

    source = tree.source(path)
    found = pg_hba.read(source) if source else []
    model.hba[path] = tuple(found)
    majors = model.server.readings if model.server else postgresql.MAINTAINED
    versions = tuple((major,) for major in majors)
    model.faults.extend(each for each in found if isinstance(each, Fault) and holds(each, versions))


def _surround(server: Server, model: Model, stack: Stack, tree: Tree) -> None:
    """What is stated and declared around a server, and its standbys."""
    declared = stack.declared
    server.apps = model.apps
    for app in model.apps:
        app.server = server
    link_standbys(server, model.standbys, declared.standbys if declared else ())
    if stack.facts:
        from pglint.model import cluster

        cluster.surround(server, stack.facts)
    if declared is not None:
        _declare(server, declared)
    path = _hba_of(server, model.hba)
    if path is not None:
        server.hba = model.hba[path]
        server.hba_source = tree.source(path)


def _declare(server: Server, declared: StackDecl) -> None:
    """Declared roles and databases: over what files state of them, else by themselves."""
    for role in declared.roles:
        if role.name in server.roles:
            server.roles[role.name].declare(role)
        else:
            server.roles[role.name] = Role(role)
    for database in declared.databases:
        if database.name in server.databases:
            server.databases[database.name].declare(database)
        else:
            server.databases[database.name] = Database(database)


def _hba_of(server: Server, paths: Iterable[str]) -> str | None:
    """The pg_hba.conf that a server loads: as hba_file says, else the one beside its main file; None if in doubt.

    An absolute path means the file of that name beside the main file: both are copied or mounted together.
    """
    beside = [path for path in paths if folder(path) == folder(server.source.path)]
    written = server.settings.written("hba_file")
    if written is not None:
        named = written.value
        if not isinstance(named, str):
            return None
        beside = [path for path in beside if path.rpartition("/")[2] == named.rpartition("/")[2]]
    return beside[0] if len(beside) == 1 else None
