"""What a pooler can take and open, as numbers for rules: clients against pools, pools against each other."""

from __future__ import annotations

from pglint.model.demand import add, held
from pglint.model.entry import LOOPBACK
from pglint.model.flow import UNBOUNDED
from pglint.model.pool import cap, parts, size, total
from pglint.record import TYPE_CHECKING, NamedTuple
from pglint.values import Cell, Sum, Term, Unknown, at_home

if TYPE_CHECKING:
    from pglint.model.app import App
    from pglint.model.pool import Parts, Pool, Version
    from pglint.model.pooler import Pooler
    from pglint.model.pooler_settings import PoolerSettings
    from pglint.model.server import Server

OWN_DESCRIPTORS = 50


class PoolSubject(NamedTuple):
    """A pool with its pooler and the server behind it, if one is known."""

    pooler: Pooler
    pool: Pool
    server: Server | None

    def user(self) -> str | Unknown:
        if self.pool.user is None:
            return Unknown(f'which users log in to "{self.pool.entry.name}" is not known', self.pool.entry.name_span)
        return self.pool.user

    def database(self) -> str | None:
        """The database in PostgreSQL; None where any client names its own, or a placeholder stands."""
        name = self.pooler.entry_text(self.pool.entry, "dbname")
        if isinstance(name, Unknown):
            return None
        return name or (self.pool.entry.name if self.pool.entry.name != "*" else None)


def number(most: int | Unknown) -> int | Unknown:
    """A cap for a condition; a pool without a limit has no number."""
    if isinstance(most, int) and most >= UNBOUNDED:
        return Unknown("the pool has no limit")
    return most


def client_slots(pooler: Pooler, version: Version, *, peak: bool = False) -> Sum:
    """max_client_conn × instances."""
    limit = pooler.settings.cell("max_client_conn", version)
    instances = pooler.peak_instances if peak else pooler.instances
    count = instances.value if isinstance(instances.value, int) else 1
    if not isinstance(limit.value, int):
        reason = limit.value if isinstance(limit.value, Unknown) else Unknown("not known")
        return Sum("client connections", None, (), None, (reason,))
    text = "max_client_conn" if count == 1 else f"max_client_conn in {count} instances"
    total = Sum("client connections", limit.value * count, (Term(text, limit.value, count, limit.span),))
    return at_home(total, pooler.home)


def app_clients(pooler: Pooler, *, peak: bool = False) -> Sum:
    """What the known applications open to this pooler."""
    return add("application pools", [app.connections(peak=peak) for app in through(pooler)])


def through(pooler: Pooler) -> list[App]:
    return [app for app in pooler.apps if app.via == "pooler"]


def _shared(pooler: Pooler, version: Version) -> list[Pool]:
    """The pools whose mode shares connections between clients."""
    found = pooler.pools(version)
    return [pool for pool in found if pooler.mode(pool, version).value in ("transaction", "statement")]


def _alone(settings: PoolerSettings, pool: Pool, version: Version) -> Parts | Unknown:
    """What one pool may hold whatever its clients are."""
    found = parts(settings, pool, version, clients=False)
    if isinstance(found, Unknown) or total(found) < UNBOUNDED:
        return found
    return Unknown("the pool has no limit")


def tightest(pooler: Pooler, version: Version) -> tuple[Cell, Cell]:
    """The pool that has most connections for too few clients: its cap, and the clients that can come to it."""
    best: tuple[int, Cell, Cell] | None = None
    for pool in _shared(pooler, version):
        most = cap(pooler.settings, pool, version, clients=False)
        if isinstance(most, Unknown):
            return Cell(most), client_limit(pooler, pool, version)
        if most >= UNBOUNDED:
            continue
        clients = client_limit(pooler, pool, version)
        room = most - (clients.value if isinstance(clients.value, int) else 0)
        if best is None or room > best[0]:
            best = room, Cell(most, size(pooler.settings, pool, version).cell.span), clients
    return best[1:] if best else (Cell(0), pooler.settings.cell("max_client_conn", version))


