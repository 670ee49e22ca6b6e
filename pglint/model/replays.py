"""What several sequences and files of SQL leave behind together: roles, databases, settings.

Which of them runs first is known only in part. A dump tells how things once were, so that everything else counts more;
the set-up of a new server runs before what is not that; what makes a thing comes before what alters it. Where two
disagree and their order is not known, neither counts.
"""

from __future__ import annotations

from pglint.cluster_facts import DatabaseFact, RoleFact
from pglint.facts import Setting
from pglint.model.session_faults import NOT_BY_SYSTEM
from pglint.project import in_example_folder
from pglint.record import TYPE_CHECKING, NamedTuple
from pglint.values import Cell, Unknown

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from typing import Any

    from pglint.cluster_facts import ClusterFact
    from pglint.sql_facts import Replayed

ROLE = ("connection_limit", "superuser", "replication", "login", "valid_until")
DATABASE = ("connection_limit", "allow_connections")
FIRST = "docker-entrypoint-initdb.d"
DUMP, SETUP, LATER = range(3)


class Stated(NamedTuple):
    """What one sequence or file states of a role or database, and when it runs: DUMP, SETUP or LATER."""

    fact: RoleFact | DatabaseFact
    rank: int
    copied: bool


def facts(replays: Sequence[Replayed], declared: bool = False) -> Iterator[ClusterFact]:
    """Everything that they state, each role and database once. ``declared``: pglint.toml says what belongs together."""
    roles: dict[str, list[Stated]] = {}
    databases: dict[str, list[Stated]] = {}
    for replayed in replays:
        rank = _rank(replayed)
        copied = rank == DUMP or (not declared and in_example_folder(replayed.home.path))
        for fact in replayed.facts:
            if isinstance(fact, RoleFact) and isinstance(fact.name, str):
                roles.setdefault(fact.name, []).append(Stated(fact, rank, copied))
            elif isinstance(fact, DatabaseFact) and isinstance(fact.name, str):
                databases.setdefault(fact.name, []).append(Stated(fact, rank, copied))
            else:
                yield fact._replace(copied=copied) if isinstance(fact, RoleFact) else fact
    for found in roles.values():
        yield _role(found)._replace(copied=all(each.copied for each in found))
    for found in databases.values():
        yield _database(found)


def _rank(replayed: Replayed) -> int:
    return DUMP if replayed.use == "dump" else SETUP if replayed.tool == FIRST else LATER


def joined(others: Iterable[ClusterFact], ours: Iterable[ClusterFact]) -> Iterator[ClusterFact]:
    """What infrastructure code states, and what SQL does; of what both state, only that in which they agree."""
    from pglint.replay.merging import unknown_role

    mine: dict[tuple[type, str | Unknown], RoleFact | DatabaseFact] = {}
    rest = []
    for fact in ours:
        if isinstance(fact, RoleFact | DatabaseFact) and isinstance(fact.name, str):
            mine[type(fact), fact.name] = fact
        else:
            rest.append(fact)
    for fact in others:
        own = mine.pop((type(fact), getattr(fact, "name", "")), None)
        why = Unknown("is stated in another way too", own.span if own else None)
        if isinstance(fact, RoleFact) and isinstance(own, RoleFact):
            if own.dropped:
                yield unknown_role(fact, why)
            else:
                members = tuple(dict.fromkeys((*fact.member_of, *own.member_of)))
                same = _agreement(fact, own, why)
                yield fact._replace(in_database=own.in_database, member_of=members, **same)
        elif isinstance(fact, DatabaseFact) and isinstance(own, DatabaseFact):
            yield fact._replace(**_agreement(fact, own, why))
        else:
            yield fact
    yield from mine.values()
    yield from rest


def _agreement(fact: RoleFact | DatabaseFact, own: RoleFact | DatabaseFact, why: Unknown) -> dict[str, Any]:
    """The fields of the first, without those of which the second says something else, and the settings of both."""
    changed: dict[str, Any] = {}
    for name in ROLE if isinstance(fact, RoleFact) else DATABASE:
        one, other = getattr(fact, name), getattr(own, name)
        silent = other is None or (isinstance(other.value, Unknown) and other.span is None)
        if not silent and (one is None or one.value != other.value):
            changed[name] = Cell(why, (one or other).span)
    both = {**own.settings, **fact.settings}
    changed["settings"] = {
        name: cell if own.settings.get(name, cell).value == cell.value else Cell(why, cell.span)
        for name, cell in both.items()
    }
    return changed


def _role(found: list[Stated]) -> RoleFact:
    """One role of several files: as it is made or dropped, with what others alter."""
    from pglint.replay.merging import role, unknown_role
    from pglint.replay.roles import is_made_here

    first: RoleFact
    roles = [(each.fact, each.rank) for each in found if isinstance(each.fact, RoleFact)]
    makers = _best([(fact, rank) for fact, rank in roles if fact.dropped or is_made_here(fact)])
    if any(fact.dropped for fact, _ in makers):
        makers = [each for each in makers if each[1] == max(rank for _, rank in makers)]
        kept: RoleFact | None = next((fact for fact, _ in makers if not fact.dropped), None)
        if kept is None:
            gone: RoleFact = makers[0][0]
            return gone
        if any(fact.dropped for fact, _ in makers):
            return unknown_role(kept, Unknown("one file drops it, another does not", kept.span))
    others = [(fact, rank) for fact, rank in roles if not fact.dropped and not is_made_here(fact)]
    first = makers[0][0] if makers else others[0][0]
    for other, _ in makers[1:]:
        first = role(first, other, Unknown(f"made differently in {first.span.path} and {other.span.path}", other.span))
    within = {
        name: _settings([(fact.in_database.get(name, {}), rank) for fact, rank in (*makers, *others)])
        for name in {name: None for fact, _ in (*makers, *others) for name in fact.in_database}
    }
    members = tuple(dict.fromkeys(name for fact, _ in (*makers, *others) for name in fact.member_of))
    return first._replace(in_database=within, member_of=members, **_changes(makers, others, ROLE))


