"""What a statement sets for the whole server, by ALTER SYSTEM, and whether that takes effect.

Manual, "ALTER SYSTEM" and pg_settings: a parameter of the context postmaster is read at server start only.
"""

from __future__ import annotations

from pglint.catalog.guc import Interpreted, Invalid, interpret
from pglint.catalog.postgresql import Parameter, canonical, parameter
from pglint.record import TYPE_CHECKING
from pglint.values import Cell, Unknown

if TYPE_CHECKING:
    from pglint.facts import Setting
    from pglint.model.statement import Statement

INITDB = "docker-entrypoint-initdb.d"
INITIAL = frozenset(("init", "initdb", "initial", "bootstrap", "entrypoint"))
"""Words in the path of what an image may run on a new server."""


def altered(statement: Statement) -> Setting | None:
    """What it sets, unless a later one sets that again."""
    if statement.fact.kind != "AlterSystemStmt":
        return None
    own, source = statement.fact.span, statement.fact.span.source
    settings = (each for each in statement.replayed.settings if each.span.source is source)
    return next((each for each in settings if own.start <= each.span.start and each.span.end <= own.end), None)


def name(statement: Statement, major: int) -> Cell:
    """The parameter; '' where it sets none."""
    found = altered(statement)
    return Cell(found.name if found is not None else "", statement.fact.span)


def initial(statement: Statement, major: int) -> Cell:
    """Whether it may run on a new server that is restarted afterwards: by the image, or in a script called init."""
    path = statement.fact.home.path.lower()
    for sign in "/_-.":
        path = path.replace(sign, " ")
    found = statement.replayed.tool == INITDB or not INITIAL.isdisjoint(path.split())
    return Cell(statement.fact.use == "setup" and found)


def reloads(statement: Statement, major: int) -> Cell:
    """Whether its file, or its sequence, has the server read its configuration again."""
    after = (each for each in statement.replayed.statements if "pg_reload_conf" in each.calls)
    found = next(after, None)
    return Cell(found is not None, found.span if found is not None else None)


def needs_restart(statement: Statement, major: int) -> Cell:
    """Whether a restart alone applies it."""
    found = altered(statement)
    known = parameter(found.name, major) if found is not None else None
    return Cell(known is not None and known.context == "postmaster", statement.fact.span)


def changes(statement: Statement, major: int) -> Cell:
    """Whether its value differs from the one before: of the files, else the default."""
    found = altered(statement)
    known = parameter(found.name, major) if found is not None else None
    if found is None or known is None:
        return Cell(False)
    if isinstance(found.value, Unknown):
        return Cell(found.value)
    value = interpret(known, found.value, major)
    before = _before(statement, found, known, major)
    if isinstance(before, Unknown) or isinstance(value, Invalid):
        return Cell(before if isinstance(before, Unknown) else False)
    return Cell(value != before, found.value_span)


def _before(
    statement: Statement, own: Setting, known: Parameter, major: int
) -> Interpreted | Invalid | Unknown | None:
    chain = statement.server.settings.chain.settings if statement.server is not None else ()
    found = None
    for setting in chain:
        if setting == own:
            break
        if canonical(setting.name) == canonical(own.name):
            found = setting
    if found is None:
        return known.default
    return found.value if isinstance(found.value, Unknown) else interpret(known, found.value, major)
