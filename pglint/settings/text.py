"""Answers for reading: a block for each program that knows the name, a row for each fact."""

from __future__ import annotations

import textwrap

from pglint.catalog import pgbouncer as catalog
from pglint.record import TYPE_CHECKING
from pglint.settings import platforms, postgresql
from pglint.settings.history import span, told
from pglint.settings.words import change_of, default_of, pooler_type, range_of, type_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from pglint.catalog.postgresql import Parameter
    from pglint.catalog.startup import Constraint
    from pglint.settings.answer import Answer
    from pglint.settings.pgbouncer import Setting as PoolerSetting

    Row = tuple[str, str]

WIDTH = 100
LABEL = 14
NEWEST = postgresql.MAJORS[-1]


def page(answer: Answer, width: int) -> str:
    """All of one name, lines of at most ``width`` columns."""
    width = min(width, WIDTH)
    lines = [answer.postgresql.title if answer.postgresql else answer.name]
    if answer.postgresql:
        lines += _block(*_postgresql(answer.postgresql), width)
    for platform in answer.own:
        lines += _block(*_own(platform, answer.name), width)
    for setting in answer.pgbouncer:
        lines += _block(*_pgbouncer(setting), width)
    if not answer.pgbouncer:
        for wrong in answer.wrong:
            lines += _filled(f"not a setting of PgBouncer's [{wrong.section}]: {wrong.meant} is meant", width, 2)
    if answer.rules:
        lines += ["  rules"]
        lines += [f"    {rule.code:<{LABEL - 1}} {rule.name}" for rule in answer.rules]
    return "\n".join(lines) + "\n"


def _block(head: str, about: str, rows: Iterable[Row], width: int) -> Iterator[str]:
    yield from _filled(head, width, 2)
    if about:
        yield from _filled(about, width, 4)
    before = ""
    for label, text in rows:
        if text:
            first = f"    {label if label != before else '':<{LABEL}}"
            yield from textwrap.wrap(
                text, width, initial_indent=first, subsequent_indent=" " * len(first), break_on_hyphens=False
            )
            before = label


def _filled(text: str, width: int, indent: int) -> list[str]:
    blank = " " * indent
    return textwrap.wrap(
        text, width, initial_indent=blank, subsequent_indent=blank, break_on_hyphens=False, break_long_words=False
    )


def _postgresql(setting: postgresql.Setting) -> tuple[str, str, Iterable[Row]]:
    shown = setting.shown
    head = f"PostgreSQL {_known_in(setting)}"
    if not shown:
        return head, "", _successors(setting)
    newest = max(shown)
    return head, postgresql.about(shown[newest], newest), _rows(setting, shown)


def _rows(setting: postgresql.Setting, shown: dict[int, Parameter]) -> Iterator[Row]:
    majors = tuple(sorted(shown))

    def by_major(fact: Callable[[Parameter], str]) -> str:
        return told({major: fact(each) for major, each in shown.items()}, majors)

    yield from _successors(setting)
    yield "type", by_major(type_of)
    yield "also taken", by_major(_also_taken)
    yield "range", by_major(range_of)
    yield "default", by_major(default_of) + _remarks(setting, shown)
    yield "change", by_major(change_of)
    for lacking, having in setting.minors:
        yield "releases", f"{lacking} does not have it" + (f", {having} does" if having else "")
    hidden = "pg_settings does not list it"
    yield "hidden", by_major(lambda each: hidden if "HIDDEN" in each.flags else "")
    yield from _refused(setting.constraints, majors)
    yield from _platforms(setting.platforms, majors)


def _also_taken(parameter: Parameter) -> str:
    """The words of an enum that its hint does not name, and those of some builds."""
    return ", ".join((*parameter.enum_hidden, *(f"{word} (in some builds)" for word in parameter.enum_optional)))


def _refused(constraints: Iterable[Constraint], majors: tuple[int, ...]) -> Iterator[Row]:
    """What the server does not start with, each with its majors where they are not all, and the rule that finds it."""
    spans: dict[tuple[str, str], tuple[int, int]] = {}
    for each in constraints:
        key = (each.refuses, each.rule)
        first, last = spans.get(key, (each.first, each.last))
        spans[key] = (min(first, each.first), max(last, each.last))
    for (text, rule), (first, last) in spans.items():
        first, last = max(first, majors[0]), min(last, majors[-1])
        some = "" if (first, last) == (majors[0], majors[-1]) else f" ({span(first, last)})"
        yield "no start with", f"{text}{some}" + (f": {rule}" if rule else "")


