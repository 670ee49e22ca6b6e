"""``--show-files`` and ``--show-settings``: what a run would go by, printed instead of it."""

from __future__ import annotations

from pglint.check import IGNORABLE
from pglint.cli.main import CLEAN
from pglint.cli.output import emit
from pglint.record import TYPE_CHECKING
from pglint.report.printable import plain

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pglint.cli.parser import Arguments
    from pglint.cli.scope import Scope
    from pglint.config import Config
    from pglint.rulebook.rule import Rulebook

ROW = 7
"""Codes on a line."""
INCLUDED = "included"
"""What a file is called that is read since another one names it."""
Line = tuple[str, str, str]
"""A setting, its value as TOML, and where that comes from."""


def run(arguments: Arguments) -> int:
    """Print what is asked for. Raises UsageError, ConfigError, PathError."""
    from pglint.cli import scope as scopes

    scope = scopes.scope(arguments.words, arguments.config, arguments.stdin_filename, arguments.var_files)
    parts = []
    if arguments.show_settings:
        parts.append(_table(list(_settings(scope, arguments))) + _active(scope.config, arguments))
    if arguments.show_files:
        parts.append(_files(scope, arguments))
    emit("\n".join(parts), None if arguments.output == "-" else arguments.output)
    return CLEAN


def _files(scope: Scope, arguments: Arguments) -> str:
    """All files that are read, with their kinds. What a file includes is only known once it was read."""
    from pglint.cli import scope as scopes
    from pglint.cli.check import judge
    from pglint.content import mark
    from pglint.findings.selection import ALL, Selection
    from pglint.project import shown
    from pglint.questions import TEXT, Questions

    questions = scope.tree.noted = Questions()
    judge(scope._replace(named=None), Selection(ignore=(ALL,)), arguments._replace(cache=False))
    there = {path for path, answer in questions.asked[TEXT].items() if answer != mark(None)}
    kinds = {**dict.fromkeys(there, INCLUDED), **dict(scope.files)}
    baseline = scopes.chosen(scope, arguments).baseline
    if baseline is not None and scope.tree.source(baseline) is not None:
        kinds[baseline] = "baseline"
    path = shown(scope.root)
    wide = max((len(kind) for kind in kinds.values()), default=0)
    return "".join(f"{kind:<{wide}}  {plain(path(file))}\n" for file, kind in sorted(kinds.items()))


def _table(lines: list[Line]) -> str:
    wide = min(60, max(len(f"{name} = {value}") for name, value, _ in lines))
    return "".join(f"{f'{name} = {value}':<{wide}}  # {origin}\n" for name, value, origin in lines)


def _settings(scope: Scope, arguments: Arguments) -> Iterator[Line]:
    """Every setting: of the command line, else of the configuration, else the default."""
    from pglint.rulebook.load import rules

    config = scope.config
    book = rules(config.custom_rules, use_cache=arguments.cache)
    yield "root", _toml(scope.root), "the nearest folder upwards with pglint.toml, [tool.pglint] or .git"
    yield from _versions(config, arguments)
    given = {"fail-on": arguments.fail_on, "profile": arguments.profile}
    for name, value in (("fail-on", config.fail_on), ("profile", config.profile)):
        said = given[name]
        yield (name, _toml(said), f"--{name}") if said else (name, _toml(value), _origin(config, name))
    yield from _chosen(config, arguments)
    yield "custom-rules", _toml(config.custom_rules), _origin(config, "custom-rules")
    yield "exclude", _toml(config.exclude), _origin(config, "exclude")
    yield from _hidden(scope, arguments)
    yield from _options(config, book)
    yield from _declared(config)
    if arguments.var_files and config.terraform:
        yield "terraform.var-files", _toml(config.terraform.var_files), "with --var-file"
    yield "cache", _toml(arguments.cache), "default" if arguments.cache else "--no-cache"


def _versions(config: Config, arguments: Arguments) -> Iterator[Line]:
    for name, cell in (("postgres-version", config.postgres_version), ("pgbouncer-version", config.pgbouncer_version)):
        if name == "postgres-version" and arguments.postgres_version is not None:
            yield name, _toml(arguments.postgres_version), "--postgres-version"
        elif cell is not None:
            yield name, plain(cell.span.text if cell.span else str(cell.value)), _origin(config, name)
        else:
            yield name, '"any"', "default: what holds for all of them"


