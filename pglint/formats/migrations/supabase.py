"""Supabase: supabase/migrations, which its command line runs.

Supabase (supabase/cli): ``supabase/migrations/TIME_name.sql`` by name. pkg/migration/file.go, ExecBatch: all
statements of a file and the insert of its version in one pipeline, hence in one transaction; later an explicit one.
From 2.109.0 on (supabase/cli#5671, #6276) statements that cannot run in one, CREATE INDEX CONCURRENTLY among them,
are taken out of it and run by themselves; before, they fail. A file that holds transactions of its own is left as
it is.
"""

from __future__ import annotations

from pglint import regex
from pglint.formats.migrations.around import bounds
from pglint.formats.migrations.heads import Head, heads, outside_transaction
from pglint.formats.migrations.script import Folder, Found, Script, clashes, name, whole
from pglint.record import TYPE_CHECKING

if TYPE_CHECKING:
    from pglint.formats.migrations.script import Group
    from pglint.source import Source

_OWN = ("BEGIN", "START", "COMMIT", "END", "ABORT")
_ALONE = (2, 109)


def supabase(group: Group) -> Found | None:
    """The numbered files of supabase/migrations."""
    if not f"/{group.path}".endswith("/supabase/migrations"):
        return None
    mine = sorted((source for source in group.files if regex.match(r"\d+_", name(source))), key=name)
    if not mine:
        return None
    scripts = tuple(_supabase_script(source, group) for source in mine)
    keys: dict[str, object] = {script.path: script.version for script in scripts}
    faults = clashes(scripts, mine, keys, "Supabase cannot record both")
    return Found((Folder(group.path, "supabase", scripts, faults),))


def _supabase_script(source: Source, group: Group) -> Script:
    version = name(source).partition("_")[0]
    alone = own = False
    for head in heads(source.text):
        alone = alone or outside_transaction(head.words) or _detaches(head, source.text)
        own = own or (bool(head.words) and head.words[0] in _OWN)
    if alone:
        wanted = group.around.package(group.path, "supabase")
        known = bounds(wanted) if wanted else None
        if not known or known.below > _ALONE:
            why = "Supabase runs what cannot run in a transaction by itself from 2.109 on, and fails before"
            return whole(source, "supabase", version, "unknown", why)
    if own:
        why = "Supabase sends a file's statements together, and leaves its own transactions as they are"
        return whole(source, "supabase", version, "implicit", why)
    return whole(source, "supabase", version, "file", "Supabase runs a file in one transaction")


def _detaches(head: Head, text: str) -> bool:
    """ALTER TABLE … DETACH PARTITION … CONCURRENTLY, or REINDEX (CONCURRENTLY)."""
    return head.words[:1] in (("ALTER",), ("REINDEX",)) and "CONCURRENTLY" in text[head.start : head.end].upper()
