"""Expressions as text, evaluated in a small module; what they come to as Python data."""

import json

from pglint.formats.hcl.expressions import parse
from pglint.formats.terraform.evaluate import evaluate
from pglint.formats.terraform.values import Invalid, Origin, Value
from pglint.source import Source, Span
from pglint.values import Unknown

# The values of the module's variables and locals, as their files write them.
VALUES = {
    "var.name": '"Valentina"',
    "var.empty": '""',
    "var.ten": '"10"',
    "var.none": "null",
    "var.list": '["a", "b", "c"]',
    "var.typed": 'tolist(["a", "b"])',
    "var.map": '{ b = "bee", a = "ay" }',
    "var.roles": "{ app = { limit = 20, login = true }, etl = { limit = 5, login = true }, ro = { limit = 5, login = false } }",
    "var.secret": 'sensitive("s3cret")',
    "local.foo": '{ bar = "baz" }',
    "local.users": '[{ name = "ada", ports = [80, 81] }, { name = "bob", ports = [90] }]',
    "local.mixed": "{ known = 1, open = var.size }",
}

# Attributes that resources state; the rest of them is known after apply.
RESOURCES = {
    "aws_db_instance.main": '{ identifier = "main", port = 5432, ports = [5432, 5433] }',
    "aws_db_instance.other": '{ identifier = "other", port = 5433 }',
}

FILES = {
    "mod/hello.txt": "Hello World\n",
    "mod/latin.txt": "caf\udce9",
    "mod/backends.tftpl": "%{ for addr in ip_addrs ~}\nbackend ${addr}:${port}\n%{ endfor ~}\n",
    "mod/config.tftpl": "%{ for config_key, config_value in config }\nset ${config_key} = ${config_value}\n%{ endfor ~}\n",
    "mod/json.tftpl": '${jsonencode({\n  "backends": [for addr in ip_addrs : "${addr}:${port}"],\n})}',
    "mod/again.tftpl": '${templatefile("mod/hello.txt", {})}',
    "mod/broken.tftpl": "one\n${ two",
}


class Module:
    """The scope: each, count, paths, the values and resources above, and var.size, which nobody sets."""

    def reference(self, root: str, steps: tuple[str, ...], span: Span) -> tuple[Value, int]:
        name = ".".join((root, *steps[:1]))
        if name == "var.size":
            return Value(Unknown("var.size has no default", span)), 1
        if name == "path.module":
            return Value("mod"), 1
        if name == "count.index":
            return Value(1), 1
        if name == "each.key":
            return Value("app"), 1
        if name in VALUES:
            source = Source(name, VALUES[name])
            value = run(source, self)
            origin = value.origin or Origin(name, Span(source, 0, len(source.text)))
            return value._replace(origin=origin), 1
        if name in RESOURCES:
            value = run(Source(name, RESOURCES[name]), self)
            return value._replace(kind="resource", refs=frozenset((name,))), 1
        if name == "aws_db_instance.many":
            addresses = ("aws_db_instance.many[0]", "aws_db_instance.many[1]")
            both = tuple(Value({"port": Value(5432)}, refs=frozenset((each,)), kind="resource") for each in addresses)
            return Value(both, refs=frozenset(addresses)), 1
        raise Invalid(f"{name} is not declared")

    def file(self, path: str) -> str | Unknown:
        return FILES.get(path, Unknown(f"{path} is not in the tree"))


def run(source: Source, scope: Module) -> Value:
    return evaluate(parse(source, 0, len(source.text)), source, scope)


def value_of(text: str) -> Value:
    """The value of an expression in the module."""
    return run(Source("main.tf", text), Module())


def shown(text: str) -> object:
    """What an expression comes to: data, ``unknown: why`` or ``invalid: why``, also inside of collections."""
    try:
        return data(value_of(text))
    except Invalid as error:
        return f"invalid: {error}"


def data(value: Value) -> object:
    of = value.data
    if isinstance(of, Unknown):
        return f"unknown: {of.reason}"
    if isinstance(of, tuple):
        return [data(each) for each in of]
    if of is None or isinstance(of, bool | int | float | str):
        return of
    return {key: data(of[key]) for key in of}


def as_json(of: object) -> str:
    """Data for comparison: 1, true and "1" are three things."""
    return json.dumps(of, sort_keys=True, ensure_ascii=False)
