"""Every way in which real servers refused to start over settings: found from the same settings, or said why not."""

import json
import re
from pathlib import Path
from typing import Any

import pytest

from pglint.check import run
from pglint.config import load
from pglint.findings.finding import Finding
from pglint.findings.selection import Selection
from pglint.project import kind
from pglint.rulebook.compile import parse
from pglint.rulebook.load import rules, texts
from pglint.source import Source
from pglint.tree import Memory

ROOT = Path(__file__).parents[2]
CONSTRAINTS = json.loads((ROOT / "tests/data/startup_constraints.json").read_text(encoding="utf-8"))["constraints"]
CASES: dict[str, dict[str, Any]] = {case["id"]: case for case in CONSTRAINTS if case["effect"] == "refuses_start"}
ROW = re.compile(r"^\| ([a-z0-9]+-[a-z0-9-]+) \| (.+) \| (.+) \|$", re.MULTILINE)
LISTED = [(row[1], row[3]) for row in ROW.finditer((ROOT / "docs/startup-constraints.md").read_text(encoding="utf-8"))]
FOUND = {id_: by[:6] for id_, by in LISTED if re.match(r"[A-Z]{3}\d{3}", by)}
BOOK = rules(use_cache=False)
ERRORS = {code: parse(path, Path(path).read_text(encoding="utf-8")).get("errors") for code, path in texts().items()}
STANDBY = "primary_conninfo = 'host=primary'\n"
DATA = {"PG_VERSION": "{major}\n", "postgresql.conf": "max_connections = 100\n"}
TREES = {
    "recovery-conf-file": {**DATA, "recovery.conf": "standby_mode = on\n"},
    "recovery-signal-needs-restore-command": {**DATA, "recovery.signal": ""},
}
"""Those that no setting alone makes."""


def files_of(case: dict[str, Any], major: int) -> dict[str, str]:
    if case["id"] in TREES:
        return {path: text.replace("{major}", str(major)) for path, text in TREES[case["id"]].items()}
    if case["id"].startswith("standby-"):
        name = case["parameters"][0]
        return {"primary/postgresql.conf": f"{name} = 200\n", "standby/postgresql.conf": f"{STANDBY}{name} = 199\n"}
    settings = [setting.partition("=") for setting in case["test_settings"]]
    return {"postgresql.conf": "".join(f"{name} = '{value}'\n" for name, _, value in settings)}


def findings(files: dict[str, str], code: str, major: int | None) -> list[Finding]:
    config = load(Source("pglint.toml", f"postgres-version = {major}\n" if major else ""))
    named = [(path, kind_) for path in files if (kind_ := kind(path))]
    outcome = run(Memory(files), named, config, Selection(select=(code,)), BOOK)
    assert not outcome.internal
    return [finding for finding in outcome.findings if finding.code == code]


def server_says(case: dict[str, Any], major: int) -> str:
    """The first line of the server's message in that major, without its level."""
    for message in case["messages"]:
        for part in message["versions"].split(","):
            first, dash, last = part.partition("-")
            if int(first) <= major <= (int(last) if last else 18 if dash else int(first)):
                return re.sub(r"^(FATAL|PANIC|postgres): +", "", message["text"]).split(" / ")[0]
    raise AssertionError(f"no message of {case['id']} in {major}")


def shape(text: str) -> str:
    """A message without its numbers and the parameter that it happens to be about."""
    return re.sub(r"\d+|\bmax_\w+", "", text)


def test_every_constraint_is_listed_once() -> None:
    assert sorted(id_ for id_, _ in LISTED) == sorted(CASES)
    assert all(by.startswith("not in files: ") for id_, by in LISTED if id_ not in FOUND)


RUNS = [pytest.param(CASES[id_], code, major, id=f"{id_}-{major}")
        for id_, code in FOUND.items() for major in CASES[id_]["reproduced_on"]]  # fmt: skip


@pytest.mark.parametrize(("case", "code", "major"), RUNS)
def test_found_where_the_server_refused(case: dict[str, Any], code: str, major: int) -> None:
    found = findings(files_of(case, major), code, major)
    assert len(found) == 1
    said = server_says(case, major)
    assert said in found[0].message or any(shape(said) in shape(error) for error in ERRORS[code])


