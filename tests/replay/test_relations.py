"""What statements make known of relations: whether they are new in their migration, and what they consist of."""

import pytest

from pglint.catalog.lock_effect import NONE
from pglint.replay import relations
from pglint.replay.known import KnownSoFar
from pglint.replay.replay import read
from pglint.tree import Memory
from tests.replay.playing import facts, play


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("CREATE TABLE t (a int); CREATE INDEX ON t (a);", [set(), {"t"}]),
        ("CREATE TABLE s.t (a int); CREATE INDEX ON s.t (a);", [set(), {"s.t"}]),
        ("CREATE TABLE s.t (a int); CREATE INDEX ON t (a);", [set(), {"t"}]),
        ("CREATE TABLE t (a int); CREATE INDEX ON s.t (a);", [set(), {"s.t"}]),
        ("CREATE TABLE s.t (a int); CREATE INDEX ON r.t (a);", [set(), set()]),
        ("CREATE TABLE IF NOT EXISTS t (a int); ALTER TABLE t ADD b int;", [set(), {"t"}]),
        ("CREATE TABLE t AS SELECT 1; ALTER TABLE t ADD b int;", [set(), {"t"}]),
        ("SELECT 1 AS a INTO t; ALTER TABLE t ADD b int;", [set(), {"t"}]),
        ("CREATE MATERIALIZED VIEW t AS SELECT 1 AS a; CREATE INDEX ON t (a);", [set(), {"t"}]),
        ("CREATE FOREIGN TABLE t (a int) SERVER s; ALTER FOREIGN TABLE t ADD b int;", [set(), {"t"}]),
        ("CREATE SCHEMA s CREATE TABLE t (a int); ALTER TABLE s.t ADD b int;", [set(), {"s.t"}]),
        ("CREATE TABLE t (a int); ALTER TABLE t RENAME TO u; ALTER TABLE u ADD b int; ALTER TABLE t ADD b int;",
         [set(), {"t"}, {"u"}, set()]),
        ("CREATE TABLE t (a int); ALTER TABLE t SET SCHEMA s; ALTER TABLE s.t ADD b int;", [set(), {"t"}, {"s.t"}]),
        ("CREATE TABLE t (a int); DROP TABLE t; ALTER TABLE t ADD b int;", [set(), {"t"}, set()]),
        ("CREATE TABLE t (a int); CREATE INDEX i ON t (a); DROP INDEX i;", [set(), {"t"}, {"i", "t"}]),
        ("CREATE INDEX i ON t (a); DROP INDEX i;", [set(), set()]),
        ("BEGIN; CREATE TABLE t (a int); ROLLBACK; ALTER TABLE t ADD b int;", [set(), set(), set(), set()]),
        ("\\if :x\nCREATE TABLE t (a int);\n\\endif\nALTER TABLE t ADD b int;", [set(), {"t"}]),
        ("DO $$ BEGIN CREATE TABLE t (a int); ALTER TABLE t ADD b int; END $$;", [set(), set(), {"t"}]),
        ("CREATE TABLE p (a int) PARTITION BY LIST (a); CREATE TABLE q PARTITION OF p FOR VALUES IN (1);", [set(), {"p"}]),
        ("CREATE TABLE q PARTITION OF p FOR VALUES IN (1);", [set()]),
        ("CREATE TABLE t (id int PRIMARY KEY); CREATE TABLE u (t int REFERENCES t);", [set(), {"t"}]),
        ("CREATE TABLE t (a int); ALTER TABLE u ADD FOREIGN KEY (a) REFERENCES t;", [set(), {"t"}]),
        ("CREATE TABLE ä (a int); ALTER TABLE ä ADD b int;", [set(), {"ä"}]),
        ('CREATE TABLE "T" (a int); ALTER TABLE t ADD b int;', [set(), set()]),
        ("CREATE TABLE ${t} (a int); ALTER TABLE u ADD FOREIGN KEY (a) REFERENCES ${t};", [set(), {"${t}"}]),
        ("CREATE TABLE t (a int); ALTER TABLE ${t} ADD b int;", [set(), set()]),
        ("CREATE TABLE ${s}.t (a int); ALTER TABLE ${s}.t ADD b int;", [set(), {"${s}.t"}]),
        ("CREATE TABLE ${s}.t (a int); ALTER TABLE u ADD FOREIGN KEY (a) REFERENCES ${s}.t;", [set(), {"${s}.t"}]),
    ],
)  # fmt: skip
def test_new(text, expected):
    assert [set(fact.new) for fact in facts(text)] == expected


