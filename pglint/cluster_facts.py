"""The records in which infrastructure code, and later SQL, states what a cluster consists of.

Servers, poolers, roles, databases and replication, each with its place. Values are Cells: known, Unknown with the
reason, with the place that states them and, where that only refers to it, their origin. Nothing here knows which stack
it belongs to: a Home says what the files tell about it.
"""

from __future__ import annotations

from pglint.facts import Fault
from pglint.record import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Mapping

    from pglint.facts import Entry, Setting
    from pglint.source import Span
    from pglint.values import Cell, Unknown


class Home(NamedTuple):
    """Which server something belongs to, as far as the files tell.

    ``path`` is the file that states it. ``refs`` are the ids of servers that it names, ``hosts`` the names of their
    machines. ``group`` is what it was read with (a Terraform root module): where one server is all there is in it,
    that is meant.
    """

    path: str
    refs: frozenset[str] = frozenset()
    hosts: frozenset[str] = frozenset()
    group: str = ""


class ServerFact(NamedTuple):
    """A managed PostgreSQL server.

    ``id`` is unique in a run, ``name`` its address, ``aliases`` other ids that mean it (its cluster, its instances).
    ``platform`` is a key of catalog/platforms; ``size`` the class, tier or plan. ``settings`` stand in effective
    order, the last of a name wins; ``unread`` tells why there may be more. ``replica_of`` are ids of its primary.
    ``serverless`` are the least and most capacity units. ``partial``: only its parameters are known (a parameter
    group that no server in the tree names). ``methods`` tells how a change of each parameter is to be applied
    (immediate, pending-reboot), where the platform asks for that.
    """

    id: str
    name: str
    span: Span
    home: Home
    platform: str
    settings: tuple[Setting, ...] = ()
    unread: tuple[Unknown, ...] = ()
    version: Cell | None = None
    size: Cell | None = None
    serverless: tuple[Cell, Cell] | None = None
    aliases: frozenset[str] = frozenset()
    replica_of: frozenset[str] = frozenset()
    is_replica: bool = False
    partial: bool = False
    methods: Mapping[str, Cell] = {}


class PoolerFact(NamedTuple):
    """A managed PgBouncer: ``settings`` are those of [pgbouncer], ``entries`` its databases.

    ``missing`` tells why there may be more entries.
    """

    id: str
    name: str
    span: Span
    home: Home
    platform: str
    settings: tuple[Setting, ...] = ()
    entries: tuple[Entry, ...] = ()
    missing: tuple[Unknown, ...] = ()


class ProxyFact(NamedTuple):
    """A proxy that takes a share of a server's max_connections. ``percent`` is that share; times are in ms."""

    id: str
    name: str
    span: Span
    home: Home
    platform: str
    percent: Cell
    idle_client_timeout: Cell | None = None
    borrow_timeout: Cell | None = None


class RoleFact(NamedTuple):
    """A role as it ends. ``name`` is Unknown where no file tells it, and then ``label`` stands for it in messages.

    ``connection_limit`` is -1 for none. ``settings`` is its ALTER ROLE … SET, as text, ``in_database`` those IN
    DATABASE. ``valid_until`` is a text, ``member_of`` the roles it was granted. ``dropped``: it ends dropped, at
    ``span``. ``copied``: only dumps, or files in folders of tests and examples, state it.
    """

    span: Span
    name: str | Unknown
    label: str
    home: Home
    connection_limit: Cell
    superuser: Cell
    replication: Cell
    login: Cell
    settings: Mapping[str, Cell] = {}
    valid_until: Cell | None = None
    member_of: tuple[str, ...] = ()
    in_database: Mapping[str, Mapping[str, Cell]] = {}
    dropped: bool = False
    copied: bool = False


class DatabaseFact(NamedTuple):
    """A database as it ends; ``allow_connections`` is ALLOW_CONNECTIONS."""

    span: Span
    name: str | Unknown
    label: str
    home: Home
    connection_limit: Cell
    allow_connections: Cell
    settings: Mapping[str, Cell] = {}


class SlotFact(NamedTuple):
    """A replication slot, logical or physical."""

    span: Span
    name: str | Unknown
    home: Home
    logical: bool


class PublicationFact(NamedTuple):
    """A publication: the server that has it is a publisher."""

    span: Span
    name: str | Unknown
    home: Home


class SubscriptionFact(NamedTuple):
    """A subscription of the server at ``home``; ``publisher`` is where its changes come from.

    ``slot`` is the replication slot on the publisher ('' for none), ``user`` the role that it logs in as there,
    ``database`` the database that it reads.
    """

    span: Span
    name: str | Unknown
    home: Home
    publisher: Home
    slot: str | Unknown
    user: str = ""
    enabled: bool = True
    database: str = ""


class SubscriberFact(NamedTuple):
    """A subscription seen from its publisher, at ``home``.

    It takes a WAL sender and a slot there, logs in as ``user`` and reads ``database``.
    """

    span: Span
    home: Home
    slot: str | Unknown
    user: str
    database: str = ""


class SessionsFact(NamedTuple):
    """Sessions that some tool opens straight on the server while it runs: ``text`` names them."""

    span: Span
    home: Home
    text: str
    number: Cell


ClusterFact = (
    ServerFact
    | PoolerFact
    | ProxyFact
    | RoleFact
    | DatabaseFact
    | SlotFact
    | PublicationFact
    | SubscriptionFact
    | SubscriberFact
    | SessionsFact
    | Fault
)
