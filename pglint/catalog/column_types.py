"""Types of columns: their full text, and whether changing one into another rewrites the table.

The text is that of format_type. What needs no rewriting: ATColumnChangeRequiresRewrite of tablecmds.c; casts without a
function (pg_cast.castmethod b); and the support functions that take a change of length for none: varchar_support,
varbit_support, numeric_support, interval_support and TemporalSimplify.
"""

from __future__ import annotations

from pglint import regex
from pglint.catalog import lock_names
from pglint.once import cache
from pglint.record import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from pglint.catalog.lock_effect import Known, Node

UTC_SINCE = 12
"""Since then timestamp and timestamptz change into each other without a rewrite where TimeZone is UTC."""
DEPENDS_ON_TIME_ZONE = "timestamp and timestamptz are the same in the file only where TimeZone is UTC"

_SERIAL = {
    "smallserial": "smallint",
    "serial2": "smallint",
    "serial": "integer",
    "serial4": "integer",
    "bigserial": "bigint",
    "serial8": "bigint",
}
_NAMES = {
    "int2": "smallint",
    "int4": "integer",
    "int8": "bigint",
    "float4": "real",
    "float8": "double precision",
    "bool": "boolean",
    "varchar": "character varying",
    "bpchar": "character",
    "varbit": "bit varying",
    "timestamp": "timestamp without time zone",
    "timestamptz": "timestamp with time zone",
    "time": "time without time zone",
    "timetz": "time with time zone",
    "char": '"char"',
}
_BUILT_IN = """
smallint integer bigint real numeric money boolean text name json jsonb xml uuid bytea date inet cidr macaddr
macaddr8 point line lseg box path polygon circle oid regclass regproc regprocedure regoper regoperator regtype
regrole regnamespace regconfig regdictionary regcollation tsvector tsquery pg_lsn txid_snapshot pg_snapshot xid
xid8 cid tid int4range int8range numrange tsrange tstzrange daterange int4multirange int8multirange nummultirange
tsmultirange tstzmultirange datemultirange interval bit
"""
_PLAIN = frozenset(_BUILT_IN.split()).union(_NAMES.values())
_REG = frozenset(name for name in _PLAIN if name.startswith("reg"))
_STEMS = ("timestamp", "time")
_SECONDS = 6
"""Digits after the second, unless fewer are asked for."""
_MASK_OF_SECONDS = 1 << 12
"""In the mask of an interval's fields: src/include/utils/datetime.h."""
_FEWER_FIELDS = "interval of fewer fields"


class Type(NamedTuple):
    """A type in parts: ``numeric(8,2)[]`` is numeric, (8, 2) and an array."""

    name: str
    mods: tuple[int, ...] = ()
    array: bool = False


def built_in(name: str) -> bool:
    """Whether this is a type of pg_catalog."""
    return name in _PLAIN


def serial(type_name: Node) -> bool:
    """Whether the type is serial or its like: an integer with a sequence of its own."""
    return lock_names.strings(type_name["names"])[-1] in _SERIAL


def text_of(type_name: Node) -> str:
    """The full text of a TypeName: ``varchar(20)`` is ``character varying(20)``."""
    parts = lock_names.strings(type_name["names"])
    known = len(parts) == 1 or parts[0] == "pg_catalog"
    last = parts[-1]
    name = _SERIAL.get(last) or _NAMES.get(last, last) if known else ".".join(parts)
    mods = [_number(mod) for mod in type_name.get("typmods", ())]
    if name == "interval" and mods:
        # the first is a mask of fields; without seconds there are no digits after them either
        name = name if mods[0] & _MASK_OF_SECONDS else _FEWER_FIELDS
        mods = mods[1:]
    if name == "numeric" and len(mods) == 1:
        mods.append(0)
    stem, apart, rest = name.partition(" with") if name.startswith(_STEMS) else (name, "", "")
    length = f"({','.join(map(str, mods))})" if mods else ""
    return f"{stem}{length}{apart}{rest}{'[]' if type_name.get('arrayBounds') else ''}"


def parse(text: str) -> Type:
    """The parts of a type's full text."""
    match = _form().fullmatch(text) if "(" in text or "[" in text else None
    if not match:
        return Type(text)
    mods = tuple(int(mod) for mod in (match["mods"] or "").split(",") if mod)
    return Type(match["stem"] + (match["rest"] or ""), mods, bool(match["array"]))


@cache
def _form() -> regex.Pattern[str]:
    return regex.compile(
        r"(?P<stem>[^(\[]*?) ?(?:\((?P<mods>[\d, -]+)\))?(?P<rest> with(?:out)? time zone)?(?P<array>(?:\[\])*)"
    )


def rewrites(old: str, new: str, major: int, known: Known) -> bool | str:
    """Whether turning one type into another rewrites the table; a text where that cannot be told, saying why."""
    if old == new:
        return False
    before, after = parse(old), parse(new)
    if _FEWER_FIELDS in (before.name, after.name):
        return "which fields of the interval are kept is not compared"
    if after.name not in _PLAIN:
        target = known.user_type(after.name)
        if target is None:
            return f"{after.name} is not a built-in type"
        if target.kind != "domain" or target.constrained or after.array:
            return True
        return rewrites(old, target.base, major, known)
    if before.name not in _PLAIN:
        source = known.user_type(before.name)
        if source is None:
            return f"{before.name} is not a built-in type"
        return rewrites(source.base, new, major, known) if source.kind == "domain" and not before.array else True
    if before.array or after.array:
        # the elements are converted one by one, unless nothing but their length limit goes
        return not (before.name == after.name and before.array == after.array and not after.mods)
    if before.name == after.name:
        return not _wider(before, after)
    if _stamps(before) and _stamps(after):
        if (after.mods and after.mods[0] < _SECONDS) or major < UTC_SINCE:
            return True
        return DEPENDS_ON_TIME_ZONE
    return bool(after.mods) or not _same_bytes(before.name, after.name)


def _wider(before: Type, after: Type) -> bool:
    """Whether each value of a type is one of the same type with another length."""
    if before.mods == after.mods:
        return True
    if before.name in ("character varying", "bit varying"):
        return not after.mods or (bool(before.mods) and after.mods >= before.mods)
    if before.name == "numeric":
        return not after.mods or (bool(before.mods) and after.mods[1:] == before.mods[1:] and after.mods >= before.mods)
    if before.name == "interval" or before.name.startswith(_STEMS):
        return _digits(after) >= _digits(before)
    return False


def _same_bytes(before: str, after: str) -> bool:
    """Whether there is a cast that leaves the value as it is (pg_cast)."""
    if after in ("text", "character varying"):
        return before in ("text", "character varying", "xml")
    if after == "character":
        return False  # always has a length
    if {before, after} <= _REG | {"oid", "integer"}:
        return "oid" in (before, after) or "integer" in (before, after) or before[:7] == after[:7]
    return (before, after) in (("cidr", "inet"), ("bit", "bit varying"))


def _stamps(type_: Type) -> bool:
    return type_.name.startswith("timestamp")


def _digits(type_: Type) -> int:
    return type_.mods[0] if type_.mods else _SECONDS


def _number(mod: Node) -> int:
    value = mod.get("A_Const", {}).get("ival", {})
    return int(value.get("ival", 0))