SCHEMA = """
CREATE DOMAIN zip AS varchar(5) CHECK (value <> '');
CREATE TYPE mood AS ENUM ('a');
CREATE TABLE orders (id bigserial PRIMARY KEY, name varchar(20) NOT NULL, note text, price numeric(8), made timestamptz(3),
    total int GENERATED ALWAYS AS (1) STORED, ref int REFERENCES other, CONSTRAINT kept CHECK (note IS NOT NULL AND price > 0),
    UNIQUE (name, note));
CREATE UNLOGGED TABLE log (a int);
CREATE TABLE items (id int, order_id bigint CONSTRAINT of_order REFERENCES orders, mood mood);
CREATE INDEX ON items (order_id) WHERE id > 3;
CREATE TABLE parts (a int, b text) PARTITION BY LIST (a);
CREATE TABLE parts_1 PARTITION OF parts FOR VALUES IN (1);
CREATE TABLE parts_rest PARTITION OF parts DEFAULT;
CREATE FUNCTION calm() RETURNS int LANGUAGE sql IMMUTABLE AS 'SELECT 1';
CREATE FUNCTION wild() RETURNS int LANGUAGE sql AS 'SELECT 1';
"""


def known(more="", sql=SCHEMA):
    return KnownSoFar(play(sql + more).state)


@pytest.mark.parametrize(
    ("more", "question", "expected"),
    [
        ("", ("kind", "orders"), "table"),
        ("", ("kind", "parts"), "partitioned table"),
        ("", ("kind", "nowhere"), None),
        ("", ("column_type", "orders", "id"), "bigint"),
        ("", ("column_type", "public.orders", "name"), "character varying(20)"),
        ("", ("column_type", "orders", "price"), "numeric(8,0)"),
        ("", ("column_type", "orders", "made"), "timestamp(3) with time zone"),
        ("", ("column_type", "orders", "nothing"), None),
        ("ALTER TABLE orders ALTER note TYPE varchar(9);", ("column_type", "orders", "note"), "character varying(9)"),
        ("ALTER TABLE orders ADD kind char(3);", ("column_type", "orders", "kind"), "character(3)"),
        ("ALTER TABLE orders DROP note;", ("column_type", "orders", "note"), None),
        ("ALTER TABLE orders RENAME note TO remark;", ("column_type", "orders", "remark"), "text"),
        ("ALTER TABLE orders RENAME TO sales;", ("column_type", "sales", "note"), "text"),
        ("DROP TABLE orders;", ("column_type", "orders", "note"), None),
        ("BEGIN; ALTER TABLE orders ALTER note TYPE varchar(9); ROLLBACK;", ("column_type", "orders", "note"), "text"),
        ("\\if :x\nALTER TABLE orders ALTER note TYPE varchar(9);\n\\endif\n", ("column_type", "orders", "note"), None),
        ("ALTER TABLE orders INHERIT other;", ("column_type", "orders", "note"), None),
        ("", ("null", "orders", "id"), "refused"),
        ("", ("null", "orders", "name"), "refused"),
        ("", ("null", "orders", "note"), "excluded"),
        ("", ("null", "orders", "price"), "taken"),
        ("ALTER TABLE orders ALTER name DROP NOT NULL;", ("null", "orders", "name"), "taken"),
        ("ALTER TABLE orders ALTER price SET NOT NULL;", ("null", "orders", "price"), "refused"),
        ("ALTER TABLE orders DROP CONSTRAINT kept;", ("null", "orders", "note"), "taken"),
        ("ALTER TABLE orders ADD CONSTRAINT c CHECK (made IS NOT NULL) NOT VALID;", ("null", "orders", "made"), "not valid"),
        ("ALTER TABLE orders ADD CONSTRAINT c CHECK (made IS NOT NULL) NOT VALID; ALTER TABLE orders VALIDATE CONSTRAINT c;",
         ("null", "orders", "made"), "excluded"),
        ("ALTER TABLE orders ADD CONSTRAINT c CHECK (made IS NOT NULL OR price > 0);", ("null", "orders", "made"), "taken"),
        ("", ("generated", "orders", "total"), "stored"),
        ("", ("generated", "orders", "name"), "no"),
        ("ALTER TABLE orders ALTER total DROP EXPRESSION;", ("generated", "orders", "total"), "no"),
        ("", ("indexed", "orders", "id"), "column"),
        ("", ("indexed", "orders", "note"), "column"),
        ("", ("indexed", "orders", "price"), "no"),
        ("", ("indexed", "items", "id"), "expression"),
        ("", ("indexed", "items", "order_id"), "column"),
        ("", ("indexed", "nowhere", "id"), None),
        ("DROP INDEX items_order_id_idx;", ("indexed", "items", "order_id"), "no"),
        ("CREATE INDEX CONCURRENTLY i ON orders (lower(name)) INCLUDE (price);", ("indexed", "orders", "price"), "column"),
        ("", ("persistence", "log"), "unlogged"),
        ("ALTER TABLE log SET LOGGED;", ("persistence", "log"), "logged"),
        ("", ("table_of", "items_order_id_idx"), "items"),
        ("", ("table_of", "nothing"), None),
        ("", ("index_columns", "items_order_id_idx"), ("order_id",)),
        ("", ("descendants", "parts"), ("parts_1", "parts_rest")),
        ("ALTER TABLE parts DETACH PARTITION parts_1;", ("descendants", "parts"), ("parts_rest",)),
        ("CREATE TABLE parts_2 (a int, b text); ALTER TABLE parts ATTACH PARTITION parts_2 FOR VALUES IN (2);",
         ("descendants", "parts"), ("parts_1", "parts_rest", "parts_2")),
        ("ALTER TABLE parts_1 RENAME TO first;", ("descendants", "parts"), ("first", "parts_rest")),
        ("CREATE TABLE x (a int) PARTITION BY LIST (a); ALTER TABLE x ATTACH PARTITION x DEFAULT;", ("descendants", "x"), ("x",)),
        ("ALTER TABLE items RENAME TO things;", ("table_of", "items_order_id_idx"), "things"),
        ("ALTER TABLE parts RENAME TO pieces;", ("parents", "parts_1"), ("pieces",)),
        ("", ("parents", "parts_1"), ("parts",)),
        ("", ("parents", "orders"), ()),
        ("", ("default_partition", "parts"), "parts_rest"),
        ("ALTER TABLE parts DETACH PARTITION parts_rest;", ("default_partition", "parts"), ""),
        ("", ("volatile", "calm"), False),
        ("", ("volatile", "wild"), True),
        ("", ("volatile", "nobody"), None),
    ],
)  # fmt: skip
def test_known(more, question, expected):
    name, *given = question
    assert getattr(known(more), name)(*given) == expected


