"""What the PostgreSQL image runs on a new, empty server: the files of /docker-entrypoint-initdb.d.

docker-library/postgres, docker-entrypoint.sh: docker_process_init_files (by name, in the order of the locale,
en_US.utf8 unless the image is Alpine's; ``*.sql`` by docker_process_sql) and docker_process_sql (``psql -v
ON_ERROR_STOP=1 --no-psqlrc -f``, so each statement by itself), while the server listens on no network; it is
restarted after them.

Which files those are, a folder of that name tells, or a compose file or a Dockerfile upwards that puts them there.
"""

from __future__ import annotations

from pglint import regex
from pglint.formats.migrations.around import Around, folder, within
from pglint.formats.migrations.order import leading
from pglint.formats.migrations.script import Folder, Found, whole
from pglint.record import TYPE_CHECKING, NamedTuple
from pglint.tree import join

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from pglint.source import Source

_OWN = ("docker-entrypoint-initdb.d", "docker-entrypoint-initdb")
_WHY = "the PostgreSQL image runs it by psql on a new server"


class Mount(NamedTuple):
    """A file or folder that is put into the image: its path, the name it has there ('' keeps it), and by what."""

    path: str
    name: str
    by: str


def initdb(sources: Iterable[Source], around: Around) -> Found:
    """The files of folders called so, then those that are put there."""
    sources = list(sources)
    apart: dict[str, list[tuple[str, Source]]] = {}
    mounts = {mount.path: mount for each in _folders(sources) for mount in _mounts(each, around)}
    for source in sources:
        where, _, file = source.path.rpartition("/")
        mount = mounts.get(source.path)
        above = mounts.get(where)
        if where.rpartition("/")[2] in _OWN:
            apart.setdefault(where, []).append((file, source))
        elif mount:
            apart.setdefault(mount.by, []).append((mount.name or file, source))
        elif above and not above.name:
            apart.setdefault(above.by, []).append((file, source))
    return Found(tuple(_folder(found) for found in apart.values()))


def _folders(sources: list[Source]) -> list[str]:
    """All folders from the files' up to the root, the root last."""
    found: dict[str, None] = {}
    for source in sources:
        at = folder(source.path)
        while at and at not in found:
            found[at] = None
            at = folder(at)
    return [*found, ""]


def _folder(found: list[tuple[str, Source]]) -> Folder:
    found.sort(key=lambda pair: _locale_order(pair[0]))
    scripts = tuple(whole(source, "docker-entrypoint-initdb.d", leading(file), "each", _WHY) for file, source in found)
    return Folder(folder(scripts[0].path), "docker-entrypoint-initdb.d", scripts, kind="setup")


def _locale_order(file: str) -> tuple[list[tuple[int, str]], str]:
    """As en_US.utf8 compares: signs before digits before letters, letters without case, small ones first if equal."""
    ranks = [(2 if char.isalpha() else 1 if char.isdecimal() else 0, char.casefold()) for char in file]
    return ranks, file.swapcase()


def _mounts(path: str, around: Around) -> Iterator[Mount]:
    for file in around.tree.names(path) or ():
        if not _is_manifest(file.lower()):
            continue
        manifest = within(path, file)
        text = around.text(manifest)
        if "/docker-entrypoint-initdb.d" not in text:
            continue
        for given, named, at in _copied(text) if "dockerfile" in file.lower() else _mounted(text):
            target = join(path, given)
            if target is not None:
                yield Mount(target, named, f"{manifest} {_service(text, at)}")


def _is_manifest(file: str) -> bool:
    composed = file.startswith(("compose", "docker-compose", "docker-stack")) and file.endswith((".yml", ".yaml"))
    return composed or "dockerfile" in file


def _copied(text: str) -> Iterator[tuple[str, str, int]]:
    """What COPY and ADD of a Dockerfile put there: the path, its name there, and where that is said."""
    pattern = r"^[ \t]*(?:COPY|ADD)[ \t]+(?:--\S+[ \t]+)*((?:[^\s\[]+[ \t]+)+)/docker-entrypoint-initdb\.d/?(\S*)"
    for match in regex.finditer(pattern, text, regex.MULTILINE | regex.IGNORECASE):
        for given in match.group(1).split():
            yield given, match.group(2), match.start()


def _mounted(text: str) -> Iterator[tuple[str, str, int]]:
    """What the volumes of a compose file put there, in the short and in the long form."""
    short = r"^\s*-\s*[\"']?(?:\$\{PWD\}/|\$PWD/)?(\.{0,2}[^:\"'\s$]+):/docker-entrypoint-initdb\.d/?([^:\"'\s]*)"
    long = (
        r"^\s*(?:-\s*)?source:\s*[\"']?([^\"'\s]+)[\"']?\s*\n"
        r"\s*target:\s*[\"']?/docker-entrypoint-initdb\.d/?([^\"'\s]*)"
    )
    for pattern in (short, long):
        for match in regex.finditer(pattern, text, regex.MULTILINE):
            yield match.group(1), match.group(2), match.start()


def _service(text: str, at: int) -> str:
    """The service of a compose file that a place belongs to; '' where there is none."""
    indent = regex.search(r"^services:[^\n]*\n(?:[ \t]*(?:#[^\n]*)?\n)*([ \t]+)", text, regex.MULTILINE)
    if not indent:
        return ""
    names = regex.compile(f"^{indent.group(1)}([\\w.-]+):", regex.MULTILINE).findall(text, 0, at)
    return names[-1] if names else ""
