"""Aiven for PostgreSQL: services with their user configuration, and the pools of the PgBouncer in front.

pg_user_config holds a block ``pg`` with parameters and a block ``pgbouncer`` with settings for all pools.
"""

from __future__ import annotations

from pglint.cluster_facts import PoolerFact, ServerFact
from pglint.facts import Setting
from pglint.formats.resources.cells import major, names, plain_settings, text_cell
from pglint.formats.resources.found import Found
from pglint.formats.resources.pools import pools
from pglint.formats.terraform.resource import Content, Resource
from pglint.record import TYPE_CHECKING
from pglint.values import Cell

if TYPE_CHECKING:
    from collections.abc import Iterator

SERVICE, POOL = "aiven_pg", "aiven_connection_pool"
PLATFORM = "aiven"
KEYS = {"database_name": "dbname", "username": "user", "pool_size": "pool_size", "pool_mode": "pool_mode"}


def facts(found: Found) -> Iterator[ServerFact | PoolerFact]:
    """Every service, and the pools of each."""
    for resource in found.of(SERVICE):
        yield _server(found, resource)
    yield from pools(found, POOL, "service_name", SERVICE, KEYS, PLATFORM, name="pool_name")


def _server(found: Found, resource: Resource) -> ServerFact:
    content = resource.content
    version: Cell | None = None
    settings: list[Setting] = []
    for config in content.blocks.get("pg_user_config", ()):
        version = version or text_cell(config, "pg_version")
        settings += list(_settings(config))
    return ServerFact(
        found.id(resource.address),
        resource.address,
        content.span,
        found.home(resource)._replace(hosts=names(content, "service_name")),
        PLATFORM,
        tuple(settings),
        tuple(content.missing.values()),
        major(version),
        text_cell(content, "plan"),
    )


def _settings(config: Content) -> Iterator[Setting]:
    for block in config.blocks.get("pg", ()):
        yield from plain_settings(block, frozenset())
    yield from plain_settings(config, frozenset(config.attributes) - {"work_mem"})


