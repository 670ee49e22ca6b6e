"""Scripts about roles and databases: written ones for what is special, and others made from a seed."""

from __future__ import annotations

from random import Random

WRITTEN = {
    "user and role": "CREATE USER m1; CREATE ROLE r1; CREATE GROUP g1;",
    "limits": "CREATE ROLE r1 LOGIN CONNECTION LIMIT 0; CREATE USER m1 CONNECTION LIMIT 7; ALTER ROLE m1 CONNECTION LIMIT -1;",
    "attributes": "CREATE ROLE r1 SUPERUSER REPLICATION LOGIN; ALTER ROLE r1 NOSUPERUSER NOLOGIN; ALTER USER r1 WITH LOGIN;",
    "valid until": "CREATE ROLE r1 LOGIN VALID UNTIL '2031-02-03'; ALTER ROLE r1 VALID UNTIL 'infinity';",
    "settings": "CREATE ROLE r1; ALTER ROLE r1 SET lock_timeout = '5s'; ALTER ROLE r1 SET search_path = a, \"B c\";"
    " ALTER ROLE r1 SET statement_timeout TO 3000; ALTER ROLE r1 RESET lock_timeout;",
    "settings gone": "CREATE ROLE r1; ALTER ROLE r1 SET lock_timeout = 5; ALTER ROLE r1 SET work_mem TO '1MB'; ALTER ROLE r1 RESET ALL;",
    "in database": "CREATE DATABASE x1; CREATE ROLE r1; ALTER ROLE r1 IN DATABASE x1 SET lock_timeout = '1s';"
    " ALTER ROLE r1 SET lock_timeout = '2s'; ALTER ROLE r1 RESET ALL;",
    "all in database": "CREATE DATABASE x1; ALTER ROLE ALL IN DATABASE x1 SET lock_timeout = '1s'; ALTER DATABASE x1 SET work_mem = '2MB';",
    "everyone": "ALTER ROLE ALL SET statement_timeout = '1min'; ALTER ROLE ALL SET lock_timeout = 3; ALTER ROLE ALL RESET lock_timeout;",
    "renamed": "CREATE ROLE r1 LOGIN CONNECTION LIMIT 3; CREATE ROLE r2 IN ROLE r1; ALTER ROLE r1 RENAME TO r3; ALTER ROLE r3 NOLOGIN;",
    "dropped": "CREATE ROLE r1; DROP ROLE r1; DROP ROLE IF EXISTS r2;",
    "dropped and made": "CREATE ROLE r1 LOGIN SUPERUSER; DROP ROLE r1; CREATE ROLE r1 CONNECTION LIMIT 4;",
    "members": "CREATE ROLE g1; CREATE ROLE g2; CREATE ROLE r1 IN ROLE g1; GRANT g2 TO r1; REVOKE g1 FROM r1;",
    "members of all kinds": "CREATE ROLE r1; CREATE ROLE r2; CREATE ROLE r3; CREATE ROLE g1 ROLE r1, r3 ADMIN r2; CREATE GROUP g2;"
    " ALTER GROUP g2 ADD USER r1, r2; ALTER GROUP g2 DROP USER r1; REVOKE ADMIN OPTION FOR g1 FROM r2;",
    "predefined": "CREATE USER m1; GRANT pg_monitor, pg_read_all_data TO m1;",
    "current user": "CREATE ROLE r1 LOGIN SUPERUSER; SET ROLE r1; ALTER ROLE CURRENT_USER CONNECTION LIMIT 6; RESET ROLE;",
    "quoted": 'CREATE ROLE "My-User" LOGIN CONNECTION LIMIT 2; ALTER ROLE "My-User" SET "lock_timeout" TO \'3s\';',
    "comments": "CREATE /* a */ ROLE -- b\n r1 -- c\n LOGIN /* d */ CONNECTION -- e\n LIMIT -- f\n 8;",
    "rolled back": "CREATE ROLE r1 CONNECTION LIMIT 1; BEGIN; ALTER ROLE r1 CONNECTION LIMIT 2; CREATE ROLE r2; ROLLBACK;",
    "committed": "BEGIN; CREATE ROLE r1 CONNECTION LIMIT 1; SAVEPOINT a; ALTER ROLE r1 CONNECTION LIMIT 2; ROLLBACK TO a;"
    " ALTER ROLE r1 LOGIN; RELEASE a; COMMIT;",
    "rename rolled back": "CREATE ROLE r1 LOGIN; BEGIN; ALTER ROLE r1 RENAME TO r2; ALTER ROLE r2 NOLOGIN; ROLLBACK;",
    "drop rolled back": "CREATE ROLE r1 LOGIN; BEGIN; DROP ROLE r1; ABORT;",
    "left open": "CREATE ROLE r1 LOGIN; BEGIN; ALTER ROLE r1 NOLOGIN;",
    "autocommit off": "\\set AUTOCOMMIT off\nCREATE ROLE r1 LOGIN; COMMIT; ALTER ROLE r1 NOLOGIN; ROLLBACK; ALTER ROLE r1 CONNECTION LIMIT 5; COMMIT;",
    "chain": "BEGIN; CREATE ROLE r1; COMMIT AND CHAIN; CREATE ROLE r2; ROLLBACK AND CHAIN; CREATE ROLE r3; COMMIT;",
    "connection lost": "BEGIN; CREATE ROLE r1;\n\\c\nCREATE ROLE r2;",
    "if not exists": "DO $$ BEGIN IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'r1') THEN CREATE ROLE r1 LOGIN CONNECTION LIMIT 3;"
    " END IF; END $$; DO $$ BEGIN IF NOT EXISTS (SELECT 1 FROM pg_catalog.pg_roles WHERE rolname = 'r1') THEN CREATE ROLE r1; END IF; END $$;",
    "if exists": "CREATE ROLE r1 LOGIN; DO $$ BEGIN IF EXISTS (SELECT 1 FROM pg_roles WHERE rolname = 'r1') THEN ALTER ROLE r1 NOLOGIN;"
    " ELSE CREATE ROLE r1; END IF; END $$;",
    "if not there else": "DO $$ BEGIN IF EXISTS (SELECT 1 FROM pg_user WHERE usename = 'm1') THEN RAISE NOTICE 'there'; ELSE"
    " CREATE USER m1 CONNECTION LIMIT 9; END IF; END $$;",
    "guard": "DO $$ BEGIN IF EXISTS (SELECT FROM pg_roles WHERE rolname = 'r1') THEN RETURN; END IF; CREATE ROLE r1 LOGIN; END $$;"
    " DO $$ BEGIN IF EXISTS (SELECT FROM pg_roles WHERE rolname = 'r1') THEN RETURN; END IF; ALTER ROLE r1 NOLOGIN; END $$;",
    "guard that raises": "DO $$ BEGIN IF current_setting('server_version_num')::int < 90000 THEN RAISE EXCEPTION 'too old'; END IF;"
    " CREATE ROLE r1 LOGIN; END $$;",
    "duplicate_object": "CREATE ROLE r1 LOGIN; DO $$ BEGIN CREATE ROLE r2 LOGIN CONNECTION LIMIT 2; EXCEPTION WHEN duplicate_object THEN"
    " RAISE NOTICE 'there'; END $$;",
    "executed": "DO $do$ BEGIN EXECUTE 'CREATE ROLE r1 LOGIN CONNECTION LIMIT 12'; EXECUTE $$ALTER ROLE r1 SET lock_timeout = '9s'$$; END $do$;",
    "loop": "CREATE ROLE r1 CONNECTION LIMIT 1; DO $$ BEGIN FOR i IN 1..2 LOOP ALTER ROLE r1 CONNECTION LIMIT 5; END LOOP; END $$;",
    "unknown condition": "CREATE ROLE r1 CONNECTION LIMIT 1; DO $$ BEGIN IF now() > '2000-01-01' THEN ALTER ROLE r1 CONNECTION LIMIT 5; END IF; END $$;",
    "gexec": "SELECT 'CREATE DATABASE x1 CONNECTION LIMIT 5' WHERE NOT EXISTS (SELECT FROM pg_database WHERE datname = 'x1')\\gexec\n"
    "SELECT 'CREATE DATABASE x1' WHERE NOT EXISTS (SELECT FROM pg_database WHERE datname = 'x1')\\gexec\n",
    "psql if": "\\if true\nCREATE ROLE r1;\n\\else\nCREATE ROLE r2;\n\\endif\n\\if 0\nCREATE ROLE r3;\n\\elif yes\nCREATE ROLE r4;\n\\endif\n",
    "psql if of a variable": "\\set a yes\nCREATE ROLE r1 LOGIN;\n\\if :a\nALTER ROLE r1 NOLOGIN;\n\\else\nALTER ROLE r1 SUPERUSER;\n\\endif\n",
    "quit": "CREATE ROLE r1;\n\\q\nCREATE ROLE r2;",
    "databases": "CREATE DATABASE x1; CREATE DATABASE x2 CONNECTION LIMIT = 5 ALLOW_CONNECTIONS = false; ALTER DATABASE x1 CONNECTION LIMIT 0;",
    "database settings": "CREATE DATABASE x1; ALTER DATABASE x1 SET lock_timeout = '4s'; ALTER DATABASE x1 SET TIME ZONE 'UTC';"
    " ALTER DATABASE x1 SET work_mem TO DEFAULT; ALTER DATABASE x1 RESET TIME ZONE;",
    "database renamed": "CREATE ROLE r1; CREATE DATABASE x1 CONNECTION LIMIT 3; ALTER ROLE r1 IN DATABASE x1 SET work_mem = '3MB';"
    " ALTER DATABASE x1 RENAME TO x2; ALTER DATABASE x2 ALLOW_CONNECTIONS false;",
    "database dropped": "CREATE ROLE r1; CREATE DATABASE x1; ALTER ROLE r1 IN DATABASE x1 SET work_mem = '3MB'; DROP DATABASE x1;"
    " CREATE DATABASE x2; DROP DATABASE IF EXISTS x2 WITH (FORCE); DROP DATABASE IF EXISTS x3;",
    "from current": "SET lock_timeout = '17s'; CREATE ROLE r1; ALTER ROLE r1 SET lock_timeout FROM CURRENT;",
    "alter system": "ALTER SYSTEM SET work_mem = '9MB'; ALTER SYSTEM SET lock_timeout TO 250; ALTER SYSTEM SET shared_preload_libraries = 'a', 'b c';"
    " ALTER SYSTEM RESET lock_timeout; ALTER SYSTEM SET search_path = a, \"$user\";",
    "alter system reset": "ALTER SYSTEM SET work_mem = '9MB'; ALTER SYSTEM RESET ALL; ALTER SYSTEM SET port TO DEFAULT; ALTER SYSTEM SET fsync = off;",
    "alter system order": "ALTER SYSTEM SET work_mem = '1MB'; ALTER SYSTEM SET fsync = on; ALTER SYSTEM SET work_mem = '2MB';",
    "slots": "SELECT pg_create_physical_replication_slot('s1'); SELECT * FROM pg_create_logical_replication_slot('s2', 'pgoutput');"
    " SELECT pg_create_physical_replication_slot('s3', true, true); SELECT pg_drop_replication_slot('s1');"
    " SELECT pg_create_physical_replication_slot(slot_name => 's4', immediately_reserve := false);",
    "slot if missing": "SELECT pg_create_physical_replication_slot('s1') WHERE NOT EXISTS (SELECT FROM pg_replication_slots WHERE slot_name = 's1');"
    " SELECT pg_create_physical_replication_slot('s1') WHERE NOT EXISTS (SELECT FROM pg_replication_slots WHERE slot_name = 's1');",
    "slot rolled back": "BEGIN; SELECT pg_create_physical_replication_slot('s1'); CREATE ROLE r1; ROLLBACK;",
    "slot performed": "DO $$ BEGIN PERFORM pg_create_physical_replication_slot('s1', true); END $$; SELECT 1 AS a, pg_copy_physical_replication_slot('s1', 's2');",
    "publications": "CREATE PUBLICATION p1 FOR ALL TABLES; CREATE PUBLICATION p2; ALTER PUBLICATION p2 RENAME TO p3; CREATE PUBLICATION p4;"
    " DROP PUBLICATION p4; BEGIN; CREATE PUBLICATION p5; ROLLBACK;",
    "subscriptions": "CREATE SUBSCRIPTION s1 CONNECTION 'host=a' PUBLICATION p WITH (connect = false, slot_name = NONE);"
    " CREATE SUBSCRIPTION s2 CONNECTION 'host=a' PUBLICATION p WITH (connect = false); ALTER SUBSCRIPTION s2 SET (slot_name = 'other');"
    " ALTER SUBSCRIPTION s2 RENAME TO s3; CREATE SUBSCRIPTION s4 CONNECTION 'host=a' PUBLICATION p WITH (connect = false, slot_name = NONE);"
    " DROP SUBSCRIPTION s4;",
}  # fmt: skip


