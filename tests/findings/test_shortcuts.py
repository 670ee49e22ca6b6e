"""Words that are not asked again in another version, because they cannot differ there: with and without that shortcut
every example of every rule, and every real file, must come out the same."""

import os
from pathlib import Path

import pytest

from pglint.check import run
from pglint.config import Config, load
from pglint.findings import worlds
from pglint.findings.finding import Outcome
from pglint.findings.selection import Selection
from pglint.project import kind
from pglint.rulebook.compile import parse
from pglint.rulebook.load import our_folder, rule_files, rules
from pglint.rulebook.words import pooler, roles, server, table
from pglint.source import Source
from pglint.tree import Memory
from tests.corpus import collection

BOOK = rules(use_cache=False)
TREES = {
    f"{raw['code']}: {example['name']}": example["files"]
    for path in rule_files(our_folder())
    for raw in [parse(path, Path(path).read_text(encoding="utf-8"))]
    for example in raw["examples"]
}

POOLER = "[databases]\na = host=db user=x {entry}\nb = host=db user=x\n[pgbouncer]\npool_mode = transaction\n{settings}\n"
DECLARED = '[[stack]]\nname = "s"\ninclude = ["**"]\nserver = { memory = "3GB" }\n'


def stack(most: int, entry: str = "", settings: str = "") -> dict[str, str]:
    conf = f"max_connections = {most}\n"
    return {"postgresql.conf": conf, "pgbouncer.ini": POOLER.format(entry=entry, settings=settings)}


BY_VERSION = {
    # one limit for both entries from 1.23 on, one for each before
    "CAP001, forced users": stack(60, "pool_size=30", "default_pool_size = 30\nmax_user_connections = 35"),
    # no limit from 1.24 on, one connection before
    "CAP001, no size": stack(60, "pool_size=0", "max_client_conn = 200"),
    # the default of shared_buffers is 8 MB up to 14, 128 MB from 15 on
    "MEM001, shared_buffers": {"postgresql.conf": "work_mem = 16MB\nmax_connections = 141\n", "pglint.toml": DECLARED},
}


def told(files: dict[str, str]) -> tuple[list[object], list[object]]:
    """Everything that all rules say of some files, in words."""
    config = load(Source("pglint.toml", files["pglint.toml"])) if "pglint.toml" in files else Config()
    paths = [(path, found) for path in sorted(files) if (found := kind(path)) and found != "pglint.toml"]
    outcome: Outcome = run(Memory(dict(files)), paths, config, Selection(select=("ALL",)), BOOK)
    assert outcome.internal == ()
    findings = [(each.code, each.severity, each.span.path, each.span.start, each.message) for each in outcome.findings]
    return sorted(findings), sorted((each.code, each.span.path, each.span.start) for each in outcome.unknown)


def without_shortcuts(monkeypatch: pytest.MonkeyPatch) -> None:
    certain, vary = worlds.Words.certain, worlds.Words._varies_along

    def asked_everywhere(self, *arguments):
        self.subject = self.subject._replace(steady=False)
        return (certain if len(arguments) == 1 else vary)(self, *arguments)

    plain = {name: word._replace(same=None) for name, word in table().items()}
    monkeypatch.setattr(worlds.Words, "certain", asked_everywhere)
    monkeypatch.setattr(worlds.Words, "_varies_along", asked_everywhere)
    monkeypatch.setattr("pglint.check.late", lambda: plain)


@pytest.mark.parametrize("files", [pytest.param(files, id=name) for name, files in {**TREES, **BY_VERSION}.items()])
def test_examples_come_out_the_same(files, monkeypatch):
    fast = told(files)
    without_shortcuts(monkeypatch)
    assert told(files) == fast


@pytest.mark.parametrize("name", BY_VERSION)
def test_what_differs_between_versions_is_not_decided(name):
    code = name.partition(",")[0]
    findings, unknown = told(BY_VERSION[name])
    assert code not in {found for found, *_ in findings}
    assert code in {found for found, *_ in unknown}


@pytest.mark.skipif(not collection.manifest(), reason="the collection of real files is not at hand")
def test_real_files_come_out_the_same(monkeypatch):
    texts = []
    for folder in collection.KINDS:
        base = Path(collection.ROOT, folder)
        texts += [(name, (base / name).read_text("utf-8", "surrogateescape")) for name in sorted(os.listdir(base))]
    trees = [{name: text} for name, text in texts if kind(name)]
    # each pooler in front of a server that is known
    conf = {"postgresql.conf": "max_connections = 100\nwork_mem = 8MB\n"}
    trees += [{**tree, **conf} for tree in trees if kind(next(iter(tree))) == "pgbouncer.ini"]
    fast = [told(tree) for tree in trees]
    without_shortcuts(monkeypatch)
    assert [told(tree) for tree in trees] == fast


def test_the_tables_of_words_name_words():
    names = {name.partition(".")[2] for name in table()}
    assert names >= server.DEAR | set(server.SAME) | pooler.DEAR | set(pooler.DEFAULT_CHANGED)
    assert names >= roles.DEAR | set(roles.SAME)


def test_no_word_is_defined_twice():
    from pglint.rulebook.words import apps, problems, proxies, statements

    modules = (server, pooler, roles, apps, proxies, statements, problems)
    names = [word.name for module in modules for word in module.words()]
    assert len(names) == len(set(names)) == len(table())
