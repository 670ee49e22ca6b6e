"""Replication slots, publications and subscriptions.

Source: manual, "Replication Management Functions", "CREATE PUBLICATION", "CREATE SUBSCRIPTION"; slots are made and
dropped at once, whatever becomes of the transaction.
"""

from __future__ import annotations

from pglint.cluster_facts import Home, PublicationFact, SlotFact, SubscriptionFact
from pglint.formats import conninfo
from pglint.record import TYPE_CHECKING
from pglint.replay.databases import switch
from pglint.replay.secrets import connection
from pglint.replay.state import key
from pglint.replay.trees import dotted
from pglint.values import Unknown

if TYPE_CHECKING:
    from pglint.replay.parsed import Option, Parsed
    from pglint.replay.state import State
    from pglint.replay.trees import Call
    from pglint.source import Span

MAKES = {
    "pg_create_physical_replication_slot": False,
    "pg_create_logical_replication_slot": True,
    "pg_copy_physical_replication_slot": False,
    "pg_copy_logical_replication_slot": True,
}
CALLS = (*MAKES, "pg_drop_replication_slot")


def slot(state: State, parsed: Parsed, call: Call) -> None:
    """A call that makes or drops a slot. A temporary one ends with its session."""
    if call.name not in CALLS:
        return
    copies = call.name.startswith("pg_copy")
    name = parsed.constant(call.argument(1, "dst_slot_name") if copies else call.argument(0, "slot_name"))
    if name is None:
        return
    if call.name == "pg_drop_replication_slot":
        if isinstance(name, str):
            state.journal.put(state.slots, name, None)
        return
    temporary = None if copies else call.argument(2, "temporary")
    if temporary is None or parsed.constant(temporary) == "false":
        place = parsed.place(call.location)
        span = parsed.span._replace(start=place.start) if call.certain else parsed.span
        made = SlotFact(span, name, state.home, MAKES[call.name])
        state.journal.put(state.slots, key(name, span.text), made)


def command(state: State, span: Span) -> None:
    """CREATE_REPLICATION_SLOT and DROP_REPLICATION_SLOT of the replication protocol, which are no SQL."""
    words = span.text.replace('"', " ").split()
    upper = [word.upper() for word in words]
    if len(words) < 2:
        return
    if upper[0] == "DROP_REPLICATION_SLOT":
        state.journal.put(state.slots, words[1], None)
    elif "TEMPORARY" not in upper:
        state.journal.put(state.slots, words[1], SlotFact(span, words[1], state.home, "LOGICAL" in upper))


def publish(state: State, parsed: Parsed) -> None:
    """CREATE PUBLICATION."""
    name = parsed.node.get("pubname", "")
    made = PublicationFact(parsed.span, parsed.name(name), state.home)
    state.journal.put(state.publications, key(made.name, parsed.label(name)), made)


def drop_publications(state: State, parsed: Parsed) -> None:
    """DROP PUBLICATION."""
    for each in parsed.node.get("objects", ()):
        name = dotted(each)
        state.journal.put(state.publications, key(parsed.name(name), parsed.label(name)), None)


def subscribe(state: State, parsed: Parsed) -> None:
    """CREATE SUBSCRIPTION: without slot_name its slot is called as it is."""
    node = parsed.node
    name = node.get("subname", "")
    called = parsed.name(name)
    options = {option.name: option for option in parsed.options(node.get("options"))}
    connects = switch(options["connect"], True) if "connect" in options else True
    enabled = connects is not False
    made = SubscriptionFact(parsed.span, called, state.home, Home(state.home.path), called, enabled=enabled)
    made = _with(_connected(state, parsed, made), options)
    state.journal.put(state.subscriptions, key(called, parsed.label(name)), made)


def alter(state: State, parsed: Parsed) -> None:
    """ALTER SUBSCRIPTION; of one that was not made here nothing is known."""
    name = parsed.node.get("subname", "")
    at = key(parsed.name(name), parsed.label(name))
    found: SubscriptionFact | None = state.subscriptions.get(at)
    if found is not None:
        if "conninfo" in parsed.node:
            found = _connected(state, parsed, found)
        options = {option.name: option for option in parsed.options(parsed.node.get("options"))}
        state.journal.put(state.subscriptions, at, _with(found, options))


def unsubscribe(state: State, parsed: Parsed) -> None:
    """DROP SUBSCRIPTION."""
    name = parsed.node.get("subname", "")
    state.journal.put(state.subscriptions, key(parsed.name(name), parsed.label(name)), None)


def rename(state: State, parsed: Parsed) -> None:
    """ALTER PUBLICATION or ALTER SUBSCRIPTION … RENAME TO; the slot keeps its name."""
    publication = parsed.node.get("renameType") == "OBJECT_PUBLICATION"
    table = state.publications if publication else state.subscriptions
    old, new = dotted(parsed.node.get("object", {})), parsed.node.get("newname", "")
    found = table.get(key(parsed.name(old), parsed.label(old)))
    if found is not None:
        state.journal.put(table, key(parsed.name(old), parsed.label(old)), None)
        state.journal.put(table, key(parsed.name(new), parsed.label(new)), found._replace(name=parsed.name(new)))


def _connected(state: State, parsed: Parsed, made: SubscriptionFact) -> SubscriptionFact:
    """The subscription with the publisher that its connection string names."""
    text = parsed.name(parsed.node.get("conninfo", ""))
    pairs = {} if isinstance(text, Unknown) else conninfo.read(text)
    if isinstance(text, str):
        place = parsed.place(parsed.node.get("conninfo_location", 0))
        state.faults.extend(connection(f"subscription {made.name}", text, place._replace(end=place.start)))
    hosts = (host.partition(".")[0] for host in pairs.get("host", "").split(",") if not host[:1].isdigit())
    names = frozenset(host for host in hosts if host and not host.startswith("/") and host != "localhost")
    publisher = Home(state.home.path, frozenset(), names)
    return made._replace(publisher=publisher, user=pairs.get("user", ""), database=pairs.get("dbname", ""))


def _with(made: SubscriptionFact, options: dict[str, Option]) -> SubscriptionFact:
    """The subscription with slot_name and enabled; slot_name = NONE takes none."""
    if slot := options.get("slot_name"):
        name = slot.value if isinstance(slot.value, str | Unknown) else ""
        made = made._replace(slot="" if name == "none" else name)
    if enabled := options.get("enabled"):
        made = made._replace(enabled=switch(enabled, True) is not False)
    return made
