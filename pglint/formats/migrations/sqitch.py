"""Sqitch: a plan says in which order the scripts of ``deploy/`` run, each by a psql of its own.

sqitchers/sqitch, lib/App/Sqitch/Plan.pm (lines: pragmas ``%``, tags ``@``, changes with dependencies in ``[]``),
the manual sqitchtutorial ("Reworking a change": an earlier instance of a change is ``NAME@TAG``), sqitch-config
(core.top_dir, core.plan_file, core.engine), lib/App/Sqitch/Engine/pg.pm, run_file and _client_opts: ``psql --file``
with ON_ERROR_STOP and without --single-transaction. Revert and verify scripts do not run when a change is deployed.
"""

from __future__ import annotations

from pglint import regex
from pglint.formats.migrations.around import Around, folder, within
from pglint.formats.migrations.script import Folder, Found, Other, whole
from pglint.record import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

    from pglint.source import Source

_SETTING = regex.compile(r"^\s*(top_dir|plan_file|engine)\s*=\s*(\S+)", regex.MULTILINE)
_CHANGE = regex.compile(r"^\s*\+?\s*([^\s@%#\[+-][^\s\[]*)")
_PARTS = ("deploy", "revert", "verify")
_WHY = "Sqitch runs each script by psql --file, and the script opens its transactions itself"


def sqitch(sources: Iterable[Source], around: Around) -> Found:
    """All scripts below folders with a plan."""
    projects: dict[str, list[Source]] = {}
    for source in sources:
        top = _top(source.path, around)
        if top is not None:
            projects.setdefault(top, []).append(source)
    folders: list[Folder] = []
    others: list[Other] = []
    for top, files in projects.items():
        one = _project(top, files, around)
        folders += one.folders
        others += one.others
    return Found(tuple(folders), tuple(others))


def _top(path: str, around: Around) -> str | None:
    """The folder in which deploy, revert and verify lie, if a plan speaks of it."""
    parts = path.split("/")
    for index, part in enumerate(parts[:-1]):
        if part in _PARTS:
            top = "/".join(parts[:index])
            if _plan(top, around):
                return top
    return None


def _plan(top: str, around: Around) -> str:
    """The plan of a top folder: in it, or where a sqitch.conf upwards puts it."""
    plan = around.text(within(top, "sqitch.plan"))
    if plan:
        return plan
    conf = around.above(top, "sqitch.conf")
    if conf is None:
        return ""
    given = dict(_SETTING.findall(around.text(within(conf, "sqitch.conf"))))
    here = within(conf, given.get("top_dir", ".")) if given.get("top_dir", ".") != "." else conf
    if here.removeprefix("./") != top:
        return ""
    return around.text(within(conf, given.get("plan_file", "sqitch.plan")))


def _project(top: str, files: list[Source], around: Around) -> Found:
    conf = around.above(top, "sqitch.conf")
    text = around.text(within(conf, "sqitch.conf")) if conf is not None else ""
    engine = dict(_SETTING.findall(text)).get("engine")
    if engine and engine != "pg":
        return Found(others=tuple(Other(each.path, "other database", f"sqitch.conf says {engine}") for each in files))
    deploy = within(top, "deploy") + "/"
    by_path = {source.path: source for source in files}
    scripts = []
    for change, tags in _changes(_plan(top, around)):
        paths = [f"{deploy}{change}{tag}.sql" for tag in (*tags, "")]
        path = next((path for path in paths if path in by_path), None)
        if path:
            scripts.append(whole(by_path[path], "sqitch", change, "each", _WHY))
    listed = {script.path for script in scripts}
    others = tuple(_other(source.path, deploy) for source in files if source.path not in listed)
    return Found((Folder(folder(deploy), "sqitch", tuple(scripts)),) if scripts else (), others)


def _other(path: str, deploy: str) -> Other:
    if path.startswith(deploy):
        return Other(path, "script", "sqitch.plan does not list it")
    return Other(path, "down", "Sqitch runs it to revert or to verify a change")


def _changes(plan: str) -> list[tuple[str, tuple[str, ...]]]:
    """The changes in order; of one that comes again later, the tags after which its script is kept."""
    found: list[tuple[str, list[str]]] = []
    for line in plan.splitlines():
        line = line.split("#", 1)[0].strip()
        if line.startswith("@"):
            for _, tags in found:
                tags.append(line.split()[0])
        elif line and (match := _CHANGE.match(line)):
            found.append((match.group(1), []))
    last = {change: index for index, (change, _) in enumerate(found)}
    return [(change, tuple(tags) if last[change] != index else ()) for index, (change, tags) in enumerate(found)]
