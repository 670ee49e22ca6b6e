"""What a command works on: the project, its files, its configuration, and the rules chosen for it."""

from __future__ import annotations

import os
import sys

from pglint import globs, project
from pglint.cli.usage import UsageError
from pglint.config import Config, load
from pglint.findings.selection import Selection, nearest
from pglint.record import TYPE_CHECKING, NamedTuple
from pglint.tree import Disk, Unreadable, decode

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

    from pglint.cli.parser import Arguments

STDIN = "-"
BASELINE = ".pglint-baseline.json"


class Scope(NamedTuple):
    """A project as the arguments and its configuration say. ``files`` are (path, kind) relative to ``root``."""

    root: str
    tree: Disk
    config: Config
    files: list[tuple[str, str]]
    named: frozenset[str] | None
    unreadable: tuple[str, ...]


def scope(
    paths: tuple[str, ...],
    config: str | None = None,
    stdin_filename: str | None = None,
    var_files: tuple[str, ...] = (),
) -> Scope:
    """The project around the paths. Raises UsageError, ConfigError, PathError."""
    overlay: dict[str, str] = {}
    if paths == (STDIN,) and stdin_filename:
        root, name, text = _stdin(stdin_filename)
        overlay[name] = text
        named: frozenset[str] | None = frozenset((name,))
    else:
        root, named = project.select(paths)
    tree = Disk(root, overlay)
    settings = configuration(root, tree, config)
    if var_files:
        settings = with_var_files(settings, root, var_files)
    if settings.exclude:
        tree.hidden = globs.matcher(settings.exclude)
    unreadable: list[str] = []
    files = project.walk(root, settings.exclude, unreadable)
    for name in overlay:
        kind = project.kind(name)
        if kind and (name, kind) not in files:
            files = sorted([*files, (name, kind)])
    return Scope(root, tree, settings, files, named, tuple(unreadable))


def _stdin(name: str) -> tuple[str, str, str]:
    """The root, the name relative to it, and the text of standard input. The file itself need not exist."""
    full = os.path.abspath(name)
    root = project.find_root([os.path.dirname(full) if os.path.isdir(os.path.dirname(full)) else os.getcwd()])
    relative = project.below(full, root)
    if not relative:
        raise UsageError(f"--stdin-filename {name}: names no file of the project {root}")
    try:
        return root, relative, decode(sys.stdin.buffer.read())
    except Unreadable as error:
        raise UsageError(f"standard input: {error}") from None


def with_var_files(config: Config, root: str, paths: tuple[str, ...]) -> Config:
    """The configuration with variable files of the command line after its own. Raises UsageError."""
    from pglint.config import TerraformDecl
    from pglint.source import Source, first_line

    found = []
    for path in paths:
        relative = project.below(os.path.abspath(path), root)
        if not relative or not os.path.isfile(path):
            why = "no such file" if not os.path.isfile(path) else f"lies outside of the project {root}"
            raise UsageError(f"--var-file {path}: {why}")
        found.append(relative)
    declared = config.terraform or TerraformDecl(first_line(config.source or Source("", "")))
    return config._replace(terraform=declared._replace(var_files=(*declared.var_files, *found)))


def configuration(root: str, tree: Disk, path: str | None = None) -> Config:
    """The configuration in ``path`` (as the command line names it) or of the root; folders in it become absolute."""
    name = path if path is not None else project.config_file(root)
    if name is None:
        return Config()
    if path is not None:
        relative = project.below(os.path.abspath(path), root)
        tree, name = (tree, relative) if relative else (Disk(""), os.path.abspath(path))
    try:
        source = tree.source(name)
    except Unreadable as error:
        raise UsageError(f"{path or name}: {error}") from None
    if source is None:
        raise UsageError(f"--config {path}: no such file")
    config = load(source)
    return config._replace(custom_rules=tuple(os.path.join(root, folder) for folder in config.custom_rules))


def selection(
    config: Config, select: tuple[str, ...] | None, ignore: tuple[str, ...] | None, profile: str | None
) -> Selection:
    """The choice of rules. ``--select`` replaces what the configuration selects and ignores, ``--ignore`` adds."""
    return Selection(
        config.select if select is None else select,
        (() if select is not None else config.ignore) + (ignore or ()),
        profile or config.profile,
        config.severity,
        config.per_file_ignores,
    )


def chosen(scope: Scope, arguments: Arguments) -> Selection:
    """The choice of rules, and what may hide their findings. Raises UsageError or ConfigError for a lost baseline."""
    found = selection(scope.config, arguments.select, arguments.ignore, arguments.profile)
    if not arguments.ignores:
        return found._replace(ignores=False)
    return found._replace(baseline=baseline(scope, arguments.baseline)) if arguments.known else found


def baseline(scope: Scope, given: str | None, *, new: bool = False) -> str | None:
    """The path of the baseline relative to the root: as ``given``, as configured, or where it is by default.

    One that is named has to be there, unless it is a ``new`` one. Raises UsageError, ConfigError.
    """
    config = scope.config
    if given is not None:
        path = project.below(os.path.abspath(given), scope.root)
        if not path:
            raise UsageError(f"--baseline {given}: lies outside of the project {scope.root}")
        if not new and not os.path.isfile(given):
            raise UsageError(f"--baseline {given}: no such file (pglint baseline --baseline {given} writes it)")
        return path
    if config.baseline is None:
        return BASELINE
    if not new and not os.path.isfile(os.path.join(scope.root, config.baseline)):
        raise config.error(f"baseline: there is no {config.baseline} (pglint baseline writes it)", "baseline")
    return config.baseline


def reject_unknown(config: Config, known: Collection[str], given: Mapping[str, tuple[str, ...]]) -> None:
    """Raises UsageError or ConfigError for a code that no rule has. ``given`` is --select and --ignore."""
    for (option, *_), code in Selection(given["select"], given["ignore"]).unknown_codes(known):
        raise UsageError(f"--{option}: {_unknown(code, known)}")
    for path, code in selection(config, None, None, None).unknown_codes(known):
        raise config.error(f"{path[0]}: {_unknown(code, known)}", *path)


def _unknown(code: str, known: Collection[str]) -> str:
    close = nearest(code, known)
    return f"unknown code {code}" + (f", did you mean {close}?" if close else " (pglint rules lists them)")
