"""Faults of PgBouncer settings that only several lines make: overridden, reset, or refused together."""

from __future__ import annotations

from pglint.catalog import pgbouncer as catalog
from pglint.catalog.pgbouncer import Invalid
from pglint.facts import Fault, Setting
from pglint.formats.placeholders import MASK, mask
from pglint.model.ini_entry_faults import size_of_zero
from pglint.record import TYPE_CHECKING
from pglint.source import first_line
from pglint.values import Unknown

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pglint.facts import Section
    from pglint.model.pooler_settings import Line, PoolerSettings
    from pglint.values import Cell

Place = tuple[int, Setting]


def faults(settings: PoolerSettings) -> Iterator[Fault]:
    """Faults of a chain without template branches."""
    by_name: dict[str, list[Place]] = {}
    for index, item in enumerate(settings.chain.items):
        if isinstance(item, Setting) and item.section == "pgbouncer":
            by_name.setdefault(item.name, []).append((index, item))
    for places in by_name.values():
        if len(places) > 1:
            yield from _overridden(places)
    if len(settings.opened) > 1:
        yield from _reopened(settings, by_name)
    yield from _entries_twice(settings)
    yield from _no_main_section(settings)
    yield from _tls(settings)
    yield from _unlimited_default(settings)
    yield from _users_without_pool(settings)


def _read(setting: Setting) -> object:
    """A value to compare: as the program reads it, so that 9 and 011 are one; None where it is not known or refused."""
    if isinstance(setting.value, Unknown) or not catalog.setting("pgbouncer", setting.name):
        return None
    value = catalog.interpret("pgbouncer", setting.name, setting.value, catalog.DEVELOPMENT)
    return None if isinstance(value, Invalid) else value


def _shown(setting: Setting) -> str:
    known = catalog.setting("pgbouncer", setting.name)
    return f"{setting.name} = {catalog.shown(known, setting.value_span.text) if known else setting.value_span.text}"


def _overridden(places: list[Place]) -> Iterator[Fault]:
    winner = places[-1][1]
    value = _read(winner)
    for _, loser in places[:-1]:
        lost = _read(loser)
        if lost is None or value is None or lost == value:
            continue
        effect = "file" if loser.span.path == winner.span.path else "across"
        text = f"{_shown(loser)} is overridden by {_shown(winner)}"
        related = ((_shown(winner), winner.span),)
        yield Fault("overridden-setting", text, loser.span, loser.name, effect=effect, related=related)


def _reopened(settings: PoolerSettings, by_name: dict[str, list[Place]]) -> Iterator[Fault]:
    headers = settings.opened[1:]
    lost: dict[int, list[Setting]] = {}
    for name, places in by_name.items():
        index, setting = places[-1]
        header = next((at for at, _ in headers if at > index), None)
        if header is None or any(at > header for at, _ in settings.chain.unread):
            continue
        if _differs_from_default(settings, name, setting):
            lost.setdefault(header, []).append(setting)
    for at, section in headers:
        if at in lost:
            yield _reset(section, lost[at])


def _differs_from_default(settings: PoolerSettings, name: str, setting: Setting) -> bool:
    """Settings without a default are not put back (fill_defaults of cfparser.c)."""
    value = _read(setting)
    if value is None:
        return False
    for version in settings.readings:
        text = catalog.default(name, version)
        if text is None or catalog.interpret("pgbouncer", name, text, version) == value:
            return False
    return True


def _reset(section: Section, lost: list[Setting]) -> Fault:
    lost = sorted(lost, key=lambda setting: (setting.span.path, setting.span.start))
    names = ", ".join(setting.name for setting in lost)
    text = f"[pgbouncer] is opened again, which puts {names} back to the default"
    related = tuple((f"{_shown(setting)} is lost", setting.span) for setting in lost)
    return Fault("section-reopened", text, section.span, "pgbouncer", related=related)


