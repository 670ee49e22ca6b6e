"""What is taken for which tool's, and what only looks like it; what all other files are."""

import pytest

from pglint.config.records import MigrationsDecl
from pglint.formats.migrations.recognise import sequences, survey
from pglint.source import Source, Span
from pglint.tree import Memory
from tests.formats.migrations.showing import CIC, T, folders, kinds, lines

LOOK_ALIKES = [
    ("a small v", "migrations/v1__a.sql", "migrations: folder\n  v1__a.sql v1 unknown"),
    ("one underscore", "migrations/V1_a.sql", "migrations: folder\n  V1_a.sql V1 unknown"),
    ("a word where the version is", "src/Vx__a.sql", ""),
    ("a banner that speaks of an up migration", {"migrations/1_a.sql": "-- UP Migration\n" + T}, "migrations: folder\n  1_a.sql 1 unknown"),
    ("a comment that speaks of goose", {"migrations/1_a.sql": "-- once run by goose Up\n" + T}, "migrations: folder\n  1_a.sql 1 unknown"),
    ("goose in a string", {"migrations/1_a.sql": "SELECT '\n+goose Up';"}, "migrations: folder\n  1_a.sql 1 unknown"),
    ("a migration.sql that is alone", {"db/schema/migration.sql": T}, ""),
    ("an up.sql that is alone", {"scripts/server/up.sql": T}, ""),
    ("depends on something that is no file", {"migrations/1_a.sql": "-- depends: libc\n" + T}, "migrations: folder\n  1_a.sql 1 unknown"),
    ("a comment of three lines", {"migrations/1_a.sql": T + "--\n-- Create model for it\n--\n" + T}, "migrations: folder\n  1_a.sql 1 unknown"),
    ("numbered files in a Rust project without sqlx", {"Cargo.toml": 'sea-orm = { features = ["sqlx-postgres"] }', "migrations/1_a.sql": T}, "migrations: folder\n  1_a.sql 1 unknown"),
    ("a package that is not the nearest", {"package.json": '{"dependencies": {"node-pg-migrate": "8"}}', "web/package.json": "{", "web/sql/1_a.sql": T}, ""),
    ("supabase's folder elsewhere", "mysupabase/migrations/1_a.sql", "mysupabase/migrations: folder\n  1_a.sql 1 unknown"),
    ("deploy without a plan", "deploy/app.sql", ""),
    ("queries beside migrations", "migrations/queries/1_a.sql", ""),
    ("a folder of updates that are not numbered", "admin/updates/users.sql", ""),
]  # fmt: skip


@pytest.mark.parametrize(("files", "expected"), [row[1:] for row in LOOK_ALIKES], ids=[row[0] for row in LOOK_ALIKES])
def test_look_alikes(files, expected):
    assert lines(files) == expected


KINDS = [
    ("a_dump.sql", "--\n-- PostgreSQL database dump\n--\n", "dump"),
    ("db/structure.sql", "SET statement_timeout = 0;\nSET check_function_bodies = false;\nCREATE TABLE t ();", "dump"),
    ("backup/roles.sql", "\nSET default_transaction_read_only = off;\n\nSET client_encoding = 'UTF8';\nCREATE ROLE a;", "dump"),
    ("db/schema.sql", T, "schema"),
    ("sql/views/active.sql", "CREATE VIEW v AS SELECT 1;", "schema"),
    ("sql/f.sql", "CREATE OR REPLACE FUNCTION f() RETURNS int LANGUAGE sql AS $$ SELECT 1; $$;\nCOMMENT ON FUNCTION f IS 'x';", "schema"),
    ("src/queries/users.sql", "UPDATE t SET a = 1;", "query"),
    ("internal/db/users.sql", "-- name: GetUser :one\nSELECT * FROM users WHERE id = $1;", "query"),
    ("reports.sql", "SET statement_timeout = '1min';\nWITH x AS (SELECT 1) SELECT * FROM x;", "query"),
    ("tests/setup.sql", "CREATE ROLE a;", "test"),
    ("examples/bad.sql", CIC, "test"),
    ("supabase/seed.sql", "INSERT INTO t VALUES (1);", "seed"),
    ("db/seeds/users.sql", "INSERT INTO t VALUES (1);", "seed"),
    ("ops/monthly-reindex.sql", "REINDEX TABLE CONCURRENTLY t;", "job"),
    ("jobs/purge.sql", "DELETE FROM t;", "job"),
    ("postgres/init.sql", T, "setup script"),
    ("sql/create_database.sql", "CREATE DATABASE {name} OWNER x;", "setup script"),
    ("ops/limits.sql", "SELECT 1;\nALTER ROLE app CONNECTION LIMIT 5;", "setup script"),
    ("tune.psql", "\\set x 1\nALTER SYSTEM SET work_mem = '4MB';", "setup script"),
    ("menu.psql", "\\echo menu\nSELECT 1;", "script"),
    ("fix.sql", "UPDATE t SET a = 1;", "script"),
    ("ext/pgmq--1.4.5--1.5.0.sql", T, "extension"),
    ("sql/ext.sql", '\\echo Use "CREATE EXTENSION x" to load this file. \\quit\n', "extension"),
    ("plugins/mysql-db/users.sql", "SELECT 1;", "other database"),
    ("migrations/sqlite/1_a.sql", T, "other database"),
    ("migrations/oracle/V1__a.sql", T, "other database"),
    ("db/migration/h2/V1__a.sql", T, "other database"),
    ("m/1_a.down.sql", T, "down"),
    ("empty.sql", "", "script"),
]  # fmt: skip


