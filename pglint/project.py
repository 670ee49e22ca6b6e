"""Which files a run reads: the project's root, the walk, and the kind of each file by its name.

What a file really holds is asked later, by its format: here a name is only a claim.
"""

from __future__ import annotations

import os

from pglint import globs
from pglint.once import cache
from pglint.record import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

# kind, the words one of which its names hold, and their patterns (lower case, template suffix removed). The first fits.
KINDS: tuple[tuple[str, tuple[str, ...], tuple[str, ...]], ...] = (
    ("pglint.toml", ("pglint",), ("pglint.toml",)),
    ("postgresql.auto.conf", ("postgres",), ("postgresql.auto.conf",)),
    ("terraform", (".tf", "plan"), ("*.tf", "*.tf.json", "*.tfvars", "*.tfvars.json", "*tfplan*.json", "*plan.json")),
    ("sql", (".sql", ".psql", ".pgsql"), ("*.sql", "*.psql", "*.pgsql")),
    ("pg_hba.conf", ("pg_hba",), ("*pg_hba*.conf", "*pg_hba.conf.*", "*pg_hba.conf-*")),
    ("pgbouncer.ini", ("pgbouncer",), ("*pgbouncer*.ini", "*pgbouncer*.ini.*", "*pgbouncer*.conf")),
    ("postgresql.conf", ("postgres",), ("*postgres*.conf", "*postgresql.conf.*", "*postgresql.conf-*")),
)
NOT_OURS = ("*~", "*.swp", "*.swo", "*.md", "*.rst", "*.html", "*.py", "*.rb", "*.sh", "*.service", "*pgbouncer*hba*")
TEMPLATES = (".j2", ".jinja", ".jinja2", ".erb", ".epp", ".tpl", ".tmpl", ".template", ".in", ".sample", ".example")

SKIPPED = frozenset(
    (".git", ".hg", ".svn", "node_modules", ".venv", "venv", "__pycache__", ".tox", ".terraform", ".pglint_cache")
)
EXAMPLES = frozenset(
    ("test", "tests", "testing", "testdata", "example", "examples", "sample", "samples", "fixture", "fixtures",
     "vendor", "third_party", "node_modules")
)  # fmt: skip

NOTHING: Mapping[str, str] = {}
_WORDS = tuple({word for _, words, _ in KINDS for word in words})


class PathError(Exception):
    """A path on the command line that cannot be checked: wrong usage."""


class Selected(NamedTuple):
    """What the command line names: ``root`` is absolute.

    ``named`` holds files, and folders with a ``/`` at the end, relative to the root; None means all of the project.
    """

    root: str
    named: frozenset[str] | None


def kind(path: str) -> str | None:
    """What a file's name says it is, or None for what pglint does not read of its own accord."""
    name = path.rpartition("/")[2].lower()
    for word in _WORDS:
        if word in name:
            return _kind(name)
    return None


@cache
def _kind(name: str) -> str | None:
    if globs.fits(name, NOT_OURS):
        return None
    while True:
        stem, dot, suffix = name.rpartition(".")
        if not stem or dot + suffix not in TEMPLATES:
            break
        name = stem
    return next((kind for kind, _, patterns in KINDS if globs.fits(name, patterns)), None)


def walk(
    root: str, exclude: Iterable[str] = (), unreadable: list[str] | None = None, known: Mapping[str, str] = NOTHING
) -> list[tuple[str, str]]:
    """The files that have a kind, as (path, kind), sorted by path. Links to folders are never followed.

    A folder that cannot be listed is added to ``unreadable``, with the reason. ``known`` are kinds of an earlier walk,
    which saves most of the time.
    """
    excluded = globs.matcher(exclude)
    found: list[tuple[str, str]] = []
    folders = [("", False)]
    while folders:
        prefix, fragments = folders.pop()
        below: list[str] = []
        here: list[tuple[str, str]] = []
        try:
            with os.scandir(os.path.join(root, prefix)) as entries:
                for entry in entries:
                    name = entry.name
                    path = prefix + name
                    if entry.is_dir(follow_symlinks=False):
                        if name not in SKIPPED and not excluded(path + "/"):
                            below.append(name)
                    elif (kind_ := known.get(path) or kind(name)) and entry.is_file() and not excluded(path):
                        here.append((path, kind_))
        except OSError as error:
            if unreadable is not None:
                unreadable.append(f"{prefix or '.'}: {error.strerror or error}")  # secrets: alone would be masked
        # A conf.d beside a postgresql.conf holds parts of it: they are read where that file includes them.
        main = any(kind_ == "postgresql.conf" for _, kind_ in here)
        folders += [(prefix + name + "/", fragments or (main and name.endswith(".d"))) for name in below]
        found += [file for file in here if not (fragments and file[1] == "postgresql.conf")]
    found.sort()
    return found


