"""Amazon RDS and Aurora: instances, clusters, and the parameter groups that they use.

Manual: Amazon RDS user guide, "Working with parameter groups"; Terraform aws provider, resource pages. An Aurora
instance's own group wins over its cluster's.
"""

from __future__ import annotations

from pglint.cluster_facts import ServerFact
from pglint.formats.resources.cells import known, major, names, text_cell
from pglint.formats.resources.found import Found
from pglint.formats.resources.parameter_groups import (
    AURORA,
    CLUSTER_GROUP,
    INSTANCE_GROUP,
    RDS,
    Group,
    family_major,
    groups,
    used,
)
from pglint.formats.terraform.resource import Given, Resource
from pglint.record import TYPE_CHECKING
from pglint.values import Cell, Unknown

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

SERVERLESS = "aws_aurora_serverless_v2"
ENGINES = {"postgres": RDS, "aurora-postgresql": AURORA}
CLUSTER, MEMBER, INSTANCE = "aws_rds_cluster", "aws_rds_cluster_instance", "aws_db_instance"


def servers(found: Found) -> Iterator[ServerFact]:
    """Every PostgreSQL instance and cluster; groups that none of them names as servers of their own."""
    all_groups = groups(found)
    taken: set[str] = set()
    for instance in found.of(INSTANCE):
        fact = _instance(found, instance, all_groups, taken)
        if fact is not None:
            yield fact
    for cluster in found.of(CLUSTER):
        fact = _cluster(found, cluster, all_groups, taken)
        if fact is not None:
            yield fact
    for group in all_groups.values():
        if group.platform and group.resource.address not in taken:
            yield _alone(found, group)


def _instance(found: Found, resource: Resource, all_groups: dict[str, Group], taken: set[str]) -> ServerFact | None:
    content, source = resource.content, resource.content.given("replicate_source_db")
    sources = found.meant(source, INSTANCE, by=("identifier",))
    group = content.given("parameter_group_name")
    chosen, unread = used(found, all_groups, group, INSTANCE_GROUP)
    if source is not None and group is None:
        chosen, unread = _inherited(found, sources, source, all_groups)
    engine = _engine(resource) or next((_engine(each) for each in sources), None)
    ours = engine in ENGINES if engine is not None else bool(chosen and chosen[0].platform)
    taken |= {group.resource.address for group in chosen} if ours or engine is not None else set()
    if not ours:
        return None
    return ServerFact(
        found.id(resource.address),
        resource.address,
        content.span,
        found.home(resource)._replace(hosts=names(content, "identifier")),
        RDS,
        tuple(each for group in chosen for each in group.settings),
        (*unread, *(why for group in chosen for why in group.unread)),
        _version(resource, chosen, sources),
        text_cell(content, "instance_class"),
        replica_of=found.ids(each.address for each in sources),
        is_replica=source is not None,
        methods=_methods(chosen),
    )


def _cluster(found: Found, resource: Resource, all_groups: dict[str, Group], taken: set[str]) -> ServerFact | None:
    content = resource.content
    members = [each for each in found.of(MEMBER) if resource in found.meant(
        each.content.given("cluster_identifier"), CLUSTER, by=("cluster_identifier",))]
    chosen, unread = used(found, all_groups, content.given("db_cluster_parameter_group_name"), CLUSTER_GROUP)
    for member in members[:1]:
        own, more = used(found, all_groups, member.content.given("db_parameter_group_name"), INSTANCE_GROUP)
        chosen, unread = [*chosen, *own], [*unread, *more]
    engine = _engine(resource)
    ours = engine in ENGINES if engine is not None else any(group.platform for group in chosen)
    every = {each.address for member in members for each in found.meant(
        member.content.given("db_parameter_group_name"), INSTANCE_GROUP)}
    taken |= {*(group.resource.address for group in chosen), *every} if ours or engine is not None else set()
    if not ours:
        return None
    size = _size(resource, members)
    serverless = _units(resource) if size is not None and size.value == "db.serverless" else None
    platform = SERVERLESS if serverless else RDS if engine == "postgres" else AURORA
    return ServerFact(
        found.id(resource.address),
        resource.address,
        content.span,
        found.home(resource)._replace(hosts=names(content, "cluster_identifier")),
        platform,
        tuple(each for group in chosen for each in group.settings),
        (*unread, *(why for group in chosen for why in group.unread)),
        _version(resource, chosen),
        size,
        serverless,
        found.ids(member.address for member in members),
        methods=_methods(chosen),
    )


def _alone(found: Found, group: Group) -> ServerFact:
    """A group that no server in the tree names."""
    resource = group.resource
    return ServerFact(
        found.id(resource.address),
        resource.address,
        resource.content.span,
        found.home(resource),
        group.platform,
        group.settings,
        group.unread,
        group.major,
        methods=_methods([group]),
        partial=True,
    )


def _methods(chosen: Iterable[Group]) -> dict[str, Cell]:
    """apply_method of every parameter: 'immediate' where it is not written (the provider's default)."""
    found: dict[str, Cell] = {}
    for group in chosen:
        for setting in group.settings:
            found[setting.name] = group.methods.get(setting.name) or Cell("immediate", setting.name_span)
    return found


def _inherited(
    found: Found, sources: list[Resource], source: Given, all_groups: dict[str, Group]
) -> tuple[list[Group], list[Unknown]]:
    """The groups of a replica that names none: its source's where both are in one region (API, DBParameterGroupName).

    A source in another region is named by its ARN.
    """
    if len(sources) == 1 and not source.span.text.endswith("arn"):
        return used(found, all_groups, sources[0].content.given("parameter_group_name"), INSTANCE_GROUP)
    return [], [Unknown("whether the replica has the parameter group of its source is not known", source.span)]


def _engine(resource: Resource) -> str | None:
    """The engine in lower case, as the provider takes it; None where it is not known."""
    return (known(resource.content, "engine") or "").lower() or None


def _version(resource: Resource, chosen: list[Group], sources: Iterable[Resource] = ()) -> Cell | None:
    """The major of engine_version (15.4), a replica's being its source's.

    Else that of the group's family, else that in the name of a default group.
    """
    for each in (resource, *sources):
        own = major(text_cell(each.content, "engine_version"))
        if own is not None:
            return own
    stated = next((group.major for group in chosen if group.major is not None), None)
    names = ("parameter_group_name", "db_cluster_parameter_group_name")
    return stated or next((at for name in names if (at := family_major(text_cell(resource.content, name)))), None)


def _size(cluster: Resource, members: list[Resource]) -> Cell | None:
    """The class that all instances have; Unknown where they differ."""
    own = text_cell(cluster.content, "db_cluster_instance_class")
    if own is not None:
        return own
    cells = [cell for member in members if (cell := text_cell(member.content, "instance_class"))]
    if not cells:
        return None
    if len({cell.value for cell in cells if isinstance(cell.value, str)}) == 1 and all(
        isinstance(cell.value, str) for cell in cells
    ):
        return cells[0]
    unknown = next((cell for cell in cells if isinstance(cell.value, Unknown)), None)
    return unknown or Cell(Unknown("its instances have different classes", cells[1].span), cells[1].span)


def _units(cluster: Resource) -> tuple[Cell, Cell]:
    """The least and most capacity units of Aurora Serverless v2."""
    for block in cluster.content.blocks.get("serverlessv2_scaling_configuration", ()):
        least, most = text_cell(block, "min_capacity"), text_cell(block, "max_capacity")
        if least is not None and most is not None:
            return least, most
    reason = Unknown("its capacity is not stated", cluster.content.span)
    return Cell(reason), Cell(reason)