@pytest.mark.parametrize(("path", "text", "kind"), KINDS, ids=[row[0] for row in KINDS])
def test_what_other_files_are(path, text, kind):
    assert kinds({path: text}) == {path: kind}


def test_an_oracle_that_is_no_database():
    assert lines("services/oracle/migrations/1_a.sql") == "services/oracle/migrations: folder\n  1_a.sql 1 unknown"


BESIDE = [
    ({"m/1_a.sql": "-- +goose Up\n" + T, "m/notes.sql": T}, {"m/notes.sql": "schema"}),
    ({"m/1_a.sql": "-- migrate:up\n" + T, "m/a.sql": "-- migrate:up\n" + T}, {"m/a.sql": "script"}),
    ({"db/migration/V1__a.sql": T, "db/migration/U1__a.sql": T}, {"db/migration/U1__a.sql": "down"}),
    ({"m/V1__a.sql": T, "m/V2__b.sql": T, "m/B1__c.sql": T}, {"m/B1__c.sql": "baseline"}),
    ({"sqitch.plan": "a 2024 x", "deploy/a.sql": T, "deploy/b.sql": T, "revert/a.sql": T, "verify/a.sql": T},
     {"deploy/b.sql": "script", "revert/a.sql": "down", "verify/a.sql": "down"}),
    ({"sqitch.plan": "a 2024 x", "sqitch.conf": "[core]\nengine = mysql\n", "deploy/a.sql": T}, {"deploy/a.sql": "other database"}),
    ({"prisma/migrations/migration_lock.toml": 'provider = "sqlite"', "prisma/migrations/1_a/migration.sql": T},
     {"prisma/migrations/1_a/migration.sql": "other database"}),
    ({"d/meta/_journal.json": '{"dialect": "sqlite", "entries": []}', "d/0000_a.sql": T}, {"d/0000_a.sql": "other database"}),
    ({"m/20240101000000000000_a.up.sql": T, "m/20240101000000000000_a.cockroach.up.sql": T}, {"m/20240101000000000000_a.cockroach.up.sql": "other database"}),
    ({"m/committed/1.sql": "--! Previous: -\n--! Hash: x\n\n" + T, "m/current.sql": T}, {"m/current.sql": "script"}),
    ({"m/committed/1.sql": "--! Previous: -\n--! Hash: x\n\n" + T, "m/current/1-a.sql": T}, {"m/current/1-a.sql": "script"}),
    ({"m/1_a.sql": "-- +migrate Down\n" + T}, {"m/1_a.sql": "down"}),
    ({"m/x.sql": "BEGIN;\n-- Running downgrade b -> a\nDROP TABLE t;\nCOMMIT;\n"}, {"m/x.sql": "down"}),
    ({"m/1_a.sql": "-- transactional: true\n" + T, "m/1_a.rollback.sql": T}, {"m/1_a.rollback.sql": "down"}),
    ({"m/atlas.sum": "", "m/1.sql": T, "m/2.sql": "-- atlas:checkpoint\n\n" + T}, {"m/2.sql": "baseline"}),
]  # fmt: skip


@pytest.mark.parametrize(("files", "expected"), BESIDE, ids=[" ".join(files) for files, _ in BESIDE])
def test_what_stands_beside_migrations(files, expected):
    assert kinds(files) == expected


def declared(*paths: str) -> MigrationsDecl:
    return MigrationsDecl(Span(Source("pglint.toml", ""), 0, 0), paths=paths)