def in_example_folder(path: str) -> bool:
    """Whether a path relative to the root lies in a folder of tests, examples or other people's code."""
    return any(part in EXAMPLES for part in path.lower().split("/")[:-1])


def select(paths: Sequence[str]) -> Selected:
    """The root that the first path belongs to, and what is named below it. Raises PathError."""
    full = [os.path.abspath(path) for path in paths or (".",)]
    for path, given in zip(full, paths, strict=False):
        if not os.path.lexists(path):
            raise PathError(f"{given}: no such file or folder")
    root = find_root(full)
    named: set[str] = set()
    for path in full:
        relative = below(path, root)
        if relative is None:
            raise PathError(f"{path} lies outside of the project {root}; check it in a run of its own")
        named.add(relative + "/" if os.path.isdir(path) else relative)
    return Selected(root, None if "/" in named else frozenset(named))


def is_named(path: str, named: frozenset[str] | None) -> bool:
    """Whether a path relative to the root was named, itself or by a folder above it."""
    if named is None or path in named:
        return True
    at = path.find("/")
    while at != -1:
        if path[: at + 1] in named:
            return True
        at = path.find("/", at + 1)
    return False


def find_root(paths: Sequence[str]) -> str:
    """The nearest folder upwards from the first of some absolute paths with a mark of a project's root.

    Without one: the working directory where all paths lie below it, else their common folder.
    """
    first = paths[0] if os.path.isdir(paths[0]) else os.path.dirname(paths[0])
    folder = first
    while True:
        if config_file(folder) or os.path.exists(os.path.join(folder, ".git")):
            return folder
        parent = os.path.dirname(folder)
        if parent == folder:
            break
        folder = parent
    cwd = os.getcwd()
    # Nobody's project is the whole machine or a whole home.
    if cwd not in (os.path.abspath(os.sep), os.path.expanduser("~")) and all(below(p, cwd) is not None for p in paths):
        return cwd
    return os.path.commonpath([p if os.path.isdir(p) else os.path.dirname(p) for p in paths])


def config_file(folder: str) -> str | None:
    """The name of the folder's configuration: pglint.toml, or pyproject.toml if it has a [tool.pglint]."""
    if os.path.isfile(os.path.join(folder, "pglint.toml")):
        return "pglint.toml"
    try:
        with open(os.path.join(folder, "pyproject.toml"), "rb") as file:
            found = any(line.lstrip(b" \t[").startswith(b"tool.pglint") for line in file)
    except OSError:
        return None
    return "pyproject.toml" if found else None


def below(path: str, root: str) -> str | None:
    """An absolute path as seen from the root, with ``/``; '' is the root itself; None lies outside."""
    if path == root:
        return ""
    start = root if root.endswith(os.sep) else root + os.sep
    return path[len(start) :].replace(os.sep, "/") if path.startswith(start) else None


def shown(root: str) -> Callable[[str], str]:
    """Turns paths relative to the root into what a user can open from the working directory."""
    cwd = os.getcwd()
    if cwd == root:
        return lambda path: path
    related = below(root, cwd) is not None or below(cwd, root) is not None

    @cache
    def show(path: str) -> str:
        full = os.path.join(root, path)
        return (os.path.relpath(full, cwd) if related else full).replace(os.sep, "/")

    return show