def generated(seed: int, length: int = 25) -> str:
    """A script of statements on a few roles and databases; it never alters what is not there."""
    random = Random(seed)
    roles: list[str] = []
    databases: list[str] = []
    saved: tuple[list[str], list[str]] | None = None
    found: list[str] = []
    for number in range(length):
        made = f"r{number}"
        choices = [f"CREATE {random.choice(('ROLE', 'USER', 'GROUP'))} {made} {_options(random)}"]
        if saved is None:
            choices += [f"CREATE DATABASE x{number} {_limits(random)}", "BEGIN", "BEGIN"]
        else:
            choices += [random.choice(("COMMIT", "ROLLBACK"))] * 2
        if databases:
            database = random.choice(databases)
            choices.append(f"ALTER DATABASE {database} {_limits(random) or 'RESET ALL'}")
            choices.append(f"ALTER DATABASE {database} {_setting(random)}")
        for _ in range(5 if roles else 0):
            role = random.choice(roles)
            where = f" IN DATABASE {random.choice(databases)}" if databases and random.random() < 0.3 else ""
            choices += [f"ALTER ROLE {role} {_options(random) or 'LOGIN'}", f"ALTER ROLE {role}{where} {_setting(random)}"]
        if len(roles) > 1:
            one, other = random.sample(roles, 2)
            if int(one[1:].split("_")[0]) < int(other[1:].split("_")[0]):  # no circles
                choices += [f"GRANT {one} TO {other}", f"REVOKE {one} FROM {other}"]
            choices += [f"DROP ROLE {one}", f"ALTER ROLE {one} RENAME TO {one}_b"]
        chosen = random.choice(choices)
        found.append(chosen)
        words = chosen.split()
        if chosen == "BEGIN":
            saved = (list(roles), list(databases))
        elif chosen in ("COMMIT", "ROLLBACK"):
            if chosen == "ROLLBACK" and saved:
                roles, databases = saved
            saved = None
        elif words[0] == "CREATE":
            (databases if words[1] == "DATABASE" else roles).append(words[2])
        elif words[:2] == ["DROP", "ROLE"]:
            roles.remove(words[2])
        elif "RENAME" in words:
            roles[roles.index(words[2])] = words[-1]
    return ";\n".join(found) + ";\n" + ("COMMIT;\n" if saved else "")