@pytest.mark.parametrize(
    ("paths", "expected"),
    [
        ((), []),
        (("sql/steps",), ["sql/steps/2.sql", "sql/steps/10.sql"]),
        (("sql/steps/",), ["sql/steps/2.sql", "sql/steps/10.sql"]),
        (("./sql/steps",), ["sql/steps/2.sql", "sql/steps/10.sql"]),
        (("sql/*",), ["sql/steps/2.sql", "sql/steps/10.sql"]),
        (("other",), []),
    ],
)
def test_folders_that_the_configuration_names(paths, expected):
    files = dict.fromkeys(("sql/steps/10.sql", "sql/steps/2.sql"), T)
    found = sequences(Memory(files), files, declared(*paths))
    assert [script.path for folder in found for script in folder.scripts] == expected
    assert {folder.tool for folder in found} <= {"folder"}


def test_a_folder_that_is_named_and_has_a_tool_is_the_tool_s():
    files = {"sql/steps/1_a.sql": "-- +goose Up\n" + T}
    assert [folder.tool for folder in sequences(Memory(files), files, declared("sql/steps"))] == ["goose"]


def test_what_runs_on_a_new_server_is_told_apart():
    files = "docker-entrypoint-initdb.d/1.sql migrations/1_a.sql"
    assert {folder.path: folder.kind for folder in folders(files)} == {
        "docker-entrypoint-initdb.d": "setup",
        "migrations": "migrations",
    }


def test_what_flyway_runs_around_its_migrations():
    (folder,) = folders("m/V1__a.sql m/beforeMigrate.sql m/beforeEachMigrate__timeouts.sql m/afterMigrate.sql")
    assert [(event, script.path) for event, script in folder.callbacks] == [
        ("afterMigrate", "m/afterMigrate.sql"),
        ("beforeEachMigrate", "m/beforeEachMigrate__timeouts.sql"),
        ("beforeMigrate", "m/beforeMigrate.sql"),
    ]
    assert [script.path for script in folder.scripts] == ["m/V1__a.sql"]


def test_no_file_is_two_tools_s():
    written = "--liquibase formatted sql\n--changeset a:1\n-- +goose Up\n-- migrate:up\n" + T
    files = {"sqitch.plan": "V1__a x", "deploy/V1__a.sql": written}
    assert lines(files) == "deploy: sqitch\n  V1__a.sql V1__a each"
    assert kinds(files) == {}


def test_files_that_cannot_be_read_are_said_to_be_so():
    files = {"migrations/1_a.sql": "\0" * 5000, "migrations/2_b.sql": T, "notes.txt": "x"}
    found = survey(Memory(files), files)
    assert [(other.path, other.kind) for other in found.others] == [("migrations/1_a.sql", "unreadable")]
    assert [script.path for folder in found.folders for script in folder.scripts] == ["migrations/2_b.sql"]


@pytest.mark.parametrize(
    "files",
    [
        {"migrations/1_a.sql": ""},
        {"m/1_a.sql": "-- +goose Up"},
        {"m/1_a.sql": "-- +goose Down\n-- +goose Up\n"},
        {"m/1_a.sql": "-- migrate:up"},
        {"m/a.sql": "--liquibase formatted sql"},
        {"m/committed/1.sql": "--! Previous: -"},
        {"package.json": "[]", "prisma/migrations/1/migration.sql": CIC + CIC},
        {"package.json": '{"dependencies": []}', "migrations/1_a.sql": T},
        {"m/meta/_journal.json": "[1, 2", "m/1.sql": T},
        {"m/meta/_journal.json": '{"entries": [1, {"tag": 2}]}', "m/1.sql": T},
        {"sqitch.plan": "@\n\n%\n  \n[a]\n", "deploy/a.sql": T},
        {"compose.yml": "services: [\n - x:/docker-entrypoint-initdb.d", "a.sql": T},
        {"compose.yml": "services:\n  a:\n    volumes:\n      - ../../x:/docker-entrypoint-initdb.d\n", "a.sql": T},
        {"m/a.sql": "-- depends: b\n" + T, "m/b.sql": "-- depends: a\n" + T},
        {"V1__a.sql": "SELECT '", "V2__b.sql": "VACUUM /*", "V3__c.sql": "DO $$ VACUUM"},
        {"1_a.up.sql": "\udcff", "tern.conf": "", "2_b.sql": T},
    ],
    ids=str,
)
def test_nothing_is_lost_and_nothing_breaks(files):
    found = survey(Memory(files), files)
    paths = {script.path for folder in found.folders for script in folder.scripts} | {
        each.path for each in found.others
    }
    assert paths == {path for path in files if path.endswith(".sql")}
    for folder in found.folders:
        for script in folder.scripts:
            assert 0 <= script.start <= script.end <= len(files[script.path])
