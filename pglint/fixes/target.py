"""Where the value of a word is written, and the edit that sets it there: server, pooler, pool, role, database."""

from __future__ import annotations

from pglint.catalog.postgresql import parameter
from pglint.findings.finding import Edit, Fix
from pglint.fixes import conf, ini, literal, statement
from pglint.fixes.amount import converted
from pglint.fixes.spot import below
from pglint.model.pooler import Pooler
from pglint.model.server import Server
from pglint.project import kind
from pglint.record import TYPE_CHECKING
from pglint.values import Unknown

if TYPE_CHECKING:
    from collections.abc import Iterable

    from pglint.facts import Setting
    from pglint.findings.worlds import Words
    from pglint.source import Span
    from pglint.values import Cell

    Goal = bool | int | str

AT_LEAST_ON_STANDBYS = (
    "max_connections",
    "max_worker_processes",
    "max_wal_senders",
    "max_prepared_transactions",
    "max_locks_per_transaction",
)
"""A standby refuses to start with less than its primary has (manual, "Hot Standby Administration")."""

SQL = (".sql", ".psql", ".pgsql")
LITERALS = (".tf", ".tfvars", ".toml")


def format_of(path: str) -> str:
    """sql, auto (what ALTER SYSTEM writes), literal, conf (or ini), or '' for what is never edited."""
    name = path.rpartition("/")[2].lower()
    if name.endswith(SQL):
        return "sql"
    if name.endswith(LITERALS):
        return "literal"
    if name == "postgresql.auto.conf":
        return "auto"
    return "" if name.endswith((".json", ".yml", ".yaml")) else "conf"


def fix(word: str, goal: Goal, words: Words, safe: bool) -> Fix | None:
    """The fix that gives a word the value ``goal`` (in the word's unit)."""
    prefix, _, name = word.partition(".")
    parent = words.subject.parent(prefix)
    if isinstance(parent, Unknown):
        return None
    if isinstance(parent, Server):
        unit = words.table[word].unit
        return _of_server(parent, name, goal, unit, words, safe)
    if isinstance(parent, Pooler):
        return _of_pooler(parent, name, goal, words, safe)
    cell = words.cell(word)
    if prefix in ("role", "database") and name == "limit" and isinstance(goal, int):
        owner = parent.role if prefix == "role" else parent.database  # type: ignore[attr-defined]
        return _limit(prefix.upper(), owner.name, owner.is_named, cell, owner.span, goal, safe)
    if prefix in ("role", "database"):
        owner = parent.role if prefix == "role" else parent.database  # type: ignore[attr-defined]
        return _own(prefix.upper(), owner, name, goal, words)
    if prefix == "timeout":
        return _timeout(words, parent.name, parent.layer, cell, goal, safe)  # type: ignore[attr-defined]
    return _at(cell, goal, words, safe) if cell.span is not None else None


# -- a server ---------------------------------------------------------------------------------------------------------


def _of_server(server: Server, name: str, goal: Goal, unit: str, words: Words, safe: bool) -> Fix | None:
    """A parameter of a server, and of its standbys where those must not stay behind."""
    majors = words.subject.readings.majors
    first = _parameter(server, name, goal, unit, majors)
    if first is None or isinstance(first, str):
        return None if first is None else Fix(first, (), safe, first)
    edits = [first]
    for standby in server.standbys if name in AT_LEAST_ON_STANDBYS and isinstance(goal, int) else ():
        now = standby.guc(name, standby.readings[-1]).value
        if not isinstance(now, int) or now < int(goal):
            other = _parameter(standby, name, goal, unit, standby.readings)
            if not isinstance(other, Edit):
                return None
            edits.append(other)
    merged = tuple(dict.fromkeys(edits))
    return Fix(f"set {name} to {_shown(first)}", merged, safe and not _is_shared(server.settings.written(name)))


def _shown(edit: Edit) -> str:
    """The value of an edit, for a title."""
    return edit.text.strip().partition("= ")[2] or edit.text


def _is_shared(setting: Setting | None) -> bool:
    """Whether a value is reached through a variable, which may be used elsewhere."""
    return setting is not None and setting.origin is not None


def _parameter(server: Server, name: str, goal: Goal, unit: str, majors: Iterable[int]) -> Edit | str | None:
    """The edit that sets a parameter, or the statement where it is set by SQL."""
    known = next((found for major in majors if (found := parameter(name, major))), None)
    base = converted(goal, unit, known.unit) if known and type(goal) is int else goal
    if known is None or base is None:
        return None
    setting = server.settings.written(name)
    if setting is None:
        return _new_parameter(server, name, base, majors)
    place = setting.origin.span if setting.origin else setting.value_span
    shape = format_of(place.path)
    if shape in ("sql", "auto"):
        text = conf.written("''", name, base, majors)
        return statement.system(name, text[1:-1].replace("''", "'")) if text else None
    if shape == "literal":
        return _literal_parameter(server, setting, place, base, majors)
    if shape != "conf" or setting.origin is not None:
        return None
    text = conf.written(setting.value_span.text, name, base, majors)
    return Edit(place, text) if text and text != place.text else None


