"""Databases: CREATE, ALTER, DROP and RENAME, and their settings.

Source: manual, "CREATE DATABASE", "ALTER DATABASE"; src/backend/commands/dbcommands.c.
"""

from __future__ import annotations

from pglint.cluster_facts import DatabaseFact
from pglint.record import TYPE_CHECKING
from pglint.replay import setstmt
from pglint.replay.state import key
from pglint.values import Cell, Unknown

if TYPE_CHECKING:
    from pglint.replay.parsed import Option, Parsed
    from pglint.replay.state import State

UNLIMITED = -1
_ON, _OFF = ("true", "on", "1"), ("false", "off", "0")


def create(state: State, parsed: Parsed) -> None:
    """CREATE DATABASE: it takes neither limit nor settings from its template."""
    name = parsed.node.get("dbname", "")
    made = DatabaseFact(
        parsed.span, parsed.name(name), parsed.label(name), state.home, Cell(UNLIMITED), Cell(True), {}
    )  # fmt: skip
    old = state.databases.get(key(made.name, made.label))
    made = _altered(parsed, made)
    if old is not None and not isinstance(old.allow_connections.value, Unknown):
        from pglint.replay import merging

        made = merging.database(old, made, Unknown(f"{made.label} is created twice", parsed.span))
    elif old is not None:
        made = made._replace(settings=old.settings)
    put(state, made)


def alter(state: State, parsed: Parsed) -> None:
    """ALTER DATABASE … WITH CONNECTION LIMIT, ALLOW_CONNECTIONS."""
    options = {option.name for option in parsed.options(parsed.node.get("options"))}
    if options & {"connection_limit", "allow_connections"}:
        put(state, _altered(parsed, known(state, parsed, parsed.node.get("dbname", ""))))


def set_(state: State, parsed: Parsed) -> None:
    """ALTER DATABASE … SET and RESET."""
    change = setstmt.changed(state, parsed, parsed.node.get("setstmt", {}))
    if change is not None:
        setstmt.of_database(state, parsed, parsed.node.get("dbname", ""), change)


def rename(state: State, parsed: Parsed) -> None:
    """ALTER DATABASE … RENAME TO."""
    found = known(state, parsed, parsed.node.get("subname", ""))
    new = parsed.node.get("newname", "")
    state.journal.put(state.databases, key(found.name, found.label), None)
    put(state, found._replace(name=parsed.name(new), label=parsed.label(new)))
    for at, role in list(state.roles.items()):
        if found.name in role.in_database:
            moved = {new if name == found.name else name: cells for name, cells in role.in_database.items()}
            state.journal.put(state.roles, at, role._replace(in_database=moved))


def drop(state: State, parsed: Parsed) -> None:
    """DROP DATABASE."""
    name = parsed.node.get("dbname", "")
    state.journal.put(state.databases, key(parsed.name(name), parsed.label(name)), None)
    for at, role in list(state.roles.items()):
        if name in role.in_database:
            left = {each: cells for each, cells in role.in_database.items() if each != name}
            state.journal.put(state.roles, at, role._replace(in_database=left))


def known(state: State, parsed: Parsed, name: str) -> DatabaseFact:
    """The database as it is by now; of one that was not made here only what is altered is known."""
    called, label = parsed.name(name), parsed.label(name)
    found: DatabaseFact | None = state.databases.get(key(called, label))
    why = Cell(Unknown(f"{label} is not created in these files"))
    return found or DatabaseFact(parsed.span, called, label, state.home, why, why)


def put(state: State, database: DatabaseFact) -> None:
    """The database as it is from here on."""
    state.journal.put(state.databases, key(database.name, database.label), database)


def _altered(parsed: Parsed, database: DatabaseFact) -> DatabaseFact:
    for option in parsed.options(parsed.node.get("options")):
        if option.name == "connection_limit":
            limit = UNLIMITED if option.arg is None else option.value
            database = database._replace(connection_limit=Cell(_number(limit, option), option.span))
        elif option.name == "allow_connections":
            database = database._replace(allow_connections=Cell(switch(option, True), option.span))
    return database


def _number(value: object, option: Option) -> int | Unknown:
    if isinstance(value, int | Unknown):
        return value
    return Unknown(f'"{value}" is no number', option.span)


def switch(option: Option, otherwise: bool) -> bool | Unknown:
    """A boolean option as defGetBoolean reads it: alone it means true; ``otherwise`` where it is DEFAULT."""
    value = option.value
    if isinstance(value, Unknown):
        return value
    word = str(value).lower()
    if value is None:
        return otherwise
    return True if word in _ON else False if word in _OFF else Unknown(f'"{value}" is no boolean', option.span)
