"""Google Cloud SQL and AlloyDB: instances with their database flags (Terraform google provider)."""

from __future__ import annotations

from pglint.cluster_facts import ServerFact
from pglint.formats.resources.cells import known, major, map_settings, names, pairs, text_cell, unnamed
from pglint.formats.resources.found import Found
from pglint.formats.terraform.resource import Content, Resource
from pglint.record import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

SQL, ALLOY, ALLOY_CLUSTER = "google_sql_database_instance", "google_alloydb_instance", "google_alloydb_cluster"


def servers(found: Found) -> Iterator[ServerFact]:
    """Every PostgreSQL instance of Cloud SQL, and every instance of AlloyDB."""
    for resource in found.of(SQL):
        version = known(resource.content, "database_version")
        if version is not None and version.upper().startswith("POSTGRES"):
            yield _cloud_sql(found, resource)
    for resource in found.of(ALLOY):
        yield _alloydb(found, resource)


def _cloud_sql(found: Found, resource: Resource) -> ServerFact:
    content = resource.content
    settings: Content | None = next(iter(content.blocks.get("settings", ())), None)
    master = content.given("master_instance_name")
    missing = content.missing.get("settings")
    return ServerFact(
        found.id(resource.address),
        resource.address,
        content.span,
        found.home(resource)._replace(hosts=names(content, "name")),
        "gcp_cloud_sql",
        tuple(pairs(settings, "database_flags")) if settings else (),
        (*([missing] if missing else []), *(unnamed(settings, "database_flags") if settings else ())),
        major(text_cell(content, "database_version")),
        text_cell(settings, "tier") if settings else None,
        replica_of=found.ids(each.address for each in found.meant(master, SQL)),
        is_replica=master is not None,
    )


def _alloydb(found: Found, resource: Resource) -> ServerFact:
    content = resource.content
    flags, unread = map_settings(content.given("database_flags"))
    cluster = next(iter(found.meant(content.given("cluster"), ALLOY_CLUSTER)), None)
    pool = known(content, "instance_type") == "READ_POOL"
    of_cluster = found.ids([cluster.address]) if cluster else frozenset()
    return ServerFact(
        found.id(resource.address),
        resource.address,
        content.span,
        found.home(resource),
        "gcp_alloydb",
        tuple(flags),
        tuple(unread),
        major(text_cell(cluster.content, "database_version")) if cluster else None,
        aliases=frozenset() if pool else of_cluster,
        replica_of=of_cluster if pool else frozenset(),
        is_replica=pool,
    )
