"""``pglint rules``: the list of rules; ``pglint rules test DIR``: the examples of rule files, tried."""

from __future__ import annotations

import os

from pglint.cli import scope as scopes
from pglint.cli.main import CLEAN, FOUND
from pglint.cli.output import emit
from pglint.cli.parser import Arguments
from pglint.cli.proof import proof
from pglint.cli.usage import UsageError
from pglint.config import Config
from pglint.project import below, select
from pglint.record import TYPE_CHECKING
from pglint.report.printable import visible_lines
from pglint.rulebook import load
from pglint.rulebook.rule import Rule

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from typing import Any


def run(arguments: Arguments) -> int:
    if arguments.words:
        return _try(arguments.words[1] if len(arguments.words) > 1 else "", arguments.cache)
    config = here(arguments.config)
    rules = load.rules(config.custom_rules, use_cache=arguments.cache).rules
    if arguments.format == "json":
        emit(as_json(rules, texts(config)))
    else:
        emit(visible_lines("".join(f"{line}\n" for line in _table(rules))))
    return CLEAN


def here(path: str | None) -> Config:
    """The configuration of the project around the working directory: its own rules are rules too."""
    from pglint.tree import Disk

    root = select(()).root
    return scopes.configuration(root, Disk(root), path)


def texts(config: Config) -> dict[str, Mapping[str, Any]]:
    """Each rule's file as it was written, by code."""
    return {code: load.read(path) for code, path in load.texts(config.custom_rules).items()}


def as_json(rules: Iterable[Rule], raws: Mapping[str, Mapping[str, Any]]) -> str:
    """``[{"code", "name", "family", "severity", "strict", "summary", "fixable", "proof": {"status", "detail"}}]``."""
    from pglint.report.json import lines

    return (
        lines(
            {
                "code": rule.code,
                "name": rule.name,
                "family": rule.family,
                "severity": rule.severity,
                "strict": rule.strict,
                "summary": rule.summary,
                "fixable": rule.fixable,
                "proof": proof(raws.get(rule.code, {})),
            }
            for rule in rules
        )
        + "\n"
    )


def _table(rules: Iterable[Rule]) -> Iterable[str]:
    rows = [(rule.code, rule.severity + ", strict" * rule.strict, rule.name, rule.summary) for rule in rules]
    wide = [max((len(row[at]) for row in rows), default=0) for at in range(3)]
    for row in rows:
        yield "  ".join([*(f"{cell:<{width}}" for cell, width in zip(row[:3], wide, strict=True)), row[3]])


def _try(folder: str, use_cache: bool) -> int:
    """Every example of the rule files in a folder, each counted; those that fail are told one a line."""
    from pglint.rulebook import examples
    from pglint.rulebook.schema import validate

    ours = os.path.realpath(load.our_folder())
    where = os.path.realpath(folder) if folder else ours
    paths = load.rule_files(where)
    if not paths:
        raise UsageError(f"rules test {folder}: no rule files (*.yaml) there")
    book = load.rules(() if below(where, ours) is not None else (where,), use_cache=use_cache)
    tried, failed = 0, []
    for path in paths:
        raw = load.read(path)
        validate(path, raw)
        rule = book.rule(raw["code"])
        assert rule is not None, path
        for result in examples.run(rule, raw, path, book):
            tried += 1
            if result.got:
                failed.append(f"{result.code}: {result.name}: expected {result.expected}, got {result.got}\n")
    emit(visible_lines("".join(failed)) + f"{tried} examples of {len(paths)} rules tried, {len(failed)} failed\n")
    return FOUND if failed else CLEAN
