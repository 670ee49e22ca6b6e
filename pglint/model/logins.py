"""Who logs in to a server, and as whom: the pools that are sure to be used, and the applications past the poolers."""

from __future__ import annotations

from pglint.model.capacity import PoolSubject
from pglint.model.server import BOOTSTRAP
from pglint.record import TYPE_CHECKING, NamedTuple
from pglint.values import Cell

if TYPE_CHECKING:
    from collections.abc import Iterable

    from pglint.model.pool import Pool
    from pglint.model.pooler import Pooler
    from pglint.model.server import Server
    from pglint.source import Span

CLOUD_HOSTS = (
    ".rds.amazonaws.com", ".rds.amazonaws.com.cn", ".postgres.database.azure.com", ".sql.goog", ".ondigitalocean.com",
    ".aivencloud.com", ".supabase.co", ".supabase.com", ".neon.tech", ".yandexcloud.net", ".scw.cloud",
    ".tsdb.cloud.timescale.com",
)  # fmt: skip
"""How the host names of platforms end on which the role postgres is no superuser."""


class Login(NamedTuple):
    """``label`` is how messages call it; ``role`` and ``database`` are None where no file names them."""

    label: str
    role: str | None
    database: str | None
    span: Span


def logins(server: Server) -> Iterable[Login]:
    """All logins that the files and declarations tell; pools are the same in every version."""
    for link in server.links:
        for pool in link.pools(link.pooler.readings[-1]):
            database = PoolSubject(link.pooler, pool, server).database()
            yield Login(f'pool "{pool.entry.name}"', pool.user, database, _place(pool))
    for app in server.direct_apps():
        yield Login(f'application "{app.name}"', app.role, app.database, app.span)


def of_role(server: Server, role: str) -> Cell:
    """Who logs in as a role, at the first of them."""
    return _labels(login for login in logins(server) if login.role == role)


def of_database(server: Server, database: str, *, ordinary: bool = False) -> Cell:
    """Who logs in to a database, at the first of them; ``ordinary``: only those that are known to be no superuser."""
    return _labels(
        login
        for login in logins(server)
        if login.database == database
        and not (ordinary and (login.role is None or may_be_superuser(server, login.role)))
    )


def _labels(found: Iterable[Login]) -> Cell:
    found = list(found)
    labels = tuple(dict.fromkeys(login.label for login in found))
    return Cell(labels, found[0].span if found else None)


def may_be_superuser(server: Server, role: str) -> bool:
    """Whether nothing says that a role is no superuser."""
    known = server.roles.get(role)
    if known is not None and known.superuser is not None:
        return known.superuser.value is not False
    return server.is_superuser(role)


def superusers(pooler: Pooler) -> Cell:
    """The superusers that the pools of a pooler log in as, at the first pool that does."""
    found = [pool for pool in pooler.pools(pooler.readings[-1]) if _as_superuser(pooler, pool)]
    names = tuple(dict.fromkeys(str(pool.user) for pool in found))
    return Cell(names, _place(found[0]) if found else None)


def _as_superuser(pooler: Pooler, pool: Pool) -> bool:
    """By what a file states of the role, else by the name that initdb gives the bootstrap superuser."""
    if pool.user is None:
        return False
    server = pooler.server if pooler.server is not None and _leads(pooler, pooler.server, pool) else None
    stated = server.roles.get(pool.user) if server is not None else None
    if stated is not None and stated.superuser is not None:
        return stated.superuser.value is True
    if pool.user != BOOTSTRAP or pooler.fact is not None or (server is not None and server.settings.managed):
        return False
    host = pooler.entry_text(pool.entry, "host")
    return host is None or (isinstance(host, str) and not host.lower().rstrip(".").endswith(CLOUD_HOSTS))


def _leads(pooler: Pooler, server: Server, pool: Pool) -> bool:
    places = {entry.name_span for link in server.links if link.pooler is pooler for entry in link.entries}
    return pool.entry.name_span in places


def _place(pool: Pool) -> Span:
    """Where a pool's user is forced, else where its entry is named."""
    forced = next((pair for pair in reversed(pool.entry.pairs) if pair.key == "user"), None)
    return forced.value_span if forced is not None and pool.forced else pool.entry.name_span
