"""postgresql.conf with everything it includes, in the order in which the server applies it.

ParseConfigFile and ParseConfigDirectory in src/backend/utils/misc/guc-file.l; cases of real servers:
tests/data/conf_file_cases.json.
"""

from __future__ import annotations

from pglint.facts import Fault, Include, Setting
from pglint.formats.postgresql_conf import is_template, read
from pglint.record import TYPE_CHECKING, NamedTuple
from pglint.source import Source, first_line
from pglint.tree import Unreadable, folder, join
from pglint.values import Unknown

if TYPE_CHECKING:
    from pglint.facts import Item
    from pglint.source import Span
    from pglint.tree import Tree

AUTO = "postgresql.auto.conf"
_MAX_DEPTH = 10
_MAX_FILES = 1000


class ConfChain(NamedTuple):
    """What the server reads at start.

    ``settings`` stand in effective order: the last of a name wins. The last ``overrides`` of them come from the
    command line. ``faults`` are those of reading. ``unread`` tells before which index of ``settings`` an include
    stands that could not be followed, and why. ``template``: some file of the chain has branches. ``replayed`` are the
    indexes of those that SQL sets, which are judged where their statements are; ALTER ROLE ALL SET, which wins over
    everything, is among the ``overrides``.
    """

    main: Source
    settings: tuple[Setting, ...]
    faults: tuple[Fault, ...]
    unread: tuple[tuple[int, Unknown], ...]
    files: tuple[str, ...]
    template: bool
    overrides: int = 0
    place: Span | None = None
    replayed: frozenset[int] = frozenset()

    @property
    def home(self) -> Span:
        """Where a setting that is missing would stand: ``place``, else the first line of the main file."""
        return self.place or first_line(self.main)

    def with_sql(self, system: tuple[Setting, ...], everyone: tuple[Setting, ...]) -> ConfChain:
        """The chain with what ALTER SYSTEM and ALTER ROLE ALL set: below the command line, and above everything."""
        files = len(self.settings) - self.overrides
        settings = (*self.settings[:files], *system, *self.settings[files:], *everyone)
        above = range(len(settings) - len(everyone), len(settings))
        replayed = frozenset((*range(files, files + len(system)), *above))
        return self._replace(settings=settings, overrides=self.overrides + len(everyone), replayed=replayed)


def follow(tree: Tree, main: str, command_line: tuple[Setting, ...] = ()) -> ConfChain:
    """The chain that starts at the file ``main``: its includes in place, postgresql.auto.conf, the command line."""
    walk = _Walk(tree)
    source = walk.start(main)
    beside = join(folder(main), AUTO)
    if source is not None and beside is not None and beside != main:
        walk.start(beside)
    return ConfChain(
        main=source or Source(main, ""),
        settings=(*walk.settings, *command_line),
        faults=tuple(walk.faults),
        unread=tuple(walk.unread),
        files=tuple(walk.items),
        template=any(walk.templates.values()),
        overrides=len(command_line),
    )


class _Walk:
    """What has been read so far; each file is lexed once, however often it is included."""

    def __init__(self, tree: Tree) -> None:
        self.tree = tree
        self.settings: list[Setting] = []
        self.faults: list[Fault] = []
        self.unread: list[tuple[int, Unknown]] = []
        self.items: dict[str, list[Item]] = {}
        self.templates: dict[str, bool] = {}
        self.expanded = 0

    def start(self, path: str) -> Source | None:
        """Reads a file that nothing includes; None where there is none that can be read."""
        found = self.open(path)
        if isinstance(found, str):
            self.fault(Fault("unparsed-file", found, first_line(Source(path, "")), value=path))
        elif found is not None:
            self.file(found, ())
        return found if isinstance(found, Source) else None

    def open(self, path: str) -> Source | str | None:
        """The file, None where there is none, or why it cannot be read."""
        try:
            return self.tree.source(path)
        except Unreadable as error:
            return str(error)

    def fault(self, fault: Fault) -> None:
        # a file that is included twice says the same twice
        if fault not in self.faults:
            self.faults.append(fault)

    def file(self, source: Source, above: tuple[str, ...]) -> None:
        """Everything that one file brings, in its order; ``above`` are the files that include it."""
        self.expanded += 1
        again = source.path in self.items
        if not again:
            self.items[source.path] = read(source)
            self.templates[source.path] = is_template(source)
        for item in self.items[source.path]:
            if isinstance(item, Setting):
                self.settings.append(item)
            elif isinstance(item, Include):
                self.include(item, source, above)
            elif isinstance(item, Fault) and not again:
                self.faults.append(item)

    def include(self, include: Include, source: Source, above: tuple[str, ...]) -> None:
        target = include.target
        if isinstance(target, Unknown):
            self.skip(target)
            return
        kind = "directory" if include.directive == "include_dir" else "file"
        if not target.strip(" \t\r\n"):
            self.problem(include, f'empty configuration {kind} name: "{target}"')
            return
        path = join(folder(source.path), target)
        if path is None:
            self.skip(Unknown(f'"{target}" lies outside the files that are checked', include.span))
        elif kind == "directory":
            self.directory(include, path, source, above)
        else:
            self.single(include, path, source, above)

    def single(self, include: Include, path: str, source: Source, above: tuple[str, ...]) -> None:
        """One included file, with the server's own checks in the server's own order."""
        ancestors = (*above, source.path)
        if len(ancestors) > _MAX_DEPTH or (path in above and path != source.path):
            # a cycle of several files always ends at the depth limit
            self.problem(include, f'could not open configuration file "{path}": maximum nesting depth exceeded')
        elif path == source.path:
            self.problem(include, f'configuration file recursion in "{path}"')
        elif self.expanded >= _MAX_FILES:
            self.skip(Unknown(f"more than {_MAX_FILES} includes are not followed", include.span))
        elif self.tree.is_folder(path):
            self.problem(include, f'input in flex scanner failed at file "{path}" line 1')
        else:
            self.existing(include, path, ancestors)

    def existing(self, include: Include, path: str, ancestors: tuple[str, ...]) -> None:
        found = self.open(path)
        if isinstance(found, Source):
            self.file(found, ancestors)
        elif found is not None:
            self.fault(Fault("unparsed-file", f'"{path}": {found}', include.span, include.directive, path))
            self.skip(Unknown(f'"{path}" cannot be read', include.span))
        elif include.directive == "include_if_exists":
            self.skip(Unknown(f'"{path}" is not among the files, and is read where it exists', include.span))
        else:
            self.problem(include, f'could not open configuration file "{path}": No such file or directory')
            self.skip(Unknown(f'"{path}" is not among the files', include.span))

    def directory(self, include: Include, path: str, source: Source, above: tuple[str, ...]) -> None:
        """The files of a folder that end in .conf and do not start with a point, in byte order."""
        names = self.tree.names(path)
        if names is None:
            if self.open(path) is not None:
                self.problem(include, f'could not open configuration directory "{path}": Not a directory')
            else:
                # git keeps no empty folder, and packages create conf.d: no proof that the server would miss it
                self.skip(Unknown(f'the folder "{path}" is not among the files', include.span))
            return
        for name in names:
            if len(name) > 5 and name.endswith(".conf") and not name.startswith("."):
                self.single(include, f"{path}/{name}" if path else name, source, above)

    def problem(self, include: Include, text: str) -> None:
        target = include.target if isinstance(include.target, str) else ""
        self.fault(Fault("include-problem", text, include.span, name=include.directive, value=target))

    def skip(self, why: Unknown) -> None:
        self.unread.append((len(self.settings), why))