def _database(found: list[Stated]) -> DatabaseFact:
    """One database of several files: as it is made, with what others alter."""
    from pglint.replay.merging import database

    databases = [(each.fact, each.rank) for each in found if isinstance(each.fact, DatabaseFact)]
    makers = _best([(fact, rank) for fact, rank in databases if _is_made(fact)])
    others = [(fact, rank) for fact, rank in databases if not _is_made(fact)]
    first = makers[0][0] if makers else others[0][0]
    for other, _ in makers[1:]:
        why = Unknown(f"made differently in {first.span.path} and {other.span.path}", other.span)
        first = database(first, other, why)
    return first._replace(**_changes(makers, others, DATABASE))


def _is_made(fact: DatabaseFact) -> bool:
    """Whether a CREATE DATABASE of these files made it."""
    return not (isinstance(fact.allow_connections.value, Unknown) and fact.allow_connections.span is None)


def _best(makers: list[tuple[Any, int]]) -> list[tuple[Any, int]]:
    """What makes or drops a thing; a dump only where nothing else does."""
    return [each for each in makers if each[1] != DUMP] or makers


def _changes(makers: list[tuple[Any, int]], others: list[tuple[Any, int]], names: Iterable[str]) -> dict[str, Any]:
    """The fields that some ALTER states, and the settings, all of which are altered.

    What makes a thing has altered it too where the value does not stand in the CREATE itself.
    """
    changed: dict[str, Any] = {"settings": _settings([(fact.settings, rank) for fact, rank in (*makers, *others)])}
    for name in names:
        stated = []
        for fact, rank in (*makers, *others):
            cell = getattr(fact, name)
            if cell is not None and cell.span is not None and not _inside(cell, fact, makers):
                stated.append((cell, rank))
        if stated:
            changed[name] = _agreed(stated)
    return changed


def _inside(cell: Cell, fact: RoleFact | DatabaseFact, makers: list[tuple[Any, int]]) -> bool:
    """Whether a value stands in the CREATE of a thing."""
    if cell.span is None or all(fact is not maker for maker, _ in makers):
        return False
    own = fact.span
    return cell.span.source is own.source and own.start <= cell.span.start and cell.span.end <= own.end


def _settings(found: Iterable[tuple[Any, int]]) -> dict[str, Cell]:
    stated: dict[str, list[tuple[Cell, int]]] = {}
    for settings, rank in found:
        for name, cell in settings.items():
            stated.setdefault(name, []).append((cell, rank))
    return {name: _agreed(cells) for name, cells in stated.items()}


def _agreed(stated: list[tuple[Cell, int]]) -> Cell:
    """What all say that run last, or that they disagree."""
    latest = max(rank for _, rank in stated)
    cells = [cell for cell, rank in stated if rank == latest]
    last = cells[-1]
    other = next((cell for cell in cells if cell.value != last.value), None)
    if other is None or other.span is None:
        return last
    return Cell(Unknown(f"set otherwise in {other.span.path}, and which runs first is not known", last.span), last.span)


def system(replays: Sequence[Replayed]) -> tuple[Setting, ...]:
    """What ALTER SYSTEM sets for the whole server; what the server refuses to set is not set."""
    found: dict[str, tuple[int, Setting]] = {}
    for replayed in replays:
        rank = _rank(replayed)
        for setting in replayed.settings:
            before = found.get(setting.name)
            if setting.name in NOT_BY_SYSTEM or (before is not None and before[0] > rank):
                continue
            if before is not None and before[0] == rank and before[1].value != setting.value:
                why = f"set otherwise in {before[1].span.path}, and which runs first is not known"
                setting = setting._replace(value=Unknown(why, setting.span))
            found[setting.name] = rank, setting
    return tuple(setting for _, setting in found.values())


def at_first(replays: Sequence[Replayed]) -> bool:
    """Whether all that ALTER SYSTEM sets is set while a new server is made."""
    return all(_rank(replayed) == SETUP for replayed in replays if replayed.settings)


def everyone(replays: Sequence[Replayed]) -> tuple[Setting, ...]:
    """What ALTER ROLE ALL sets for all sessions."""
    stated = _settings((replayed.everyone, _rank(replayed)) for replayed in replays)
    return tuple(each for name, cell in stated.items() for each in _of_everyone(name, cell))


def _of_everyone(name: str, cell: Cell) -> Iterator[Setting]:
    if cell.span is not None and isinstance(cell.value, str | Unknown):
        yield Setting(name, cell.value, cell.span, cell.span, cell.span)
