"""The records that formats emit: what a file says, each with its place, before anybody asks what it means.

Formats emit these in the order of the file. They are small, immutable and know no rules.
"""

from __future__ import annotations

from pglint.record import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from pglint.source import Span
    from pglint.values import Origin, Unknown


class Setting(NamedTuple):
    """One assignment, ``name = value``.

    ``name`` as the program matches it (PostgreSQL: lower case; PgBouncer: as written). ``value`` is the text after
    quotes and escapes are resolved, or Unknown where a template placeholder stands. ``value_span`` covers the value
    as written, quotes included; ``span`` the whole assignment from name to value. ``section`` is PgBouncer's.
    ``origin`` is set where the value was written elsewhere, and only referred to here.
    """

    name: str
    value: str | Unknown
    span: Span
    name_span: Span
    value_span: Span
    quoted: bool = False
    section: str = ""
    origin: Origin | None = None


class Include(NamedTuple):
    """A directive that reads other files at its place: include, include_if_exists, include_dir or %include."""

    directive: str
    target: str | Unknown
    span: Span


class Section(NamedTuple):
    """A section header of an ini file."""

    name: str
    span: Span


class Fault(NamedTuple):
    """Something that the real program refuses, or takes otherwise than it looks, found while reading.

    ``kind`` is the name of the rule that reports it (``syntax-error``, ``unknown-setting`` …). ``text`` says what is
    wrong in the program's own terms; ``name`` and ``value`` are what it is about; ``instead`` is what to write, if
    that is certain. ``since``/``before`` bound the versions of the program that have the fault (None: open): a fault
    of some versions only fires where every possible version has it. ``effect`` tells shapes of one kind apart
    (``refused``, ``swallowed``, ``file`` …).
    """

    kind: str
    text: str
    span: Span
    name: str = ""
    value: str = ""
    instead: str = ""
    effect: str = ""
    since: tuple[int, ...] | None = None
    before: tuple[int, ...] | None = None
    related: tuple[tuple[str, Span], ...] = ()


class Pair(NamedTuple):
    """One ``key=value`` of a connection string; spans as in Setting."""

    key: str
    value: str | Unknown
    span: Span
    key_span: Span
    value_span: Span


class Entry(NamedTuple):
    """One line of [databases], [users] or [peers]: its name and its pairs in order (a later key wins)."""

    section: str
    name: str
    span: Span
    name_span: Span
    pairs: tuple[Pair, ...]


class HbaLine(NamedTuple):
    """One record of pg_hba.conf: ``kind`` (local, host, hostssl …), lists as written without quotes.

    ``quoted`` holds what stood in quotes, where a keyword such as all loses its meaning, as ``database:all``,
    ``user:all`` or ``address:all``.
    """

    kind: str
    databases: tuple[str, ...]
    users: tuple[str, ...]
    address: str
    mask: str
    method: str
    options: tuple[tuple[str, str], ...]
    span: Span
    quoted: frozenset[str] = frozenset()


class AuthUser(NamedTuple):
    """One user of an auth_file: ``secret`` is only its kind: plain, md5, scram or empty, never the secret itself."""

    name: str
    secret: str
    span: Span


Item = Setting | Include | Section | Fault
