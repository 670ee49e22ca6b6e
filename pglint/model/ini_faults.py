"""What PgBouncer refuses in its configuration, and what it takes otherwise than it looks.

Each fault names its rule by ``kind``. ``effect`` is ``refused`` where the program does not start with it,
``at-login`` where it starts but the ``*`` entry serves nobody, ``swallowed`` where a value takes in what was not meant
to belong to it; or the shape that its rule tells apart. Proofs: pgbouncer_grammar_cases.json.
"""

from __future__ import annotations

from pglint.catalog import pgbouncer as catalog
from pglint.catalog.pgbouncer import Invalid
from pglint.facts import Entry, Fault, Section
from pglint.formats import connect_string
from pglint.formats.placeholders import MASK, mask
from pglint.formats.templates import is_template
from pglint.model import ini_combinations, ini_comments, ini_entry_faults
from pglint.record import TYPE_CHECKING
from pglint.source import Span

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pglint.catalog.pgbouncer import Known, Version
    from pglint.facts import Setting
    from pglint.model.pooler_settings import PoolerSettings

FILE_MODES = frozenset({"unix_socket_mode"})


def faults(settings: PoolerSettings) -> list[Fault]:
    """The faults that hold in every reading, in the order of the files' lines. Values of passwords never stand in them.

    Files with template branches have none.
    """
    found = [*settings.chain.faults, *_item_faults(settings), *ini_entry_faults.faults(settings)]
    if not settings.chain.template:
        found += ini_combinations.faults(settings)
    order = {path: number for number, path in enumerate(settings.chain.files)}
    found = [fault for fault in found if holds(fault, settings.readings)]
    return sorted(found, key=lambda fault: (order.get(fault.span.path, len(order)), fault.span.start, fault.kind))


def holds(fault: Fault, readings: tuple[Version, ...]) -> bool:
    """Whether every reading has the fault."""
    if fault.since is None and fault.before is None:
        return True
    return all(
        (fault.since is None or version >= fault.since) and (fault.before is None or version < fault.before)
        for version in readings
    )


def stops(fault: Fault) -> bool:
    """Whether the program does not start because of it."""
    return fault.effect == "refused"


def _item_faults(settings: PoolerSettings) -> Iterator[Fault]:
    chain = settings.chain
    sectionless = any(index == 0 for index, _ in chain.unread)
    for item in chain.items:
        if chain.template and is_template(item.span.source):
            continue
        if isinstance(item, Entry):
            continue
        if isinstance(item, Section):
            yield from _section(item)
        elif item.section == "pgbouncer":
            known = catalog.setting("pgbouncer", item.name)
            if known is None:
                yield from _unknown(item)
            elif not (isinstance(item.value, str) and catalog.is_plain(known, item.value)):
                yield from _setting(known, item)
        elif not item.section and not sectionless:
            sectionless = True
            text = f"value without section: {item.name}"
            yield Fault("wrong-section", text, item.span, item.name, effect="refused")


def _section(section: Section) -> Iterator[Fault]:
    since = catalog.sections().get(section.name)
    if since is not None:
        if since > (1, 5, 5):
            text = f'invalid section "{section.name}" in configuration (known from {catalog.show(since)} on)'
            yield Fault("unknown-setting", text, section.span, section.name, effect="refused", before=since)
    elif MASK not in mask(section.name):
        instead = catalog.section_named(section.name) or catalog.nearest_section(section.name)
        text = f'invalid section "{section.name}" in configuration'
        yield Fault(
            "unknown-setting", text, section.span, section.name, instead=instead and f"[{instead}]", effect="refused"
        )


def _setting(known: Known, setting: Setting) -> Iterator[Fault]:
    if known.since > (1, 5, 5):
        yield _too_new(known, setting)
    if known.deprecated:
        text = f"{known.name} is deprecated since {catalog.show(known.deprecated)}"
        yield Fault("deprecated-setting", text, setting.span, known.name, since=known.deprecated)
    if isinstance(setting.value, str):
        yield from _value(known, setting, setting.value)