def _chosen(config: Config, arguments: Arguments) -> Iterator[Line]:
    """``--select`` replaces what the configuration selects and ignores, ``--ignore`` adds."""
    if arguments.select is not None:
        yield "select", _toml(arguments.select), "--select"
    else:
        yield "select", _toml(config.select or ("DEFAULT",)), _origin(config, "select")
    kept = () if arguments.select is not None else config.ignore
    origin = "--select replaces it" if arguments.select is not None else _origin(config, "ignore")
    if arguments.ignore:
        origin = f"{origin}, --ignore" if kept else "--ignore"
    yield "ignore", _toml((*kept, *(arguments.ignore or ()))), origin


def _hidden(scope: Scope, arguments: Arguments) -> Iterator[Line]:
    """Whether findings may be hidden, and the baseline that hides those that are known."""
    from pglint.cli import scope as scopes

    origin = "default: comments and baseline count" if arguments.ignores else "--no-ignores"
    yield "ignores", _toml(arguments.ignores), origin
    if not (arguments.ignores and arguments.known):
        yield "baseline", '""', "--no-baseline" if arguments.ignores else "--no-ignores"
        return
    path = scopes.baseline(scope, arguments.baseline)
    origin = "--baseline" if arguments.baseline is not None else _origin(scope.config, "baseline")
    there = scope.tree.source(path or "") is not None
    yield "baseline", _toml(path or ""), origin if there else f"{origin}, and there is none"


def _options(config: Config, book: Rulebook) -> Iterator[Line]:
    """The options of rules; ``ignorable`` only where it is given, or false."""
    for rule in book.rules:
        ignorable = config.rules.get(rule.code, {}).get(IGNORABLE)
        if ignorable is not None or not rule.ignorable:
            value = rule.ignorable if ignorable is None else ignorable.value
            origin = "the rule's own" if ignorable is None else _origin(config, "rules", rule.code, IGNORABLE)
            yield f"rules.{rule.code}.{IGNORABLE}", _toml(value), origin
        for name, default in rule.options.items():
            given = config.rules.get(rule.code, {}).get(name)
            value = default if given is None else given.value
            origin = "default" if given is None else _origin(config, "rules", rule.code, name)
            yield f"rules.{rule.code}.{name}", _toml(value), origin


def _declared(config: Config) -> Iterator[Line]:
    """What has no default, as it is written."""
    for path, span in config.places.written() if config.places else ():
        if path[0] in ("stack", "migrations", "terraform", "severity", "per-file-ignores"):
            name = "".join(f"[{part}]" if isinstance(part, int) else f".{_key(part)}" for part in path)[1:]
            yield name, plain(span.text), f"{plain(span.path)}:{span.line}"


def _active(config: Config, arguments: Arguments) -> str:
    """The rules that run, a family a line or more."""
    from pglint.cli.scope import selection
    from pglint.rulebook.load import rules

    book = rules(config.custom_rules, use_cache=arguments.cache)
    chosen = selection(config, arguments.select, arguments.ignore, arguments.profile)
    families: dict[str, list[str]] = {}
    for rule in book.rules:
        if chosen.active(rule):
            families.setdefault(rule.family, []).append(f'"{rule.code}",')
    rows = [codes[at : at + ROW] for codes in families.values() for at in range(0, len(codes), ROW)]
    active = sum(map(len, families.values()))
    head = f"rules = [  # {active} of {len(book.rules)}, as select, ignore and profile choose them\n"
    return head + "".join(f"  {' '.join(row)}\n" for row in rows) + "]\n"


def _origin(config: Config, *path: str) -> str:
    span = config.place(*path)
    return f"{plain(span.path)}:{span.line}" if span else "default"


def _key(part: str) -> str:
    return plain(part) if part.replace("-", "").replace("_", "").isalnum() else f'"{plain(part)}"'


def _toml(value: object) -> str:
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, tuple | list):
        return f"[{', '.join(map(_toml, value))}]"
    return str(value) if isinstance(value, int) else f'"{plain(str(value))}"'
