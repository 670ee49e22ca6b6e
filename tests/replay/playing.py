"""Text in, state and facts out: what the tests of the replay share."""

from collections.abc import Mapping

from pglint.cluster_facts import Home
from pglint.replay.block import Way
from pglint.replay.psql import PsqlCommands
from pglint.replay.script import Part, Player
from pglint.replay.state import State
from pglint.replay.statements import Use
from pglint.source import Source
from pglint.sql_facts import StatementFact
from pglint.tree import Memory
from pglint.values import Cell, Unknown

UNKNOWN = "?"


def play(
    text: str, way: str = "each", files: Mapping[str, str] = {}, session: Mapping[str, int] = {}, use: str = "migration"
) -> Player:
    """A file, sent in some way by a runner that has made some settings before."""
    start = {name: Cell(value) for name, value in session.items()}
    state = State(Home("a.sql"), start)
    state.declared = start
    state.session.declared = frozenset(start)
    state.migration = 1
    player = Player(state, PsqlCommands(Memory(dict(files))))
    player.play(Part(Source("a.sql", text), 0, len(text), Way(way, f"({way})")), Use(Home("a.sql"), use))
    return player


def facts(text: str, way: str = "each", kind: str = "", **given: object) -> list[StatementFact]:
    """The facts of a file, or those of one kind."""
    found = play(text, way, **given).facts  # type: ignore[arg-type]
    return [fact for fact in found if not kind or fact.kind == kind]


def shown(value: object) -> object:
    """A value for a table of expectations."""
    if isinstance(value, Cell):
        value = value.value
    return UNKNOWN if isinstance(value, Unknown) else value


def timeouts(fact: StatementFact) -> dict[str, object]:
    """The timeouts at a statement, by the first letters of their names."""
    return {name.removesuffix("_timeout"): shown(cell) for name, cell in fact.timeouts.items()}
