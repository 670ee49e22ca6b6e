"""Secrets that stand in the files: as plain text (SEC002), or as MD5 hashes (SEC004). Their values are never kept.

Source: manual, "Password Authentication"; PgBouncer's src/loader.c.
"""

from __future__ import annotations

from pglint.facts import Fault
from pglint.formats.placeholders import MASK, mask
from pglint.record import TYPE_CHECKING
from pglint.values import Unknown

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pglint.facts import AuthUser
    from pglint.model.pooler_settings import PoolerSettings
    from pglint.model.settings import Settings


def of_pooler(settings: PoolerSettings) -> Iterator[Fault]:
    """Passwords of database entries, and what the auth_file holds: one fault a file and kind."""
    for entry in settings.databases:
        for pair in entry.pairs:
            if pair.key == "password" and isinstance(pair.value, str) and pair.value:
                yield Fault("secret-in-config", f'the entry "{entry.name}" holds a password', pair.key_span, "password")
    listed = settings.chain.auth_users
    users = () if isinstance(listed, Unknown) else tuple(user for user in listed if MASK not in mask(user.span.text))
    yield from _of_kind(users, "plain", "secret-in-config", "plain text as secret")
    yield from _of_kind(users, "md5", "md5-password", "an MD5 hash as secret")


def _of_kind(users: tuple[AuthUser, ...], secret: str, kind: str, words: str) -> Iterator[Fault]:
    found = [user for user in users if user.secret == secret]
    if found:
        count = f"{len(found)} of {len(users)} users have" if len(users) > 1 else f'"{found[0].name}" has'
        yield Fault(kind, f"{count} {words}", found[0].span, "auth_file")


def of_server(settings: Settings) -> Iterator[Fault]:
    """The password in primary_conninfo."""
    setting = settings.written("primary_conninfo")
    if setting is None or not isinstance(setting.value, str):
        return
    from pglint.formats import conninfo

    if conninfo.read(setting.value).get("password"):
        yield Fault("secret-in-config", "primary_conninfo holds a password", setting.name_span, "primary_conninfo")