def _options(random: Random) -> str:
    options = {
        "LOGIN": ("LOGIN", "NOLOGIN"), "SUPERUSER": ("SUPERUSER", "NOSUPERUSER"),
        "REPLICATION": ("REPLICATION", "NOREPLICATION"), "LIMIT": ("CONNECTION LIMIT 3", "CONNECTION LIMIT -1", "CONNECTION LIMIT 0"),
        "UNTIL": ("VALID UNTIL '2033-01-01'",), "OTHER": ("INHERIT", "CREATEDB", "PASSWORD NULL", "PASSWORD 'x'"),
    }  # fmt: skip
    chosen = random.sample(sorted(options), random.randrange(4))
    return " ".join(random.choice(options[each]) for each in chosen)


def _limits(random: Random) -> str:
    parts = [random.choice(("CONNECTION LIMIT 4", "CONNECTION LIMIT = 0", "CONNECTION LIMIT -1")) if random.random() < 0.6 else ""]
    parts.append(random.choice(("ALLOW_CONNECTIONS false", "ALLOW_CONNECTIONS = true")) if random.random() < 0.4 else "")
    return " ".join(part for part in parts if part)


def _setting(random: Random) -> str:
    name = random.choice(("lock_timeout", "statement_timeout", "work_mem"))
    value = "'1MB'" if name == "work_mem" else random.choice(("'5s'", "250", "0"))
    return random.choice((f"SET {name} = {value}", f"SET {name} TO {value}", f"RESET {name}", "RESET ALL", f"SET {name} TO DEFAULT"))


SCRIPTS = {**WRITTEN, **{f"generated {seed}": generated(seed) for seed in range(60)}}
