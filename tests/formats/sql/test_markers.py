"""Comments that migration tools take notice of."""

import pytest

from pglint.formats.sql.statement import Marker
from tests.formats.sql.shown import items, shown

MARKS = [
    ("-- +goose Up", "+goose Up"),
    ("--+goose NO TRANSACTION ", "+goose NO TRANSACTION"),
    ("-- +goose StatementBegin", "+goose StatementBegin"),
    ("-- +micrate Down", "+micrate Down"),
    ("-- +migrate Up notransaction", "+migrate Up notransaction"),
    ("-- migrate:up transaction:false", "migrate:up transaction:false"),
    ("-- Up Migration", "Up Migration"),
    ("-- down migration", "down migration"),
    ("# --- !Ups", "!Ups"),
    ("-- !Downs", "!Downs"),
    ("--! Previous: sha1:abc", "! Previous: sha1:abc"),
    ("--!include functions/a.sql", "!include functions/a.sql"),
    ("--> statement-breakpoint", "> statement-breakpoint"),
    ("---- create above / drop below ----", "create above / drop below"),
    ("---- tern: disable-tx ----", "tern: disable-tx"),
    ("-- atlas:txmode none", "atlas:txmode none"),
    ("--liquibase formatted sql", "liquibase formatted sql"),
    ("--changeset nina:1 runInTransaction:false", "changeset nina:1 runInTransaction:false"),
    ("--rollback drop table t;", "rollback drop table t;"),
    ("-- postgres-migrations disable-transaction", "postgres-migrations disable-transaction"),
    ("-- no-transaction", "no-transaction"),
    ("-- Deploy app:roles to pg", "Deploy app:roles to pg"),
    ("-- Revert app:roles from pg", "Revert app:roles from pg"),
    ("-- squawk-ignore ban-drop-column", "squawk-ignore ban-drop-column"),
    ("-- name: GetUser :one", "name: GetUser :one"),
    ("-- rambler up", "rambler up"),
    ("--bun:split", "bun:split"),
    ("--refinery:noTransaction", "refinery:noTransaction"),
    ("-- evolve-tx-off", "evolve-tx-off"),
    ("-- transactional: false", "transactional: false"),
    ("-- ==== UP ====", "==== UP ===="),
    ("-- //@UNDO", "//@UNDO"),
    ("-- Running upgrade 1a2b -> 3c4d", "Running upgrade 1a2b -> 3c4d"),
    ("-- txn-mode = off", "txn-mode = off"),
]


@pytest.mark.parametrize(("comment", "text"), MARKS, ids=[comment for comment, _ in MARKS])
def test_marks(comment: str, text: str) -> None:
    (mark,) = items(f"  {comment}\r\n;")
    assert isinstance(mark, Marker)
    assert (mark.text, mark.span.text.rstrip(), mark.span.line, mark.span.column) == (text, comment.rstrip(), 1, 3)


@pytest.mark.parametrize(
    "comment",
    [
        "-- Name: users; Type: TABLE; Schema: public; Owner: -",
        "-- up to here",
        "-- down with it",
        "-- goose Up",
        "-- migrate evaluators",
        "-- a change: set it",
        "-- Deploy it tomorrow",
        "-- no transactions here",
        "-- transactions",
        "-- Running out of ids",
        "----------",
        "--",
        "/* +goose Up */",
        "'-- +goose Up'",
        "$$ -- +goose Up\n$$",
    ],
)
def test_what_is_no_mark(comment: str) -> None:
    assert not [item for item in items(comment + "\n") if isinstance(item, Marker)]


def test_parts_end_what_is_before_them() -> None:
    text = "-- migrate:up\ncreate role a\n-- migrate:down\ndrop role a (\n-- migrate:up\nselect 1"
    assert [shown(item) for item in items(text)] == [
        "1:1 mark -- migrate:up",
        "2:1 sql create role a",
        "3:1 mark -- migrate:down",
        "4:1 sql drop role a (",
        "5:1 mark -- migrate:up",
        "6:1 sql select 1",
    ]


def test_notes_do_not_end_a_statement() -> None:
    text = "alter table t\n  -- squawk-ignore a\n  add x int,\n  -- atlas:nolint\n  add y int;"
    assert [shown(item).split("\n")[0] for item in items(text)] == [
        "1:1 sql alter table t",
        "2:3 mark -- squawk-ignore a",
        "4:3 mark -- atlas:nolint",
    ]
