"""Settings that SQL gives sessions, roles, databases and the server: pglint refuses what the server does, in its words."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest

from tests.real import programs
from tests.real.stack import Server, initialise, server
from tests.stack_models import model_of

SERVER = programs.postgresql()
TITLE = f"settings in SQL, {programs.named('PostgreSQL', SERVER)}"
KINDS = ("unknown-setting", "invalid-value", "removed-setting")

REFUSED = (
    "SET nonsense = 1",
    "SET statment_timeout = '5s'",
    "SET LOCAL statment_timeout = '5s'",
    "SET SESSION lock_timout TO 5",
    "RESET nonsense",
    "SET nonsense TO DEFAULT",
    "SELECT set_config('nonsense', '1', false)",
    "SELECT pg_catalog.set_config('lock_timout', '1', true)",
    "ALTER ROLE app SET nonsense = 1",
    "ALTER ROLE ALL SET nonsense = 1",
    "ALTER ROLE app IN DATABASE jobs SET nonsense = 1",
    "ALTER USER app SET nonsense = 1",
    "ALTER DATABASE app SET nonsense = 1",
    "ALTER SYSTEM SET nonsense = 1",
    "ALTER SYSTEM SET max_segment_size = '1GB'",
    "SET max_connections = 200",
    "SET LOCAL shared_buffers = '1GB'",
    "RESET max_connections",
    "SELECT set_config('max_wal_senders', '5', false)",
    "ALTER ROLE app SET max_connections = 5",
    "ALTER DATABASE app SET wal_level = logical",
    "SET log_line_prefix = '%m'",
    "ALTER ROLE app SET log_line_prefix = '%m'",
    "ALTER DATABASE app SET autovacuum_naptime = '10s'",
    "SET log_connections = on",
    "ALTER ROLE app SET log_connections = on",
    "ALTER DATABASE app SET log_disconnections = on",
    "ALTER ROLE app SET post_auth_delay = 1",
    "SET server_version = '15'",
    "ALTER ROLE app SET server_version_num = 150000",
    "ALTER SYSTEM SET server_version = '15'",
    "ALTER SYSTEM SET block_size = 8192",
    "ALTER SYSTEM SET data_directory = '/data'",
    "ALTER SYSTEM SET config_file = '/etc/postgresql.conf'",
    "ALTER SYSTEM SET transaction_isolation = 'serializable'",
    "ALTER SYSTEM SET transaction_read_only = on",
    "SET statement_timeout = '5 seconds'",
    "SET statement_timeout = '30S'",
    "SET statement_timeout = -1",
    "SET statement_timeout = 3000000000",
    "SET statement_timeout = 'never'",
    "SET statement_timeout = ''",
    "SET work_mem = '4 giga'",
    "SET work_mem = '1'",
    "SET work_mem = 1",
    "SET random_page_cost = 'cheap'",
    "SET seq_page_cost = -1",
    "SET enable_seqscan = maybe",
    "SET enable_seqscan = 2",
    "SET synchronous_commit = sometimes",
    "SET default_transaction_isolation = 'dirty'",
    "SET client_min_messages = 'warn'",
    "SELECT set_config('search_path', 'app,,public', false)",
    "SET datestyle = 'iso, ydm'",
    "SET transaction_isolation = 'dirty'",
    "SELECT set_config('work_mem', 'much', false)",
    "SELECT set_config('lock_timeout', '-5s', true)",
    "ALTER ROLE app SET statement_timeout = '30 sec'",
    "ALTER ROLE ALL SET idle_in_transaction_session_timeout = 'none'",
    "ALTER ROLE app IN DATABASE jobs SET lock_timeout = '1 hour'",
    "ALTER DATABASE app SET jit = 'perhaps'",
    "ALTER DATABASE app SET default_transaction_read_only = 'half'",
    "ALTER SYSTEM SET max_connections = 'many'",
    "ALTER SYSTEM SET max_connections = 0",
    "ALTER SYSTEM SET max_connections = 300000",
    "ALTER SYSTEM SET wal_level = 'full'",
    "ALTER SYSTEM SET shared_buffers = '4 gb'",
    "ALTER SYSTEM SET log_destination = 'file'",
    "CREATE FUNCTION f() RETURNS int LANGUAGE sql SET nonsense = 1 SET search_path = app AS 'SELECT 1'",
    "CREATE FUNCTION f() RETURNS int LANGUAGE sql SET statement_timeout = '5 sec' AS 'SELECT 1'",
    "ALTER FUNCTION pg_catalog.now() SET lock_timout = '1s'",
    "DO $$ BEGIN SET LOCAL lock_timeout = '1 minute'; END $$",
    "DO $$ BEGIN PERFORM set_config('lock_timeout', 'soon', true); END $$",
    "DO $$ BEGIN EXECUTE 'ALTER ROLE app SET lock_timeout = ''soon'''; END $$",
)
"""Refused by both."""

TAKEN = (
    "SET statement_timeout = '5s'",
    "SET statement_timeout = 0",
    "SET statement_timeout TO '1.5min'",
    "SET LOCAL lock_timeout = '250ms'",
    "SET SESSION work_mem = '64MB'",
    'SET "statement_timeout" = 5',
    "SET StAtement_Timeout = '5s'",
    "SET my.own = 'anything'",
    "SELECT set_config('my.own', 'anything', false)",
    "ALTER ROLE app SET my.own = 'anything'",
    "SET search_path = app, \"$user\", public",
    "SET search_path = ''",
    "SET search_path = 'app,,public'",
    "ALTER ROLE app SET search_path = app, ','",
    "SET search_path TO DEFAULT",
    "RESET statement_timeout",
    "RESET ALL",
    "SET SCHEMA 'app'",
    "SET NAMES 'UTF8'",
    "SET TIME ZONE 'UTC'",
    "SET TIME ZONE LOCAL",
    "SET TIME ZONE INTERVAL '2' HOUR TO MINUTE",
    "SET SESSION CHARACTERISTICS AS TRANSACTION READ ONLY",
    "SET ROLE app",
    "SET ROLE NONE",
    "SET SESSION AUTHORIZATION app",
    "SET SESSION AUTHORIZATION DEFAULT",
    "SELECT set_config('role', 'app', false)",
    "ALTER ROLE app SET role = 'jobs'",
    "ALTER ROLE app SET role = 'not_there_yet'",
    "ALTER DATABASE app SET default_tablespace = 'not_there_yet'",
    "SET enable_seqscan = of",
    "SET synchronous_commit = 'REMOTE_WRITE'",
    "SET random_page_cost = 1.1",
    "SET extra_float_digits = -1",
    "SET datestyle = 'German'",
    "SET client_min_messages = warning",
    "SET default_transaction_isolation = 'repeatable read'",
    "SET log_min_duration_statement = 0",
    "SET session_preload_libraries = 'auto_explain'",
    "SELECT set_config('statement_timeout', NULL, false)",
    "SELECT set_config('lock_timeout', '5s', true)",
    "ALTER ROLE app SET statement_timeout = '30s'",
    "ALTER ROLE app SET search_path TO app, public",
    "ALTER ROLE app RESET ALL",
    "CREATE FUNCTION f() RETURNS int LANGUAGE sql SET search_path FROM CURRENT SET lock_timeout = '1s' AS 'SELECT 1'",
    "ALTER DATABASE app SET log_statement = 'ddl'",
    "ALTER SYSTEM SET max_connections = '200'",
    "ALTER SYSTEM SET wal_level = logical",
    "ALTER SYSTEM SET log_connections = on",
    "ALTER SYSTEM SET hba_file = '/etc/pg_hba.conf'",
    "ALTER SYSTEM SET session_preload_libraries = ''",
    "ALTER SYSTEM RESET max_connections",
    "ALTER SYSTEM RESET ALL",
)
"""Taken by both."""

ITS_OWN = (
    "SET ROLE nobody_here",
    "SET default_tablespace = 'not_there_yet'",
    "SET timezone = 'Atlantis'",
    "SET lc_messages = 'xx_YY'",
    "SET default_text_search_config = 'klingon'",
    "SET transaction_isolation = 'serializable'; SELECT 1; SET transaction_isolation = 'read committed'",
)
"""Refused by this server for what is, or is not, on it or in its session: pglint does not know that."""

WAYS = {
    "SET": "BEGIN; SET {name} = {value}; ROLLBACK;",
    "SET LOCAL": "BEGIN; SET LOCAL {name} = {value}; ROLLBACK;",
    "set_config": "BEGIN; SELECT set_config('{name}', {value}, false); ROLLBACK;",
    "ALTER ROLE": "ALTER ROLE app SET {name} = {value};",
    "ALTER DATABASE": "ALTER DATABASE app SET {name} = {value};",
    "ALTER SYSTEM": "ALTER SYSTEM SET {name} = {value};",
}
HOST = ("lc_messages", "transaction_deferrable")
"""Whose values the server judges by its host, and by what the transaction did before."""

CASES = (*REFUSED, *TAKEN, *ITS_OWN, *WAYS)

pytestmark = programs.needs(PostgreSQL=SERVER)


@pytest.fixture(scope="module")
def running() -> Iterator[Server]:
    assert SERVER
    with programs.folder() as home:
        initialise(home, SERVER)
        with server(home, SERVER, "") as started:
            yield started


def errors(running: Server, statement: str) -> list[str]:
    """What the server says; nothing of it lasts."""
    block = f"BEGIN;\n{statement};\nROLLBACK;\n"
    said = running.sql(f"{statement};\n" if statement.startswith("ALTER SYSTEM") else block)
    return [line.partition("ERROR:  ")[2] for line in said.splitlines() if "ERROR:  " in line]


def faults(statement: str) -> list[str]:
    """What pglint says, with hints in parentheses."""
    assert SERVER
    found = model_of({"a.sql": f"{statement};\n"}, f"server = {{ version = {SERVER.numbers[0]} }}\n").faults
    return [fault.text for fault in found if fault.kind in KINDS]


@pytest.mark.parametrize("statement", REFUSED)
def test_refused(running: Server, statement: str) -> None:
    (said,) = errors(running, statement)
    (found,) = faults(statement)
    assert found.startswith(said)


@pytest.mark.parametrize("statement", TAKEN)
def test_taken(running: Server, statement: str) -> None:
    assert (errors(running, statement), faults(statement)) == ([], [])


@pytest.mark.parametrize("way", WAYS)
def test_every_parameter_at_its_own_value(running: Server, way: str) -> None:
    asked = running.sql("SELECT name, quote_literal(current_setting(name)) FROM pg_settings ORDER BY name")
    values = dict(line.split("|", 1) for line in asked.splitlines())
    assert len(values) > 300
    texts = {name: WAYS[way].format(name=name, value=value) for name, value in values.items() if name not in HOST}
    said = running.sql("\n".join(texts.values()))
    lines = {int(line): text for line, text in re.findall(r":(\d+): ERROR:  (.*)", said)}
    refused = {name: lines.get(number, "") for number, name in enumerate(texts, 1)}
    found = {name: next(iter(faults(text.removesuffix(";"))), "") for name, text in texts.items()}
    assert {name for name in texts if refused[name]} == {name for name in texts if found[name]}
    assert all(found[name].startswith(refused[name]) for name in texts)


@pytest.mark.parametrize("statement", ITS_OWN)
def test_what_only_this_server_refuses(running: Server, statement: str) -> None:
    assert errors(running, statement)
    assert faults(statement) == []
