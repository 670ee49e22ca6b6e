"""pglint settings: what a parameter is. tests/real/test_settings.py compares all of them with the programs themselves."""

import json
import re
from pathlib import Path

import pytest

from pglint.catalog import pgbouncer, postgresql
from pglint.catalog.pgbouncer_about_table import ABOUT, OTHERWISE, ZERO
from pglint.catalog.postgresql_table import PARAMETERS
from pglint.cli.main import run
from pglint.settings.answer import Answers, names
from pglint.settings.platforms import own_names
from pglint.settings.text import page
from tests.cli.test_list_commands import RULE

DOCS = (Path(__file__).parents[2] / "docs" / "settings.md").read_text(encoding="utf-8")
PAGES = {
    "transaction_timeout": """\
transaction_timeout
  PostgreSQL 17 to 18 (new in 17)
    Sets the maximum allowed duration of any transaction within a session (not a prepared
    transaction). 0 disables the timeout.
    type          integer, a plain number counts ms
    range         0 to 24.9 d (0 to 2147483647)
    default       0
    change        reload; anybody also with SET, for a session, role or database (user)
  PgBouncer [pgbouncer] (new in 1.25.0)
    how long a transaction may take before its client is disconnected
    type          seconds, with a fraction if need be; no unit may stand behind
    default       0
    0             off
    change        reload
  PgBouncer [users] (new in 1.25.0)
    how long a transaction of this user may take
    type          whole seconds; no unit may stand behind
    default       as transaction_timeout
    0             as [pgbouncer] has it
    change        reload
  rules
    TMO001        idle-in-transaction-unbounded
    TMO002        timeout-unit-trap
    TMO005        timeout-never-fires
""",
    "wal_keep_segments": """\
wal_keep_segments
  PostgreSQL 10 to 12
    Sets the number of WAL files held for standby servers.
    now           wal_keep_size, from 13 on (in MB, where this one counted segments of 16 MB)
    type          integer
    range         0 to 2147483647
    default       0
    change        reload (sighup)
    platforms     Amazon RDS: 32
  rules
    CFG003        removed-setting
    REP009        no-wal-retention
""",
    "shared_buffers": """\
shared_buffers
  PostgreSQL 10 to 18
    Sets the number of shared memory buffers used by the server.
    type          integer, a plain number counts pages of 8 kB
    range         128 kB to 8 TB (16 to 1073741823)
    default       128 MB (16384) (to 14: 8 MB (1024)); initdb writes a value of its own into
                  postgresql.conf
    change        restart (postmaster)
    no start with shared_buffers above what the host can give
    platforms     Amazon RDS: {DBInstanceClassMemory/32768}
                  Amazon Aurora: SUM({DBInstanceClassMemory/12038},-50003)
  rules
    MEM001        memory-overcommitted
    MEM002        shared-buffers-share
""",
    "wal_level": """\
wal_level
  PostgreSQL 10 to 18
    Sets the level of information written to the WAL.
    type          one of minimal, replica, logical
    also taken    archive, hot_standby
    default       replica
    change        restart (postmaster)
    no start with max_wal_senders > 0 with wal_level = minimal: REP001
                  archive_mode on or always with wal_level = minimal: REP018
                  summarize_wal = on with wal_level = minimal (17 to 18): REP018
                  wal_level = minimal while physical slots exist
                  wal_level below logical while logical slots exist
                  WAL that a primary wrote with wal_level = minimal
    platforms     Amazon RDS, Amazon Aurora, Aurora Serverless v2: replica; cannot be set:
                  rds.logical_replication = 1 makes it logical
                  Cloud SQL: replica; cannot be set: cloudsql.logical_decoding = on makes it logical
                  Azure Database for PostgreSQL: replica
  rules
    REP001        senders-need-wal-level
    REP003        slots-exceed-senders
    REP011        logical-needs-wal-level
    REP018        archiving-needs-wal-level
""",
    "max_prepared_statements": """\
max_prepared_statements
  PgBouncer [pgbouncer] (new in 1.21.0)
    prepared statements of the protocol that are kept per server connection in transaction and
    statement mode
    type          integer
    default       200 (before 1.24.0: 0)
    0             prepared statements break in transaction and statement mode
    change        reload
  rules
    MODE004       prepared-statements-break
""",
    "rds.force_ssl": """\
rds.force_ssl
  Amazon RDS, a parameter of its own
    default       on (to 14: off)
    change        at once
  Amazon Aurora, a parameter of its own
    default       off (in 14)
    change        at once
  Aurora Serverless v2, a parameter of its own
    default       off (in 14)
    change        at once
""",
    "output_plugin_libraries": """\
output_plugin_libraries
  PostgreSQL 14 to 18 (new in 14)
    Lists libraries that may be named as logical decoding output plugins. Users with REPLICATION
    privileges may only use plugins in this list when creating logical replication slots.
    type          text
    default       'pgoutput, test_decoding'
    change        reload; superusers, and from 15 on grantees, also with SET, for a session, role or
                  database (superuser)
    releases      15.18 does not have it, 15.20 does
                  18.4 does not have it, 18.6 does
""",
}