@pytest.mark.parametrize(
    ("more", "expected"),
    [
        ("", {"orders_pkey": True, "kept": True, "orders_ref_fkey": True, "orders_name_note_key": True}),
        ("ALTER TABLE orders DROP CONSTRAINT kept;", {"orders_pkey": True, "orders_ref_fkey": True, "orders_name_note_key": True}),
        ("ALTER TABLE orders RENAME CONSTRAINT kept TO held; ALTER TABLE orders DROP ref;",
         {"orders_pkey": True, "held": True, "orders_name_note_key": True}),
        ("ALTER TABLE orders ADD CONSTRAINT later FOREIGN KEY (ref) REFERENCES items NOT VALID;",
         {"orders_pkey": True, "kept": True, "orders_ref_fkey": True, "orders_name_note_key": True, "later": False}),
    ],
)  # fmt: skip
def test_constraints(more, expected):
    found = {each.name: each.valid for each in known(more).constraints("orders") if each.kind != "NOT NULL"}
    assert found == expected


def test_foreign_keys_from_both_sides():
    (own,) = (each for each in known().constraints("items") if each.kind == "FOREIGN KEY")
    assert (own.name, own.columns, own.references) == ("of_order", ("order_id",), "orders")
    assert known().referencing("orders") == (own,)
    for gone in ("ALTER TABLE items DROP CONSTRAINT of_order;", "DROP TABLE items;", "ALTER TABLE items DROP order_id;"):
        assert known(gone).referencing("orders") == ()


def test_user_types():
    assert known().user_type("zip")[:] == ("domain", "character varying(5)", True)
    assert known().user_type("public.mood").kind == "enum"
    assert known().user_type("nothing") is None


def test_several_of_one_name():
    state = play("CREATE TABLE a.t (x int); CREATE TABLE b.t (y text);").state
    assert relations.find(state, "t") is None
    assert relations.find(state, "b.t").columns.keys() == {"y"}


@pytest.mark.parametrize(
    ("made", "text", "scans", "rewrites"),
    [
        ("CREATE TABLE t (a int NOT NULL);", "ALTER TABLE t ALTER a SET NOT NULL;", (), ()),
        ("CREATE TABLE t (a int, CHECK (a IS NOT NULL));", "ALTER TABLE t ALTER a SET NOT NULL;", (), ()),
        ("CREATE TABLE t (a int);", "ALTER TABLE t ALTER a SET NOT NULL;", ("t",), ()),
        ("CREATE TABLE t (a varchar(9));", "ALTER TABLE t ALTER a TYPE varchar(20);", (), ()),
        ("CREATE TABLE t (a varchar(9));", "ALTER TABLE t ALTER a TYPE varchar(5);", (), ("t",)),
        ("CREATE TABLE t (a int);", "ALTER TABLE t ALTER a TYPE bigint;", (), ("t",)),
    ],
)
def test_effects_use_what_is_known(made, text, scans, rewrites):
    files = {"migrations/1.sql": made, "migrations/2.sql": text}
    (found,) = read(Memory(files), files)
    *_, fact = found.statements
    effect = fact.effect
    assert tuple(touch.object for touch in effect.scans) == scans
    assert tuple(touch.object for touch in effect.rewrites) == rewrites
    *_, alone = facts(f"{made} {text}")  # of a table that its own migration made nothing is told
    assert (alone.effect, alone.new) == (NONE, {"t"})