def _entries_twice(settings: PoolerSettings) -> Iterator[Fault]:
    last: dict[tuple[str, str], Line] = {}
    for line in reversed(settings.lines):
        key = (line.setting.section, line.setting.name)
        winner = last.setdefault(key, line)
        if winner is line or line.fault or winner.fault or MASK in mask(line.setting.name):
            continue
        ours = {pair.key: pair.value for pair in line.entry.pairs}
        theirs = {pair.key: pair.value for pair in winner.entry.pairs}
        if ours == theirs or any(isinstance(value, Unknown) for value in (*ours.values(), *theirs.values())):
            continue
        what = {"databases": "database", "users": "user", "peers": "peer"}[line.setting.section]
        text = f'{what} "{line.setting.name}" is named again below: nothing of this line is kept'
        if line.setting.section == "databases" and "user" in ours and "user" not in theirs and line.setting.name != "*":
            text += f" but user={ours['user']}"
        effect = "file" if line.setting.span.path == winner.setting.span.path else "across"
        related = (("the line in force", winner.setting.span),)
        yield Fault("overridden-setting", text, line.setting.span, line.setting.name, effect=effect, related=related)


def _no_main_section(settings: PoolerSettings) -> Iterator[Fault]:
    """Only a file by the program's own name is sure to be a main one; others may be included from somewhere."""
    main = settings.chain.main
    stem = main.path.rpartition("/")[2].partition(".")[0]
    if settings.opened or settings.chain.unread or stem != "pgbouncer":
        return
    yield Fault("invalid-value", "main section missing from config file", first_line(main), effect="refused")


def _tls(settings: PoolerSettings) -> Iterator[Fault]:
    """Source: sbuf_tls_setup of src/sbuf.c."""
    if not settings.opened:
        return
    version = settings.readings[-1]

    def text(name: str) -> str | None:
        value = settings.cell(name, version).value
        return value if isinstance(value, str) else None

    mode, kind = settings.cell("client_tls_sslmode", version), text("auth_type")
    key, cert, authority = (text(f"client_tls_{name}_file") for name in ("key", "cert", "ca"))
    if not isinstance(mode.value, str):
        return
    if mode.value != "disable" and (key == "" or cert == ""):
        why = "to allow TLS connections from clients, client_tls_key_file and client_tls_cert_file must be set"
        yield _refused(settings, "client_tls_sslmode", mode, why)
    elif kind == "cert" and mode.value != "verify-full":
        cell = settings.cell("auth_type", version)
        yield _refused(settings, "auth_type", cell, "auth_type=cert requires client_tls_sslmode=verify-full")
    elif kind == "cert" and authority == "":
        cell = settings.cell("auth_type", version)
        yield _refused(settings, "auth_type", cell, "auth_type=cert requires client_tls_ca_file")
    elif kind is not None and mode.value == "verify-full" and authority == "":
        why = "client_tls_sslmode=verify-full requires client_tls_ca_file"
        yield _refused(settings, "client_tls_sslmode", mode, why)


def _refused(settings: PoolerSettings, name: str, cell: Cell, why: str) -> Fault:
    setting = settings.written(name)
    span = cell.span or (setting.value_span if setting else first_line(settings.chain.main))
    return Fault("invalid-value", why, span, name, str(cell.value), effect="refused")


def _unlimited_default(settings: PoolerSettings) -> Iterator[Fault]:
    setting = settings.written("default_pool_size")
    if setting is None:
        return
    value = settings.cell("default_pool_size", settings.readings[-1]).value
    if isinstance(value, int) and value <= 0:
        text = f"default_pool_size = {setting.value} is {size_of_zero(settings)}"
        raw = str(setting.value)
        yield Fault("pool-size-not-a-limit", text, setting.value_span, "default_pool_size", raw, effect="zero")


def _users_without_pool(settings: PoolerSettings) -> Iterator[Fault]:
    """A size in [users] counts for the server user of a pool (src/server.c pool_pool_size), not for the client's."""
    if settings.missing or not settings.databases or not settings.opened:
        return
    servers: set[object] = {settings.cell("auth_user", settings.readings[-1]).value}
    for entry in settings.databases:
        values = {pair.key: pair.value for pair in entry.pairs}
        if "user" not in values:
            return
        servers |= {values["user"], values.get("auth_user")}
    if any(isinstance(server, Unknown) for server in servers):
        return
    for name, entry in settings.users.items():
        for pair in entry.pairs:
            if pair.key in ("pool_size", "reserve_pool_size") and name not in servers:
                text = f'{pair.key} of "{name}" counts for no pool: every database logs in as another user'
                yield Fault("setting-has-no-effect", text, pair.span, pair.key, str(pair.value))
