"""RDS Proxy: what share of a server's connections it may take, and which server that is.

Terraform aws provider: a proxy has one default target group, and its targets are instances or clusters.
"""

from __future__ import annotations

from pglint.cluster_facts import Home, ProxyFact
from pglint.formats.resources.cells import known, number
from pglint.formats.resources.found import Found
from pglint.formats.terraform.resource import Content, Resource
from pglint.record import TYPE_CHECKING
from pglint.values import Cell

if TYPE_CHECKING:
    from collections.abc import Iterator

PROXY, TARGETS, TARGET = "aws_db_proxy", "aws_db_proxy_default_target_group", "aws_db_proxy_target"
PLATFORM = "aws_rds_proxy"
DEFAULT_PERCENT = 100


def proxies(found: Found) -> Iterator[ProxyFact]:
    """Every proxy of PostgreSQL whose target group is in the tree."""
    for resource in found.of(PROXY):
        if known(resource.content, "engine_family") != "POSTGRESQL":
            continue
        group = next((each for each in found.of(TARGETS) if _belongs(found, each, resource)), None)
        if group is not None:
            yield _proxy(found, resource, group)


def _belongs(found: Found, part: Resource, proxy: Resource) -> bool:
    return proxy in found.meant(part.content.given("db_proxy_name"), PROXY)


def _proxy(found: Found, resource: Resource, group: Resource) -> ProxyFact:
    pool: Content = next(iter(group.content.blocks.get("connection_pool_config", ())), group.content)
    percent = number(pool, "max_connections_percent")
    missing = group.content.missing.get("connection_pool_config")
    if percent is None:
        percent = Cell(missing or DEFAULT_PERCENT, group.content.span)
    return ProxyFact(
        found.id(resource.address),
        resource.address,
        resource.content.span,
        _home(found, resource),
        PLATFORM,
        percent,
        _ms(number(resource.content, "idle_client_timeout")),
        _ms(number(pool, "connection_borrow_timeout")),
    )


def _home(found: Found, proxy: Resource) -> Home:
    """The servers of its targets."""
    named = []
    for target in found.of(TARGET):
        if _belongs(found, target, proxy):
            for name in ("db_instance_identifier", "db_cluster_identifier"):
                given = target.content.given(name)
                if given is not None:
                    named.append(given)
    home = found.home(proxy, *named)
    return home._replace(hosts=frozenset(str(each.value.data) for each in named if isinstance(each.value.data, str)))


def _ms(cell: Cell | None) -> Cell | None:
    """Seconds as milliseconds."""
    return cell._replace(value=cell.value * 1000) if cell is not None and isinstance(cell.value, int) else cell
