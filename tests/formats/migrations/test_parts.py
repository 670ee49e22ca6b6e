"""Which part of a file counts, and what a tool sends as one query."""

import pytest

from tests.formats.migrations.showing import scripts, text

SHOWN = "a;\nb;\n"

PARTS = [
    ("goose", "m/1_a.sql", "-- x\n-- +goose Up\nup;\n-- +goose Down\ndown;\n", ["up;\n"]),
    ("goose without a way down", "m/1_a.sql", "-- +goose Up\nup;\n", ["up;\n"]),
    ("goose in small letters", "m/1_a.sql", "--+goose   up\nup;\n-- +goose down\ndown;", ["up;\n"]),
    ("goose with CRLF", "m/1_a.sql", "-- +goose Up\r\nup;\r\n-- +goose Down\r\ndown;\r\n", ["\nup;\r\n"]),
    ("goose, an indented mark is none", "m/1_a.sql", "-- +goose Up\nup;\n  -- +goose Down\nup;", ["\nup;\n  -- +goose Down\nup;"]),
    ("sql-migrate", "m/1.sql", "-- +migrate Up\nup;\n-- +migrate Down\ndown;\n", ["\nup;\n"]),
    ("sql-migrate, down first", "m/1.sql", "-- +migrate Down\ndown;\n-- +migrate Up\nup;\n", ["\nup;\n"]),
    ("sql-migrate, up twice", "m/1.sql", "-- +migrate Up\na;\n-- +migrate Down\ndown;\n-- +migrate Up\nb;", ["\na;\n", "\nb;"]),
    ("dbmate", "m/1_a.sql", "-- c\n-- migrate:up\nup;\n-- migrate:down\ndown;\n", ["-- migrate:up\nup;\n"]),
    ("dbmate, two pairs", "m/1_a.sql", "-- migrate:up\na;\n-- migrate:down\nx;\n-- migrate:up\nb;\n-- migrate:down\n", ["-- migrate:up\na;\n", "-- migrate:up\nb;\n"]),
    ("dbmate, no blank after the dashes", "m/1_a.sql", "--migrate:up\nup;\n--migrate:down\ndown;", ["--migrate:up\nup;\n"]),
    ("tern", "m/1_a.sql", "up;\n---- create above / drop below ----\ndown;\n", ["up;\n"]),
    ("node-pg-migrate", "m/1_a.sql", "-- c\n-- Up Migration\nup;\n-- Down Migration\ndown;", ["\n-- Up Migration\nup;"]),
    ("node-pg-migrate, down first", "m/1_a.sql", "-- Down Migration\ndown;\n-- Up Migration\nup;", ["\n-- Up Migration\nup;"]),
    ("graphile-migrate without its headers", "m/committed/1.sql", "--! Previous: -\n--! Hash: x\n\nup;\n", ["up;\n"]),
    ("liquibase", "m/a.sql", "--liquibase formatted sql\n--changeset a:1\none;\n--changeset a:2\ntwo;\n", ["\none;\n", "\ntwo;\n"]),
    ("a folder", "migrations/1_a.sql", "up;\n", ["up;\n"]),
    ("a folder, up to a comment that says no more", "migrations/1_a.sql", "up;\n-- ==== DOWN Migration (for rollback) ====\ndown;\n", ["up;\n"]),
    ("a folder, up to another", "migrations/1_a.sql", "up;\n-- @down\ndown;\n", ["up;\n"]),
    ("a folder, a comment about something else", "migrations/1_a.sql", "up;\n-- down payments\nup;\n", ["up;\n-- down payments\nup;\n"]),
    ("flyway", "m/V1__a.sql", "\ufeffup;\n", ["\ufeffup;\n"]),
    ("multi-byte text before the part", "m/1_a.sql", "-- größe ✓\n-- +goose Up\nç;\n-- +goose Down\n", ["\nç;\n"]),
]  # fmt: skip


@pytest.mark.parametrize(("path", "written", "expected"), [row[1:] for row in PARTS], ids=[row[0] for row in PARTS])
def test_the_part_that_counts(path, written, expected):
    files = {path: written}
    # The end of the line that a mark stands on is neither here nor there.
    assert [text(script, files).strip() for script in scripts(files)] == [part.strip() for part in expected]