@pytest.mark.parametrize("name", PAGES)
def test_page(name: str, capfd: pytest.CaptureFixture[str]) -> None:
    assert run(["settings", name.upper()]) == 0
    assert capfd.readouterr() == (PAGES[name], "")


# What a page says between its first line and the rules, where that is a line or two.
@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("max_conections_", None),
        ("sort_mem", "now           work_mem; the old name is still taken"),
        ("ssl_ecdh_curve", "now           ssl_groups; the old name is still taken"),
        ("ssl_groups", "before        ssl_ecdh_curve, to 17"),
        ("wal_keep_size --postgres-version 12", "PostgreSQL 13 to 18, not 12"),
        ("wal_keep_size --postgres-version 13", "PostgreSQL 13"),
        ("checkpoint_segments", "PostgreSQL before 10: it went away with 9.5"),
        ("checkpoint_segments", "now           max_wal_size, from 9.5 on (in MB, where this one counted segments of 16 MB)"),
        ("stats_temp_directory", "gone          from 15 on (statistics live in shared memory)"),
        ("default_with_oids", "gone          from 12 on, though its name is still taken"),
        ("default_with_oids", "hidden        pg_settings does not list it"),
        ("password_encryption", "default       scram-sha-256 (to 13: md5)"),
        ("password_encryption --postgres-version 13", "default       md5"),
        ("log_connections", "type          text (to 17: on or off)"),
        ("vacuum_cost_delay", "type          number, a plain number counts ms (to 11: integer, a plain number counts ms)"),
        ("log_statement", "default       none"),
        ("lc_messages", "default       ''; initdb writes a value of its own into postgresql.conf"),
        ("max_wal_size", "default       1 GB (1024); initdb writes a value of its own into postgresql.conf from 11 on"),
        ("max_wal_size --postgres-version 10", "default       1 GB (1024)"),
        ("max_connections", "DigitalOcean: 25 for each GB of memory; cannot be changed"),
        ("max_connections", "max_wal_senders ≥ max_connections (10): CAP012"),
        ("max_connections --postgres-version 10", "no start with max_wal_senders ≥ max_connections: CAP012"),
        ("max_connections", "not a setting of PgBouncer's [databases]: max_db_connections is meant"),
        ("auth_type", "ldap: from 1.25.0 on"),
        ("auth_type", "crypt: before 1.7.0"),
        ("reserve_pool", "now           reserve_pool_size, from 1.24.0 on; both are taken"),
        ("listen_port", "change        restart"),
        ("cloudsql.logical_decoding", "cloudsql.logical_decoding = on makes wal_level logical"),
        ("pgbouncer.max_client_conn", "default       5000"),
    ],
)
def test_what_a_page_says(line: str, said: str | None, capfd: pytest.CaptureFixture[str]) -> None:
    status = run(["settings", *line.split()])
    out, _ = capfd.readouterr()
    assert status == (0 if said else 2)
    if said:
        assert any(row.strip().endswith(said) and row.strip().startswith(said[:5]) for row in out.splitlines()), out


@pytest.mark.parametrize(
    ("name", "message"),
    [
        ("max_conections", "unknown name max_conections, did you mean max_connections?"),
        ("Max-Connections", "unknown name max-connections, did you mean max_connections?"),
        ("max_client_connections", "unknown name max_client_connections (in [pgbouncer] max_client_conn is meant)"),
        ("rds.forse_ssl", "rds.forse_ssl is a parameter of Amazon RDS's own, did you mean rds.force_ssl?"),
        ("cloudsql.iam_authentication", "cloudsql.iam_authentication is a parameter of Cloud SQL's own, which pglint does not know"),
        ("pg_stat_statements.max", "unknown name pg_stat_statements.max (parameters of extensions are not known)"),
        ("qqq", "unknown name qqq (pglint settings lists all that are known)"),
        ("\x1b[31m", "unknown name \\x1b[31m (pglint settings lists all that are known)"),
        ("", 'unknown name "" (pglint settings lists all that are known)'),
    ],
)
def test_an_unknown_name(name: str, message: str, capfd: pytest.CaptureFixture[str]) -> None:
    assert run(["settings", name]) == 2
    assert capfd.readouterr() == ("", f"pglint: settings: {message}\n")


@pytest.mark.parametrize(("name", "shown"), re.findall(r"^\$ pglint settings (\w+)\n(.*?)^```", DOCS, re.MULTILINE | re.DOTALL))
def test_the_manual_shows_what_is_printed(name: str, shown: str, capfd: pytest.CaptureFixture[str]) -> None:
    assert run(["settings", name]) == 0
    assert capfd.readouterr().out == shown


