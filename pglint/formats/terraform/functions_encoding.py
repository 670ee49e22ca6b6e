"""Terraform's functions that read and write JSON, YAML, CSV, Base64 and URLs, and its hashes."""

from __future__ import annotations

from pglint.formats.terraform import bigfloat, csv_text, json_text, yaml_text
from pglint.formats.terraform.decoded import decoded
from pglint.formats.terraform.flow import first_unknown
from pglint.formats.terraform.graphemes import normal
from pglint.formats.terraform.limits import Effort, NotKnown, of_elements, too_large
from pglint.formats.terraform.signature import Function
from pglint.formats.terraform.values import Invalid, Value
from pglint.record import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable


def encoded(text: str) -> bytes:
    """The bytes of a text; those that were not UTF-8 in a file are what they were."""
    return text.encode("utf-8", "surrogateescape")


def base64encode(text: str) -> str:
    from base64 import b64encode

    return b64encode(encoded(text)).decode("ascii")


def base64decode(text: str) -> str:
    from base64 import b64decode

    try:
        found = b64decode(text.replace("\r", "").replace("\n", ""), validate=True)
    except ValueError:
        raise Invalid("failed to decode base64 data") from None
    try:
        return normal(found.decode("utf-8"))
    except UnicodeDecodeError:
        raise Invalid("the result of decoding the provided string is not valid UTF-8") from None


def urlencode(text: str) -> str:
    from urllib.parse import quote_plus

    return quote_plus(encoded(text))


def jsonencode(effort: Effort, value: Value) -> str:
    unknown = first_unknown([value], effort)
    if unknown is not None:
        raise NotKnown(unknown)
    return json_text.write(value, effort)


def jsondecode(text: str) -> Value:
    import json

    try:
        found = json.loads(text, parse_int=bigfloat.parse, parse_float=bigfloat.parse, parse_constant=_no_constant)
    except ValueError as error:
        raise Invalid(f"invalid JSON: {str(error).lower()}") from None
    except RecursionError:
        raise too_large("the JSON") from None
    return decoded(found)


def _no_constant(name: str) -> None:
    raise ValueError(f"{name} is no value")


def csvdecode(text: str) -> Value:
    rows = csv_text.rows(text)
    if not rows:
        raise Invalid("missing header line")
    names = rows[0]
    for number, name in enumerate(names):
        if name in names[:number]:
            raise Invalid(f'duplicate column name "{name}"')
    of_elements(len(rows))
    for number, row in enumerate(rows[1:], 2):
        if len(row) != len(names):
            raise Invalid(f"CSV parse error on line {number}: wrong number of fields")
    return Value(tuple(decoded(dict(zip(names, row, strict=True))) for row in rows[1:]), kind="list")


def _hash(name: str, base64: bool = False) -> Callable[[str], str]:
    def hashed(text: str) -> str:
        import hashlib
        from base64 import b64encode

        found = hashlib.new(name, encoded(text), usedforsecurity=False)
        return b64encode(found.digest()).decode("ascii") if base64 else found.hexdigest()

    return hashed


HASHES = {
    "md5": _hash("md5"),
    "sha1": _hash("sha1"),
    "sha256": _hash("sha256"),
    "sha512": _hash("sha512"),
    "base64sha256": _hash("sha256", base64=True),
    "base64sha512": _hash("sha512", base64=True),
}

FUNCTIONS = {
    "base64encode": Function("str: string", base64encode),
    "base64decode": Function("str: string", base64decode),
    "urlencode": Function("str: string", urlencode),
    "jsonencode": Function("val: any?~", jsonencode, first="effort"),
    "jsondecode": Function("str: string", jsondecode),
    "csvdecode": Function("str: string", csvdecode),
    "yamldecode": Function("src: string", yaml_text.read),
    "yamlencode": Function("value: any?~", yaml_text.write, first="effort"),
    **{name: Function("str: string", run) for name, run in HASHES.items()},
}
