"""What a server's settings are in effect: the last assignment that counts, else the default of its major."""

from __future__ import annotations

from pglint.catalog.guc import Invalid, era, interpret, show
from pglint.catalog.postgresql import MAJORS, canonical, common, parameter
from pglint.formats.postgresql_conf import BRANCHES
from pglint.record import TYPE_CHECKING
from pglint.tree import Unreadable, folder, join
from pglint.values import Cell, Unknown

if TYPE_CHECKING:
    from collections.abc import Iterable

    from pglint.catalog.guc import Interpreted
    from pglint.catalog.postgresql import Parameter
    from pglint.facts import Setting
    from pglint.model.managed import Managed
    from pglint.stacks.conf_chain import ConfChain
    from pglint.tree import Tree
    from pglint.values import Scalar, Value

INERT = {
    "transaction_isolation": "default_transaction_isolation",
    "transaction_read_only": "default_transaction_read_only",
    "transaction_deferrable": "default_transaction_deferrable",
}
"""Parameters that every transaction sets anew, so that the file's value is lost, and the ones that stay."""


class Settings:
    """The effective settings of one chain of files.

    ``readings`` are the majors that the server may have. ``complete`` says that the chain starts at the main file, so
    that what is not written has its default; on a ``managed`` server that is the platform's.
    """

    def __init__(
        self, chain: ConfChain, readings: tuple[int, ...], complete: bool, managed: Managed | None = None
    ) -> None:
        self.chain = chain
        self.managed = managed
        self.readings = readings
        self.complete = complete and not chain.template
        self._winners = {canonical(setting.name): index for index, setting in enumerate(chain.settings)}
        self._interpreted: dict[tuple[str, int, int], Interpreted | Invalid] = {}

    def written(self, name: str) -> Setting | None:
        """The assignment that wins, under the parameter's name or an old one for it."""
        index = self._winners.get(canonical(name))
        return None if index is None else self.chain.settings[index]

    def position(self, name: str) -> int:
        """Where the assignment that wins stands in the order in which the server applies them; -1: nowhere."""
        return self._winners.get(canonical(name), -1)

    def cell(self, name: str, major: int) -> Cell:
        """The effective value in base units; reals as the server prints them. Unknown where the files do not tell."""
        found = parameter(name, major)
        if self.managed is not None and name == "wal_level" and (switched := self.managed.wal_level(self)):
            return switched
        index = -1 if canonical(name) in INERT else self._winners.get(canonical(name), -1)
        unread = next((why for at, why in self.chain.unread if at > index), None)
        if index >= 0:
            setting = self.chain.settings[index]
            if unread is not None:
                reason = f"an include after it is not read: {unread.reason}"
                return Cell(Unknown(reason, unread.span), setting.value_span)
            return Cell(self._meaning(setting, found, major), setting.value_span, None, setting.origin)
        if found is None:
            return Cell(Unknown(f'PostgreSQL {major} has no parameter "{name}"'))
        if canonical(name) not in INERT:
            if unread is not None:
                return Cell(Unknown(f"not set in the files that are read: {unread.reason}", unread.span))
            if not self.complete:
                return Cell(Unknown("not set here, and the main file is not in the tree"))
        if self.managed is not None:
            return Cell(self.managed.default(name, major))
        return Cell(_default(found))

    def _meaning(self, setting: Setting, found: Parameter | None, major: int) -> Value:
        if isinstance(setting.value, Unknown):
            return setting.value
        own = self.managed.meaning(setting, major) if self.managed is not None else None
        if own is not None:
            return own
        if found is None:
            if "." in setting.name:
                return setting.value
            return Unknown(f'PostgreSQL {major} has no parameter "{setting.name}"', setting.name_span)
        key = (setting.value, id(found), era(found, major))
        if key not in self._interpreted:
            self._interpreted[key] = interpret(found, setting.value, major)
        value = self._interpreted[key]
        if isinstance(value, Invalid):
            return Unknown(value.text, setting.value_span)
        return show(value, found) if isinstance(value, float) else value


def _default(found: Parameter) -> Scalar | Unknown:
    if "BUILD_DEFAULT" in found.flags:
        return Unknown(f"the default of {found.name} depends on how the server was built")
    if found.default is None:
        return ""
    return show(found.default, found) if isinstance(found.default, float) else found.default


def narrow(settings: Iterable[Setting], readings: tuple[int, ...]) -> tuple[int, ...]:
    """The majors that remain when a setting, unit or word is used that only later ones know.

    What a later major removed proves nothing, and no file narrows to nothing.
    """
    for setting in settings:
        if len(readings) < 2:
            break
        if _alike(setting.name, readings) or "." in setting.name or _in_branches(setting):
            continue
        taken = tuple(major for major in readings if _takes(setting, major))
        if taken and any(major < taken[0] for major in readings):
            readings = tuple(major for major in readings if major >= taken[0])
    return readings


def _in_branches(setting: Setting) -> bool:
    return isinstance(setting.value, Unknown) and setting.value.reason == BRANCHES


def _alike(name: str, readings: tuple[int, ...]) -> bool:
    """Whether these majors take the same texts for this parameter."""
    found = common(name, readings)
    return found is not None and era(found, readings[0]) == era(found, readings[-1])


def _takes(setting: Setting, major: int) -> bool:
    """Whether that major knows the setting and the words in its value; a range says nothing about the version."""
    found = parameter(setting.name, major)
    if found is None or isinstance(setting.value, Unknown):
        return found is not None
    value = interpret(found, setting.value, major)
    return not isinstance(value, Invalid) or value.cause == "range"


_PRODUCTS = ("postgresql.conf", "postgresql", "postgres", "pgsql", "pgdata", "pg")
_ABOVE_VERSION = (*_PRODUCTS, "data")


def evident_major(path: str, tree: Tree) -> tuple[int, str] | None:
    """The major that a file's surroundings tell, and how: PG_VERSION beside it, or its path."""
    beside = join(folder(path), "PG_VERSION")
    try:
        stamp = tree.source(beside) if beside else None
    except Unreadable:
        stamp = None
    if stamp is not None and (major := _major(stamp.text.strip())):
        return major, f"{stamp.path} says {stamp.text.strip()}"
    parts = path.lower().split("/")
    for above, part in reversed(list(zip(["", *parts], parts, strict=False))):
        if above in _ABOVE_VERSION and (major := _major(part)):
            return major, f'the path says "{above}/{part}"'
        if major := _named(part):
            return major, f'the path says "{part}"'
    return None


def _major(text: str) -> int:
    """The major of a version such as 15 or 15.13; 0 for anything else."""
    number = text.partition(".")[0]
    known = number.isascii() and number.isdigit() and text.replace(".", "").isdigit()
    return int(number) if known and len(number) == 2 and int(number) in MAJORS else 0


def _named(part: str) -> int:
    """The major in a name such as pgsql-15, pg15, postgresql@15 or postgresql-15.conf."""
    product = next((word for word in _PRODUCTS if part.startswith(word)), None)
    if product is None:
        return 0
    rest = part[len(product) :].lstrip("-_.@").removeprefix("v")
    digits = rest[: len(rest) - len(rest.lstrip("0123456789"))]
    after = rest[len(digits) : len(digits) + 1]
    return _major(digits) if after in ("", "-", "_", ".") else 0