def largest_pool(pooler: Pooler, version: Version) -> Cell:
    return tightest(pooler, version)[0]


def client_cap(pooler: Pooler, version: Version) -> Cell:
    return tightest(pooler, version)[1]


def pool_total(pooler: Pooler, version: Version) -> Sum:
    """All pools with a limit at their caps, under the limits over pools, in one instance."""
    settings = pooler.settings
    pools = [pool for pool in _shared(pooler, version) if cap(settings, pool, version, clients=False) != UNBOUNDED]
    return held(settings, pools, version, Cell(1), "pools", caps=_alone)


def client_limits(pooler: Pooler, pool: Pool, version: Version) -> list[tuple[str, Cell]]:
    """The limits for the clients of one pool: max_client_conn, and from 1.24 those for its database and its user.

    What an entry says stands in place of the one in [pgbouncer]. Clients of a forced user log in as anybody, so no
    user's limit holds them together.
    """
    settings = pooler.settings
    found = [("max_client_conn", settings.cell("max_client_conn", version))]
    own = {
        "max_db_client_connections": settings.entry_value(pool.entry, "max_db_client_connections", version),
        "max_user_client_connections": settings.user_value(pool.user, "max_user_client_connections", version),
    }
    for name, written in own.items():
        if not pooler.exists(name, version) or (pool.forced and name == "max_user_client_connections"):
            continue
        limit = settings.cell(name, version) if written is None or _is_off(written) else written
        if not _is_off(limit):
            found.append((name, limit))
    return found


def _is_off(limit: Cell) -> bool:
    return isinstance(limit.value, int) and limit.value <= 0


def client_limit(pooler: Pooler, pool: Pool, version: Version) -> Cell:
    """The lowest limit that the clients of one pool meet in one instance; Unknown where one of them is."""
    limits = [limit for _, limit in client_limits(pooler, pool, version)]
    unknown = next((limit for limit in limits if isinstance(limit.value, Unknown)), None)
    return unknown or min(limits, key=lambda limit: limit.value if isinstance(limit.value, int) else 0)


def pool_clients(pooler: Pooler, pool: Pool, version: Version) -> Sum:
    """The clients that can come to one pool, over all instances."""
    instances = pooler.instances.value if isinstance(pooler.instances.value, int) else 1
    best: tuple[int, Term] | None = None
    for name, limit in client_limits(pooler, pool, version):
        if not isinstance(limit.value, int):
            reason = limit.value if isinstance(limit.value, Unknown) else Unknown("not known")
            return Sum("clients", 0, (), None, (reason,), at_least=True)
        if best is None or limit.value < best[0]:
            best = limit.value, Term(name, limit.value, instances, limit.span)
    assert best is not None
    return at_home(Sum("clients", best[0] * instances, (best[1],)), pooler.home)


def pool_connections(pooler: Pooler, pool: Pool, version: Version) -> Sum:
    """What one pool can hold over all instances, under the limits that it meets."""
    return held(pooler.settings, [pool], version, pooler.instances, "server connections", caps=_alone)