BATCHES = [
    ("one a line", "-- +goose Up\n-- +goose NO TRANSACTION\na;\nb;\n", ["a;", "b;"]),
    ("two on one line go together", "-- +goose NO TRANSACTION\n-- +goose Up\na; b;\nc;\n", ["a; b;", "c;"]),
    ("a comment after the semicolon", "-- +goose NO TRANSACTION\n-- +goose Up\na; -- why\nb;\n", ["a; -- why", "b;"]),
    ("a statement over lines", "-- +goose NO TRANSACTION\n-- +goose Up\n\n-- c\na\n  b\n;\nc;", ["a\n  b\n;", "c;"]),
    ("what is bracketed", "-- +goose NO TRANSACTION\n-- +goose Up\n-- +goose StatementBegin\na;\nb;\n-- +goose StatementEnd\nc;\n", ["a;\nb;", "c;"]),
    ("sql-migrate alike", "-- +migrate Up notransaction\n-- +migrate StatementBegin\na;\nb;\n-- +migrate StatementEnd\nc;\n", ["a;\nb;", "c;"]),
    ("in a transaction it does not matter", "-- +goose Up\na;\nb;\n", []),
]  # fmt: skip


@pytest.mark.parametrize(("written", "expected"), [row[1:] for row in BATCHES], ids=[row[0] for row in BATCHES])
def test_what_is_sent_as_one_query(written, expected):
    (script,) = scripts({"m/1_a.sql": written})
    assert [written[start:end].strip() for start, end in script.batches] == expected


def test_bun_sends_what_stands_between_its_marks():
    files = {"go.mod": "github.com/uptrace/bun v1", "m/1_a.up.sql": "a;\nb;\n--bun:split\nc;\n"}
    (script,) = scripts(files)
    assert [files[script.path][start:end].strip() for start, end in script.batches] == ["a;\nb;", "c;"]


REASONS = [
    ({"m/1_a.sql": "-- +goose Up\na;"}, "goose runs a file in one transaction unless it says -- +goose NO TRANSACTION"),
    ({"m/1_a.sql": "-- +goose NO TRANSACTION\n-- +goose Up\na;"}, "-- +goose NO TRANSACTION: goose sends each query by itself"),
    ({"m/V1__a.sql": "CREATE UNIQUE INDEX CONCURRENTLY i ON t (a);"}, "Flyway sees CREATE INDEX CONCURRENTLY and sends each statement by itself"),
    ({"m/V1__a.sql": "SELECT 1"}, "Flyway runs a file in one transaction if it sees no statement that cannot run in one"),
    ({"m/V1__a.sql": "SELECT 1", "m/V1__a.sql.conf": "executeInTransaction=false"}, "executeInTransaction=false in V1__a.sql.conf"),
    ({"m/1_a.up.sql": "SELECT 1"}, "golang-migrate sends a file as one query, without a transaction"),
    ({"m/1_a.sql": "-- migrate:up transaction:false\na;"}, "transaction:false: dbmate sends the part as one query, outside of a transaction of its own"),
    ({"prisma/migrations/1_a/migration.sql": "a;"}, "Prisma sends a file as one query, without a transaction"),
    ({"migrations/2020-01-13-025151_a/up.sql": "a;"}, "Diesel runs a file in one transaction unless metadata.toml says run_in_transaction = false"),
    ({"supabase/migrations/1_a.sql": "DROP INDEX CONCURRENTLY i;"}, "Supabase runs what cannot run in a transaction by itself from 2.109 on, and fails before"),
    ({"sqitch.plan": "a 2024 x", "deploy/a.sql": "a;"}, "Sqitch runs each script by psql --file, and the script opens its transactions itself"),
    ({"docker-entrypoint-initdb.d/a.sql": "a;"}, "the PostgreSQL image runs it by psql on a new server"),
    ({"migrations/1_a.sql": "a;"}, "which tool runs it is not known"),
]  # fmt: skip


@pytest.mark.parametrize(("files", "why"), REASONS, ids=[why for _, why in REASONS])
def test_the_reason_is_the_tool_s(files, why):
    assert [script.why for script in scripts(files)] == [why]
