"""A rule as the engine uses it: compiled conditions, and the words that they and the messages are made of."""

from __future__ import annotations

from pglint.record import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Mapping



class RuleError(Exception):
    """A rule file that cannot be used: the file, where in it, and why."""

    def __init__(self, path: str, where: str, why: str) -> None:
        super().__init__(f"{path}: {where}: {why}" if where else f"{path}: {why}")
        self.path = path
        self.where = where
        self.why = why


class Hole(NamedTuple):
    """A place in a message: one word, or a CEL expression over several. ``unit`` says how the number is shown."""

    word: str
    blob: bytes
    words: tuple[str, ...]
    unit: str


Message = tuple[str | Hole, ...]


class Check(NamedTuple):
    """One shape of a rule's defect. ``blob`` is the serialized condition over ``words``."""

    subject: str
    blob: bytes
    words: tuple[str, ...]
    at: tuple[str, ...]
    see: tuple[str, ...]
    sums: tuple[str, ...]
    severity: str
    message: Message
    help: Message


class Rule(NamedTuple):
    """``options`` maps a name to its default. ``reported_by``: the part of pglint that finds it itself, if one does."""

    code: str
    name: str
    severity: str
    strict: bool
    summary: str
    fixable: str
    options: Mapping[str, int | bool | str]
    reported_by: str
    checks: tuple[Check, ...]

    @property
    def family(self) -> str:
        return self.code.rstrip("0123456789")


class Rulebook(NamedTuple):
    """All rules by code, in order. ``files`` is where each rule's text stands, for explain."""

    rules: tuple[Rule, ...]
    files: Mapping[str, str]

    def rule(self, code: str) -> Rule | None:
        return next((rule for rule in self.rules if rule.code == code), None)
