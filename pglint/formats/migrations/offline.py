"""SQL that Alembic and Django write instead of running it: it opens its transactions itself.

Alembic, ``alembic upgrade --sql``: runtime/migration.py, run_migrations (a comment ``-- Running upgrade a -> b``
for each revision), ddl/impl.py, emit_begin and emit_commit (``BEGIN;``, ``COMMIT;``). Django, ``manage.py
sqlmigrate``: db/migrations/migration.py, apply with collect_sql (a comment of three lines for each operation);
core/management/commands/ sqlmigrate.py (``BEGIN;`` and ``COMMIT;`` around an atomic migration).
"""

from __future__ import annotations

from pglint import regex
from pglint.formats.migrations.order import leading, natural
from pglint.formats.migrations.script import Folder, Found, Other, name, whole
from pglint.record import TYPE_CHECKING

if TYPE_CHECKING:
    from pglint.formats.migrations.script import Group

_ALEMBIC = regex.compile(r"^-- Running (upgrade|downgrade) \S* ?-> ?(\S*)", regex.MULTILINE)
_DJANGO = regex.compile(
    r"\A\s*(?:BEGIN;\s*)?--\n-- (?:(?:Create|Delete|Rename|Alter|Add|Remove|Change) (?:proxy )?(?:model|field|index"
    r"|constraint|unique_together|index_together|order_with_respect_to|Meta|managers|table|collation|extension)\b"
    r"|Raw (?:SQL|Python) operation|Custom state/database change|Concurrently (?:create|remove) )[^\n]*\n--\n"
)
_WHY = "the file holds the transactions that {} wrote into it"


def alembic(group: Group) -> Found | None:
    """The files that Alembic wrote; those for going back are none of a sequence."""
    scripts = []
    downs = []
    for source in sorted(group.files, key=lambda source: natural(name(source))):
        steps = _ALEMBIC.findall(source.text) if "-- Running " in source.text else []
        if steps and steps[-1][0] == "downgrade":
            downs.append(Other(source.path, "down", "Alembic wrote it for going back"))
        elif steps:
            scripts.append(whole(source, "alembic", steps[-1][1], "each", _WHY.format("Alembic")))
    if not scripts and not downs:
        return None
    return Found((Folder(group.path, "alembic", tuple(scripts)),) if scripts else (), tuple(downs))


def django(group: Group) -> Found | None:
    """The files that Django wrote."""
    mine = [source for source in group.files if _DJANGO.match(source.text)]
    if not mine:
        return None
    mine.sort(key=lambda source: natural(name(source)))
    why = _WHY.format("Django")
    scripts = tuple(whole(source, "django", leading(name(source)), "each", why) for source in mine)
    return Found((Folder(group.path, "django", scripts),))
