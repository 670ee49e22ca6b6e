"""Statements about roles in, the roles as they end out."""

import pytest

from pglint.cluster_facts import RoleFact
from tests.replay.playing import UNKNOWN, play, shown

NONE = {"limit": -1, "super": False, "replication": False, "login": False}


def roles(text, way="each"):
    return {role.label: role for role in play(text, way).state.roles.values()}


def table(role: RoleFact):
    found = {
        "limit": shown(role.connection_limit), "super": shown(role.superuser), "replication": shown(role.replication),
        "login": shown(role.login),
    }  # fmt: skip
    if role.settings:
        found["settings"] = {name: shown(cell) for name, cell in role.settings.items()}
    if role.in_database:
        found["in"] = {where: {name: shown(cell) for name, cell in cells.items()} for where, cells in role.in_database.items()}
    if role.valid_until:
        found["until"] = shown(role.valid_until)
    if role.member_of:
        found["member of"] = role.member_of
    if role.dropped:
        found["dropped"] = True
    return found


ELSEWHERE = dict.fromkeys(NONE, UNKNOWN)
DROPPED = {**ELSEWHERE, "login": False, "until": UNKNOWN, "dropped": True}
DO = "DO $$ BEGIN %s END $$;"

CASES = [
    ("CREATE ROLE a;", NONE),
    ("CREATE USER a;", {**NONE, "login": True}),
    ("CREATE USER a NOLOGIN;", NONE),
    ("CREATE GROUP a;", NONE),
    ("CREATE ROLE a LOGIN CONNECTION LIMIT 0;", {**NONE, "login": True, "limit": 0}),
    ("CREATE ROLE a WITH SUPERUSER REPLICATION CONNECTION LIMIT 5;", {**NONE, "super": True, "replication": True, "limit": 5}),
    ("CREATE ROLE a CONNECTION LIMIT 5; ALTER ROLE a CONNECTION LIMIT -1;", NONE),
    ("CREATE ROLE a VALID UNTIL 'infinity';", {**NONE, "until": "infinity"}),
    ("CREATE ROLE a IN ROLE b, c;", {**NONE, "member of": ("b", "c")}),
    ("CREATE ROLE a; CREATE ROLE b ROLE a;", {**NONE, "member of": ("b",)}),
    ("CREATE ROLE a; GRANT b, c TO a; REVOKE b FROM a;", {**NONE, "member of": ("c",)}),
    ("CREATE ROLE a; GRANT b TO a; REVOKE ADMIN OPTION FOR b FROM a;", {**NONE, "member of": ("b",)}),
    ("CREATE ROLE a; GRANT SELECT ON t TO a;", NONE),
    ("CREATE ROLE a; CREATE GROUP g; ALTER GROUP g ADD USER a;", {**NONE, "member of": ("g",)}),
    ("CREATE ROLE a IN ROLE g; ALTER GROUP g DROP USER a;", NONE),
    ("CREATE ROLE a IN ROLE g; DROP ROLE g;", NONE),
    ("CREATE ROLE a IN ROLE g; ALTER ROLE g RENAME TO h;", {**NONE, "member of": ("h",)}),
    ("CREATE ROLE b LOGIN; ALTER ROLE b RENAME TO a;", {**NONE, "login": True}),
    ("CREATE ROLE a; ALTER ROLE a SET lock_timeout = '5s';", {**NONE, "settings": {"lock_timeout": "5s"}}),
    ("CREATE ROLE a; ALTER ROLE a SET Lock_Timeout TO 5; ALTER ROLE a RESET lock_timeout;", NONE),
    ("CREATE ROLE a; ALTER ROLE a SET search_path = 'B', c; ALTER USER a SET x.z TO DEFAULT;", {**NONE, "settings": {"search_path": '"B", c'}}),
    ("CREATE ROLE a; ALTER ROLE a IN DATABASE d SET lock_timeout = 1;", {**NONE, "in": {"d": {"lock_timeout": "1"}}}),
    ("CREATE ROLE a; ALTER ROLE a IN DATABASE d SET lock_timeout = 1; ALTER ROLE a IN DATABASE d RESET ALL;", {**NONE, "in": {"d": {}}}),
    ("SET lock_timeout = '90s'; CREATE ROLE a; ALTER ROLE a SET lock_timeout FROM CURRENT;",
     {**NONE, "settings": {"lock_timeout": "90s"}}),
    # made elsewhere
    ("ALTER ROLE a CONNECTION LIMIT 5;", {**ELSEWHERE, "limit": 5}),
    ("ALTER ROLE a NOLOGIN;", {**ELSEWHERE, "login": False}),
    ("ALTER ROLE a SET statement_timeout = '3s';", {**ELSEWHERE, "settings": {"statement_timeout": "3s"}}),
    ("GRANT pg_use_reserved_connections TO a;", {**ELSEWHERE, "member of": ("pg_use_reserved_connections",)}),
    ("ALTER ROLE a SET work_mem = '1MB'; CREATE ROLE a;", {**NONE, "settings": {"work_mem": "1MB"}}),
    ("DROP ROLE a;", DROPPED),
    ("CREATE ROLE a LOGIN; DROP ROLE a;", DROPPED),
    ("DROP ROLE IF EXISTS a; CREATE ROLE a LOGIN;", {**NONE, "login": True}),
    ("CREATE ROLE a LOGIN; CREATE ROLE a CONNECTION LIMIT 5;", {**NONE, "login": UNKNOWN, "limit": UNKNOWN}),
    ("CREATE ROLE a LOGIN; CREATE USER a;", {**NONE, "login": True}),
    # the session's own role
    ("CREATE ROLE a; SET ROLE a; ALTER ROLE CURRENT_USER CONNECTION LIMIT 3;", {**NONE, "limit": 3}),
    ("CREATE ROLE a; SET SESSION AUTHORIZATION a; ALTER USER CURRENT_USER SET work_mem = '1MB';",
     {**NONE, "settings": {"work_mem": "1MB"}}),
    # what is rolled back
    ("CREATE ROLE a; BEGIN; ALTER ROLE a LOGIN; ROLLBACK;", NONE),
    ("BEGIN; CREATE ROLE a; SAVEPOINT s; ALTER ROLE a LOGIN; ROLLBACK TO s; COMMIT;", NONE),
    ("CREATE ROLE a LOGIN; BEGIN; DROP ROLE a; ROLLBACK;", {**NONE, "login": True}),
    ("CREATE ROLE a; BEGIN; ALTER ROLE a LOGIN CONNECTION LIMIT 5;", {**NONE, "login": UNKNOWN, "limit": UNKNOWN}),
    # what may not run
    ("CREATE ROLE a;\n\\if :x\nALTER ROLE a CONNECTION LIMIT 5;\n\\endif\n", {**NONE, "limit": UNKNOWN}),
    ("CREATE ROLE a;\n\\if :x\nALTER ROLE a LOGIN;\n\\else\nALTER ROLE a LOGIN;\n\\endif\n", {**NONE, "login": True}),
    ("\\if :x\nCREATE ROLE a LOGIN;\n\\endif\n", {**ELSEWHERE, "until": UNKNOWN}),
    ("CREATE ROLE a;\n\\if :x\nDROP ROLE a;\n\\endif\n", {**ELSEWHERE, "until": UNKNOWN}),
    ("CREATE ROLE a;\n{{ if .x }}\nALTER ROLE a LOGIN;\n{{ end }}\n", {**NONE, "login": UNKNOWN}),
    ("CREATE ROLE a;\nALTER ROLE a LOGIN {% if x %} SUPERUSER {% endif %};", {**ELSEWHERE, "until": UNKNOWN}),
    ("CREATE ROLE a; " + DO % "IF x THEN ALTER ROLE a CONNECTION LIMIT 5; END IF;", {**NONE, "limit": UNKNOWN}),
    ("CREATE ROLE a; " + DO % "FOR i IN 1..3 LOOP ALTER ROLE a LOGIN; END LOOP;", {**NONE, "login": UNKNOWN}),
    ("CREATE ROLE a; " + DO % "CASE x WHEN 1 THEN ALTER ROLE a LOGIN; ELSE NULL; END CASE;", {**NONE, "login": UNKNOWN}),
    ("CREATE ROLE a; " + DO % "IF x THEN RETURN; END IF; ALTER ROLE a LOGIN;", {**NONE, "login": UNKNOWN}),
    ("CREATE ROLE a; " + DO % "IF y THEN IF x THEN RETURN; END IF; END IF; ALTER ROLE a LOGIN;", {**NONE, "login": UNKNOWN}),
    ("CREATE ROLE a; " + DO % "IF x THEN RAISE EXCEPTION 'no'; END IF; ALTER ROLE a LOGIN;", {**NONE, "login": True}),
    ("CREATE ROLE a; " + DO % "RETURN; ALTER ROLE a LOGIN;", NONE),
    ("CREATE ROLE a; DO 'BEGIN IF ''a'' = x THEN ALTER ROLE a LOGIN; END IF; END';", {**NONE, "login": UNKNOWN}),
    # made if it is missing
    (DO % "IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'a') THEN CREATE ROLE a LOGIN; END IF;", {**NONE, "login": True}),
    ("CREATE ROLE a; " + DO % "IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'a') THEN CREATE ROLE a LOGIN; END IF;", NONE),
    ("CREATE ROLE a; " + DO % "IF EXISTS (SELECT FROM pg_user WHERE usename = 'a') THEN ALTER ROLE a LOGIN; END IF;",
     {**NONE, "login": True}),
    ("DROP ROLE a; " + DO % "IF EXISTS (SELECT FROM pg_roles WHERE rolname = 'a') THEN ALTER ROLE a LOGIN; END IF;", DROPPED),
    (DO % "IF EXISTS (SELECT FROM pg_catalog.pg_roles WHERE rolname = 'a') THEN ALTER ROLE a NOLOGIN; END IF;",
     {**ELSEWHERE, "login": False}),
    (DO % "IF EXISTS (SELECT FROM pg_roles WHERE rolname = 'a') THEN RAISE NOTICE 'there'; ELSE CREATE ROLE a LOGIN; END IF;",
     {**NONE, "login": True}),
    (DO % "IF EXISTS (SELECT FROM pg_roles WHERE 'a' = rolname::text) THEN ALTER ROLE a LOGIN CONNECTION LIMIT 5;"
     " ELSE CREATE ROLE a CONNECTION LIMIT 5; END IF;", {**ELSEWHERE, "limit": 5, "login": UNKNOWN}),
    (DO % "IF EXISTS (SELECT FROM pg_roles WHERE rolname = 'a') THEN RETURN; END IF; CREATE ROLE a LOGIN;", {**NONE, "login": True}),
    (DO % "BEGIN CREATE ROLE a LOGIN; EXCEPTION WHEN duplicate_object THEN RAISE NOTICE 'there'; END;", {**NONE, "login": True}),
    (DO % "IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'a' AND rolcanlogin) THEN CREATE ROLE a LOGIN; END IF;",
     {**ELSEWHERE, "until": UNKNOWN}),
    (DO % "EXECUTE 'CREATE ROLE a LOGIN';", {**NONE, "login": True}),
    ("DO 'BEGIN EXECUTE ''CREATE ROLE a LOGIN''; END';", {**NONE, "login": True}),
    ("SELECT 'CREATE ROLE a LOGIN' WHERE NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'a') \\gexec\n", {**NONE, "login": True}),
    # a function runs when it is called, not now
    ("CREATE ROLE a; CREATE FUNCTION f() RETURNS void LANGUAGE plpgsql AS $$ BEGIN ALTER ROLE a LOGIN; END $$;", NONE),
]  # fmt: skip


