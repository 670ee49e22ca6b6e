"""Roles: CREATE, ALTER, DROP and RENAME, their settings, and who is a member of whom.

Source: manual, "CREATE ROLE", "ALTER ROLE", "GRANT"; src/backend/commands/user.c.
"""

from __future__ import annotations

from pglint.cluster_facts import RoleFact
from pglint.record import TYPE_CHECKING
from pglint.replay import merging, setstmt
from pglint.replay.secrets import password
from pglint.replay.state import key
from pglint.values import Cell, Unknown

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from typing import Any

    from pglint.replay.parsed import Option, Parsed
    from pglint.replay.state import State
    from pglint.source import Span

    Node = Mapping[str, Any]

UNLIMITED = -1


def create(state: State, parsed: Parsed) -> None:
    """CREATE ROLE, CREATE USER (which may log in) or CREATE GROUP."""
    name = parsed.node.get("role", "")
    user = parsed.node.get("stmt_type") == "ROLESTMT_USER"
    made = RoleFact(
        parsed.span, parsed.name(name), parsed.label(name), state.home, Cell(UNLIMITED), Cell(False), Cell(False),
        Cell(True, parsed.span) if user else Cell(False),
    )  # fmt: skip
    at = key(made.name, made.label)
    old: RoleFact | None = state.roles.get(at)
    if old is not None and not old.dropped:
        if is_made_here(old):
            made = made._replace(settings=old.settings, in_database=old.in_database, member_of=old.member_of)
            why = Unknown(f"{made.label} is created twice", parsed.span)
            state.journal.put(state.roles, at, merging.role(old, _altered(state, parsed, made), why))
            return
        made = made._replace(settings=old.settings, in_database=old.in_database)
    state.journal.put(state.roles, at, _altered(state, parsed, made))
    for option in parsed.options(parsed.node.get("options")):
        members = list(_names(state, parsed, option.arg))
        if option.name == "addroleto":
            _join(state, parsed, at, made.label, [each for each, _ in members], True)
        elif option.name in ("rolemembers", "adminmembers"):
            for each, label in members:
                _join(state, parsed, key(each, label), label, [made.name], True)


def alter(state: State, parsed: Parsed) -> None:
    """ALTER ROLE … WITH, and ALTER GROUP … ADD or DROP USER."""
    found = _spec(state, parsed, parsed.node.get("role"))
    if found is None:
        return
    name, label = found
    options = list(parsed.options(parsed.node.get("options")))
    if [option.name for option in options] == ["rolemembers"]:
        for each, member in _names(state, parsed, options[0].arg):
            _join(state, parsed, key(each, member), member, [name], parsed.node.get("action", 1) == 1)
        return
    role = known(state, name, label, parsed.span)
    state.journal.put(state.roles, key(name, label), _altered(state, parsed, role))


def _altered(state: State, parsed: Parsed, role: RoleFact) -> RoleFact:
    """The role with the options of a statement."""
    for option in parsed.options(parsed.node.get("options")):
        if option.name == "connectionlimit":
            role = role._replace(connection_limit=_cell(option))
        elif option.name == "superuser":
            role = role._replace(superuser=_cell(option))
        elif option.name == "isreplication":
            role = role._replace(replication=_cell(option))
        elif option.name == "canlogin":
            role = role._replace(login=_cell(option))
        elif option.name == "validUntil":
            role = role._replace(valid_until=_cell(option))
        elif option.name == "password":
            state.faults.extend(password(role.label, option))
    return role


def _cell(option: Option) -> Cell:
    value = Unknown("is not stated", option.span) if option.value is None else option.value
    return Cell(value, option.span)


def set_(state: State, parsed: Parsed) -> None:
    """ALTER ROLE … [IN DATABASE …] SET and RESET; ROLE ALL is everyone."""
    node = parsed.node
    change = setstmt.changed(state, parsed, node.get("setstmt", {}))
    database = node.get("database")
    if change is None:
        return
    if "role" not in node:
        if database is None:
            setstmt.put(state, state.everyone, change)
        else:
            setstmt.of_database(state, parsed, database, change)
        return
    found = _spec(state, parsed, node["role"])
    if found is None:
        return
    role = known(state, *found, parsed.span)
    if database is None:
        role = role._replace(settings=setstmt.applied(role.settings, change))
    else:
        settings = setstmt.applied(role.in_database.get(database, {}), change)
        role = role._replace(in_database={**role.in_database, database: settings})
    state.journal.put(state.roles, key(*found), role)


