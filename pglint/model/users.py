"""Who may log in to a pooler, and for whom it asks the server first.

PgBouncer looks a user up in the auth_file; where he is not there and auth_user is set, it runs auth_query on a pool of
its own, (database, auth_user), or (auth_dbname, auth_user) from 1.19 on: src/client.c start_auth_query; the cases
``auth_user``, ``auth_user-2db`` and ``auth_user-dbname`` of pgbouncer_capacity_cases.json.
"""

from __future__ import annotations

from pglint.model.entry import FALLBACK, forces, may_force, text
from pglint.model.pool import Pool
from pglint.record import TYPE_CHECKING, NamedTuple
from pglint.values import Cell, Unknown

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from pglint.facts import Entry
    from pglint.model.app import App
    from pglint.model.pooler_settings import PoolerSettings

CHECKED_ELSEWHERE = ("pam", "ldap")
"""auth_type words with which any user that another service knows can log in."""


class Users(NamedTuple):
    """Who may log in: ``names``; ``more`` says who else may (None: nobody); ``unbounded`` any number of them.

    ``clients`` are the names that are there for databases: without those of the console and of auth_query, unless there
    is nobody else.
    """

    names: tuple[str, ...]
    more: Unknown | None
    unbounded: bool = False
    clients: tuple[str, ...] = ()


def may_log_in(settings: PoolerSettings) -> Users:
    """The users that can log in, from the auth_file; auth_query, PAM and LDAP let in others."""
    kind = settings.cell("auth_type", settings.readings[-1]).value
    listed = settings.chain.auth_users
    names = () if isinstance(listed, Unknown) else tuple(dict.fromkeys(user.name for user in listed))
    others = names if len(names) == 1 else tuple(name for name in names if name not in staff(settings))
    asked = _asked_as(settings)
    if isinstance(asked.value, Unknown):
        return Users(names, asked.value, clients=others)
    if asked.value or kind in CHECKED_ELSEWHERE:
        how = "auth_query" if asked.value else f"auth_type {kind}"
        more = Unknown(f"any user that {how} finds can log in", asked.span)
        return Users(names, more, unbounded=True, clients=tuple(name for name in names if name not in staff(settings)))
    if isinstance(listed, Unknown):
        return Users((), listed)
    if not names:
        return Users((), Unknown("no file lists the users that can log in"))
    unlisted = next((entry for name, entry in settings.users.items() if name not in names), None)
    if kind == "trust" and unlisted is not None:
        # PgBouncer 1.18 does let him in (tests/sums)
        why = Unknown(f'auth_type trust may let in "{unlisted.name}" of [users] too', unlisted.name_span)
        return Users(names, why, clients=others)
    return Users(names, None, clients=others)


def _asked_as(settings: PoolerSettings) -> Cell:
    """auth_user, the global one or that of an entry; empty where nobody is asked."""
    found = settings.cell("auth_user", settings.readings[-1])
    for entry in settings.databases:
        own = text(entry, "auth_user")
        if isinstance(own, str) and own and not found.value:
            found = Cell(own, entry.name_span)
    return found


def staff(settings: PoolerSettings) -> frozenset[str]:
    """Users that are there for the console and for auth_query."""
    version = settings.readings[-1]
    written = [settings.cell(key, version).value for key in ("admin_users", "stats_users", "auth_user")]
    names = [part.strip() for value in written if isinstance(value, str) for part in value.split(",")]
    own = [text(entry, "auth_user") for entry in settings.databases]
    return frozenset([*names, *(value for value in own if isinstance(value, str))])


def apps_of(entry: Entry, apps: Iterable[App], entries: Sequence[Entry]) -> list[App]:
    """The declared applications that use an entry; one without a database uses the only entry there is."""
    only = len(entries) == 1 and entry.name != FALLBACK
    return [app for app in apps if app.database == entry.name or (app.database is None and only)]


def known(
    settings: PoolerSettings, users: Users, entry: Entry, apps: Iterable[App]
) -> tuple[tuple[str, ...], Unknown | None]:
    """The users of an entry without a forced one that files name, and why there may be others (None: there are none).

    Declared applications are all there are; else a lone user of the auth_file is.
    """
    own = apps_of(entry, apps, settings.databases)
    if own:
        names = tuple(dict.fromkeys(app.role for app in own if app.role))
        nameless = next((app for app in own if not app.role), None)
        return names, Unknown(f'the role of "{nameless.name}" is not declared', nameless.span) if nameless else None
    if users.more is None and len(users.clients) == 1:
        return users.clients, None
    why = users.more.reason if users.more else f"the auth_file lists {len(users.names)}"
    return (), Unknown(f'how many users log in to "{entry.name}" is not known ({why})', entry.name_span)


def asked_pool(settings: PoolerSettings, entry: Entry) -> Pool | None:
    """The pool on which auth_query asks for the users of an entry; None where nobody is asked, or it is not known."""
    version = settings.readings[-1]
    user = text(entry, "auth_user") or settings.cell("auth_user", version).value
    if not isinstance(user, str) or not user:
        return None
    place = text(entry, "auth_dbname") or settings.cell("auth_dbname", version).value
    if not isinstance(place, str) or not place:
        return Pool(entry, user, False, auth=True)
    homes = {other.name: other for other in settings.databases}
    home = homes.get(place) or homes.get(FALLBACK)
    return Pool(home._replace(name=place), user, False, auth=True) if home else None


def surely_asked(settings: PoolerSettings, users: Users, pool: Pool) -> bool:
    """Whether a login to this pool cannot do without auth_query."""
    version = settings.readings[-1]
    kind = settings.cell("auth_type", version).value
    if not isinstance(kind, str) or kind in ("any", *CHECKED_ELSEWHERE):
        return False
    if isinstance(settings.chain.auth_users, Unknown) or may_force(pool.entry):
        return False
    if pool.user is not None and not forces(pool.entry):
        return pool.user not in users.names
    return not users.clients
