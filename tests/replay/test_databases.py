"""Statements about databases and the server's settings in, what they end as out."""

import pytest

from tests.replay.playing import UNKNOWN, play, shown

FREE = (-1, True, {})


def databases(text):
    return {
        each.label: (
            shown(each.connection_limit), shown(each.allow_connections), {name: shown(cell) for name, cell in each.settings.items()},
        )
        for each in play(text).state.databases.values()
    }  # fmt: skip


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("CREATE DATABASE d;", {"d": FREE}),
        ("CREATE DATABASE d OWNER x TEMPLATE template0 CONNECTION LIMIT = 5;", {"d": (5, True, {})}),
        ("CREATE DATABASE d CONNECTION LIMIT 0 ALLOW_CONNECTIONS false;", {"d": (0, False, {})}),
        ("CREATE DATABASE d ALLOW_CONNECTIONS = off;", {"d": (-1, False, {})}),
        ("CREATE DATABASE d CONNECTION LIMIT DEFAULT;", {"d": FREE}),
        ("create\ndatabase d;", {"d": FREE}),
        ("CREATE DATABASE d; ALTER DATABASE d CONNECTION LIMIT 7; ALTER DATABASE d IS_TEMPLATE true;", {"d": (7, True, {})}),
        ("CREATE DATABASE d; ALTER DATABASE d OWNER TO x; ALTER DATABASE d SET TABLESPACE t;", {"d": FREE}),
        ("CREATE DATABASE d; ALTER DATABASE d SET lock_timeout TO '5s';", {"d": (-1, True, {"lock_timeout": "5s"})}),
        ("CREATE DATABASE d; ALTER DATABASE d SET x.y = 1; ALTER DATABASE d RESET x.y;", {"d": FREE}),
        ("CREATE DATABASE d; ALTER DATABASE d SET x.y = 1; ALTER DATABASE d RESET ALL;", {"d": FREE}),
        ("CREATE DATABASE d; ALTER DATABASE d SET TIME ZONE 'UTC';", {"d": (-1, True, {"timezone": "UTC"})}),
        ("ALTER ROLE ALL IN DATABASE d SET lock_timeout = 1;", {"d": (UNKNOWN, UNKNOWN, {"lock_timeout": "1"})}),
        ("CREATE DATABASE d CONNECTION LIMIT 3; ALTER DATABASE d RENAME TO e;", {"e": (3, True, {})}),
        ("CREATE DATABASE d; DROP DATABASE d; DROP DATABASE IF EXISTS e WITH (FORCE);", {}),
        ("ALTER DATABASE d ALLOW_CONNECTIONS false;", {"d": (UNKNOWN, False, {})}),
        ("ALTER DATABASE d OWNER TO x;", {}),
        ("CREATE DATABASE d; CREATE DATABASE d CONNECTION LIMIT 4;", {"d": (UNKNOWN, True, {})}),
        ("ALTER DATABASE d SET x.y = 1; CREATE DATABASE d;", {"d": (-1, True, {"x.y": "1"})}),
        ("CREATE DATABASE :name CONNECTION LIMIT :limit;", {":name": (UNKNOWN, True, {})}),
        ("CREATE DATABASE {name};", {"{name}": FREE}),
        ("SELECT 'CREATE DATABASE d' WHERE NOT EXISTS (SELECT FROM pg_database WHERE datname = 'd')\\gexec\n", {"d": FREE}),
        ("CREATE DATABASE d CONNECTION LIMIT 2;\nSELECT 'CREATE DATABASE d' WHERE NOT EXISTS (SELECT FROM pg_database"
         " WHERE datname = 'd') \\gexec\n", {"d": (2, True, {})}),
        ("SELECT format('CREATE DATABASE %I', x) FROM y \\gexec\n", {}),
        ("CREATE DATABASE d;\n\\if :x\nALTER DATABASE d CONNECTION LIMIT 5;\n\\endif\n", {"d": (UNKNOWN, True, {})}),
        ("CREATE DATABASE d; BEGIN; ALTER DATABASE d CONNECTION LIMIT 5; ROLLBACK;", {"d": FREE}),
    ],
)  # fmt: skip
def test_database(text, expected):
    assert databases(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("ALTER SYSTEM SET max_connections = 300;", [("max_connections", "300", "max_connections = 300", "300")]),
        ("ALTER SYSTEM\n  SET Max_Connections TO '300' -- many\n;", [("max_connections", "300", "Max_Connections TO '300'", "'300'")]),
        ("ALTER SYSTEM SET search_path = a, 'b c';", [("search_path", 'a, "b c"', "search_path = a, 'b c'", "a, 'b c'")]),
        ("ALTER SYSTEM SET x.y TO on;", [("x.y", "on", "x.y TO on", "on")]),
        ("ALTER SYSTEM SET a = 1; ALTER SYSTEM SET b = 2; ALTER SYSTEM SET a = 3;",
         [("b", "2", "b = 2", "2"), ("a", "3", "a = 3", "3")]),
        ("ALTER SYSTEM SET a = 1; ALTER SYSTEM RESET a;", []),
        ("ALTER SYSTEM SET a = 1; ALTER SYSTEM SET a TO DEFAULT;", []),
        ("ALTER SYSTEM SET a = 1; ALTER SYSTEM RESET ALL; ALTER SYSTEM SET b = 2;", [("b", "2", "b = 2", "2")]),
        ("ALTER SYSTEM SET a = :x;", [("a", UNKNOWN, "a = :x", ":x")]),
        ("ALTER SYSTEM SET a = '${x}';", [("a", UNKNOWN, "a = '${x}'", "'${x}'")]),
        ("\\if :x\nALTER SYSTEM SET a = 1;\n\\endif\n", [("a", UNKNOWN, "a = 1", "1")]),
        ("DO $$ BEGIN EXECUTE 'ALTER SYSTEM SET a = 1'; END $$;", [("a", "1", "a = 1", "1")]),
    ],
)  # fmt: skip
def test_alter_system(text, expected):
    found = play(text).state.system.values()
    assert [(each.name, shown(each.value), each.span.text, each.value_span.text) for each in found] == expected


@pytest.mark.parametrize(
    ("text", "quoted"), [("ALTER SYSTEM SET a = '1';", True), ("ALTER SYSTEM SET a = 1;", False), ("ALTER SYSTEM SET a = on;", False)]
)
def test_quoted(text, quoted):
    (setting,) = play(text).state.system.values()
    assert setting.quoted == quoted
    assert setting.name_span.text == "a"
