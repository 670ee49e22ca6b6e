"""pglint.toml in, records out."""

import pytest

from pglint.config import Config, load
from pglint.config.keys import SECTIONS
from pglint.source import Source

STACK = '[[stack]]\nname = "prod"\n'
APP = STACK + '[[stack.app]]\nname = "orders"\n'


def read(text, path="pglint.toml"):
    return load(Source(path, text))


def plain(cell):
    """A cell as (value, line, column, text)."""
    return (cell.value, cell.span.line, cell.span.column, cell.span.text)


CONTRACT = """\
postgres-version = 16        # for every server that does not say its own
pgbouncer-version = "1.24"
fail-on = "error"
profile = "strict"
select = ["CAP", "TMO001"]
ignore = ["LIM001"]
exclude = ["vendor/**"]
custom-rules = ["ci/pglint-rules"]
per-file-ignores = { "test/**" = ["SEC", "CAP001"] }
severity = { CAP010 = "note" }

[rules.CAP009]
headroom = 5

[[stack]]
name = "prod"
include = ["infra/prod/**", "db/migrations/**"]
server = { version = 16, memory = "16GB", cpus = 8, standbys = 2, subscribers = 1, backups = ["pg_basebackup"], \
direct-connections = 5, receivers = 1, hosts = ["db", "10.0.0.1"], file = "infra/prod/postgresql.conf" }

[[stack.pooler]]
file = "infra/prod/pgbouncer.ini"
version = "1.24"
instances = 2                # processes, pods and hosts, all together
peak-instances = 4
nofile = 1024

[[stack.standby]]
file = "infra/prod/standby/postgresql.conf"
slot = "standby_1"

[[stack.app]]
name = "orders"
pool-size = 5
replicas = 10
peak-replicas = 20
processes = 4
via = "pooler"
role = "appuser"
database = "appdb"
idle-timeout = "10min"
checkout-timeout = 0
query-timeout = "1.5s"
prepared-statements = true
transactions = false
startup-parameters = ["statement_timeout"]

[[stack.role]]
name = "appuser"
connection-limit = -1
superuser = false
replication = false
login = true
settings = { statement_timeout = "30s", lock_timeout = 500, "auto_explain.log_analyze" = true }

[[stack.database]]
name = "appdb"
connection-limit = 40
[stack.database.settings]
work_mem = "8MB"

[migrations]
via = "pooler"
session = { lock_timeout = "5s" }
paths = ["db/migrations"]
from = "V42"
"""


def test_every_key_of_the_contract():
    config = read(CONTRACT)
    assert plain(config.postgres_version) == (16, 1, 20, "16")
    assert plain(config.pgbouncer_version) == ("1.24", 2, 21, '"1.24"')
    assert (config.fail_on, config.profile) == ("error", "strict")
    assert (config.select, config.ignore) == (("CAP", "TMO001"), ("LIM001",))
    assert (config.exclude, config.custom_rules) == (("vendor/**",), ("ci/pglint-rules",))
    assert config.per_file_ignores == {"test/**": ("SEC", "CAP001")}
    assert config.severity == {"CAP010": "note"}
    assert plain(config.rules["CAP009"]["headroom"]) == (5, 13, 12, "5")


def test_a_stack():
    (stack,) = read(CONTRACT).stacks
    assert (stack.name, stack.include) == ("prod", ("infra/prod/**", "db/migrations/**"))
    assert (stack.span.line, stack.span.text) == (15, "[[stack]]")
    server = stack.server
    assert plain(server.memory) == (16 * 1024 * 1024, 18, 35, '"16GB"')
    assert (server.version.value, server.cpus.value, server.standbys.value) == (16, 8, 2)
    assert (server.subscribers.value, server.receivers.value, server.direct_connections.value) == (1, 1, 5)
    assert plain(server.backups) == (("pg_basebackup",), 18, 94, '["pg_basebackup"]')
    assert (server.hosts, server.file) == (("db", "10.0.0.1"), "infra/prod/postgresql.conf")
    assert (server.span.line, server.span.text[:11]) == (18, "{ version =")


def test_poolers_and_standbys():
    (stack,) = read(CONTRACT).stacks
    (pooler,), (standby,) = stack.poolers, stack.standbys
    assert (pooler.file, pooler.version.value) == ("infra/prod/pgbouncer.ini", "1.24")
    assert plain(pooler.instances) == (2, 23, 13, "2")
    assert (pooler.peak_instances.value, pooler.nofile.value) == (4, 1024)
    assert pooler.span.text == "[[stack.pooler]]"
    assert (standby.file, standby.slot.value) == ("infra/prod/standby/postgresql.conf", "standby_1")


def test_an_application():
    (app,) = read(CONTRACT).stacks[0].apps
    assert (app.name, app.via, app.role, app.database) == ("orders", "pooler", "appuser", "appdb")
    assert plain(app.pool_size) == (5, 33, 13, "5")
    assert (app.replicas.value, app.peak_replicas.value, app.processes.value) == (10, 20, 4)
    assert (app.idle_timeout.value, app.checkout_timeout.value, app.query_timeout.value) == (600_000, 0, 1500)
    assert (app.prepared_statements.value, app.transactions.value) == (True, False)
    assert app.startup_parameters.value == ("statement_timeout",)


def test_roles_and_databases():
    (stack,) = read(CONTRACT).stacks
    (role,), (database,) = stack.roles, stack.databases
    assert (role.name, role.connection_limit.value, role.login.value) == ("appuser", -1, True)
    assert (role.superuser.value, role.replication.value) == (False, False)
    assert {name: cell.value for name, cell in role.settings.items()} == {
        "statement_timeout": "30s",
        "lock_timeout": "500",
        "auto_explain.log_analyze": "on",
    }
    assert plain(database.connection_limit) == (40, 57, 20, "40")
    assert plain(database.settings["work_mem"]) == ("8MB", 59, 12, '"8MB"')