@pytest.mark.parametrize(("text", "expected"), CASES)
def test_role(text, expected):
    assert table(roles(text)["a"]) == expected


@pytest.mark.parametrize(
    ("text", "name", "expected"),
    [
        ("CREATE ROLE :who LOGIN;", ":who", {**NONE, "login": True}),
        ("CREATE ROLE :who; ALTER ROLE :who CONNECTION LIMIT 5;", ":who", {**NONE, "limit": 5}),
        ('CREATE ROLE :"who";', ':"who"', NONE),
        ("CREATE ROLE ${OWNER} CONNECTION LIMIT ${LIMIT};", "${OWNER}", {**NONE, "limit": UNKNOWN}),
        ('CREATE ROLE "app_{{ env }}" LOGIN;', "app_{{ env }}", {**NONE, "login": True}),
        ('CREATE ROLE "Än" CONNECTION LIMIT 3;', "Än", {**NONE, "limit": 3}),
    ],
)
def test_names_that_are_filled_in(text, name, expected):
    role = roles(text)[name]
    assert (shown(role.name), table(role)) == (UNKNOWN if name != "Än" else name, expected)


def test_places():
    text = "CREATE ROLE ä LOGIN -- who\n  CONNECTION LIMIT  5 /* five */ VALID UNTIL '2030-01-01';\nALTER ROLE ä SET lock_timeout TO '5s' ;"
    role = roles(text)["ä"]
    assert role.span.text == text[: text.index(";")]
    assert role.login.span.text == "LOGIN"
    assert (role.connection_limit.span.text, role.connection_limit.span.line, role.connection_limit.span.column) == (
        "CONNECTION LIMIT  5", 2, 3,
    )  # fmt: skip
    assert role.valid_until.span.text == "VALID UNTIL '2030-01-01'"
    assert role.settings["lock_timeout"].span.text == "'5s'"
    assert roles("CREATE USER a;")["a"].connection_limit.span is None
    (dropped,) = roles("CREATE ROLE a;\nDROP ROLE a;").values()
    assert (dropped.span.line, dropped.login.span.line) == (2, 2)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("CREATE ROLE a PASSWORD 'hidden';", [("secret-in-config", 'the role "a" has a password', "PASSWORD")]),
        ("ALTER ROLE a LOGIN ENCRYPTED PASSWORD 'hidden';", [("secret-in-config", 'the role "a" has a password', "ENCRYPTED PASSWORD")]),
        ("CREATE ROLE a PASSWORD 'md5d8578edf8458ce06fbc5bb76a58c5ca4';", [("md5-password", '"a" has an MD5 hash as secret', "PASSWORD")]),
        ("CREATE ROLE a PASSWORD 'md5';", [("secret-in-config", 'the role "a" has a password', "PASSWORD")]),
        ("CREATE ROLE a PASSWORD $$hidden$$;", [("secret-in-config", 'the role "a" has a password', "PASSWORD")]),
        ("CREATE ROLE a PASSWORD 'SCRAM-SHA-256$4096:c2FsdA==$a2V5:a2V5';", []),
        ("CREATE ROLE a PASSWORD NULL;", []),
        ("CREATE ROLE a PASSWORD '';", []),
        ("CREATE ROLE a PASSWORD :'pw';", []),
        ("CREATE ROLE a PASSWORD '${PASSWORD}';", []),
        ("CREATE ROLE a PASSWORD '{{ password }}';", []),
    ],
)  # fmt: skip
def test_secrets(text, expected):
    found = play(text).state.faults
    assert [(fault.kind, fault.text, fault.span.text) for fault in found] == expected


def test_everyone():
    state = play("ALTER ROLE ALL SET lock_timeout = '5s'; ALTER ROLE ALL SET work_mem = '1MB'; ALTER ROLE ALL RESET work_mem;").state
    assert {name: shown(cell) for name, cell in state.everyone.items()} == {"lock_timeout": "5s"}
    assert not play("ALTER ROLE ALL SET lock_timeout = '5s'; ALTER ROLE ALL RESET ALL;").state.everyone
