"""yoyo-migrations: files of SQL with directives in their first comments, and ``.rollback.sql`` beside them.

yoyo/migrations.py: read_sql_migration and parse_metadata_from_sql_comments (``-- depends: a b``, ``--
transactional: false`` before the first statement; statements are split and run one by one), Migration.process_steps
(one transaction, or autocommit), MigrationList (by name), topological_sort (after what they depend on).
"""

from __future__ import annotations

from pglint import regex
from pglint.formats.migrations.order import leading
from pglint.formats.migrations.script import Folder, Found, Other, Script, name, whole
from pglint.record import TYPE_CHECKING

if TYPE_CHECKING:
    from pglint.formats.migrations.script import Group
    from pglint.source import Source

_DIRECTIVE = regex.compile(r"^\s*--\s*(transactional|depends)\s*:\s*(.*?)\s*$")


def yoyo(group: Group) -> Found | None:
    """The files of a folder in which one has a directive, or whose project depends on yoyo."""
    rollbacks = [source for source in group.files if name(source).endswith(".rollback.sql")]
    mine = [source for source in group.files if not name(source).endswith(".rollback.sql")]
    directives = {_id(source): _directives(source) for source in mine}
    if not mine or not (_told(directives) or ("migrat" in group.path and _depends(group))):
        return None
    by_id = {_id(source): source for source in mine}
    ordered = _ordered({each: directives[each].get("depends", "").split() for each in sorted(by_id)})
    scripts = tuple(_script(by_id[each], directives[each]) for each in ordered)
    others = tuple(Other(source.path, "down", "its name ends with .rollback.sql") for source in rollbacks)
    return Found((Folder(group.path, "yoyo", scripts),), others)


def _told(directives: dict[str, dict[str, str]]) -> bool:
    """Whether a file says what only yoyo understands: a switch, or other files of the folder that it depends on."""
    for given in directives.values():
        depends = given.get("depends", "").split()
        if given.get("transactional", "").lower() in ("true", "false") or (depends and set(depends) <= set(directives)):
            return True
    return False


def _depends(group: Group) -> bool:
    manifests = ("requirements.txt", "pyproject.toml", "setup.cfg", "setup.py", "Pipfile")
    named = any(group.around.mentions(group.path, manifest, "yoyo") for manifest in manifests)
    return named or group.around.above(group.path, "yoyo.ini") is not None


def _id(source: Source) -> str:
    return name(source).removesuffix(".sql")


def _directives(source: Source) -> dict[str, str]:
    found: dict[str, str] = {}
    for line in source.text.lstrip("\ufeff").splitlines():
        match = _DIRECTIVE.match(line)
        if match:
            key, value = match.groups()
            found[key] = f"{found[key]} {value}" if key in found else value
        elif line.strip() and not line.lstrip().startswith("--"):
            break
    return found


def _ordered(depends: dict[str, list[str]]) -> list[str]:
    """Each after those that it depends on; a circle, which yoyo refuses, is cut where it closes."""
    ordered: dict[str, None] = {}
    seen: set[str] = set()
    for first in depends:
        waiting = [first]
        while waiting:
            each = waiting[-1]
            before = [other for other in sorted(depends[each]) if other in depends and other not in seen]
            seen.add(each)
            if before:
                waiting.append(before[0])
                seen.add(before[0])
            else:
                waiting.pop()
                ordered[each] = None
    return list(ordered)


def _script(source: Source, directives: dict[str, str]) -> Script:
    if directives.get("transactional", "true").lower() == "false":
        why = "-- transactional: false: yoyo sends each statement by itself"
        return whole(source, "yoyo", leading(name(source)), "each", why)
    why = "yoyo runs a file in one transaction unless it says -- transactional: false"
    return whole(source, "yoyo", leading(name(source)), "file", why)