def test_migrations():
    migrations = read(CONTRACT).migrations
    assert (migrations.via.value, migrations.paths, migrations.from_.value) == ("pooler", ("db/migrations",), "V42")
    assert plain(migrations.session["lock_timeout"]) == ("5s", 63, 28, '"5s"')
    assert migrations.span.text == "[migrations]"


def test_nothing_declared_is_the_default():
    assert read("")._replace(source=None, places=None) == Config()
    assert read("[migrations]\n").migrations[1:] == (None, {}, (), None, None)
    app = read(APP).stacks[0].apps[0]
    assert app[2:] == (None,) * (len(app) - 2)


def test_a_migration_may_be_called_by_a_number():
    assert plain(read("[migrations]\nfrom = 20240101\n").migrations.from_) == ("20240101", 2, 8, "20240101")


def test_a_record_keeps_its_own_place_however_it_is_opened():
    stacks = read('stack = [{name = "a"}, {name = "b", server.cpus = 2}]\n').stacks
    assert [stack.span.text for stack in stacks] == ['{name = "a"}', '{name = "b", server.cpus = 2}']
    assert stacks[1].server.span.text == "server"
    assert read("[migrations.session]\nlock_timeout = '1s'").migrations.span.text == "[migrations.session]"


def test_each_app_goes_to_the_stack_above_it():
    text = APP + '[[stack]]\nname = "stage"\n[[stack.app]]\nname = "orders"\nreplicas = 2\n'
    first, second = read(text).stacks
    assert [app.replicas for app in first.apps] == [None]
    assert [plain(app.replicas) for app in second.apps] == [(2, 9, 12, "2")]


def test_pyproject_is_read_below_tool_pglint():
    text = '[project]\nname = "x"\n\n[tool.pglint]\nfail-on = "note"\n[[tool.pglint.stack]]\nname = "a"\n'
    config = read(text, "sub/pyproject.toml")
    assert (config.fail_on, [stack.name for stack in config.stacks]) == ("note", ["a"])
    assert config.stacks[0].span.line == 6
    assert read("[tool.black]\nline-length = 9\n", "pyproject.toml").stacks == ()


def test_later_parts_can_point_at_a_value():
    config = read('select = ["CAP", "CAP99"]\n[rules.CAP009]\nheadroom = 3\n')
    error = config.error('no rule is called "CAP99"', "select", 1)
    assert str(error) == 'pglint.toml:1:18: no rule is called "CAP99"'
    assert config.place("rules", "CAP009", "headroom").text == "3"
    assert config.place("rules", "CAP010") is None


@pytest.mark.parametrize(
    ("written", "major"),
    [("16", 16), ('"16"', 16), ("16.4", 16), ('"16.4"', 16), ("10", 10), ("18.1", 18), ('"14.0.1"', 14)],
)
def test_postgres_versions(written, major):
    assert read(f"postgres-version = {written}").postgres_version.value == major


@pytest.mark.parametrize(
    ("written", "kilobytes"),
    [
        ("1kB", 1),
        ("1024B", 1),
        ("8MB", 8192),
        ("1.5GB", 1572864),
        ("16 GB", 16777216),
        (" 1TB ", 1073741824),
        ("1500B", 1),
    ],
)
def test_sizes_are_kilobytes(written, kilobytes):
    assert read(f'{STACK}server.memory = "{written}"').stacks[0].server.memory.value == kilobytes


@pytest.mark.parametrize(
    ("written", "milliseconds"),
    [
        ("0", 0),
        ('"0"', 0),
        ('"0s"', 0),
        ('"250ms"', 250),
        ('"30s"', 30_000),
        ('"1.5 min"', 90_000),
        ('"2h"', 7_200_000),
        ('"1d"', 86_400_000),
        ('"1500us"', 2),
    ],
)
def test_times_are_milliseconds(written, milliseconds):
    assert read(f"{APP}query-timeout = {written}").stacks[0].apps[0].query_timeout.value == milliseconds


@pytest.mark.parametrize(("written", "value"), [("5", 5), ('"unlimited"', "unlimited")])
def test_pool_sizes(written, value):
    assert read(f"{APP}pool-size = {written}").stacks[0].apps[0].pool_size.value == value


@pytest.mark.parametrize(
    ("written", "value"), [("3", 3), ("-3", -3), ("true", True), ('"a"', "a"), ('["a", "b"]', ("a", "b")), ('""', "")]
)
def test_options_of_rules_are_kept(written, value):
    assert read(f"[rules.X1]\nodd_name = {written}").rules["X1"]["odd_name"].value == value


@pytest.mark.parametrize("section", SECTIONS, ids=lambda name: name or "root")
def test_every_key_is_on_the_page(section):
    with open("docs/configuration.md", encoding="utf-8") as file:
        page = file.read()
    heading = f"## {title(section)}\n"
    assert heading in page
    rows = [line for line in page.split(heading, 1)[1].split("\n## ", 1)[0].splitlines() if line.startswith("| `")]
    assert sorted(row.split("`")[1] for row in rows) == sorted(SECTIONS[section].keys)
    assert all(len([cell for cell in row.split(" | ") if cell.strip("| ")]) == 4 for row in rows)


def title(section):
    if not section:
        return "Top level"
    table = section in ("migrations", "terraform", "stack.server")
    return f"`[{section}]`" if table else f"`[[{section}]]`"
