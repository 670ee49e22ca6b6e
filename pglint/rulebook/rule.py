"""A rule as the engine uses it: compiled conditions, and the words that they and the messages are made of."""

from __future__ import annotations

from pglint.record import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Mapping

    from pglint.rulebook.guards import Guard


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


class Repair(NamedTuple):
    """What a rule wants changed where it fires: ``blob`` is the serialized new value over ``words``.

    ``verb`` is set (the value that ``word`` stands for), rename (what stands at its place), remove (the assignment at
    its place) or lift (the comment at its place, onto a line of its own). ``safe``: that value is certain.
    """

    verb: str
    word: str
    blob: bytes
    words: tuple[str, ...]
    safe: bool


class Check(NamedTuple):
    """One shape of a rule's defect. ``blob`` is the serialized condition over ``words``, ``guards`` what it needs at
    least, and all that it needs where it is ``plain``. ``repair`` is None where no one value is clearly right.
    """

    subject: str
    blob: bytes
    guards: tuple[Guard, ...]
    plain: bool
    words: tuple[str, ...]
    at: tuple[str, ...]
    see: tuple[str, ...]
    sums: tuple[str, ...]
    severity: str
    message: Message
    help: Message
    repair: Repair | None = None


class Rule(NamedTuple):
    """``options`` maps a name to its default. ``reported_by``: the part of pglint that finds it itself, if one does.

    What is not ``ignorable`` is hidden by no comment, no per-file-ignores and no baseline.
    """

    code: str
    name: str
    severity: str
    strict: bool
    summary: str
    fixable: str
    options: Mapping[str, int | bool | str]
    reported_by: str
    checks: tuple[Check, ...]
    ignorable: bool = True

    @property
    def family(self) -> str:
        return self.code.rstrip("0123456789")


class Rulebook(NamedTuple):
    """All rules by code, in order. ``files`` is where each rule's text stands, for explain."""

    rules: tuple[Rule, ...]
    files: Mapping[str, str]

    def rule(self, code: str) -> Rule | None:
        return next((rule for rule in self.rules if rule.code == code), None)
