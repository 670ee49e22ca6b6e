"""Slots, publications and subscriptions, as they are left."""

import pytest

from tests.replay.playing import UNKNOWN, play, shown


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("SELECT pg_create_physical_replication_slot('s');", [("s", False)]),
        ("SELECT pg_create_physical_replication_slot('s', true);", [("s", False)]),
        ("SELECT pg_create_physical_replication_slot('s', true, true);", []),
        ("SELECT * FROM pg_create_logical_replication_slot('s', 'pgoutput');", [("s", True)]),
        ("SELECT pg_catalog.pg_create_logical_replication_slot('s', 'pgoutput', true);", []),
        ("SELECT pg_create_logical_replication_slot(plugin := 'pgoutput', slot_name := 's', temporary := false);", [("s", True)]),
        ("SELECT pg_create_physical_replication_slot('s'); SELECT pg_drop_replication_slot('s');", []),
        ("SELECT pg_create_physical_replication_slot('s'); SELECT pg_copy_physical_replication_slot('s', 't');",
         [("s", False), ("t", False)]),
        ("DO $$ BEGIN PERFORM pg_create_physical_replication_slot('s'); END $$;", [("s", False)]),
        ("SELECT pg_create_physical_replication_slot('s') WHERE NOT EXISTS (SELECT 1 FROM pg_replication_slots WHERE slot_name = 's');",
         [("s", False)]),
        ("SELECT pg_create_physical_replication_slot('s') FROM pg_class;", []),
        ("SELECT pg_create_physical_replication_slot(:'slot');", [(UNKNOWN, False)]),
        ("SELECT pg_create_physical_replication_slot(name) FROM names;", []),
        ("BEGIN; SELECT pg_create_physical_replication_slot('s'); ROLLBACK;", [("s", False)]),
        ("\\if :x\nSELECT pg_create_physical_replication_slot('s');\n\\endif\n", []),
        ("CREATE_REPLICATION_SLOT s LOGICAL pgoutput;", [("s", True)]),
        ('CREATE_REPLICATION_SLOT "s" PHYSICAL RESERVE_WAL;', [("s", False)]),
        ("CREATE_REPLICATION_SLOT s TEMPORARY PHYSICAL;", []),
        ("CREATE_REPLICATION_SLOT s PHYSICAL; DROP_REPLICATION_SLOT s;", []),
        ("SELECT slot_name FROM pg_replication_slots;", []),
    ],
)  # fmt: skip
def test_slots(text, expected):
    assert [(shown(slot.name), slot.logical) for slot in play(text).state.slots.values()] == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("CREATE PUBLICATION p FOR ALL TABLES;", ["p"]),
        ("CREATE PUBLICATION p; CREATE PUBLICATION q; DROP PUBLICATION p;", ["q"]),
        ("CREATE PUBLICATION p; ALTER PUBLICATION p RENAME TO q;", ["q"]),
        ("CREATE PUBLICATION p; ALTER PUBLICATION p ADD TABLE t; ALTER PUBLICATION p OWNER TO x;", ["p"]),
        ("BEGIN; CREATE PUBLICATION p; ROLLBACK;", []),
        ("DROP PUBLICATION IF EXISTS p;", []),
        ("CREATE PUBLICATION ${name};", [UNKNOWN]),
    ],
)
def test_publications(text, expected):
    assert [shown(each.name) for each in play(text).state.publications.values()] == expected


MAKE = "CREATE SUBSCRIPTION s CONNECTION 'host=primary.example.com user=rep dbname=d' PUBLICATION p"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (f"{MAKE};", [("s", "s", ["primary"], "rep", True)]),
        (f"{MAKE} WITH (slot_name = other, enabled = false);", [("s", "other", ["primary"], "rep", False)]),
        (f"{MAKE} WITH (slot_name = NONE);", [("s", "", ["primary"], "rep", True)]),
        (f"{MAKE} WITH (connect = false);", [("s", "s", ["primary"], "rep", False)]),
        (f"{MAKE} WITH (create_slot);", [("s", "s", ["primary"], "rep", True)]),
        (f"{MAKE}; ALTER SUBSCRIPTION s DISABLE;", [("s", "s", ["primary"], "rep", False)]),
        (f"{MAKE}; ALTER SUBSCRIPTION s DISABLE; ALTER SUBSCRIPTION s ENABLE;", [("s", "s", ["primary"], "rep", True)]),
        (f"{MAKE}; ALTER SUBSCRIPTION s SET (slot_name = t);", [("s", "t", ["primary"], "rep", True)]),
        (f"{MAKE}; ALTER SUBSCRIPTION s CONNECTION 'postgresql://x@db2:5432/d';", [("s", "s", ["db2"], "x", True)]),
        (f"{MAKE}; ALTER SUBSCRIPTION s RENAME TO t;", [("t", "s", ["primary"], "rep", True)]),
        (f"{MAKE}; ALTER SUBSCRIPTION s SET PUBLICATION q; ALTER SUBSCRIPTION s REFRESH PUBLICATION;",
         [("s", "s", ["primary"], "rep", True)]),
        (f"{MAKE}; DROP SUBSCRIPTION s;", []),
        ("ALTER SUBSCRIPTION s ENABLE;", []),
        ("CREATE SUBSCRIPTION s CONNECTION 'host=10.0.0.1,localhost,/tmp' PUBLICATION p;", [("s", "s", [], "", True)]),
        ("CREATE SUBSCRIPTION s CONNECTION :'conn' PUBLICATION p;", [("s", "s", [], "", True)]),
    ],
)
def test_subscriptions(text, expected):
    found = play(text).state.subscriptions.values()
    assert [(each.name, shown(each.slot), sorted(each.publisher.hosts), each.user, each.enabled) for each in found] == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("CREATE SUBSCRIPTION s CONNECTION 'host=a password=hidden' PUBLICATION p;", ["secret-in-config"]),
        ("CREATE SUBSCRIPTION s CONNECTION 'postgresql://u:hidden@a/d' PUBLICATION p;", ["secret-in-config"]),
        ("CREATE SUBSCRIPTION s CONNECTION 'host=a passfile=x' PUBLICATION p;", []),
        ("CREATE SUBSCRIPTION s CONNECTION 'host=a password={{ pw }}' PUBLICATION p;", []),
    ],
)
def test_secrets(text, expected):
    found = play(text).state.faults
    assert [fault.kind for fault in found] == expected
    assert all("hidden" not in fault.span.text + fault.text for fault in found)