def descriptors(pooler: Pooler, version: Version) -> Sum:
    """max_client_conn + server connections + 2 × pool sizes + its own, for one process.

    A cancel request that waits may open connections beyond every limit, up to twice the pool's size (src/objects.c
    launch_new_connection).
    """
    entries = pooler.settings.databases
    clients = pooler.settings.cell("max_client_conn", version)
    worst = pooler.worst(version, entries)
    exact = isinstance(worst, Sum) and worst.total is not None and not worst.at_most
    servers = worst if isinstance(worst, Sum) and exact else pooler.proven(version, entries)
    if not isinstance(clients.value, int) or servers.total is None:
        reason = clients.value if isinstance(clients.value, Unknown) else Unknown("the pools have no limit")
        return Sum("descriptors", None, (), None, (reason,))
    missing = servers.missing if exact or servers.missing else (Unknown("more users may open more pools"),)
    sizes = [size(pooler.settings, pool, version).cell for pool in pooler.pools(version)]
    cancel = sum(each.value for each in sizes if isinstance(each.value, int) and each.value > 0)
    count = pooler.instances.value if isinstance(pooler.instances.value, int) else 1
    terms = (
        Term("max_client_conn", clients.value, 1, clients.span),
        Term("server connections", servers.total // count, 1, servers.terms[0].span if servers.terms else None),
        Term("pool sizes (cancel requests)", cancel, 2, sizes[0].span if sizes else None),
        Term("the process itself", OWN_DESCRIPTORS),
    )
    everything = sum(term.value * term.times for term in terms)
    used = Sum(
        "descriptors", everything, terms, None, missing, at_least=not exact or servers.at_least, at_most=servers.at_most
    )
    return at_home(used, pooler.home)


def largest_reserve(pooler: Pooler, version: Version) -> Cell:
    """The largest reserve that a line asks for: [pgbouncer], an entry or a user."""
    found = [pooler.settings.cell("reserve_pool_size", version)]
    found += [
        cell
        for entry in pooler.settings.databases
        if (cell := pooler.settings.entry_value(entry, "reserve_pool_size", version)) is not None
    ]
    found += [
        cell
        for user in pooler.settings.users
        if (cell := pooler.settings.user_value(user, "reserve_pool_size", version)) is not None
    ]
    best = found[0]
    for each in found[1:]:
        if isinstance(each.value, int) and (not isinstance(best.value, int) or each.value > best.value):
            best = each
    return best


def modes(pooler: Pooler, version: Version) -> Cell:
    """Every mode that one of its pools can have: by entry, by user, and the one of [pgbouncer] for those without."""
    every = pooler.settings.cell("pool_mode", version)
    settings = pooler.settings
    found = [settings.entry_value(entry, "pool_mode", version) or every for entry in settings.databases] or [every]
    found += [own for user in settings.users if (own := settings.user_value(user, "pool_mode", version)) is not None]
    for each in found:
        if isinstance(each.value, Unknown):
            return each
    if settings.missing:
        return Cell(settings.missing[0])
    return Cell(tuple(dict.fromkeys(str(each.value) for each in found)), found[0].span)


def user_time(pooler: Pooler, pool: Pool, name: str, version: Version) -> Cell:
    """A time of the server user's line in [users], where it is above 0, else the global one; ms.

    Source: src/janitor.c pool_server_maint. The same holds for client_idle_timeout, but by the client's user.
    """
    own = pooler.settings.user_value(pool.user, name, version)
    if own is not None and not (isinstance(own.value, int) and own.value <= 0):
        return own
    return pooler.settings.cell(name, version)


def client_idle_time(pooler: Pooler, pool: Pool, version: Version) -> Cell:
    """client_idle_timeout of the clients of a pool; unknown where any user may come and some have their own."""
    if pool.user is None or pool.forced:
        for user in pooler.settings.users:
            own = pooler.settings.user_value(user, "client_idle_timeout", version)
            if own is not None:
                reason = f'"{user}" has its own client_idle_timeout, and which users come is not known'
                return Cell(Unknown(reason, own.span))
    return user_time(pooler, pool, "client_idle_timeout", version)


def user_idle_timeout(pooler: Pooler, version: Version) -> Cell:
    """The first client_idle_timeout of a [users] line, also one of 0; -1 where there is none."""
    for user in pooler.settings.users:
        found = pooler.settings.user_value(user, "client_idle_timeout", version)
        if found is not None:
            return found
    return Cell(-1)


def listens(pooler: Pooler, version: Version) -> Cell:
    """``none`` (Unix socket only), ``loopback``, or ``open``."""
    found = pooler.settings.cell("listen_addr", version)
    if not isinstance(found.value, str):
        return found
    hosts = [host.strip() for host in found.value.split(",") if host.strip()]
    if not hosts:
        return Cell("none", found.span)
    local = all(host in LOOPBACK or host.startswith("127.") for host in hosts)
    return Cell("loopback" if local else "open", found.span)
