"""Each tool: which files run, in which order, with which version, and who opens a transaction."""

from textwrap import dedent

import pytest

from tests.formats.migrations.showing import CIC, T, lines

UP = "-- +goose Up\n"
JOURNAL = '{"dialect": "postgresql", "entries": [{"idx": 0, "tag": "0000_b"}, {"idx": 1, "tag": "0001_a"}]}'
PLAN = """%syntax-version=1.0.0
%project=shop
# a comment
appschema 2024-01-01T00:00:00Z Ann <a@x> # first
users [appschema] 2024-01-02T00:00:00Z Ann <a@x> # then
@v1 2024-01-03T00:00:00Z Ann <a@x> # tag
users [users@v1] 2024-01-04T00:00:00Z Ann <a@x> # again
util/log [users] 2024-01-05T00:00:00Z Ann <a@x>
"""

ROWS: list[tuple[str, dict[str, str] | str, str]] = [
    # Flyway
    ("flyway by number", "db/migration/V10__c.sql db/migration/V9__b.sql db/migration/V1__a.sql", """
        db/migration: flyway
          V1__a.sql V1 file
          V9__b.sql V9 file
          V10__c.sql V10 file"""),
    ("flyway dots and underscores are one", "db/migration/V1.10__b.sql db/migration/V1_9__a.sql db/migration/V2__c.sql", """
        db/migration: flyway
          V1_9__a.sql V1_9 file
          V1.10__b.sql V1.10 file
          V2__c.sql V2 file"""),
    ("flyway dates", "m/V20250306_0000__b.sql m/V20241231_2359__a.sql", """
        m: flyway
          V20241231_2359__a.sql V20241231_2359 file
          V20250306_0000__b.sql V20250306_0000 file"""),
    ("flyway repeatable ones last, by description", "m/R__b.sql m/R__a.sql m/V2__x.sql", """
        m: flyway
          V2__x.sql V2 file
          R__a.sql R__a file repeatable
          R__b.sql R__b file repeatable"""),
    ("flyway folders below one location", "db/migration/2024/V1__a.sql db/migration/2025/V2__b.sql", """
        db/migration: flyway
          2024/V1__a.sql V1 file
          2025/V2__b.sql V2 file"""),
    ("flyway locations of their own", "db/migration/ehr/V1__a.sql db/migration/ext/V1__a.sql db/migration/ext/V2__b.sql", """
        db/migration/ehr: flyway
          V1__a.sql V1 file
        db/migration/ext: flyway
          V1__a.sql V1 file
          V2__b.sql V2 file"""),
    ("flyway sees create index concurrently", {"m/V1__a.sql": "-- c\n" + CIC, "m/V2__b.sql": T}, """
        m: flyway
          V1__a.sql V1 each
          V2__b.sql V2 file"""),
    ("flyway sees a unique one", {"m/V1__a.sql": "create  unique\nindex concurrently i on t (a);"}, """
        m: flyway
          V1__a.sql V1 each"""),
    ("flyway sees drop index concurrently", {"m/V1__a.sql": "DROP INDEX CONCURRENTLY IF EXISTS i;"}, """
        m: flyway
          V1__a.sql V1 each"""),
    ("flyway sees alter system, vacuum, reindex schema", {
        "m/V1__a.sql": "ALTER SYSTEM SET a = 1;", "m/V2__b.sql": "VACUUM t;", "m/V3__c.sql": "REINDEX (VERBOSE) SCHEMA s;",
    }, """
        m: flyway
          V1__a.sql V1 each
          V2__b.sql V2 each
          V3__c.sql V3 each"""),
    ("flyway does not see reindex table concurrently", {"m/V1__a.sql": "REINDEX TABLE CONCURRENTLY t;"}, """
        m: flyway
          V1__a.sql V1 file"""),
    ("flyway does not look into bodies and comments", {"m/V1__a.sql": f"DO $$ BEGIN PERFORM 1; {CIC} END $$; -- VACUUM\n/* {CIC} */ {T}"}, """
        m: flyway
          V1__a.sql V1 file"""),
    ("flyway told otherwise beside the file", {
        "m/V1__a.sql": CIC, "m/V1__a.sql.conf": "executeInTransaction=true\n",
        "m/V2__b.sql": T, "m/V2__b.sql.conf": "executeInTransaction = false",
    }, """
        m: flyway
          V1__a.sql V1 file
          V2__b.sql V2 each"""),
    ("flyway.conf renames the prefixes", {
        "flyway.conf": "flyway.sqlMigrationPrefix=M\nflyway.repeatableSqlMigrationPrefix=X\n", "sql/M1__a.sql": T, "sql/X__v.sql": T,
    }, """
        sql: flyway
          M1__a.sql V1 file
          X__v.sql R__v file repeatable"""),
    ("flyway.toml turns transactions off", {"flyway.toml": "[flyway]\nexecuteInTransaction = false\n", "sql/V1__a.sql": T}, """
        sql: flyway
          V1__a.sql V1 each"""),
    ("flyway without undo scripts", "m/V1__a.sql m/U1__a.sql", """
        m: flyway
          V1__a.sql V1 file"""),
    ("flyway baseline of versions that are there", "m/B2__base.sql m/V1__a.sql m/V2__b.sql m/V3__c.sql", """
        m: flyway
          V1__a.sql V1 file
          V2__b.sql V2 file
          V3__c.sql V3 file"""),
    ("flyway baseline of versions that are gone", "m/B2__base.sql m/V3__c.sql", """
        m: flyway
          B2__base.sql B2 file
          V3__c.sql V3 file"""),
    ("evolve", {"m/V1__a.sql": T, "m/V2__b.sql": "-- evolve-tx-off\n" + CIC + CIC}, """
        m: evolve
          V1__a.sql V1 file
          V2__b.sql V2 implicit"""),
    ("refinery runs U too", {"Cargo.toml": 'refinery = "0.8"', "migrations/V2__b.sql": T, "migrations/U1__a.sql": T}, """
        migrations: refinery
          U1__a.sql U1 file
          V2__b.sql V2 file"""),
    ("refinery without a transaction", {"Cargo.toml": 'refinery = "0.9"', "migrations/V1__a.sql": "-- refinery:noTransaction\n" + CIC}, """
        migrations: refinery
          V1__a.sql V1 implicit"""),
    # golang-migrate and others with .up.sql
    ("golang-migrate by number", "m/000010_b.up.sql m/000010_b.down.sql m/000002_a.up.sql m/9_c.up.sql", """
        m: golang-migrate
          000002_a.up.sql 000002 implicit
          9_c.up.sql 9 implicit
          000010_b.up.sql 000010 implicit"""),
    ("golang-migrate in a project that says so", {
        "go.mod": "require github.com/golang-migrate/migrate/v4 v4.17.0\nrequire github.com/uptrace/bun v1", "db/m/1_a.up.sql": "BEGIN;" + T + "COMMIT;",
    }, """
        db/m: golang-migrate
          1_a.up.sql 1 implicit"""),
    ("sqlx, both ways", {
        "Cargo.toml": '[dependencies]\nsqlx = { version = "0.8" }', "migrations/20240101000000_a.up.sql": T,
        "migrations/20240101000000_a.down.sql": T, "migrations/20240102000000_b.up.sql": "-- no-transaction\n" + CIC,
    }, """
        migrations: sqlx
          20240101000000_a.up.sql 20240101000000 file
          20240102000000_b.up.sql 20240102000000 implicit"""),
    ("sqlx, one way", {
        "Cargo.toml": "[workspace.dependencies.sqlx]\n", "crates/db/migrations/10_b.sql": "\n-- no-transaction\n" + T,
        "crates/db/migrations/9_a.sql": T,
    }, """
        crates/db/migrations: sqlx
          9_a.sql 9 file
          10_b.sql 10 file"""),
    ("pop", {"go.mod": "github.com/gobuffalo/pop/v6 v6.1.1", "migrations/20240101_a.up.sql": T}, """
        migrations: pop
          20240101_a.up.sql 20240101 file"""),
    ("popx: what is for PostgreSQL, and what is outside of a transaction", "m/20240101000000000001_a.up.sql "
     "m/20240101000000000001_a.mysql.up.sql m/20240102000000000000_b.up.sql m/20240102000000000000_b.postgres.up.sql "
     "m/20240103000000000000_c.postgres.autocommit.up.sql m/20240104000000000000_d.autocommit.up.sql", """
        m: popx
          20240101000000000001_a.up.sql 20240101000000000001 file
          20240102000000000000_b.postgres.up.sql 20240102000000000000 file
          20240103000000000000_c.postgres.autocommit.up.sql 20240103000000000000 implicit
          20240104000000000000_d.autocommit.up.sql 20240104000000000000 implicit"""),
    ("bun", {"go.mod": "github.com/uptrace/bun v1.2", "m/1_a.tx.up.sql": T, "m/2_b.up.sql": T + "--bun:split\n" + CIC}, """
        m: bun
          1_a.tx.up.sql 1 file
          2_b.up.sql 2 each"""),
    ("river", {"m/001_a.up.sql": "CREATE TABLE /* TEMPLATE: schema */river_job ();", "m/002_b.up.sql": T}, """
        m: river
          001_a.up.sql 001 implicit
          002_b.up.sql 002 implicit"""),
    ("somebody's templates", {"m/00_a.up.sql": 'CREATE TABLE {{ index .Options "Namespace" }}.users ();'}, """
        m: folder
          00_a.up.sql 00 unknown"""),
    # goose and sql-migrate
    ("goose by number", {"m/10_b.sql": UP + T, "m/00002_a.sql": UP + T}, """
        m: goose
          00002_a.sql 00002 file
          10_b.sql 10 file"""),
    ("goose no transaction before up", {"m/1_a.sql": "-- +goose NO TRANSACTION\n" + UP + CIC}, """
        m: goose
          1_a.sql 1 each"""),
    ("goose no transaction after up, in any case", {"m/1_a.sql": "-- +goose up\n-- +goose no transaction\n" + CIC}, """
        m: goose
          1_a.sql 1 each"""),
    ("goose no transaction in the down part counts for both", {"m/1_a.sql": UP + T + "-- +goose Down\n-- +goose NO TRANSACTION\n" + T}, """
        m: goose
          1_a.sql 1 each"""),
    ("goose no transaction that is none", {"m/1_a.sql": UP + "-- goose NO TRANSACTION\n" + T}, """
        m: goose
          1_a.sql 1 file"""),
    ("sql-migrate by number, then by name", {f"m/{name}.sql": "-- +migrate Up\n" + T for name in ("b", "10-a", "9_z", "a")}, """
        m: sql-migrate
          9_z.sql 9 file
          10-a.sql 10 file
          a.sql a file
          b.sql b file"""),
    ("sql-migrate notransaction", {"m/1.sql": "-- +migrate Up notransaction\n" + CIC + "-- +migrate Down\n" + T}, """
        m: sql-migrate
          1.sql 1 each"""),
    ("sql-migrate notransaction for the way down only", {"m/1.sql": "-- +migrate Up\n" + T + "-- +migrate Down notransaction\n" + T}, """
        m: sql-migrate
          1.sql 1 file"""),
    # dbmate
    ("dbmate by name", {"m/20240102_b.sql": "-- migrate:up\n" + T, "m/20240101_a.sql": "-- migrate:up\n" + T + "-- migrate:down\n"}, """
        m: dbmate
          20240101_a.sql 20240101 file
          20240102_b.sql 20240102 file"""),
    ("dbmate transaction:false", {"m/1_a.sql": "-- migrate:up transaction:false\n" + CIC}, """
        m: dbmate
          1_a.sql 1 implicit"""),
    ("dbmate transaction:false for the way down only", {"m/1_a.sql": "--migrate:up\n" + T + "-- migrate:down transaction:false\n"}, """
        m: dbmate
          1_a.sql 1 file"""),
    ("dbmate, two pairs in a file", {"m/1_a.sql": "-- migrate:up\n" + T + "-- migrate:down\n-- migrate:up transaction:false\n" + CIC}, """
        m: dbmate
          1_a.sql 1 file
          1_a.sql 1 implicit"""),
    # tern
    ("tern", {"m/002_b.sql": T + "---- create above / drop below ----\n" + T, "m/001_a.sql": T}, """
        m: tern
          001_a.sql 001 file
          002_b.sql 002 file"""),
    ("tern disable-tx", {"m/001_a.sql": "---- tern: disable-tx ----\n" + CIC}, """
        m: tern
          001_a.sql 001 each"""),
    ("tern disable-tx for the way down only", {"m/001_a.sql": T + "---- create above / drop below ----\n---- tern: disable-tx ----\n" + T}, """
        m: tern
          001_a.sql 001 file"""),
    ("tern told by its configuration", {"m/tern.conf": "[database]\n", "m/2_b.sql": T, "m/10_a.sql": T}, """
        m: tern
          2_b.sql 2 file
          10_a.sql 10 file"""),
    # Sqitch
    ("sqitch in the order of the plan", {
        "sqitch.plan": PLAN, "deploy/users.sql": T, "deploy/appschema.sql": T, "deploy/users@v1.sql": T, "deploy/util/log.sql": T,
        "revert/users.sql": T, "verify/users.sql": "SELECT 1;",
    }, """
        deploy: sqitch
          appschema.sql appschema each
          users@v1.sql users each
          users.sql users each
          util/log.sql util/log each"""),
    ("sqitch below a top folder", {
        "sqitch.conf": "[core]\n\tengine = pg\n\ttop_dir = db\n\tplan_file = db.plan\n", "db.plan": "b 2024 x\na 2024 x\n",
        "db/deploy/a.sql": T, "db/deploy/b.sql": T,
    }, """
        db/deploy: sqitch
          b.sql b each
          a.sql a each"""),
    # Prisma
    ("prisma by folder", {
        "prisma/migrations/migration_lock.toml": 'provider = "postgresql"\n', "prisma/migrations/20240102000000_b/migration.sql": T,
        "prisma/migrations/20240101000000_a/migration.sql": T, "prisma/migrations/0_init/migration.sql": T,
    }, """
        prisma/migrations: prisma
          0_init/migration.sql 0 implicit
          20240101000000_a/migration.sql 20240101000000 implicit
          20240102000000_b/migration.sql 20240102000000 implicit"""),
    ("prisma, one statement that stands alone", {"prisma/migrations/1_a/migration.sql": "-- CreateIndex\n" + CIC}, """
        prisma/migrations: prisma
          1_a/migration.sql 1 implicit"""),
    ("prisma, several of unknown version", {"prisma/migrations/1_a/migration.sql": T + CIC}, """
        prisma/migrations: prisma
          1_a/migration.sql 1 unknown"""),
    ("prisma, several of an old version", {"package.json": '{"devDependencies": {"prisma": "^6.16.2"}}', "prisma/migrations/1_a/migration.sql": T + CIC}, """
        prisma/migrations: prisma
          1_a/migration.sql 1 implicit"""),
    ("prisma, several of the last old version", {"package.json": '{"dependencies": {"@prisma/client": "~7.3.0"}}', "prisma/migrations/1_a/migration.sql": T + CIC}, """
        prisma/migrations: prisma
          1_a/migration.sql 1 implicit"""),
    ("prisma, several of a version that may be new", {"package.json": '{"dependencies": {"prisma": "^7.1.0"}}', "prisma/migrations/1_a/migration.sql": T + CIC}, """
        prisma/migrations: prisma
          1_a/migration.sql 1 unknown"""),
    ("prisma's name without prisma", {"db/20240101_a/migration.sql": T}, """
        db: folder
          20240101_a/migration.sql 20240101 unknown"""),
    # Diesel, Hasura, others with a folder for each
    ("diesel by the version in the folder's name", {
        "migrations/00000000000000_diesel_initial_setup/up.sql": T, "migrations/2020-01-13-025151_a/up.sql": T,
        "migrations/2020-01-13-025151_a/down.sql": T, "migrations/20200113025150_b/up.sql": T,
    }, """
        migrations: diesel
          00000000000000_diesel_initial_setup/up.sql 00000000000000 file
          20200113025150_b/up.sql 20200113025150 file
          2020-01-13-025151_a/up.sql 20200113025151 file"""),
    ("diesel metadata.toml", {
        "m/2020-01-13-025151_a/up.sql": CIC, "m/2020-01-13-025151_a/metadata.toml": "run_in_transaction = false\n",
        "m/2020-01-14-025151-0000_b/up.sql": T, "m/2020-01-14-025151-0000_b/metadata.toml": "run_in_transaction = true\n",
    }, """
        m: diesel
          2020-01-13-025151_a/up.sql 20200113025151 implicit
          2020-01-14-025151-0000_b/up.sql 202001140251510000 file"""),
    ("hasura", "hasura/migrations/default/1620000000001_b/up.sql hasura/migrations/default/1620000000000_a/up.sql", """
        hasura/migrations/default: hasura
          1620000000000_a/up.sql 1620000000000 implicit
          1620000000001_b/up.sql 1620000000001 implicit"""),
    ("a folder for each, of nobody known", "lib/migrations/10/up.sql lib/migrations/9/up.sql lib/migrations/9/down.sql", """
        lib/migrations: folder
          9/up.sql 9 unknown
          10/up.sql 10 unknown"""),
    # node-pg-migrate, postgres-migrations, drizzle
    ("node-pg-migrate", {"migrations/1700000000001_b.sql": "-- Up Migration\n" + T + "-- Down Migration\n" + T, "migrations/1700000000000_a.sql": "-- Up Migration\n" + T}, """
        migrations: node-pg-migrate
          1700000000000_a.sql 1700000000000 file
          1700000000001_b.sql 1700000000001 file"""),
    ("node-pg-migrate, told by the package, times of two kinds", {
        "package.json": '{"dependencies": {"node-pg-migrate": "^8"}}', "migrations/20240101000000000_b.sql": T, "migrations/1704067199999_a.sql": CIC,
    }, """
        migrations: node-pg-migrate
          1704067199999_a.sql 1704067199999 file
          20240101000000000_b.sql 20240101000000000 file"""),
    ("node-pg-migrate in two files", {"package.json": '{"dependencies": {"node-pg-migrate": "^8"}}', "migrations/1_a.up.sql": T, "migrations/1_a.down.sql": T}, """
        migrations: node-pg-migrate
          1_a.up.sql 1 file"""),
    ("postgres-migrations by id", {
        "package.json": '{"dependencies": {"postgres-migrations": "^5.3.0"}}', "migrations/10_b.sql": T, "migrations/9-a.sql": T,
        "migrations/11_c.sql": CIC + "-- postgres-migrations disable-transaction",
    }, """
        migrations: postgres-migrations
          9-a.sql 9 file
          10_b.sql 10 file
          11_c.sql 11 implicit"""),
    ("postgres-migrations told by a file", {"tenant/0001-a.sql": T, "tenant/0002-b.sql": "-- postgres-migrations ignore\n" + T}, """
        tenant: postgres-migrations
          0001-a.sql 0001 file
          0002-b.sql 0002 file"""),
    ("drizzle in the order of its journal", {"drizzle/meta/_journal.json": JOURNAL, "drizzle/0001_a.sql": T, "drizzle/0000_b.sql": CIC, "drizzle/0002_c.sql": T}, """
        drizzle: drizzle
          0000_b.sql 0000 file
          0001_a.sql 0001 file"""),
    ("drizzle, perhaps over http", {"package.json": '{"dependencies": {"@neondatabase/serverless": "1.0"}}', "drizzle/meta/_journal.json": JOURNAL, "drizzle/0000_b.sql": T}, """
        drizzle: drizzle
          0000_b.sql 0000 unknown"""),
    # graphile
    ("graphile-migrate", {
        "migrations/committed/000002.sql": "--! Previous: sha1:a\n--! Hash: sha1:b\n\n--! no-transaction\n" + CIC,
        "migrations/committed/000001-first.sql": "--! Previous: -\n--! Hash: sha1:a\n--! Message: first\n\n" + T, "migrations/current.sql": T,
    }, """
        migrations/committed: graphile-migrate
          000001-first.sql 000001 file
          000002.sql 000002 implicit"""),
    ("graphile-worker", {"sql/000011.sql": "ALTER TABLE :GRAPHILE_WORKER_SCHEMA.jobs ADD a int;", "sql/000002.sql": T}, """
        sql: graphile-worker
          000002.sql 000002 file
          000011.sql 000011 file"""),
    # Atlas, Supabase
    ("atlas by name", {"migrations/atlas.sum": "h1:x", "migrations/20240102_b.sql": T, "migrations/20240101_a.sql": T}, """
        migrations: atlas
          20240101_a.sql 20240101 file
          20240102_b.sql 20240102 file"""),
    ("atlas txmode none", {"migrations/1_a.sql": "-- atlas:txmode none\n\n" + CIC}, """
        migrations: atlas
          1_a.sql 1 each"""),
    ("atlas txmode none that belongs to a statement", {"migrations/1_a.sql": "-- atlas:txmode none\n" + CIC}, """
        migrations: atlas
          1_a.sql 1 file"""),
    ("atlas without checkpoints", {"m/atlas.sum": "h1:x", "m/1.sql": T, "m/2_c.sql": "-- atlas:checkpoint\n\n" + T, "m/3.sql": T}, """
        m: atlas
          1.sql 1 file
          3.sql 3 file"""),
    ("supabase by name", "supabase/migrations/20240102_b.sql supabase/migrations/20240101_a.sql", """
        supabase/migrations: supabase
          20240101_a.sql 20240101 file
          20240102_b.sql 20240102 file"""),
    ("supabase, what cannot run in a transaction", {"supabase/migrations/1_a.sql": T + CIC, "supabase/migrations/2_b.sql": "VACUUM;"}, """
        supabase/migrations: supabase
          1_a.sql 1 unknown
          2_b.sql 2 unknown"""),
    ("supabase of an old version", {"package.json": '{"devDependencies": {"supabase": "2.40.7"}}', "supabase/migrations/1_a.sql": CIC}, """
        supabase/migrations: supabase
          1_a.sql 1 file"""),
    ("supabase, a view refreshed concurrently", {"supabase/migrations/1_a.sql": "REFRESH MATERIALIZED VIEW CONCURRENTLY v;"}, """
        supabase/migrations: supabase
          1_a.sql 1 file"""),
    ("supabase with transactions in the file", {"supabase/migrations/1_a.sql": "BEGIN;\n" + T + "COMMIT;\n"}, """
        supabase/migrations: supabase
          1_a.sql 1 implicit"""),
    # Liquibase
    ("liquibase, a changeset a transaction", {"db/a.sql": "--liquibase formatted sql\n\n--changeset ann:1\n" + T + "--rollback DROP TABLE t;\n"
     "--changeset ann:2 runInTransaction:false\n" + CIC + "-- changeset ann:3 splitStatements:false runInTransaction:false\n" + CIC
     + "--changeset ann:v dbms:postgresql,h2 runOnChange:true\n" + T + "--changeset ann:m dbms:mysql\n" + T + "--changeset ann:n dbms:!oracle\n" + T}, """
        db: liquibase
          a.sql 1 file
          a.sql 2 each
          a.sql 3 implicit
          a.sql v file repeatable
          a.sql n file"""),
    ("liquibase in the order of the changelog", {
        "db/changelog/db.changelog-master.yaml": "databaseChangeLog:\n  - include: {file: changes/b.sql}\n  - include: {file: changes/a.sql}\n",
        "db/changelog/changes/a.sql": "-- liquibase formatted sql\n-- changeset x:a\n" + T,
        "db/changelog/changes/b.sql": "-- liquibase formatted sql\n-- changeset x:b\n" + T,
    }, """
        db/changelog: liquibase
          changes/b.sql b file
          changes/a.sql a file"""),
    # yoyo
    ("yoyo after what they depend on", {"m/a.sql": "-- a note\n-- depends: b c\n" + T, "m/b.sql": T, "m/c.sql": "-- depends: b\n-- transactional: false\n" + CIC, "m/c.rollback.sql": T}, """
        m: yoyo
          b.sql b file
          c.sql c each
          a.sql a file"""),
    ("yoyo told by the project", {"requirements.txt": "yoyo-migrations==9.0\n", "db/migrations/0002.b.sql": T, "db/migrations/0001.a.sql": T}, """
        db/migrations: yoyo
          0001.a.sql 0001 file
          0002.b.sql 0002 file"""),
    # Alembic, Django
    ("alembic's own transactions", {"sql/up.sql": "BEGIN;\n\n-- Running upgrade  -> 1975ea\n\n" + T + "COMMIT;\n-- Running upgrade 1975ea -> ae1027\n"}, """
        sql: alembic
          up.sql ae1027 each"""),
    ("django's own transactions", {"sql/0002_b.sql": "BEGIN;\n--\n-- Add field a to t\n--\nALTER TABLE t ADD a int;\nCOMMIT;\n", "sql/0001_a.sql": "--\n-- Concurrently create index i on field(s) a of model t\n--\n" + CIC}, """
        sql: django
          0001_a.sql 0001 each
          0002_b.sql 0002 each"""),
    # docker-entrypoint-initdb.d
    ("initdb by name", "docker/docker-entrypoint-initdb.d/10-b.sql docker/docker-entrypoint-initdb.d/9-a.sql docker/docker-entrypoint-initdb.d/01_x.sql", """
        docker/docker-entrypoint-initdb.d: docker-entrypoint-initdb.d
          01_x.sql 01 each
          10-b.sql 10 each
          9-a.sql 9 each"""),
    ("initdb as the locale orders names", "docker-entrypoint-initdb.d/b.sql docker-entrypoint-initdb.d/A.sql docker-entrypoint-initdb.d/_c.sql", """
        docker-entrypoint-initdb.d: docker-entrypoint-initdb.d
          _c.sql _c each
          A.sql A each
          b.sql b each"""),
    ("initdb by a compose file, under other names", {
        "compose.yaml": "services:\n  db:\n    volumes:\n      - ./sql/b.sql:/docker-entrypoint-initdb.d/01.sql:ro\n      - ./sql/a.sql:/docker-entrypoint-initdb.d/02.sql\n",
        "sql/a.sql": T, "sql/b.sql": T,
    }, """
        sql: docker-entrypoint-initdb.d
          b.sql 01 each
          a.sql 02 each"""),
    ("initdb by a compose file, two servers", {
        "docker-compose.yml": "services:\n  a:\n    volumes:\n      - './one:/docker-entrypoint-initdb.d'\n  b:\n    volumes:\n"
        "      - type: bind\n        source: ./two\n        target: /docker-entrypoint-initdb.d\n",
        "one/init.sql": T, "two/init.sql": T,
    }, """
        one: docker-entrypoint-initdb.d
          init.sql init each
        two: docker-entrypoint-initdb.d
          init.sql init each"""),
    ("initdb by a Dockerfile", {"db/Dockerfile": "FROM postgres:16\nCOPY --chown=postgres b.sql a.sql /docker-entrypoint-initdb.d/\n", "db/a.sql": T, "db/b.sql": T, "db/c.sql": T}, """
        db: docker-entrypoint-initdb.d
          a.sql a each
          b.sql b each"""),
    # Folders
    ("a folder in natural order", "migrations/10_b.sql migrations/9_a.sql migrations/1.1_z.sql migrations/1_y.sql", """
        migrations: folder
          1.1_z.sql 1.1 unknown
          1_y.sql 1 unknown
          9_a.sql 9 unknown
          10_b.sql 10 unknown"""),
    ("folders of other names", "db/migrate/001_a.sql sql-migrations/002_b.sql admin/updates/2024-02-01-c.sql", """
        admin/updates: folder
          2024-02-01-c.sql 2024-02-01 unknown
        db/migrate: folder
          001_a.sql 001 unknown
        sql-migrations: folder
          002_b.sql 002 unknown"""),
    ("folders below", "migrations/tenant/0001-a.sql migrations/admin/0001-b.sql", """
        migrations/admin: folder
          0001-b.sql 0001 unknown
        migrations/tenant: folder
          0001-a.sql 0001 unknown"""),
    ("a folder without what goes back", "migrations/1_a.sql migrations/1_a.down.sql migrations/2_b_rollback.sql migrations/undo_3.sql", """
        migrations: folder
          1_a.sql 1 unknown"""),
]  # fmt: skip


@pytest.mark.parametrize(("files", "expected"), [row[1:] for row in ROWS], ids=[row[0] for row in ROWS])
def test_what_runs_in_which_order(files, expected):
    assert lines(files) == dedent(expected).strip("\n")