def _unknown(setting: Setting) -> Iterator[Fault]:
    name = setting.name
    if MASK in mask(name):
        return
    text = f"unknown parameter: pgbouncer/{name}"
    hint, instead = catalog.meant("pgbouncer", name)
    homes = [section for section in catalog.sections_with(name) if section != "pgbouncer"]
    kind = "wrong-section" if homes else "unknown-setting"
    if homes:
        text += f" (it is a key of an entry of {' and '.join(f'[{home}]' for home in homes)})"
    elif _is_entry(setting):
        kind = "wrong-section"
        text += " (it looks like an entry of [databases])"
    elif hint and hint not in ("none", instead):
        text += f" (meant: {hint})"
    yield Fault(kind, text, setting.span, name, instead=instead, effect="refused")


def _is_entry(setting: Setting) -> bool:
    if "=" not in setting.value_span.text:
        return False
    pairs = connect_string.parse(setting.value_span)
    if isinstance(pairs, Fault):
        return False
    written = {pair.key for pair in pairs}
    return bool(written & {"host", "dbname", "user"}) and written <= catalog.settings("databases").keys() | {""}


def _too_new(known: Known, setting: Setting) -> Fault:
    text = f"unknown parameter: pgbouncer/{known.name} (known from {catalog.show(known.since)} on)"
    if known.since == catalog.DEVELOPMENT:
        text = f"unknown parameter: pgbouncer/{known.name} (no release knows it, only the development branch)"
    return Fault("unknown-setting", text, setting.span, known.name, effect="refused", before=known.since)


def _value(known: Known, setting: Setting, raw: str) -> Iterator[Fault]:
    span = setting.value_span if raw else setting.span
    value = catalog.interpret("pgbouncer", known.name, raw, catalog.DEVELOPMENT)
    comment = ini_comments.trailing(known, raw)
    if comment is not None:
        yield _comment(known, raw, comment, setting.value_span, refused=isinstance(value, Invalid))
    elif isinstance(value, Invalid):
        yield Fault("invalid-value", value.text, span, known.name, raw, "", "refused", value.since, value.before)
    elif known.words:
        word = next(word for word in known.words if word.text == value)
        if word.since:
            text = f"{catalog.refusal(known, raw).text} (known from {catalog.show(word.since)} on)"
            yield Fault("invalid-value", text, span, known.name, raw, effect="refused", before=word.since)
    elif known.type in ("int", "uint", "flag") and known.name not in FILE_MODES:
        yield from _octal(known, raw, value, span)
    elif known.type == "time" and value == 0:
        yield from _lost_time(known, raw, span)


def _comment(known: Known, raw: str, at: int, span: Span, *, refused: bool) -> Fault:
    value = catalog.shown(known, raw)
    text = f'a comment cannot follow a value: {known.name} is "{value}"'
    if refused:
        text = f"{catalog.refusal(known, raw).text} (a comment cannot follow a value)"
    place = Span(span.source, span.start + at, span.end)
    instead = "" if known.secret else raw[:at].rstrip()
    effect = "refused" if refused else "swallowed"
    return Fault("value-swallows-comment", text, place, known.name, value, instead, effect)


def _octal(known: Known, raw: str, value: object, span: Span) -> Iterator[Fault]:
    digits = raw.lstrip("+-")
    if len(digits) > 1 and digits[0] == "0" and digits.isdigit() and int(digits[:30]) != int(digits[:30], 8):
        text = f"{known.name} = {raw} is {value}: a leading zero makes it octal"
        sign = "-" if raw[0] == "-" else ""
        yield Fault("octal-number", text, span, known.name, raw, sign + digits.lstrip("0"))


def _lost_time(known: Known, raw: str, span: Span) -> Iterator[Fault]:
    lowered = raw.lower()
    if "inf" in lowered:
        if known.name in ("server_lifetime", "server_check_delay"):
            text = f"{known.name} = {raw} is read as 0, the opposite of what it says"
            yield Fault("timeout-rounds-to-off", text, span, known.name, raw)
    elif not lowered.startswith(("0x", "+0x", "-")) and float(raw) > 0:
        text = f"{known.name} = {raw} is read as 0"
        yield Fault("timeout-rounds-to-off", text, span, known.name, raw)