def rename(state: State, parsed: Parsed) -> None:
    """ALTER ROLE … RENAME TO."""
    old, new = (parsed.node.get(each, "") for each in ("subname", "newname"))
    role: RoleFact | None = state.roles.get(key(parsed.name(old), parsed.label(old)))
    role = role or known(state, parsed.name(old), parsed.label(old), parsed.span)
    name, label = parsed.name(new), parsed.label(new)
    state.journal.put(state.roles, key(role.name, role.label), None)
    state.journal.put(state.roles, key(name, label), role._replace(name=name, label=label))
    for at, each in list(state.roles.items()):
        if old in each.member_of:
            members = tuple(new if member == old else member for member in each.member_of)
            state.journal.put(state.roles, at, each._replace(member_of=members))


def drop(state: State, parsed: Parsed) -> None:
    """DROP ROLE."""
    for spec in parsed.node.get("roles", ()):
        found = _spec(state, parsed, spec)
        if found is None:
            continue
        name, label = found
        gone = merging.unknown_role(known(state, name, label, parsed.span), Unknown("the role is dropped", parsed.span))
        gone = gone._replace(span=parsed.span, login=Cell(False, parsed.span), dropped=True)
        state.journal.put(state.roles, key(name, label), gone)
        for at, each in list(state.roles.items()):
            if name in each.member_of:
                left = tuple(member for member in each.member_of if member != name)
                state.journal.put(state.roles, at, each._replace(member_of=left))


def grant(state: State, parsed: Parsed) -> None:
    """GRANT and REVOKE of roles. REVOKE … OPTION FOR leaves the membership."""
    granted = bool(parsed.node.get("is_grant"))
    if not granted and parsed.node.get("opt"):
        return
    groups = [parsed.name(each["AccessPriv"].get("priv_name", "")) for each in parsed.node.get("granted_roles", ())]
    for spec in parsed.node.get("grantee_roles", ()):
        found = _spec(state, parsed, spec)
        if found is not None:
            _join(state, parsed, key(*found), found[1], groups, granted)


def _join(state: State, parsed: Parsed, at: object, label: str, groups: Iterable[str | Unknown], joins: bool) -> None:
    name = at if isinstance(at, str) else parsed.name(label)
    role = known(state, name, label, parsed.span)
    names = [group for group in groups if isinstance(group, str)]
    rest = tuple(each for each in role.member_of if each not in names)
    state.journal.put(state.roles, at, role._replace(member_of=(*rest, *names) if joins else rest))


def known(state: State, name: str | Unknown, label: str, span: Span) -> RoleFact:
    """The role as it is by now; of one that was not made here only what is altered is known."""
    found: RoleFact | None = state.roles.get(key(name, label))
    if found is not None and not found.dropped:
        return found
    why = Cell(Unknown(f"{label} is not created in these files"))
    return RoleFact(span, name, label, state.home, why, why, why, why)


def is_made_here(role: RoleFact) -> bool:
    """Whether a CREATE ROLE of these files made it."""
    return not (isinstance(role.superuser.value, Unknown) and role.superuser.span is None)


def _spec(state: State, parsed: Parsed, node: Node | None) -> tuple[str | Unknown, str] | None:
    """The role that is named; CURRENT_USER and the like are the session's, where that is known."""
    spec = (node or {}).get("RoleSpec", node) or {}
    if spec.get("roletype", "ROLESPEC_CSTRING") == "ROLESPEC_CSTRING":
        name = spec.get("rolename", "")
        return parsed.name(name), parsed.label(name)
    role = state.session.role if spec.get("roletype") != "ROLESPEC_PUBLIC" else None
    return (role, role) if isinstance(role, str) else None


def _names(state: State, parsed: Parsed, arg: Node | None) -> list[tuple[str | Unknown, str]]:
    """The roles of a list."""
    items = (arg or {}).get("List", {}).get("items", ())
    return [found for item in items if (found := _spec(state, parsed, item)) is not None]
