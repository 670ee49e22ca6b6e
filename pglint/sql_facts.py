"""The records in which SQL states what it does: statements with the state of the session that runs them.

What a cluster ends up with (roles, databases, slots …) is stated in the records of ``cluster_facts``.
"""

from __future__ import annotations

from pglint.record import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Mapping
    from typing import Any

    from pglint.catalog.locks import Effect
    from pglint.cluster_facts import ClusterFact, Home
    from pglint.facts import Fault, Setting
    from pglint.replay.features import Feature
    from pglint.source import Span
    from pglint.values import Cell, Unknown


NO_TREE: Mapping[str, Any] = {}


class StatementFact(NamedTuple):
    """One statement where it runs.

    ``kind`` is the node of the parse tree (``IndexStmt``), ``tree`` its fields while its file is being replayed,
    then nothing; ``text`` is what was parsed, where that is not what stands in the file. ``label`` names it for
    messages (``CREATE INDEX on orders``). ``use`` tells what file it stands in: migration, setup
    (docker-entrypoint-initdb.d, scripts), query, job, function, dump, test. ``via`` is direct or pooler,
    ``assumed`` whether only by assumption. ``transaction`` is ``none``, ``explicit`` (a BEGIN in the file),
    ``runner``, ``implicit`` (several statements sent as one, or a DO block) or ``unknown``; ``why`` says what the
    runner does. ``timeouts`` are those in effect there: ms as int (0: off), Unknown where not known; a timeout that
    nobody set is absent. ``effect`` is what it locks and rewrites of what was there before it; ``new`` are, of the
    relations that it names, those made before it in the same migration. ``role`` is the session's user where known.
    ``judged``: not older than ``[migrations] from``. ``block`` numbers the transaction blocks of a sequence, 0
    where it runs outside of them. ``features`` are what it uses that a transaction or statement pool breaks,
    ``calls`` the functions it calls, where one that matters is among them, ``sets`` the settings that it gives a
    value.
    """

    span: Span
    home: Home
    kind: str
    tree: Mapping[str, Any]
    label: str
    use: str
    via: str
    assumed: bool
    transaction: str
    why: str
    timeouts: Mapping[str, Cell]
    effect: Effect | Unknown | None
    new: frozenset[str]
    role: str | Unknown | None
    judged: bool
    faults: tuple[Fault, ...] = ()
    block: int = 0
    features: tuple[Feature, ...] = ()
    calls: tuple[str, ...] = ()
    text: str = ""
    sets: tuple[Setting, ...] = ()


class Replayed(NamedTuple):
    """What a sequence of migrations, or a file by itself, comes to: the state it leaves, and what matters on the way.

    ``settings`` are those of ALTER SYSTEM, in effective order, values as text. ``everyone`` is ALTER ROLE ALL SET.
    ``unread`` tells why there may be more. ``use`` is that of its statements. ``tool`` runs
    them, '' where none is known.
    """

    home: Home
    paths: tuple[str, ...]
    facts: tuple[ClusterFact, ...]
    settings: tuple[Setting, ...]
    statements: tuple[StatementFact, ...]
    faults: tuple[Fault, ...]
    unread: tuple[Unknown, ...] = ()
    everyone: Mapping[str, Cell] = {}
    use: str = "migration"
    tool: str = ""
