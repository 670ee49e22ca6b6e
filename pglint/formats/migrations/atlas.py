"""Atlas: folders of plain SQL with a file of sums.

Atlas (ariga/atlas): ``atlas.sum`` beside the files; sql/migrate/dir.go, LocalDir.Files (by name), LocalFile.Version
(up to the first ``_``), LocalFile.comments and Directive (file directives stand in the first comment, with an empty
line after it); cmd/atlas/internal/cmdapi, txModeFile is the default, ``-- atlas:txmode none`` leaves the
transaction out, then each statement is a query by itself. ``-- atlas:checkpoint`` marks a file that replaces the
earlier ones on a new database.
"""

from __future__ import annotations

from pglint import regex
from pglint.formats.migrations.around import within
from pglint.formats.migrations.script import Folder, Found, Other, Script, name, whole
from pglint.record import TYPE_CHECKING

if TYPE_CHECKING:
    from pglint.formats.migrations.script import Group
    from pglint.source import Source

_DIRECTIVE = regex.compile(r"^(?:--|#)\s*atlas:(\w+)\s*(.*?)\s*$", regex.MULTILINE)
_HEADER = regex.compile(r"(?:(?:#|--)[^\n]*(?:\n|\Z))+(?=[ \t\r]*(?:\n|\Z))")


def atlas(group: Group) -> Found | None:
    """The files beside an atlas.sum, or with Atlas's transaction mode."""
    marked = any("-- atlas:txmode" in source.text for source in group.files)
    if not marked and not group.around.exists(within(group.path, "atlas.sum")):
        return None
    mine = sorted((source for source in group.files if name(source).endswith(".sql")), key=name)
    others = []
    if mine and any("checkpoint" in _directives(source) for source in mine[1:]):
        why = "a checkpoint replaces the files before it on a new database only"
        others = [Other(source.path, "baseline", why) for source in mine[1:] if "checkpoint" in _directives(source)]
    aside = {other.path for other in others}
    scripts = tuple(_atlas_script(source) for source in mine if source.path not in aside)
    return Found((Folder(group.path, "atlas", scripts),), tuple(others)) if scripts else None


def _directives(source: Source) -> dict[str, str]:
    """The directives of the first comment, which an empty line parts from the statements."""
    header = _HEADER.match(source.text) if "atlas:" in source.text else None
    return dict(_DIRECTIVE.findall(header.group())) if header else {}


def _atlas_script(source: Source) -> Script:
    version = name(source).removesuffix(".sql").partition("_")[0]
    if _directives(source).get("txmode") == "none":
        return whole(source, "atlas", version, "each", "-- atlas:txmode none: Atlas sends each statement by itself")
    why = "Atlas runs a file in one transaction unless its first comment says -- atlas:txmode none"
    return whole(source, "atlas", version, "file", why)
