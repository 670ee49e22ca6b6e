"""The common registry modules, read by their inputs as the resources that they make.

terraform-aws-modules rds, rds-aurora and rds-proxy, cloudposse rds, terraform-google-modules sql-db. What a module sets
beyond its inputs is left out: an input that is not given has the module's default, which is only stated here where it
differs from the resource's own.
"""

from __future__ import annotations

from collections.abc import Mapping

from pglint.formats.resources.cells import of_map
from pglint.formats.resources.parameter_groups import CLUSTER_GROUP, INSTANCE_GROUP
from pglint.formats.resources.proxies import PROXY, TARGET, TARGETS
from pglint.formats.terraform.interest import module_name
from pglint.formats.terraform.resource import Content, Given, Resource
from pglint.formats.terraform.values import Value
from pglint.record import TYPE_CHECKING
from pglint.source import Span
from pglint.values import Unknown

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    Unfold = Callable[[Resource], Iterator[Resource]]

PROXY_PERCENT = 90
"""max_connections_percent of the rds-proxy module where it is not given; the API's own default is 100."""


SWITCHES = ("create", "create_cluster", "create_db_instance", "create_proxy", "enabled")
"""Inputs with which a module makes nothing."""


def unfold(resources: Iterable[Resource]) -> Iterator[Resource]:
    """The resources, with each call of a known module replaced by what it makes."""
    for resource in resources:
        maker = _maker(resource.module_source) if resource.mode == "module" else None
        if maker is None:
            yield resource
        elif not any(_is_off(resource.content.given(name)) for name in SWITCHES):
            yield from maker(resource)


def _is_off(given: Given | None) -> bool:
    return given is not None and given.value.data in (False, "false")


def _maker(source: str) -> Unfold | None:
    """What reads a module's inputs, by the name that a registry gives it."""
    name = module_name(source)
    return next((maker for start, maker in _makers().items() if name.startswith(start)), None)


def _makers() -> dict[str, Unfold]:
    """By how its name starts; the longest first where one is the start of another."""
    return {
        "terraform-aws-modules/rds/aws//modules/db_parameter_group": _group_module,
        "terraform-aws-modules/rds-aurora/aws": _aurora,
        "terraform-aws-modules/rds-proxy/aws": _proxy,
        "terraform-aws-modules/rds/aws": _rds,
        "cloudposse/rds/aws": _cloudposse,
        "terraform-google-modules/sql-db/google//modules/postgresql": _cloud_sql,
        "GoogleCloudPlatform/sql-db/google//modules/postgresql": _cloud_sql,
    }


def objects(given: Given | None) -> tuple[tuple[Content, ...], Unknown | None]:
    """A list of objects as nested blocks, and why there may be more of them."""
    if given is None:
        return (), None
    data = given.value.data
    if isinstance(data, Unknown):
        return (), data
    members = data if isinstance(data, tuple) else ()
    found = tuple(content for each in members if (content := _object(each, given)))
    return found, next((each.data for each in members if isinstance(each.data, Unknown)), None)


def _object(value: Value, given: Given) -> Content | None:
    """An object as the body of a block, each attribute at its own place."""
    if not isinstance(value.data, Mapping):
        return None
    attributes = {name: found for name in value.data if (found := of_map(value.data, given, name))}
    return Content(value.span or given.span, attributes, {}, {})


def _part(given: Given | None, name: str) -> Given | None:
    """One attribute of an object input."""
    if given is None or not isinstance(given.value.data, Mapping):
        return None
    return of_map(given.value.data, given, name)


def _reference(address: str, span: Span) -> Given:
    """An attribute that refers to another of the module's resources."""
    why = Unknown(f"{address} is named when it is created", span)
    return Given(Value(why, refs=frozenset((address,))), span, span)


def _made(call: Resource, kind: str, address: str, content: Content) -> Resource:
    return Resource(address, "managed", kind, call.name, content, call.provider, "", call.uncertain)


def _with(call: Resource, *names: str, **others: Given | None) -> dict[str, Given]:
    """These inputs of a call, and others under their names as attributes."""
    content = call.content
    found = {name: content.attributes[name] for name in names if name in content.attributes}
    found.update({name: given for name, given in others.items() if given is not None})
    return found


def _parameters(call: Resource, kind: str, address: str, parameters: Given | None, family: Given | None) -> Resource:
    blocks, missing = objects(parameters)
    attributes = {"family": family} if family is not None else {}
    content = Content(call.content.span, attributes, {"parameter": blocks}, {"parameter": missing} if missing else {})
    return _made(call, kind, address, content)


def _group_module(call: Resource) -> Iterator[Resource]:
    content = call.content
    yield _parameters(call, INSTANCE_GROUP, call.address, content.given("parameters"), content.given("family"))