def test_the_others_are_shown_even_so(capfd: pytest.CaptureFixture[str]) -> None:
    assert run(["settings", "wal_level", "wal_levle", "wal_keep_segments"]) == 2
    assert capfd.readouterr() == (
        f"{PAGES['wal_level']}\n{PAGES['wal_keep_segments']}",
        "pglint: settings: unknown name wal_levle, did you mean wal_level?\n",
    )


def test_an_unknown_major(capfd: pytest.CaptureFixture[str]) -> None:
    assert run(["settings", "work_mem", "--postgres-version", "9"]) == 2
    assert capfd.readouterr() == ("", "pglint: --postgres-version: PostgreSQL 9 is not known; pglint knows 10 to 18\n")


def test_the_list_has_every_name(capfd: pytest.CaptureFixture[str]) -> None:
    assert run(["settings"]) == 0
    rows = capfd.readouterr().out.splitlines()
    assert [row.split()[0] for row in rows] == sorted(row.split()[0] for row in rows)
    assert {row.split()[0] for row in rows} == set(names())
    assert set(names()) >= {*PARAMETERS, *pgbouncer.settings("databases"), *own_names("aws_rds_postgresql")}
    shown = [" ".join(row.split()) for row in rows if row.split()[0] in ("port", "sort_mem", "wal_keep_segments")]
    assert shown == [
        "port PostgreSQL 10 to 18 restart Sets the TCP port the server listens on.",
        "port PgBouncer [databases] reload the server's port; of a list only the first counts",
        "port PgBouncer [peers] reload the peer's port",
        "sort_mem PostgreSQL 10 to 18 session now work_mem",
        "wal_keep_segments PostgreSQL 10 to 12 reload Sets the number of WAL files held for standby servers.",
    ]


def test_the_list_of_a_major_has_its_names_only(capfd: pytest.CaptureFixture[str]) -> None:
    assert run(["settings", "--postgres-version", "12"]) == 0
    rows = [row.split() for row in capfd.readouterr().out.splitlines()]
    listed = {row[0] for row in rows if row[1] == "PostgreSQL"}
    assert listed == {name for name in names() if postgresql.parameter(name, 12)}


def test_for_machines(capfd: pytest.CaptureFixture[str]) -> None:
    assert run(["settings", "--format", "json", "log_autovacuum_min_duration", "pkt_buf"]) == 0
    server, pooler = json.loads(capfd.readouterr().out)
    assert [(each["first"], each["last"], each["default"]) for each in server["postgresql"]["versions"]] == [
        (10, 14, -1),
        (15, 17, 600000),
        (18, 18, 600000),  # the server describes it in other words
    ]
    assert server["postgresql"]["versions"][1]["context"] == "sighup"
    assert server["pgbouncer"] == server["rules"] == []
    assert pooler == {
        "name": "pkt_buf",
        "postgresql": None,
        "pgbouncer": [
            {
                "section": "pgbouncer",
                "about": "the size of the buffer of each connection",
                "since": "1.5.5",
                "type": "int",
                "unit": "bytes",
                "words": [],
                "default": "4096",
                "older": [{"before": "1.7.0", "default": "2048"}],
                "otherwise": None,
                "zero": None,
                "alias_of": None,
                "deprecated": None,
                "change": "restart",
            }
        ],
        "platforms": [],
        "rules": [],
    }


def test_all_for_machines(capfd: pytest.CaptureFixture[str]) -> None:
    assert run(["settings", "--format", "json"]) == 0
    found = json.loads(capfd.readouterr().out)
    assert [each["name"] for each in found] == names()
    assert run(["settings", "--format", "json", "qqq"]) == 2
    assert capfd.readouterr().out == ""


@pytest.mark.parametrize("width", [80, 100, 200])
def test_no_page_is_wider_than_the_terminal_or_a_hundred_columns(width: int) -> None:
    answers = Answers(())
    for name in names():
        long = [row for row in page(answers.ask(name), width).splitlines() if len(row) > min(width, 100) and " " in row.strip()]
        assert long == [], name


def test_every_setting_of_pgbouncer_is_described() -> None:
    for section in pgbouncer.sections():
        assert ABOUT[section].keys() == pgbouncer.settings(section).keys()
    assert all(name in pgbouncer.settings(section) for section, name in (*ZERO, *OTHERWISE))


def test_rules_of_the_project_are_told_too(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "ci").mkdir()
    (tmp_path / "ci" / "OWN001-few-connections.yaml").write_text(RULE)
    (tmp_path / "pglint.toml").write_text('custom-rules = ["ci"]\n')
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    assert run(["settings", "max_connections"]) == 0
    assert "    OWN001        few-connections\n" in capfd.readouterr().out