@pytest.mark.parametrize(
    ("conf", "major", "fires"),
    [
        # the boundaries that were tried on 12, 15 and 17, and the DETAIL line of 18
        ("max_connections = 262121", 15, False),
        ("max_connections = 262122", 15, True),
        ("max_connections = 262107", 18, False),
        ("max_connections = 262108", 18, True),
        # refused by 18, whose worker slots are more, and not by 14 to 17
        ("max_connections = 262115", None, False),
        ("max_connections = 262000\nmax_wal_senders = 200", None, True),
        # an overlay does not tell the others, but they are at least 0
        ("huge_pages = on\nshared_memory_type = sysv", 15, True),
        ("huge_pages = try\nshared_memory_type = sysv", 15, False),
        ("huge_pages = on\nshared_memory_type = ${KIND}", 15, False),
        ("ssl = on\nssl_max_protocol_version = TLSv1.1", 15, True),
        ("ssl = off\nssl_max_protocol_version = TLSv1.1", 15, False),
        ("ssl = on\nssl_min_protocol_version = TLSv1.3", 15, False),
        ("ssl = on\nssl_min_protocol_version = TLSv1.3\nssl_max_protocol_version = TLSv1.2", 12, False),
        ("log_statement_stats = on\nlog_statement_stats = off\nlog_parser_stats = on", 15, False),
        ("recovery_target_time = ''\nrecovery_target_xid = '1000'", 15, False),
        ("recovery_target_xid = '1000'\nrecovery_target_name = 'before'", None, True),
        ("min_wal_size = 32MB\nmax_wal_size = 32MB", 15, False),
        ("min_wal_size = 5MB\nmax_wal_size = 64MB", 15, False),
        ("min_wal_size = 5MB\nmax_wal_size = 1GB", 15, True),
        ("min_wal_size = 20MB", 10, False),
        ("min_wal_size = 2GB\nmax_wal_size = 1GB", 15, False),
    ],
)
def test_refused_together(conf: str, major: int | None, fires: bool) -> None:
    assert bool(findings({"postgresql.conf": conf + "\n"}, "CFG002", major)) is fires


@pytest.mark.parametrize(
    ("conf", "line", "related", "text"),
    [
        ("max_wal_senders = 200\nmax_connections = 262000", 2, [1], 'parameter "max_connections": 262000 ('),
        ("max_connections = 262000\nmax_wal_senders = 200", 2, [1], 'parameter "max_wal_senders": 200 ('),
        ("shared_memory_type = sysv\nhuge_pages = on", 1, [2], "current shared_memory_type setting"),
        ("log_statement_stats = on\nlog_parser_stats = on\nfsync = on", 2, [1], "Cannot enable parameter when"),
        ("log_parser_stats = on\nlog_statement_stats = on", 2, [1], 'Cannot enable "log_statement_stats" when'),
        ("recovery_target_xid = '1'\nrecovery_target_name = 'x'", 2, [1], "recovery_target_xid = '1', recovery_target"),
    ],
)
def test_place_and_words(conf: str, line: int, related: list[int], text: str) -> None:
    (found,) = findings({"postgresql.conf": conf + "\n"}, "CFG002", 15)
    assert (found.span.line, [place.span.line for place in found.related]) == (line, related)
    assert text in found.message


@pytest.mark.parametrize(
    ("files", "fires"),
    [
        ({**DATA, "recovery.conf": ""}, ["recovery.conf"]),
        ({**DATA, "PG_VERSION": "11\n", "recovery.conf": ""}, []),
        ({"postgresql.conf": "", "recovery.conf": ""}, []),
        ({**DATA, "recovery.signal": ""}, ["postgresql.conf"]),
        ({**DATA, "recovery.signal": "", "standby.signal": ""}, []),
        ({**DATA, "recovery.signal": "", "postgresql.auto.conf": "restore_command = 'cp %f %p'\n"}, []),
        ({**DATA, "recovery.conf": "", "postgresql.conf": "data_directory = '/data'\n"}, []),
    ],
)
def test_data_directory(files: dict[str, str], fires: list[str]) -> None:
    filled = {path: text.replace("{major}", "15") for path, text in files.items()}
    assert [finding.span.path for finding in findings(filled, "CFG002", None)] == fires


def test_an_overlay_counts_what_it_does_not_say_at_its_least() -> None:
    refused = {"postgresql.auto.conf": "max_connections = '262000'\nmax_wal_senders = '200'\n"}
    assert findings(refused, "CFG002", None)
    assert not findings({"postgresql.auto.conf": "max_connections = '262000'\n"}, "CFG002", None)
