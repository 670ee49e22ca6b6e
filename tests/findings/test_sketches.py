"""What a look at a statement tells must be what its words say, and no finding may be lost by it."""

import pytest

from pglint import check
from pglint.config import Config
from pglint.findings import subjects
from pglint.findings.engine import Engine
from pglint.findings.worlds import Words
from pglint.model.build import build
from pglint.project import kind
from pglint.rulebook.load import rules
from pglint.rulebook.words import table
from pglint.stacks.assemble import assemble
from pglint.stacks.units import read
from pglint.tree import Memory

SQL = """\
CREATE TABLE orders (id bigint PRIMARY KEY, state text);
CREATE INDEX ON orders (state);
INSERT INTO orders SELECT 1, 'x';
SET lock_timeout = '2s';
SET search_path = app;
ALTER TABLE customers ADD COLUMN note text;
ALTER TABLE customers ALTER COLUMN name TYPE text;
ALTER TABLE customers ALTER COLUMN id TYPE bigint;
ALTER TABLE customers ADD CONSTRAINT named CHECK (name <> '');
ALTER TABLE customers ADD CONSTRAINT later CHECK (name <> '') NOT VALID;
ALTER TABLE customers ALTER COLUMN name SET NOT NULL;
CREATE INDEX ON customers (name);
CREATE INDEX CONCURRENTLY ON customers (name);
DROP INDEX customers_name;
REINDEX TABLE customers;
VACUUM FULL customers;
CLUSTER customers;
LOCK TABLE customers;
TRUNCATE customers;
UPDATE customers SET name = '';
SELECT pg_sleep(1), pg_terminate_backend(2);
SELECT pg_advisory_lock(1);
LISTEN orders;
PREPARE p AS SELECT 1;
ALTER SYSTEM SET max_connections = 200;
ALTER SYSTEM SET work_mem = '8MB';
SELECT pg_reload_conf();
DO $$ BEGIN PERFORM set_config('lock_timeout', '1s', false); EXECUTE 'DROP TABLE customers'; END $$;
BEGIN;
DROP TABLE customers;
COMMIT;
CREATE TABLE copies (LIKE orders) PARTITION BY LIST (state);
REFRESH MATERIALIZED VIEW CONCURRENTLY totals;
"""
INI = "[databases]\napp = host=db\n[pgbouncer]\npool_mode = transaction\n"
FILES = {
    "db/migrations/V1__all.sql": SQL,
    "db/queries/all.sql": SQL,
    "goose/1_all.sql": f"-- +goose NO TRANSACTION\n-- +goose Up\n{SQL}",
    "docker-entrypoint-initdb.d/1.sql": SQL,
}


def asked(files: dict[str, str]) -> list[subjects.Subject]:
    tree = Memory(files)
    units = read(tree, [(path, found) for path in files if (found := kind(path))])
    stacks, _ = assemble(units, Config())
    models = [(build(stack, tree, Config()), stack.name) for stack in stacks]
    return [each for model, name in models for each in subjects.of(model, name) if each.kind == "statement"]


def test_a_sketch_is_what_the_words_say() -> None:
    found = asked({**FILES, "pgbouncer.ini": INI})
    assert len(found) > 100
    for subject in found:
        words = Words(subject, table())
        assert subject.sketch is not None
        for name, value in subject.sketch().items():
            assert words.cell(name).value == value, (subject.fallback.text, name)


@pytest.mark.parametrize("path", FILES)
@pytest.mark.parametrize("ini", ["", INI])
def test_no_finding_is_lost(path: str, ini: str) -> None:
    book = rules((), use_cache=True)
    engine = Engine(book.rules, table(), check.options(book, Config()))
    found = asked({path: FILES[path], **({"pgbouncer.ini": ini} if ini else {})})
    bare = [subject._replace(sketch=None) for subject in found]
    assert check.ask(engine, found)[0] == check.ask(engine, bare)[0]
