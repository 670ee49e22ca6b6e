"""Every configuration that was started on real PgBouncers: the same verdict, line, and values in each version."""

import json
import re
from pathlib import Path

import pytest

from pglint.catalog import pgbouncer as catalog
from pglint.facts import Entry, Fault
from pglint.model import ini_faults
from pglint.model.pooler_settings import PoolerSettings
from pglint.stacks.ini_chain import follow
from pglint.tree import Memory
from pglint.values import Unknown

DATA = Path(__file__).parent.parent / "data"
CASES = {case["id"]: case for case in json.loads((DATA / "pgbouncer_grammar_cases.json").read_text())["cases"]}
DEVIATIONS = {each["case"] for each in json.loads((DATA / "deviations.json").read_text())["pgbouncer_grammar"]}
RUNS = [(name, version) for name, case in CASES.items() for version in case["verdict"]]

KINDS = (
    ("unknown parameter: pgbouncer/(.*)", {"unknown-setting", "wrong-section"}),
    ("unrecognized (?:user|connection) parameter: (.*)", {"unknown-setting", "wrong-section"}),
    ("syntax error in (?:connection string|user)()", {"syntax-error", "wrong-section", "value-swallows-comment"}),
    ("syntax error in configuration()", {"syntax-error"}),
    ("invalid (?:port|pool mode)()", {"invalid-value"}),
    ('database name "(.*)" is reserved', {"invalid-value"}),
    ("fill_defaults fail()", {"unknown-setting"}),
    ("could not load file()", {"include-problem", "value-swallows-comment"}),
    ("include nesting level too deep()", {"include-problem"}),
    ("value without section: (.*)", {"wrong-section"}),
    ("main section missing()", {"invalid-value"}),
    ("host was not provided for peer (.*)", {"invalid-value"}),
    ("ids of peers must be a number()", {"invalid-value"}),
    ("To allow TLS connections()", {"invalid-value"}),
    ('invalid value ".*" for parameter (.*) in configuration', {"invalid-value", "value-swallows-comment"}),
)


def test_the_file_holds_all_cases() -> None:
    assert len(CASES) == 173
    assert len(RUNS) == 4 * 173
    assert set(CASES) >= DEVIATIONS


def settings_of(name: str, version: str) -> PoolerSettings:
    case = CASES[name]
    chain = follow(Memory({"pgbouncer.ini": case["ini"], **case.get("files", {})}), "pgbouncer.ini")
    reading = catalog.DEVELOPMENT if version.startswith("main") else catalog.parse_version(version)
    return PoolerSettings(chain, (reading,))


def observed(name: str, version: str) -> dict[str, object]:
    return next(each for each in CASES[name]["observed"] if version in each["versions"])


def stopping(settings: PoolerSettings) -> list[Fault]:
    return [fault for fault in ini_faults.faults(settings) if ini_faults.stops(fault)]


@pytest.mark.parametrize(("name", "version"), RUNS)
def test_verdict(name: str, version: str) -> None:
    starts = not stopping(settings_of(name, version))
    really = CASES[name]["verdict"][version] == "starts"
    if name == "int-env-var":
        assert (starts, really) == (True, False)
    else:
        assert starts == really


@pytest.mark.parametrize(
    ("name", "version"), [run for run in RUNS if not observed(*run)["started"] and run[0] not in DEVIATIONS]
)
def test_the_first_fault_is_the_one_that_the_program_names(name: str, version: str) -> None:
    log = observed(name, version)["log"]
    assert isinstance(log, list)
    fault = stopping(settings_of(name, version))[0]
    kinds, named = next(
        (kinds, match[1])
        for line in log
        for words, kinds in KINDS
        if (match := re.search(f"ERROR (?:load_init_file: )?{words}", line))
    )
    assert fault.kind in kinds
    if named:
        assert named.startswith(fault.name)
    line = next((int(match[1]) for text in log if (match := re.search(r"\.ini:(\d+)\)", text))), None)
    if line is not None:
        assert fault.span.line == line


@pytest.mark.parametrize(("name", "version"), [run for run in RUNS if observed(*run).get("config")])
def test_config(name: str, version: str) -> None:
    settings = settings_of(name, version)
    wanted = observed(name, version)["config"]
    assert isinstance(wanted, dict)
    assert {key: shown(settings, key) for key in wanted} == wanted


def shown(settings: PoolerSettings, key: str) -> str:
    """A setting as SHOW CONFIG prints it: times in seconds."""
    value = settings.cell(key, settings.readings[0]).value
    known = catalog.setting("pgbouncer", key)
    assert known is not None
    return f"{value / 1000:g}" if known.type == "time" and isinstance(value, int) else str(value)


@pytest.mark.parametrize(("name", "version"), [run for run in RUNS if observed(*run).get("databases") is not None])
def test_databases(name: str, version: str) -> None:
    settings = settings_of(name, version)
    wanted = observed(name, version)["databases"]
    assert isinstance(wanted, list)
    rows = [database(settings, entry) for entry in settings.databases]
    assert [row["name"] for row in rows] == [row["name"] for row in wanted]
    if name == "db-env-var":
        assert isinstance(settings.databases[0].pairs[0].value, Unknown)
        return
    assert [{key: row[key] for key in want} for row, want in zip(rows, wanted, strict=True)] == wanted


def database(settings: PoolerSettings, entry: Entry) -> dict[str, str]:
    """An entry as SHOW DATABASES prints it."""
    version = settings.readings[0]

    def text(key: str, otherwise: str) -> str:
        cell = settings.entry_value(entry, key, version)
        return otherwise if cell is None else str(cell.value)

    def number(key: str, otherwise: str, least: int = 0) -> str:
        cell = settings.entry_value(entry, key, version)
        own = cell.value if cell else None
        return str(own if isinstance(own, int) and own >= least else settings.cell(otherwise, version).value)

    reserve = number("reserve_pool_size", "reserve_pool_size")
    return {
        "name": entry.name,
        "host": text("host", ""),
        "port": text("port", "5432"),
        "database": text("dbname", entry.name),
        "force_user": text("user", ""),
        "pool_size": number("pool_size", "default_pool_size"),
        "min_pool_size": number("min_pool_size", "min_pool_size"),
        "reserve_pool": reserve,
        "reserve_pool_size": reserve,
        "pool_mode": text("pool_mode", ""),
        "max_connections": number("max_db_connections", "max_db_connections", least=1),
    }


@pytest.mark.parametrize(("name", "version"), [run for run in RUNS if observed(*run).get("users")])
def test_users(name: str, version: str) -> None:
    settings = settings_of(name, version)
    reading = settings.readings[0]
    listed = settings.chain.auth_users
    known = {user.name for user in listed} if not isinstance(listed, Unknown) else set()
    wanted = observed(name, version)["users"]
    assert isinstance(wanted, list)
    for row in wanted:
        assert row["name"] in known | set(settings.users)
        for key in row.keys() - {"name"}:
            cell = settings.user_value(row["name"], key, reading)
            otherwise = "0" if key == "max_user_connections" else ""
            assert row[key].strip() == (str(cell.value) if cell else otherwise)


@pytest.mark.parametrize(
    ("name", "wanted"),
    [("auth-file-broken", 1), ("auth-file-hash-comment", 1), ("auth-file-one-field", 1), ("auth-file-semicolon", 0)],
)
def test_a_broken_auth_file_is_only_logged(name: str, wanted: int) -> None:
    settings = settings_of(name, "1.25.2")
    found = [fault for fault in ini_faults.faults(settings) if fault.effect == "ignored"]
    assert len(found) == wanted
    assert stopping(settings) == []
