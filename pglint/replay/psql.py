"""psql's commands that matter to what is replayed: conditions, connections, variables, files.

Source: manual, "psql", Meta-Commands; src/bin/psql/command.c.
"""

from __future__ import annotations

from pglint.record import TYPE_CHECKING
from pglint.tree import Unreadable, folder, join
from pglint.values import Cell, Unknown

if TYPE_CHECKING:
    from collections.abc import Mapping

    from pglint.formats.sql.statement import Command
    from pglint.replay.branches import Branches
    from pglint.replay.state import State
    from pglint.source import Source
    from pglint.tree import Tree

_ON, _OFF = ("true", "yes", "on", "1"), ("false", "no", "off", "0")
DEEPEST = 8


class PsqlCommands:
    """Carries commands out. ``files`` is where \\i finds what it reads, ``read`` lists what it has read."""

    def __init__(self, files: Tree) -> None:
        self._files = files
        self._open: list[str] = []
        self.read: list[str] = []

    def run(self, command: Command, state: State, branches: Branches) -> bool:
        """One command; whether the file ends here."""
        name, first = command.name, command.arguments[0] if command.arguments else None
        match name:
            case "if":
                branches.open(switch(first), Unknown("stands under \\if, whose condition is not known", command.span))
            case "elif":
                branches.other(switch(first))
            case "else":
                branches.other(True)
            case "endif":
                branches.close()
            case _ if branches.skips:
                return False
            case "c" | "connect":
                connect(state, command)
            case "set" if first == "AUTOCOMMIT" and len(command.arguments) > 1:
                on = switch(command.arguments[1])
                state.session.autocommit = state.session.autocommit if on is None else on
            case "q" | "quit":
                return not branches.maybe
        return False

    def included(self, command: Command, state: State) -> Source | None:
        """The file that \\i or \\ir reads: beside the script, else from the root of the tree (psql's folder)."""
        target = command.arguments[0] if command.arguments else None
        here = folder(self._open[-1] if self._open else command.span.path)
        if isinstance(target, str) and len(self._open) < DEEPEST:
            relative = command.name in ("ir", "include_relative")
            for base in (here,) if relative else (here, ""):
                path = join(base, target)
                source = self._source(path) if path else None
                if source is not None and source.path not in self._open:
                    self._open.append(source.path)
                    self.read.append(source.path)
                    return source
        state.missed(Unknown("the file that it reads is not known", command.span))
        return None

    def left(self, source: Source) -> None:
        """The end of a file that was included."""
        self._open.remove(source.path)

    def _source(self, path: str) -> Source | None:
        try:
            return self._files.source(path)
        except Unreadable:
            return None


def switch(word: str | Unknown | None) -> bool | None:
    """psql's booleans: ``on``, ``tru`` … (ParseVariableBool); None for what is not known."""
    if not isinstance(word, str):
        return None
    lower = word.lower()
    if lower in ("on", "1") or (lower and any(each.startswith(lower) for each in _ON[:2])):
        return True
    if lower in ("of", "off", "0") or (lower and any(each.startswith(lower) for each in _OFF[:2])):
        return False
    return None


def connect(state: State, command: Command) -> None:
    """\\c: another session, perhaps on another database; ``-`` and what is left out stay as they were."""
    given = [each for each in command.arguments if not (isinstance(each, str) and each.startswith("-reuse"))]
    database, user = (*given, None, None)[:2]
    if isinstance(database, str) and ("=" in database or "://" in database):
        from pglint.formats import conninfo

        pairs = conninfo.read(database)
        database, user = pairs.get("dbname"), pairs.get("user")
    if database is not None and database != "-":
        state.database = database
    login = None if user == "-" else user
    state.session.start = beginning(state, login or state.session.user)
    state.session.connect(login)


def beginning(state: State, user: str | Unknown | None) -> Mapping[str, Cell]:
    """The settings that a new session begins with: the runner's own, else those of the role and of the database.

    The most particular wins (manual, "ALTER ROLE"). Of a session whose database is not known, what any database sets is
    not known; what roles set only counts for the role that is known to log in.
    """
    found: dict[str, Cell] = dict(state.everyone)
    databases = [each for each in state.databases.values() if each.settings]
    for database in databases:
        if database.name == state.database and isinstance(state.database, str):
            found |= database.settings
        elif not isinstance(state.database, str):
            why = Unknown(f"{database.label} sets it for its sessions, and the database is not known", database.span)
            found |= {name: Cell(why, cell.span) for name, cell in database.settings.items()}
    role = state.roles.get(user) if isinstance(user, str) else None
    if role is not None and not role.dropped:
        found |= role.settings
        if isinstance(state.database, str):
            found |= role.in_database.get(state.database, {})
    return {**_values(found), **state.declared}


def _values(settings: Mapping[str, Cell]) -> dict[str, Cell]:
    from pglint.replay.timeouts import stated

    found = {}
    for name, cell in settings.items():
        value = stated(name, cell.value) if isinstance(cell.value, str | Unknown) else None
        if value is not None:
            found[name] = cell._replace(value=value)
    return found