def _new_parameter(server: Server, name: str, base: Goal, majors: Iterable[int]) -> Edit | None:
    """A line of its own in the main file, for a value that no file states."""
    source = server.source
    if server.settings.managed is not None or not server.settings.complete or server.settings.chain.unread:
        return None
    if kind(source.path) != "postgresql.conf" or not source.text:
        return None
    text = conf.written("", name, base, majors)
    return Edit(*below(conf.last(source), f"{name} = {text}")) if text else None


def _literal_parameter(
    server: Server, setting: Setting, place: Span, base: Goal, majors: Iterable[int]
) -> Edit | None:
    """A parameter in Terraform: what the platform makes of the new text has to be what is wanted."""
    before = literal.inside(place.text)
    if before is None or before != setting.value:
        return None
    text = conf.written(f"'{before}'", setting.name, base, majors, bare=before.lstrip("-").isdigit())
    after = literal.rewritten(place.text, text[1:-1]) if text else None
    managed = server.settings.managed
    if text is None or after is None or after == place.text:
        return None
    if managed is not None:
        new = setting._replace(value=text[1:-1])
        if any((own := managed.meaning(new, major)) is not None and own != base for major in majors):
            return None
    return Edit(place, after)


# -- a pooler ---------------------------------------------------------------------------------------------------------


def _of_pooler(pooler: Pooler, name: str, goal: Goal, words: Words, safe: bool) -> Fix | None:
    """A setting of [pgbouncer]."""
    versions = [pooler.version(version) for version in words.subject.readings.versions]
    chain = pooler.settings.chain
    setting = pooler.settings.written(name)
    if isinstance(goal, bool):
        goal = int(goal)
    before = setting.value_span.text if setting else ""
    text = ini.written(before, "pgbouncer", name, goal, versions)
    if text is None or text == before:
        return None
    if setting is not None:
        if setting.origin is not None or format_of(setting.value_span.path) != "conf":
            return None
        return Fix(f"set {name} to {text}", (Edit(setting.value_span, text),), safe)
    if chain.platform or chain.unread or chain.template or kind(chain.main.path) != "pgbouncer.ini":
        return None
    home = ini.home(chain.main)
    return Fix(f"set {name} to {text}", (Edit(*below(home, f"{name} = {text}")),), safe) if home else None


# -- by its place -----------------------------------------------------------------------------------------------------


def _at(cell: Cell, goal: Goal, words: Words, safe: bool) -> Fix | None:
    """A number or a word of PgBouncer, wherever it stands: a setting, a pair, or a literal of Terraform."""
    place = cell.origin.span if cell.origin else cell.span
    assert place is not None
    if format_of(place.path) == "literal":
        stated = literal.inside(place.text) == str(cell.value)  # not a part of an expression
        after = literal.rewritten(place.text, str(goal)) if stated else None
        return Fix(f"write {after}", (Edit(place, after),), False) if after and after != place.text else None
    spot = ini.find(place) if format_of(place.path) == "conf" else None
    if spot is None or spot.kind == "header" or isinstance(goal, bool):
        return None
    section = "pgbouncer" if spot.kind == "ini" else next(
        section for section, each in ini.around(place) if each == spot
    )
    text = ini.written(spot.value_span.text, section, spot.name, goal, words.subject.readings.versions)
    if not text or text == spot.value_span.text:
        return None
    return Fix(f"set {spot.name} to {text}", (Edit(spot.value_span, text),), safe)


def _timeout(words: Words, name: str, layer: str, cell: Cell, goal: Goal, safe: bool) -> Fix | None:
    """A timeout as it is written."""
    server, pooler = words.subject.parents.get("server"), words.subject.parents.get("pooler")
    if layer == "pooler":
        return _at(cell, goal, words, safe) if isinstance(pooler, Pooler) else None
    if not isinstance(server, Server):
        return None
    written = server.settings.written(name)
    if written is None or written.value_span != cell.span:  # a role's own
        return None
    first = _parameter(server, name, goal, "ms", server.readings)
    return Fix(f"set {name} to {_shown(first)}", (first,), safe) if isinstance(first, Edit) else None


# -- roles and databases ----------------------------------------------------------------------------------------------


def _limit(kind_: str, name: str, is_named: bool, cell: Cell, home: Span, goal: int, safe: bool) -> Fix | None:
    """A CONNECTION LIMIT: a literal where Terraform or pglint.toml states it, a statement where SQL does."""
    place = cell.origin.span if cell.origin else cell.span
    if format_of((place or home).path) == "sql":
        text = statement.limit(kind_, name, goal) if is_named else ""
        return Fix(text, (), safe, text) if text else None
    if place is None or format_of(place.path) != "literal" or literal.inside(place.text) != str(cell.value):
        return None
    after = literal.rewritten(place.text, str(goal))
    if after is None or after == place.text:
        return None
    return Fix(f"set the connection limit to {goal}", (Edit(place, after),), safe and not cell.origin)


def _own(kind_: str, owner: object, name: str, goal: Goal, words: Words) -> Fix | None:
    """A role's or database's own value of a parameter that SQL sets: a statement."""
    settings, label = owner.settings, owner.name  # type: ignore[attr-defined]
    found = settings.get(name)
    if found is None or found.span is None or format_of(found.span.path) != "sql" or not owner.is_named:  # type: ignore[attr-defined]
        return None
    text = conf.written("''", name, goal, words.subject.readings.majors)
    if not text:
        return None
    sql = statement.own(kind_, label, name, text[1:-1].replace("''", "'"))
    return Fix(sql, (), False, sql)
