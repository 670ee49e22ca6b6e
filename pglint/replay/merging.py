"""One value of two: what a thing is when a statement on it may have run, or not."""

from __future__ import annotations

from pglint.record import TYPE_CHECKING
from pglint.values import Cell

if TYPE_CHECKING:
    from collections.abc import Mapping
    from typing import Any

    from pglint.cluster_facts import DatabaseFact, PublicationFact, RoleFact, SlotFact, SubscriptionFact
    from pglint.facts import Setting
    from pglint.values import Unknown


def cell(first: Cell | None, second: Cell | None, why: Unknown) -> Cell:
    """None is a value that nobody states."""
    if first is not None and second is not None and first.value == second.value:
        return first
    return Cell(why, (second or first or Cell(why)).span)


def cells(first: Mapping[str, Cell], second: Mapping[str, Cell], why: Unknown) -> dict[str, Cell]:
    """Settings, by name."""
    return {
        name: first[name] if first.get(name) == second.get(name) else cell(first.get(name), second.get(name), why)
        for name in {**first, **second}
    }


def optional(first: Cell | None, second: Cell | None, why: Unknown) -> Cell | None:
    """A value that need not be stated."""
    return first if first == second else cell(first, second, why)


def unknown_role(role: RoleFact, why: Unknown) -> RoleFact:
    """A role of which only the name is known."""
    unknown = Cell(why)
    return role._replace(
        connection_limit=unknown, superuser=unknown, replication=unknown, login=unknown, settings={},
        valid_until=unknown, member_of=(), in_database={}, dropped=False,
    )  # fmt: skip


def role(first: RoleFact | None, second: RoleFact | None, why: Unknown) -> RoleFact:
    """A membership or a setting that only one of the two has is none."""
    if first is None or second is None or first.dropped != second.dropped:
        found = second or first
        assert found is not None
        return unknown_role(found, why)
    names = {**first.in_database, **second.in_database}
    return first._replace(
        connection_limit=cell(first.connection_limit, second.connection_limit, why),
        superuser=cell(first.superuser, second.superuser, why),
        replication=cell(first.replication, second.replication, why),
        login=cell(first.login, second.login, why),
        settings=cells(first.settings, second.settings, why),
        valid_until=optional(first.valid_until, second.valid_until, why),
        member_of=tuple(each for each in first.member_of if each in second.member_of),
        in_database={
            name: cells(first.in_database.get(name, {}), second.in_database.get(name, {}), why) for name in names
        },
    )


def unknown_database(database: DatabaseFact, why: Unknown) -> DatabaseFact:
    """A database of which only the name is known."""
    return database._replace(connection_limit=Cell(why), allow_connections=Cell(why), settings={})


def database(first: DatabaseFact | None, second: DatabaseFact | None, why: Unknown) -> DatabaseFact:
    if first is None or second is None:
        found = second or first
        assert found is not None
        return unknown_database(found, why)
    return first._replace(
        connection_limit=cell(first.connection_limit, second.connection_limit, why),
        allow_connections=cell(first.allow_connections, second.allow_connections, why),
        settings=cells(first.settings, second.settings, why),
    )


def slot(first: SlotFact | None, second: SlotFact | None, why: Unknown) -> SlotFact | None:
    """What may not be there does not count."""
    return first and second


def publication(first: PublicationFact | None, second: PublicationFact | None, why: Unknown) -> PublicationFact | None:
    return first and second


def subscription(
    first: SubscriptionFact | None, second: SubscriptionFact | None, why: Unknown
) -> SubscriptionFact | None:
    if first is None or second is None or first.enabled != second.enabled:
        return None
    named = first.slot == second.slot and first.publisher == second.publisher and first.user == second.user
    return first if named else first._replace(slot=why, publisher=second.publisher, user="")


def setting(first: Setting | None, second: Setting | None, why: Unknown) -> Setting:
    found = second or first
    assert found is not None
    return found if first and second and first.value == second.value else found._replace(value=why)


def either(first: Any, second: Any, why: Unknown) -> Any:
    """Nothing is known of what is not the same."""
    return None