def _rds(call: Resource) -> Iterator[Resource]:
    """terraform-aws-modules/rds: one instance with its own parameter group, unless another is named."""
    content = call.content
    group = f"{call.address}.aws_db_parameter_group.this"
    create = content.given("create_db_parameter_group")
    own = create is None or create.value.data is not False
    named = _reference(group, content.span) if own else content.given("parameter_group_name")
    attributes = _with(
        call, "engine", "engine_version", "instance_class", "identifier", "replicate_source_db",
        parameter_group_name=named,
    )  # fmt: skip
    yield _made(call, "aws_db_instance", call.address, Content(content.span, attributes, {}, {}))
    if own:
        yield _parameters(call, INSTANCE_GROUP, group, content.given("parameters"), content.given("family"))


def _cloudposse(call: Resource) -> Iterator[Resource]:
    """cloudposse/rds: db_parameter is the list, db_parameter_group the family."""
    content = call.content
    group = f"{call.address}.aws_db_parameter_group.default"
    named = content.given("parameter_group_name") or _reference(group, content.span)
    attributes = _with(call, "engine", "engine_version", "instance_class", parameter_group_name=named)
    yield _made(call, "aws_db_instance", call.address, Content(content.span, attributes, {}, {}))
    yield _parameters(call, INSTANCE_GROUP, group, content.given("db_parameter"), content.given("db_parameter_group"))


def _aurora(call: Resource) -> Iterator[Resource]:
    """terraform-aws-modules/rds-aurora: a cluster, its instances, and its two groups (objects, or lists before 9)."""
    content = call.content
    groups = {
        CLUSTER_GROUP: ("cluster_parameter_group", "db_cluster_parameter_group"),
        INSTANCE_GROUP: ("db_parameter_group", "db_parameter_group"),
    }
    addresses: dict[str, str] = {}
    for kind, (new, old) in groups.items():
        whole = content.given(new)
        parameters = _part(whole, "parameters") or content.given(f"{old}_parameters")
        family = _part(whole, "family") or content.given(f"{old}_family")
        if parameters is not None or family is not None:
            addresses[kind] = f"{call.address}.{kind}.this"
            yield _parameters(call, kind, addresses[kind], parameters, family)
    cluster = _with(call, "engine", "engine_version", cluster_identifier=content.given("name"))
    if CLUSTER_GROUP in addresses:
        cluster["db_cluster_parameter_group_name"] = _reference(addresses[CLUSTER_GROUP], content.span)
    units = content.given("serverlessv2_scaling_configuration")
    scaling = _object(units.value, units) if units is not None else None
    blocks = {"serverlessv2_scaling_configuration": (scaling,)} if scaling else {}
    yield _made(call, "aws_rds_cluster", call.address, Content(content.span, cluster, blocks, {}))
    size = content.given("instance_class") or content.given("cluster_instance_class")
    member = _with(call, "engine", instance_class=size, cluster_identifier=_reference(call.address, content.span))
    if INSTANCE_GROUP in addresses:
        member["db_parameter_group_name"] = _reference(addresses[INSTANCE_GROUP], content.span)
    address = f"{call.address}.aws_rds_cluster_instance.this"
    yield _made(call, "aws_rds_cluster_instance", address, Content(content.span, member, {}, {}))


def _proxy(call: Resource) -> Iterator[Resource]:
    """terraform-aws-modules/rds-proxy: a proxy, its target group, and its one target."""
    content = call.content
    proxy = _with(call, "engine_family", "idle_client_timeout")
    yield _made(call, PROXY, call.address, Content(content.span, proxy, {}, {}))
    name = _reference(call.address, content.span)
    percent = content.given("max_connections_percent") or Given(Value(PROXY_PERCENT), content.span, content.span)
    pool = _with(call, "connection_borrow_timeout", max_connections_percent=percent)
    group: Mapping[str, tuple[Content, ...]] = {"connection_pool_config": (Content(content.span, pool, {}, {}),)}
    own = Content(content.span, {"db_proxy_name": name}, group, {})
    yield _made(call, TARGETS, f"{call.address}.{TARGETS}.this", own)
    target = _with(call, "db_instance_identifier", "db_cluster_identifier", db_proxy_name=name)
    yield _made(call, TARGET, f"{call.address}.{TARGET}.this", Content(content.span, target, {}, {}))


def _cloud_sql(call: Resource) -> Iterator[Resource]:
    """terraform-google-modules/sql-db postgresql: an instance with its flags, of PostgreSQL whatever the version."""
    content = call.content
    flags, missing = objects(content.given("database_flags"))
    inner = Content(
        content.span, _with(call, "tier", "edition"), {"database_flags": flags},
        {"database_flags": missing} if missing else {},
    )  # fmt: skip
    version = content.given("database_version")
    if version is None or isinstance(version.value.data, Unknown):
        version = Given(Value("POSTGRES"), content.span, content.span)
    outer = Content(content.span, _with(call, "name", database_version=version), {"settings": (inner,)}, {})
    yield _made(call, "google_sql_database_instance", call.address, outer)
