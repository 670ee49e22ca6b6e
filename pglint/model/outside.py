"""How to have a migration run outside of a transaction, by the tool that runs it: what a message tells to write.

Each is explained, with its source, in the tool's module of formats/migrations.
"""

from __future__ import annotations

ALONE = "in a migration of its own"
WAYS = {
    "alembic": "outside of its BEGIN and COMMIT (with op.get_context().autocommit_block())",
    "atlas": "in a file of its own that begins with -- atlas:txmode none",
    "bun": "in an .up.sql of its own, not .tx.up.sql",
    "dbmate": "in a file of its own with -- migrate:up transaction:false",
    "diesel": "in a migration of its own with run_in_transaction = false in its metadata.toml",
    "django": "outside of its BEGIN and COMMIT (a migration with atomic = False)",
    "docker-entrypoint-initdb.d": "outside of BEGIN and COMMIT",
    "drizzle": "by hand: drizzle-orm has no migration without a transaction",
    "evolve": "in a file of its own that begins with -- evolve-tx-off",
    "flyway": "in a file of its own: Flyway then opens no transaction",
    "golang-migrate": "in a file of its own: golang-migrate sends a file as one query",
    "goose": "in a file that says -- +goose NO TRANSACTION",
    "graphile-migrate": "in a migration of its own that begins with --! no-transaction",
    "hasura": ALONE,
    "liquibase": "in a changeset that says runInTransaction:false",
    "node-pg-migrate": "in a migration in JavaScript with pgm.noTransaction(), which a file of SQL cannot say",
    "pop": "by hand: pop has no migration without a transaction",
    "popx": "in a file of its own called .autocommit.up.sql",
    "postgres-migrations": "in a file of its own that says -- postgres-migrations disable-transaction",
    "prisma": "in a migration of its own: Prisma sends a file as one query",
    "refinery": "in a file of its own with a line -- refinery:noTransaction",
    "sql-migrate": "in a file with -- +migrate Up notransaction",
    "sqitch": "outside of BEGIN and COMMIT",
    "sqlx": "in a file of its own that begins with -- no-transaction",
    "supabase": "in a migration of its own",
    "tern": "in a file with a line ---- tern: disable-tx ----",
    "yoyo": "in a file that begins with -- transactional: false",
}
"""By the names that formats/migrations gives the tools."""


def way(tool: str, transaction: str) -> str:
    """The words behind ``write it …``; ``transaction`` is how the statement runs now."""
    if transaction == "explicit":
        return "outside of BEGIN and COMMIT"
    if transaction == "none":
        return "where it stands: it runs outside of a transaction"
    return WAYS.get(tool, "outside of a transaction")
