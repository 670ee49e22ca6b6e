"""Which rules run, how severe they are, and where they are not wanted."""

from __future__ import annotations

from pglint import globs
from pglint.record import TYPE_CHECKING, NamedTuple, Protocol

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

ALL = "ALL"
DEFAULT = "DEFAULT"


class Rule(Protocol):
    """What a choice among rules needs to know of one."""

    @property
    def code(self) -> str: ...
    @property
    def severity(self) -> str: ...
    @property
    def strict(self) -> bool: ...


class Selection(NamedTuple):
    """The user's choice. Entries are codes (CAP003), families (CAP), ALL, or DEFAULT (what runs when nothing is said).

    The most specific entry wins, a code over a family over the two words; ``ignore`` wins over ``select`` where both
    are equally specific. A strict rule needs its code, its family, ALL, or the profile ``strict``.

    Unless ``ignores`` is set, nothing that was written to hide findings does: no comment, ``per_file_ignores`` or
    ``baseline``, the path of a file with findings that are known already.
    """

    select: tuple[str, ...] = ()
    ignore: tuple[str, ...] = ()
    profile: str = "default"
    severity: Mapping[str, str] = {}
    per_file_ignores: Mapping[str, tuple[str, ...]] = {}
    ignores: bool = True
    baseline: str | None = None

    def active(self, rule: Rule) -> bool:
        """Whether the rule runs at all."""
        chosen = max((self._chooses(entry, rule) for entry in self.select or (DEFAULT,)), default=-1)
        return chosen > max((_specific(entry, rule.code) for entry in self.ignore), default=-1)

    def _chooses(self, entry: str, rule: Rule) -> int:
        if entry.upper() == DEFAULT:
            return 0 if not rule.strict or self.profile == "strict" else -1
        return _specific(entry, rule.code)

    def severity_of(self, rule: Rule) -> str | None:
        """The severity that the user gives the rule, by code or by family; None where nothing is said."""
        given = sorted((_specific(entry, rule.code), severity) for entry, severity in self.severity.items())
        return given[-1][1] if given and given[-1][0] >= 0 else None

    def ignored_in(self, path: str) -> frozenset[str]:
        """The codes and families that are not wanted in a file."""
        entries = [codes for pattern, codes in self.per_file_ignores.items() if globs.matcher((pattern,))(path)]
        return frozenset(code.upper() for codes in entries for code in codes)

    def unknown_codes(self, known: Iterable[str]) -> Iterator[tuple[tuple[str | int, ...], str]]:
        """Entries that no rule answers to, each with its key path in a configuration, such as ("select", 0)."""
        names = with_families(known) | {ALL, DEFAULT}
        for key, entries in (("select", self.select), ("ignore", self.ignore)):
            yield from (((key, at), entry) for at, entry in enumerate(entries) if entry.upper() not in names)
        yield from ((("severity", entry), entry) for entry in self.severity if entry.upper() not in names)
        for pattern, entries in self.per_file_ignores.items():
            path = ("per-file-ignores", pattern)
            yield from (((*path, at), entry) for at, entry in enumerate(entries) if entry.upper() not in names)


def family(code: str) -> str:
    """The family of a code: CAP of CAP003."""
    return code.rstrip("0123456789")


def with_families(codes: Iterable[str]) -> set[str]:
    """The codes and the families they belong to."""
    names = set(codes)
    return names | {family(code) for code in names}


def covers(entries: frozenset[str], code: str) -> bool:
    """Whether a code is among some entries (upper case), by itself, by its family or by ALL."""
    return code in entries or family(code) in entries or ALL in entries


def nearest(word: str, known: Iterable[str]) -> str | None:
    """The known word that was probably meant."""
    import difflib

    close = difflib.get_close_matches(word.upper(), sorted(known), 1, 0.6)
    return close[0] if close else None


def _specific(entry: str, code: str) -> int:
    """How closely an entry names a code: 2 itself, 1 its family, 0 with all others, -1 not."""
    entry = entry.upper()
    if entry == code:
        return 2
    if entry == family(code):
        return 1
    return 0 if entry == ALL else -1
