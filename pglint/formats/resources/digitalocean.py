"""DigitalOcean managed PostgreSQL: clusters, their settings, and the pools of the PgBouncer in front."""

from __future__ import annotations

from pglint.cluster_facts import PoolerFact, ServerFact
from pglint.formats.resources.cells import known, major, names, plain_settings, text_cell
from pglint.formats.resources.found import Found
from pglint.formats.resources.pools import pools
from pglint.formats.terraform.resource import Resource
from pglint.record import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

CLUSTER, POOL = "digitalocean_database_cluster", "digitalocean_database_connection_pool"
CONFIG = "digitalocean_database_postgresql_config"
PLATFORM = "digitalocean"
NOT_PARAMETERS = frozenset(
    ("cluster_id", "id", "backup_hour", "backup_minute", "shared_buffers_percentage", "stat_monitor_enable")
)
KEYS = {"db_name": "dbname", "user": "user", "size": "pool_size", "mode": "pool_mode"}


def facts(found: Found) -> Iterator[ServerFact | PoolerFact]:
    """Every PostgreSQL cluster, and the pools of each."""
    for resource in found.of(CLUSTER):
        if known(resource.content, "engine") == "pg":
            yield _server(found, resource)
    yield from pools(found, POOL, "cluster_id", CLUSTER, KEYS, PLATFORM)


def _server(found: Found, resource: Resource) -> ServerFact:
    content = resource.content
    config = next((each for each in found.of(CONFIG) if _configures(found, each, resource)), None)
    unread = config.uncertain if config is not None else None
    return ServerFact(
        found.id(resource.address),
        resource.address,
        content.span,
        found.home(resource)._replace(hosts=names(content, "name")),
        PLATFORM,
        tuple(plain_settings(config.content, NOT_PARAMETERS)) if config else (),
        (unread,) if unread else (),
        major(text_cell(content, "version")),
        text_cell(content, "size"),
    )


def _configures(found: Found, config: Resource, cluster: Resource) -> bool:
    return cluster in found.meant(config.content.given("cluster_id"), CLUSTER)
