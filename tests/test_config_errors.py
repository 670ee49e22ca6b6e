"""What is said of each kind of wrong configuration, and where."""

import pytest

from pglint.config import ConfigError, load
from pglint.config.keys import SECTIONS
from pglint.source import Source

STACK = '[[stack]]\nname = "prod"\n'
APP = STACK + '[[stack.app]]\nname = "orders"\n'


def fault(text, path="pglint.toml"):
    with pytest.raises(ConfigError) as caught:
        load(Source(path, text))
    return caught.value.line, caught.value.column, caught.value.message


SIZES = "expected a number with one of the units B, kB, MB, GB, TB, such as"
TIMES = "expected a number with one of the units us, ms, s, min, h, d, such as"
ROOT = ", ".join(sorted(SECTIONS[""].keys))


@pytest.mark.parametrize(
    ("text", "line", "column", "message"),
    [
        # syntax
        ("x", 1, 2, "not valid TOML: expected '=' after a key in a key/value pair"),
        ("a = 1\n\n[b\n", 3, 3, "not valid TOML: expected ']' at the end of a table declaration"),
        ('profile = "strict"\nprofile = "default"', 2, 20, "not valid TOML: cannot overwrite a value"),
        ('profile = "\udcff"', 1, 12, "not UTF-8, which TOML must be"),
        ("select = " + "[" * 2000 + "]" * 2000, 1, 1, "nested too deeply"),
        ("postgres-version = " + "9" * 5000, 1, 1, "not valid TOML: a number has too many digits"),
        # keys
        (APP + "pool-sise = 4", 5, 1, 'unknown key "pool-sise" in [[stack.app]]; did you mean "pool-size"?'),
        (APP + "pool_size = 4", 5, 1, 'unknown key "pool_size" in [[stack.app]]; did you mean "pool-size"?'),
        (APP + "POOL-SIZE = 4", 5, 1, 'unknown key "POOL-SIZE" in [[stack.app]]; did you mean "pool-size"?'),
        (STACK + "server = { memry = 1 }", 3, 12, 'unknown key "memry" in [stack.server]; did you mean "memory"?'),
        (STACK + "server.memry = 1", 3, 8, 'unknown key "memry" in [stack.server]; did you mean "memory"?'),
        ("fail_on = 1", 1, 1, 'unknown key "fail_on"; did you mean "fail-on"?'),
        ("zzz = 1", 1, 1, f'unknown key "zzz"; the keys here are {ROOT}'),
        ("\n[migration]\n", 2, 1, 'unknown key "migration"; did you mean "migrations"?'),
        ("[migrations]\nto = 1", 2, 1, 'unknown key "to" in [migrations]; the keys here are from, paths, role, session, via'),
        ("[[stacks]]\n", 1, 1, 'unknown key "stacks"; did you mean "stack"?'),
        # what must be there, and only once
        ("[[stack]]\n", 1, 1, "[[stack]] has no name"),
        (STACK + "[[stack]]\ninclude = []", 3, 1, "[[stack]] has no name"),
        (STACK + "[[stack.app]]", 3, 1, "[[stack.app]] has no name"),
        (STACK + "[[stack.pooler]]", 3, 1, "[[stack.pooler]] has no file"),
        (STACK + STACK, 4, 8, 'two [[stack]] have the name "prod"; the first is in line 1'),
        (
            APP + '[[stack.app]]\nname="orders"',
            6,
            6,
            'two [[stack.app]] have the name "orders"; the first is in line 3',
        ),
        # types
        ("select = 1", 1, 10, "select: expected an array of strings, found an integer"),
        ('select = "CAP"', 1, 10, "select: expected an array of strings, found a string"),
        ('select = ["A", 3]', 1, 16, "select: expected a string, found an integer"),
        ('ignore = [""]', 1, 11, "ignore: expected a string that is not empty"),
        ("profile = true", 1, 11, "profile: expected a string, found a boolean"),
        ("exclude = {}", 1, 11, "exclude: expected an array of strings, found a table"),
        ("migrations = 1", 1, 14, "migrations: expected a table, found an integer"),
        ("rules.CAP001 = 1979-05-27", 1, 16, "CAP001 in [rules]: expected a table, found a date or time"),
        (
            "[rules.CAP001]\nx = 1.5",
            2,
            5,
            "x in [rules.CAP001]: expected an integer, a boolean, a string or an array of strings, found a float",
        ),
        ('stack = {name = "a"}', 1, 1, "stack: expected an array of tables, [[stack]], found a table"),
        ('[stack]\nname = "a"', 1, 1, "stack: expected an array of tables, [[stack]], found a table"),
        ("stack = [1]", 1, 10, "item 1 of stack: expected a table, found an integer"),
        (STACK + "app = 1", 3, 1, "app in [[stack]]: expected an array of tables, [[stack.app]], found an integer"),
        (STACK + "server = 1", 3, 10, "server in [[stack]]: expected a table, found an integer"),
        (APP + "replicas = '3'", 5, 12, "replicas in [[stack.app]]: expected an integer, found a string"),
        (APP + "replicas = 2.0", 5, 12, "replicas in [[stack.app]]: expected an integer, found a float"),
        (APP + "replicas = true", 5, 12, "replicas in [[stack.app]]: expected an integer, found a boolean"),
        (APP + "transactions = 1", 5, 16, "transactions in [[stack.app]]: expected true or false, found an integer"),
        ("[migrations]\nfrom = true", 2, 8, "from in [migrations]: expected a string, found a boolean"),
        (
            "[migrations]\nsession = { lock_timeout = [] }",
            2,
            28,
            "lock_timeout in [migrations.session]: expected a string, a number or a boolean, found an array",
        ),
        # values
        (
            'fail-on = "warn"',
            1,
            11,
            'fail-on: "warn" is not one of "note", "warning", "error"; did you mean "warning"?',
        ),
        ('profile = "loose"', 1, 11, 'profile: "loose" is not one of "default", "strict"'),
        ('severity.CAP001 = "off"', 1, 19, 'CAP001 in [severity]: "off" is not one of "note", "warning", "error"'),
        (
            APP + 'via = "poler"',
            5,
            7,
            'via in [[stack.app]]: "poler" is not one of "pooler", "server"; did you mean "pooler"?',
        ),
        ('[migrations]\nvia = "server"', 2, 7, 'via in [migrations]: "server" is not one of "direct", "pooler"'),
        (APP + "replicas = -1", 5, 12, "replicas in [[stack.app]]: -1 is too small, the least is 0"),
        (APP + "processes = 0", 5, 13, "processes in [[stack.app]]: 0 is too small, the least is 1"),
        (APP + "replicas = 99999999999999999999", 5, 12, "replicas in [[stack.app]]: the number is too large"),
        (APP + "pool-size = 0", 5, 13, "pool-size in [[stack.app]]: 0 is too small, the least is 1"),
        (APP + "pool-size = -1", 5, 13, 'pool-size in [[stack.app]]: -1 is not a size; write "unlimited"'),
        (
            APP + 'pool-size = "5"',
            5,
            13,
            'pool-size in [[stack.app]]: expected an integer or "unlimited", found "5"',
        ),
        (
            STACK + '[[stack.role]]\nname = "r"\nconnection-limit = -2',
            5,
            20,
            "connection-limit in [[stack.role]]: -2 is too small, the least is -1",
        ),
        # versions
        ("postgres-version = 9.6", 1, 20, "postgres-version: PostgreSQL 9.6 is not known; pglint knows 10 to 18"),
        ("postgres-version = 19", 1, 20, "postgres-version: PostgreSQL 19 is not known; pglint knows 10 to 18"),
        (
            'postgres-version = "16beta1"',
            1,
            20,
            'postgres-version: "16beta1" is not a PostgreSQL version; expected one such as 18 or "18.1"',
        ),
        ("postgres-version = []", 1, 20, "postgres-version: expected a PostgreSQL version such as 18, found an array"),
        (
            "pgbouncer-version = 1.24",
            1,
            21,
            'pgbouncer-version: expected a string, since 1.20 as a float is 1.2; write "1.24"',
        ),
        (
            'pgbouncer-version = "1"',
            1,
            21,
            'pgbouncer-version: "1" is not a PgBouncer version; expected one such as "1.24" or "1.24.1"',
        ),
        (
            'pgbouncer-version = "1.24.x"',
            1,
            21,
            'pgbouncer-version: "1.24.x" is not a PgBouncer version; expected one such as "1.24" or "1.24.1"',
        ),
        # sizes and times
        (
            STACK + "server.memory = 16",
            3,
            17,
            'memory in [stack.server]: 16 has no unit; write it as a string such as "16GB"',
        ),
        (
            STACK + 'server.memory = "16gb"',
            3,
            17,
            'memory in [stack.server]: "16gb" is not a size; did you mean "16GB"?',
        ),
        (
            STACK + 'server.memory = "16Gi"',
            3,
            17,
            'memory in [stack.server]: "16Gi" is not a size; did you mean "16GB"?',
        ),
        (STACK + 'server.memory = "16"', 3, 17, f'memory in [stack.server]: "16" is not a size; {SIZES} "16GB"'),
        (STACK + 'server.memory = "-1GB"', 3, 17, f'memory in [stack.server]: "-1GB" is not a size; {SIZES} "16GB"'),
        (
            STACK + 'server.memory = "1.2.3GB"',
            3,
            17,
            f'memory in [stack.server]: "1.2.3GB" is not a size; {SIZES} "16GB"',
        ),
        (STACK + 'server.memory = "100B"', 3, 17, 'memory in [stack.server]: "100B" is less than 1 kB'),
        (
            APP + "idle-timeout = 30",
            5,
            16,
            'idle-timeout in [[stack.app]]: 30 has no unit; write it as a string such as "30s" or "30ms"',
        ),
        (APP + 'idle-timeout = "30"', 5, 16, f'idle-timeout in [[stack.app]]: "30" is not a time; {TIMES} "30s"'),
        (
            APP + 'idle-timeout = "30 sec"',
            5,
            16,
            'idle-timeout in [[stack.app]]: "30 sec" is not a time; did you mean "30s"?',
        ),
        (APP + 'idle-timeout = "5m"', 5, 16, 'idle-timeout in [[stack.app]]: "5m" is not a time; did you mean "5min"?'),
        (
            APP + 'idle-timeout = "1min30s"',
            5,
            16,
            f'idle-timeout in [[stack.app]]: "1min30s" is not a time; {TIMES} "30s"',
        ),
        (
            APP + 'idle-timeout = "500us"',
            5,
            16,
            'idle-timeout in [[stack.app]]: "500us" rounds to 0 ms, which would switch it off; the least is "1ms"',
        ),
        (APP + f'idle-timeout = "{"9" * 400}s"', 5, 16, "idle-timeout in [[stack.app]]: the number is too large"),
    ],
)
def test_what_is_refused(text, line, column, message):
    assert fault(text) == (line, column, message)


def test_backups_are_listed():
    line, column, message = fault(STACK + 'server.backups = ["pg_basebackup", "pgbackup"]')
    assert (line, column) == (3, 36)
    assert message.startswith('backups in [stack.server]: "pgbackup" is not one of "pg_basebackup", "barman",')


@pytest.mark.parametrize(
    ("text", "line", "column", "message"),
    [
        ("[tool]\npglint = 1", 2, 10, "pglint in [tool]: expected a table, found an integer"),
        ("[tool.pglint]\nselct = []", 2, 1, 'unknown key "selct" in [tool.pglint]; did you mean "select"?'),
        ("[[tool.pglint.stack]]\n", 1, 1, "[[tool.pglint.stack]] has no name"),
        ("[tool.pglint]\nfail-on = 1", 2, 11, "fail-on in [tool.pglint]: expected a string, found an integer"),
        (
            "[tool.pglint.migrations]\nx = 1",
            2,
            1,
            'unknown key "x" in [tool.pglint.migrations]; the keys here are from, paths, role, session, via',
        ),
    ],
)
def test_pyproject_is_named_as_it_is_written(text, line, column, message):
    assert fault(text, "pyproject.toml") == (line, column, message)
