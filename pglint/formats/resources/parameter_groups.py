"""Parameter groups of Amazon RDS and Aurora: their family, their parameters, and how each is to be applied."""

from __future__ import annotations

from pglint.catalog.postgresql import known as known_parameter
from pglint.formats.resources.cells import known, pairs, text_cell, unnamed
from pglint.formats.resources.found import Found
from pglint.formats.terraform.resource import Given, Resource
from pglint.record import TYPE_CHECKING, NamedTuple
from pglint.values import Cell, Unknown

if TYPE_CHECKING:
    from pglint.facts import Setting

INSTANCE_GROUP, CLUSTER_GROUP = "aws_db_parameter_group", "aws_rds_cluster_parameter_group"
RDS, AURORA = "aws_rds_postgresql", "aws_aurora_postgresql"
DEFAULT = "default."
SHARED = frozenset(("max_connections", "autocommit", "timezone", "port", "wait_timeout"))
"""Names that MySQL's groups have too: they say nothing about the family."""


class Group(NamedTuple):
    """One parameter group. ``platform`` is '' where its family is not known, and nothing tells that it is ours.

    ``major`` is the family's PostgreSQL major. ``methods`` holds apply_method by parameter, where it is written.
    Settings of an Aurora instance's group have the section ``instance``: some parameters only the cluster's group has.
    """

    resource: Resource
    platform: str
    major: Cell | None
    settings: tuple[Setting, ...]
    unread: tuple[Unknown, ...]
    methods: dict[str, Cell]


def groups(found: Found) -> dict[str, Group]:
    """The groups of PostgreSQL families, and of families that are not known, by address."""
    all_groups = (group(resource) for resource in found.of(INSTANCE_GROUP, CLUSTER_GROUP))
    return {each.resource.address: each for each in all_groups if each is not None}


def group(resource: Resource) -> Group | None:
    """One parameter group; None where its family is another engine's."""
    content = resource.content
    settings = tuple(pairs(content, "parameter"))
    family = text_cell(content, "family")
    platform, major = "", None
    if family is not None and isinstance(family.value, str):
        platform, number = _family(family.value)
        if not platform:
            return None
        major = family._replace(value=number) if number else None
    elif any(known_parameter(each.name) and each.name not in SHARED for each in settings):
        platform = RDS if resource.type == INSTANCE_GROUP else AURORA
    if platform == AURORA and resource.type == INSTANCE_GROUP:
        settings = tuple(each._replace(section="instance") for each in settings)
    methods = {}
    for block in content.blocks.get("parameter", ()):
        name, method = known(block, "name"), text_cell(block, "apply_method")
        if name is not None and method is not None:
            methods[name.lower()] = method
    unread = tuple(unnamed(content, "parameter"))
    return Group(resource, platform, major, settings, unread, methods)


def _family(name: str) -> tuple[str, int]:
    """The platform and major of a family such as postgres16, postgres9.6 or aurora-postgresql15."""
    for start, platform in (("aurora-postgresql", AURORA), ("postgres", RDS)):
        if name.lower().startswith(start):
            digits = name[len(start) :].partition(".")[0]
            return platform, int(digits) if digits.isdigit() else 0
    return "", 0


def family_major(group: Cell | None) -> Cell | None:
    """The major in the name of one of the platform's own groups, such as default.postgres16; None for others."""
    if group is None or not isinstance(group.value, str) or not group.value.startswith(DEFAULT):
        return None
    number = _family(group.value[len(DEFAULT) :])[1]
    return group._replace(value=number) if number else None


def used(found: Found, groups: dict[str, Group], given: Given | None, kind: str) -> tuple[list[Group], list[Unknown]]:
    """The groups that a server's attribute names, and why its parameters are not known, if they are not.

    None set, or the platform's own group (default.postgres16), means the platform's defaults. Where a condition that
    is not known chooses among several groups, or a group may not exist, nothing is known.
    """
    if given is None:
        return [], []
    data = given.value.data
    meant = [groups[each.address] for each in found.meant(given, kind) if each.address in groups]
    if len(meant) > 1 and isinstance(data, str):
        meant = [each for each in meant if known(each.resource.content, "name") == data]
    if len(meant) == 1:
        uncertain = meant[0].resource.uncertain
        return meant, [] if uncertain is None else [uncertain]
    if meant:
        return [], [Unknown(f"which of {len(meant)} parameter groups it uses is not known", given.span)]
    if isinstance(data, str):
        return [], [] if data.startswith(DEFAULT) else [Unknown(f"{data} is not in the tree", given.span)]
    reason = data.reason if isinstance(data, Unknown) else "its name is not known"
    return [], [Unknown(f"its parameter group is not known: {reason}", given.span)]
