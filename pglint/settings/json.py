"""Answers for machines: a list with an object for each name, all facts in base units."""

from __future__ import annotations

from pglint.catalog import pgbouncer as catalog
from pglint.record import TYPE_CHECKING
from pglint.report.json import lines
from pglint.settings import platforms, postgresql
from pglint.settings.history import runs
from pglint.settings.words import CHANGES

if TYPE_CHECKING:
    from collections.abc import Iterable

    from pglint.catalog.pgbouncer import Version
    from pglint.catalog.postgresql import Parameter, Removed
    from pglint.settings.answer import Answer
    from pglint.settings.pgbouncer import Setting as PoolerSetting

    Json = dict[str, object]


def as_json(answers: Iterable[Answer]) -> str:
    """``[{"name", "postgresql", "pgbouncer", "platforms", "rules"}]``; postgresql is null where it has no such name."""
    return lines(_answer(answer) for answer in answers) + "\n"


def _answer(answer: Answer) -> Json:
    return {
        "name": answer.name,
        "postgresql": _postgresql(answer.postgresql) if answer.postgresql else None,
        "pgbouncer": [_pgbouncer(each) for each in answer.pgbouncer],
        "platforms": [_platform(each) for each in answer.own],
        "rules": [{"code": rule.code, "name": rule.name} for rule in answer.rules],
    }


def _postgresql(setting: postgresql.Setting) -> Json:
    return {
        "name": setting.title,
        "alias_of": setting.alias_of or None,
        "versions": _versions(setting.shown),
        "removed": _removed(setting.removed) if setting.removed else None,
        "renamed_from": [{"name": old.name, "last": old.last} for old in setting.renamed_from],
        "initdb_writes_since": setting.initdb,
        "releases": [{"without": without, "with": having or None} for without, having in setting.minors],
        "refuses_to_start": [
            {"name": each.name, "first": each.first, "last": each.last, "with": each.refuses, "rule": each.rule or None}
            for each in setting.constraints
        ],
        "platforms": [_platform(each) for each in setting.platforms],
    }


def _versions(majors: dict[int, Parameter]) -> list[Json]:
    """The runs of majors in which nothing about it changed, as pg_settings has it."""
    found: list[tuple[Parameter, str, Json]] = []
    for major, each in sorted(majors.items()):
        about = postgresql.about(each, major)
        if found and found[-1][:2] == (each, about):
            found[-1][2]["last"] = major
        else:
            found.append((each, about, {"first": major, "last": major, **_parameter(each), "about": about or None}))
    return [row for _, _, row in found]


def _parameter(each: Parameter) -> Json:
    return {
        "type": each.type,
        "unit": each.unit or None,
        "min": _finite(each.min),
        "max": _finite(each.max),
        "default": each.default,
        "enum": list(each.enum),
        "enum_hidden": list(each.enum_hidden),
        "enum_optional": list(each.enum_optional),
        "context": each.context,
        "change": CHANGES[each.context],
        "flags": list(each.flags),
    }


def _finite(limit: float | None) -> float | None:
    """JSON knows no infinite numbers."""
    return None if limit in (float("inf"), float("-inf")) else limit


def _removed(gone: Removed) -> Json:
    return {
        "last": gone.last if gone.last >= postgresql.MAJORS[0] else None,
        "since": gone.since,
        "still_taken": gone.unknown_from is None,
        "renamed_to": gone.renamed_to or None,
        "note": gone.note or None,
    }


def _pgbouncer(setting: PoolerSetting) -> Json:
    known = setting.known
    return {
        "section": known.section,
        "about": setting.about,
        "since": _version(known.since),
        "type": known.type,
        "unit": known.unit or None,
        "words": [
            {"word": word.text, "since": _version(word.since), "before": _version(word.until)} for word in known.words
        ],
        "default": known.default,
        "older": [{"before": _version(end), "default": text} for end, text in known.older],
        "otherwise": setting.otherwise or None,
        "zero": setting.zero or None,
        "alias_of": known.alias_of or None,
        "deprecated": _version(known.deprecated),
        "change": "reload" if known.reloadable else "restart",
    }


def _version(version: Version | None) -> str | None:
    return None if version is None else catalog.show(version)


def _platform(platform: platforms.Platform) -> Json:
    return {
        "platform": platform.name,
        "title": platform.title,
        "defaults": [{"first": run.first, "last": run.last, "default": run.text} for run in runs(platform.defaults)],
        "refused": platform.refused or None,
        "reboot": platform.reboot,
    }
