"""Calls of functions: Terraform's own, by name, and try and can, which look at whether their arguments work out."""

from __future__ import annotations

from pglint.formats.hcl.syntax import Attribute, Index, Name, Splat
from pglint.formats.terraform.flow import first_unknown, joined, uncounted
from pglint.formats.terraform.loops import items
from pglint.formats.terraform.signature import apply
from pglint.formats.terraform.values import Invalid, Value
from pglint.record import TYPE_CHECKING
from pglint.values import Unknown

if TYPE_CHECKING:
    from collections.abc import Mapping

    from pglint.formats.hcl.syntax import Call, Node
    from pglint.formats.terraform.evaluate import Frame
    from pglint.formats.terraform.signature import Function

# The functions by subject, each with a module of its own: a call loads the one that it needs.
SUBJECTS = {
    "collections": "coalesce keys length lookup merge transpose values zipmap",
    "lists": "alltrue anytrue chunklist coalescelist compact concat contains distinct element flatten index matchkeys"
    " one range reverse slice sort sum",
    "sets": "setunion setintersection setsubtract setproduct",
    "conversion": "tostring tonumber tobool tolist toset tomap sensitive issensitive nonsensitive",
    "text": "upper lower title join split substr strrev startswith endswith strcontains indent chomp trim trimspace"
    " trimprefix trimsuffix",
    "format": "format formatlist",
    "patterns": "regex regexall replace",
    "numbers": "abs ceil floor log max min parseint pow signum",
    "encoding": "base64encode base64decode urlencode jsonencode jsondecode csvdecode yamldecode yamlencode md5 sha1"
    " sha256 sha512 base64sha256 base64sha512",
    "files": "file fileexists templatefile filebase64 filemd5 filesha1 filesha256 filesha512 filebase64sha256"
    " filebase64sha512 basename dirname",
    "networks": "cidrhost cidrnetmask cidrsubnet cidrsubnets",
}
# What Terraform itself does not know before it applies.
LATER = frozenset(("timestamp", "uuid", "bcrypt", "plantimestamp"))
# What was there up to Terraform 0.14, with what to write instead.
GONE = {"list": "tolist([ ... ]) syntax to write a literal list", "map": "tomap({ ... }) syntax to write a literal map"}


def call(frame: Frame, node: Call) -> Value:
    """The result of a function call. Raises Invalid."""
    name = node.name.removeprefix("core::")
    if name == "try":
        return _try(frame, node)
    if name == "can":
        return _can(frame, node)
    if name in GONE:
        why = f'the "{name}" function was deprecated in Terraform v0.12 and is no longer available; use {GONE[name]}'
        raise Invalid(f'Call to function "{name}" failed: {why}.')
    given = _arguments(frame, node)
    if isinstance(given, Value):
        return given
    function = find(name)
    if function is None:
        when = "known only after apply" if name in LATER else "not evaluated"
        return joined(Unknown(f"{name}() is {when}", frame.span(node)), given)
    return apply(name, function, given, frame)


def find(name: str) -> Function | None:
    """The function of a name; None: it is not evaluated here."""
    for subject, names in SUBJECTS.items():
        if name in names.split(" "):
            module = f"pglint.formats.terraform.functions_{subject}"
            table: Mapping[str, Function] = __import__(module, fromlist=["FUNCTIONS"]).FUNCTIONS
            return table[name]
    return None


def _arguments(frame: Frame, node: Call) -> list[Value] | Value:
    """The arguments, the last one taken apart where ``...`` follows; a Value when it is not known. Raises Invalid."""
    given = [frame.value(each) for each in node.args]
    if not node.expand:
        return given
    last = given.pop()
    if last.data is None:
        raise Invalid("The expanding argument (indicated by ...) must not be null.")
    unknown = uncounted(last, frame.effort)
    if unknown is not None:
        return joined(unknown, [*given, last])
    if not isinstance(last.data, tuple):
        raise Invalid("The expanding argument (indicated by ...) must be of a tuple, list, or set type.")
    return given + [each for _, each in items(last)]


def _try(frame: Frame, node: Call) -> Value:
    """The first argument that works out; not known as soon as one is met of which that cannot be told."""
    arguments = _attempts(frame, node)
    if not arguments:
        raise Invalid('Call to function "try" failed: at least one argument is required.')
    for each in arguments:
        value = frame.known(each) if not isinstance(each, Value) else each
        if value is not None:
            return _sure(frame, each, value)
    raise Invalid('Call to function "try" failed: no expression succeeded.')


def _can(frame: Frame, node: Call) -> Value:
    """Whether the argument works out."""
    arguments = _attempts(frame, node)
    if len(arguments) != 1:
        raise Invalid('Function "can" expects only 1 argument(s).')
    value = frame.known(arguments[0]) if not isinstance(arguments[0], Value) else arguments[0]
    if value is None:
        return Value(False)
    sure = _sure(frame, arguments[0], value)
    return Value(sure.data if isinstance(sure.data, Unknown) else True, None, sure.refs)


def _attempts(frame: Frame, node: Call) -> list[Node | Value]:
    if not node.expand:
        return list(node.args)
    found = _arguments(frame, node)
    return [found] if isinstance(found, Value) else list(found)


def _sure(frame: Frame, node: Node | Value, value: Value) -> Value:
    """The value, unless something in it is not known that may still turn out to be refused.

    What a reference leads to has been worked out elsewhere: nothing that it holds can fail here any more.
    """
    if isinstance(value.data, Unknown) or isinstance(node, Value | Name | Attribute | Index | Splat):
        return value
    unknown = first_unknown([value], frame.effort)
    return value if unknown is None else joined(unknown, [value])
