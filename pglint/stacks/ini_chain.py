"""A pgbouncer.ini with its %include files in place, and the auth_file it names.

A relative path is looked up beside the main file: the program uses its working directory, which no file tells.
"""

from __future__ import annotations

from pglint.catalog import pgbouncer as catalog
from pglint.facts import Fault, Section, Setting
from pglint.formats import pgbouncer_ini
from pglint.formats.placeholders import BRANCHES, MASK, mask
from pglint.record import TYPE_CHECKING, NamedTuple
from pglint.source import Span, first_line
from pglint.tree import Unreadable, folder, join
from pglint.values import Unknown

if TYPE_CHECKING:
    from pglint.facts import AuthUser, Entry, Include
    from pglint.source import Source
    from pglint.tree import Tree

DEEPEST_INCLUDE = 10
"""Source: MAX_INCLUDE in lib/usual/cfparser.c."""


class IniChain(NamedTuple):
    """The lines of a main file and its includes in the order in which PgBouncer meets them.

    A setting's ``section`` is the one that is open there, by its proper name where the header is only misspelt in case
    or blanks. ``unread`` holds what may stand between the items and is not known, each with the number of items before
    it. ``template``: some file has branches, so nothing can be said of how its lines stand together. ``auth_users`` is
    empty where no auth_file is set. A managed pooler has no file of its own: ``items`` then holds entries that are read
    already, ``place`` is what states it, and ``platform`` (catalog/platforms) has other defaults.
    """

    main: Source
    items: tuple[Setting | Section | Entry, ...]
    faults: tuple[Fault, ...]
    unread: tuple[tuple[int, Unknown], ...]
    files: tuple[str, ...]
    template: bool
    auth_users: tuple[AuthUser, ...] | Unknown
    auth_path: str
    place: Span | None = None
    platform: str = ""

    @property
    def home(self) -> Span:
        """Where a setting that is missing would stand: ``place``, else the first line of the main file."""
        return self.place or first_line(self.main)


def follow(tree: Tree, main: str) -> IniChain:
    """Read a main file and what it includes. Raises Unreadable where the main file is not there or is no text."""
    source = tree.source(main)
    if source is None:
        raise Unreadable(f'there is no file "{main}"')
    walk = _Walk(tree, source)
    walk.file(source, ())
    users, path = walk.users()
    return IniChain(
        source,
        tuple(walk.items),
        tuple(walk.faults),
        tuple(walk.unread),
        tuple(walk.files),
        walk.template,
        users,
        path,
    )


class _Walk:
    """One expansion: what was read so far, and the section that is open."""

    def __init__(self, tree: Tree, main: Source) -> None:
        self.tree = tree
        self.home = folder(main.path)
        self.items: list[Setting | Section] = []
        self.faults: list[Fault] = []
        self.unread: list[tuple[int, Unknown]] = []
        self.files: list[str] = []
        self.template = False
        self.section = ""

    def file(self, source: Source, above: tuple[str, ...]) -> None:
        self.template = self.template or pgbouncer_ini.is_template(source)
        self.files.append(source.path)
        for item in pgbouncer_ini.read(source):
            if isinstance(item, Setting):
                name, value, span, name_span, value_span, quoted, _, _ = item
                self.items.append(Setting(name, value, span, name_span, value_span, quoted, self.section))
            elif isinstance(item, Section):
                self.section = catalog.section_named(item.name) or item.name
                if MASK in mask(item.name):
                    self.unknown(f'"{item.name}" is filled in by a template', item.span)
                self.items.append(item)
            elif isinstance(item, Fault):
                self.faults.append(item)
            else:
                self.include(item, (*above, source.path))

    def include(self, include: Include, above: tuple[str, ...]) -> None:
        target = include.target
        if isinstance(target, Unknown):
            return self.unknown(target.reason, target.span or include.span)
        path = self.resolve(target) if target else None
        if target.startswith("/") or (target and path is None):
            return self.unknown(f'"{target}" lies outside the tree', include.span)
        if path in above or len(above) > DEEPEST_INCLUDE:
            text = "include nesting level too deep"
            return self.problem(include, f"{text}: {target} includes itself" if path in above else text)
        try:
            source = self.tree.source(path) if path else None
        except Unreadable as error:
            return self.problem(include, f'could not load file "{target}": {error}')
        if source is not None:
            return self.file(source, above)
        if path and self.tree.is_folder(path):
            return self.unknown(f'"{target}" is a folder', include.span)
        return self.missing(include, target)

    def resolve(self, target: str) -> str | None:
        """A relative path beside the main file; with a folder in it, else seen from a folder above.

        PgBouncer looks in its working directory, which no file tells: often it is the root of the repository.
        """
        beside = join(self.home, target)
        if "/" not in target or beside is None:
            return beside
        above = self.home
        path: str | None = beside
        while path is None or not self.there(path):
            if not above:
                return beside
            above = folder(above)
            path = join(above, target)
        return path

    def there(self, path: str) -> bool:
        try:
            return self.tree.source(path) is not None
        except Unreadable:
            return True

    def missing(self, include: Include, target: str) -> None:
        comment = next((i for i in range(1, len(target)) if target[i] in ";#" and target[i - 1] in " \t"), None)
        if comment is None:
            return self.problem(include, f'could not load file "{target}": no such file')
        text = f'the file name runs to the end of the line: could not load file "{target}"'
        span = include.span
        start = span.end - len(target) + comment
        place = Span(span.source, start, span.end)
        instead = target[:comment].rstrip()
        self.faults.append(Fault("value-swallows-comment", text, place, "%include", target, instead, "refused"))
        self.unknown(f'"{target}" is not there', span)

    def problem(self, include: Include, text: str) -> None:
        target = include.target if isinstance(include.target, str) else ""
        self.faults.append(Fault("include-problem", text, include.span, "%include", target, effect="refused"))
        self.unknown(text, include.span)

    def unknown(self, reason: str, span: Span) -> None:
        self.unread.append((len(self.items), Unknown(reason, span)))

    def users(self) -> tuple[tuple[AuthUser, ...] | Unknown, str]:
        """The users of the auth_file that is in force, and its path in the tree ('' where it is not there)."""
        at, setting = -1, None
        for index, item in enumerate(self.items):
            if isinstance(item, Setting) and item.section == "pgbouncer" and item.name == "auth_file":
                at, setting = index, item
        for index, unknown in self.unread:
            if index > at:
                return Unknown(f"{unknown.reason}, and may set auth_file", unknown.span), ""
        if setting is None:
            return (Unknown(BRANCHES) if self.template else ()), ""
        if isinstance(setting.value, Unknown):
            return setting.value, ""
        return self.auth_file(setting.value, setting.value_span) if setting.value else ((), "")

    def auth_file(self, name: str, span: Span) -> tuple[tuple[AuthUser, ...] | Unknown, str]:
        path = join(self.home, name.rpartition("/")[2] if name.startswith("/") else name)
        try:
            source = self.tree.source(path) if path else None
        except Unreadable as error:
            return Unknown(f'auth_file "{name}": {error}', span), path or ""
        if path is None or source is None:
            return Unknown(f'auth_file "{name}" is not in the tree', span), ""
        if pgbouncer_ini.is_template(source):
            return Unknown(f'auth_file "{name}" is a template', span), path
        from pglint.formats import auth_file

        users, faults = auth_file.read(source)
        self.faults += faults
        return tuple(users), path