def _remarks(setting: postgresql.Setting, shown: dict[int, Parameter]) -> str:
    remarks = []
    if any("BUILD_DEFAULT" in each.flags for each in shown.values()):
        remarks.append("builds may have another one")
    if setting.initdb is not None and max(shown) >= setting.initdb:
        since = f" from {setting.initdb} on" if setting.initdb > min(shown) else ""
        remarks.append(f"initdb writes a value of its own into postgresql.conf{since}")
    return "".join(f"; {remark}" for remark in remarks)


def _known_in(setting: postgresql.Setting) -> str:
    """``10 to 18``, ``13 to 18 (new in 13)``, ``17, not 16``."""
    if not setting.majors:
        assert setting.removed
        return f"before 10: it went away with {setting.removed.since}"
    first, last = min(setting.majors), max(setting.majors)
    text = span(first, last)
    if setting.only is not None:
        return str(setting.only) if setting.only in setting.majors else f"{text}, not {setting.only}"
    return f"{text} (new in {first})" if first > postgresql.MAJORS[0] else text


def _successors(setting: postgresql.Setting) -> Iterator[Row]:
    gone = setting.removed
    if setting.alias_of:
        yield "now", f"{setting.alias_of}; the old name is still taken"
    if gone and not setting.alias_of:
        note = f" ({gone.note})" if gone.note else ""
        if gone.renamed_to:
            yield "now", f"{gone.renamed_to}, from {gone.since} on{note}"
        elif setting.majors:
            taken = ", though its name is still taken" if gone.unknown_from is None else ""
            yield "gone", f"from {gone.since} on{note}{taken}"
        elif gone.note:
            yield "instead", gone.note
    for old in setting.renamed_from:
        yield "before", f"{old.name}, to {old.last}"


def _platforms(found: Iterable[platforms.Platform], majors: tuple[int, ...]) -> Iterator[Row]:
    """Platforms of which the same is known together, in the order of the catalog."""
    titles: dict[str, list[str]] = {}
    for platform in found:
        default = told(platform.defaults, majors)
        text = "; ".join(filter(None, (default, _refusal(platform.refused, platform.title))))
        titles.setdefault(text, []).append(platform.title)
    for text, names in titles.items():
        yield "platforms", f"{', '.join(names)}: {text}"


def _refusal(text: str, title: str) -> str:
    """Why it cannot be changed, without saying again what and where."""
    if " is read-only on " in text:
        return "read-only"
    if text.endswith("does not let it be changed"):
        return "cannot be changed"
    reason = text.partition(" be set: ")[2] if text.startswith(f"{title} does not let ") else ""
    return f"cannot be set: {reason}" if reason else text.removeprefix(f"{title} has ")


def _own(platform: platforms.Platform, name: str) -> tuple[str, str, Iterable[Row]]:
    reboot = {True: "a reboot of the instance", False: "at once", None: ""}[platform.reboot]
    rows = (("default", told(platform.defaults, postgresql.MAJORS)), ("change", reboot))
    return f"{platform.title}, a parameter of its own", platforms.switch(platform.name, name), rows


def _pgbouncer(setting: PoolerSetting) -> tuple[str, str, Iterable[Row]]:
    known = setting.known
    since = "" if known.since <= (1, 5, 5) else f" (new in {catalog.show(known.since)})"
    return f"PgBouncer [{known.section}]{since}", setting.about, _pooler_rows(setting)


def _pooler_rows(setting: PoolerSetting) -> Iterator[Row]:
    known = setting.known
    if known.alias_of:
        yield "now", f"{known.alias_of}, from {catalog.show(known.deprecated or known.since)} on; both are taken"
    yield "type", pooler_type(known)
    for word in known.words:
        if word.since or word.until:
            came = f"from {catalog.show(word.since)} on" if word.since else ""
            went = f"before {catalog.show(word.until)}" if word.until else ""
            yield "words", f"{word.text}: {came or went}"
    yield "default", _pooler_default(setting)
    yield "0", setting.zero
    yield "change", "reload" if known.reloadable else "restart"


def _pooler_default(setting: PoolerSetting) -> str:
    known = setting.known
    if known.section != "pgbouncer":
        return setting.otherwise or "not set"
    older = "; ".join(f"before {catalog.show(end)}: {_quoted(text)}" for end, text in reversed(known.older))
    return _quoted(known.default) + (f" ({older})" if older else "")


def _quoted(text: str | None) -> str:
    return "not set" if text is None else text or "empty"
