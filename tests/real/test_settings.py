"""What `pglint settings` tells of every parameter, against what PostgreSQL and PgBouncer say of themselves."""

import json
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import psycopg
import pytest

from pglint.catalog.postgresql_notes import INITDB, MINORS
from pglint.cli.main import run
from pglint.settings.answer import Answers, names
from pglint.settings.json import as_json
from tests.real import installed, programs, stack


def needs(name: str, value: object) -> Any:
    missing = name not in installed.all_programs()
    return pytest.param(value, id=name, marks=pytest.mark.skipif(missing, reason=f"not installed (sh scripts/servers.sh): {name}"))


MAJORS = [needs(f"postgresql {major}", major) for major in (10, 11, 12, 15, 18)]
POOLERS = [needs(name, name) for name in ("pgbouncer 1.18", "pgbouncer 1.24")]
TYPES = {"bool": "on or off", "integer": "integer", "real": "number", "string": "text", "enum": "one of"}
LARGEST = 1.79769e308
PATCHED = (("pgbouncer 1.18", "auth_query"),)
"""Debian 12 has the default of 1.24.1 in its 1.18, which is the fix of CVE-2025-2291."""
BY_BUILD = "BUILD_DEFAULT"
QUERY = (
    "select json_agg(row_to_json(s)) from (select name, vartype, unit, context, min_val, max_val, boot_val, enumvals, "
    "concat_ws(' ', short_desc, extra_desc) as about from pg_settings where name not like '%.%') s"
)
ROW = re.compile(r"^    (\S.{13})(.*)\n((?: {18}\S.*\n)*)", re.MULTILINE)


@cache
def told(major: int) -> dict[str, dict[str, Any]]:
    """The parameters of a major by the server's spelling, as --format json tells them."""
    answers = Answers((), major)
    found = json.loads(as_json(answers.ask(name) for name in names()))
    ours = (each["postgresql"] for each in found if each["postgresql"])
    return {each["name"]: each["versions"][0] for each in ours if each["versions"] and not each["alias_of"]}


def listed(major: int) -> set[str]:
    """Those that every server of that major lists."""
    return {
        name
        for name, each in told(major).items()
        if "HIDDEN" not in each["flags"] and not any(row[0].startswith(f"{major}.") for row in MINORS.get(name, ()))
    }


@pytest.fixture(params=MAJORS, scope="module")
def server(request: pytest.FixtureRequest) -> Iterator[tuple[int, Path, list[dict[str, Any]]]]:
    """A major, its data directory as initdb left it, and its pg_settings, asked of the server without a network."""
    program = installed.run(f"postgresql {request.param}").postgresql
    assert program
    with programs.folder() as home:
        data = home / "data"
        made = programs.call([program.path.with_name("initdb"), "-D", data, "-A", "trust", "--no-sync"], home, 120)
        assert made.returncode == 0, made.stderr
        asked = programs.call([program.path, "--single", "-D", data, "postgres"], home, 60, QUERY + "\n")
        answer = re.search(r'json_agg = "(.*)"\t\(typeid', asked.stdout, re.DOTALL)
        assert answer, asked.stdout + asked.stderr
        yield request.param, data, json.loads(answer[1])


def test_every_parameter_is_as_pg_settings_has_it(server: tuple[int, Path, list[dict[str, Any]]]) -> None:
    major, _, rows = server
    ours = told(major)
    assert listed(major) - {row["name"] for row in rows} == set()
    for row in rows:
        each = ours[row["name"]]
        facts = (each["type"], each["unit"], each["context"])
        assert facts == (row["vartype"], row["unit"], row["context"]), row["name"]
        assert each["about"] == " ".join(row["about"].split()), row["name"]
        assert set(each["enum"]) <= set(row["enumvals"] or ()) <= {*each["enum"], *each["enum_optional"]}, row["name"]
        if BY_BUILD not in each["flags"]:
            assert [number(each[key]) for key in ("min", "max")] == [number(row["min_val"]), number(row["max_val"])], row["name"]
            assert value(each["default"]) == value(row["boot_val"]), row["name"]


def test_initdb_writes_what_is_said(server: tuple[int, Path, list[dict[str, Any]]]) -> None:
    major, data, _ = server
    lines = re.findall(r"^(\w+)\s*=", (data / "postgresql.conf").read_text(encoding="utf-8"), re.MULTILINE)
    assert sorted(name.lower() for name in lines) == sorted(name for name, since in INITDB.items() if since <= major)


def number(text: object) -> float | None:
    """A limit; the largest numbers of all as pg_settings prints them."""
    if text is None:
        return None
    found = float(str(text))
    return float(f"{found:g}") if abs(found) > 1e300 else found


def value(text: object) -> object:
    """A default as pg_settings prints it."""
    if isinstance(text, bool):
        return "on" if text else "off"
    return f"{text:g}" if isinstance(text, float) else None if text is None else str(text)


def test_every_page_says_what_pg_settings_says(
    server: tuple[int, Path, list[dict[str, Any]]], capfd: pytest.CaptureFixture[str]
) -> None:
    major, _, rows = server
    assert run(["settings", "--postgres-version", str(major), *(row["name"] for row in rows)]) == 0
    pages = capfd.readouterr().out.split("\n\n")
    for row, page in zip(rows, pages, strict=True):
        head, first, *_ = page.split("\n")
        assert (head, first) == (row["name"], f"  PostgreSQL {major}")
        facts = {row[1].strip(): " ".join((row[2] + row[3]).split()) for row in ROW.finditer(page.partition("\n  PgBouncer")[0] + "\n")}
        assert facts["type"].startswith(TYPES[row["vartype"]]), head
        assert facts["change"].endswith(f"({row['context']})"), head
        if "builds may have another one" not in facts["default"]:
            assert plain_default(facts["default"]) == (row["boot_val"] or ""), head
            assert plain_range(facts.get("range", "")) == (number(row["min_val"]), number(row["max_val"])), head


def plain_default(text: str) -> str:
    """The default as it stands in a file, without its quotes."""
    text = text.partition("; initdb")[0]
    if text == "not set":
        return ""
    if text.startswith("'"):
        return text[1:-1]
    in_brackets = re.fullmatch(r"\S+ \S+ \((\S+)\)", text)
    return in_brackets[1] if in_brackets else re.sub(r"^(-?[\d.]+) (ms|s|min|kB|MB|B)$", r"\1", text)


def plain_range(text: str) -> tuple[float | None, float | None]:
    """The limits as plain numbers."""
    if not text:
        return None, None
    if text.startswith("only "):
        return (number(plain_default(text.removeprefix("only "))),) * 2
    if more := re.fullmatch(r"(\S+) or more", text):
        return number(more[1]), LARGEST
    if text == "any number":
        return -LARGEST, LARGEST
    in_brackets = re.search(r"\((\S+) to (\S+)\)$", text) or re.fullmatch(r"([-\d.]+)(?: \w+)? to ([-\d.]+)(?: \w+)?", text)
    assert in_brackets, text
    return number(in_brackets[1]), number(in_brackets[2])


@pytest.mark.parametrize("name", POOLERS)
def test_every_setting_of_pgbouncer_is_as_show_config_has_it(name: str) -> None:
    program = installed.run(name).pgbouncer
    assert program
    ini = "[databases]\n[pgbouncer]\nlisten_addr = 127.0.0.1\nunix_socket_dir =\nauth_type = any\nadmin_users = anna\n"
    with programs.folder() as home, stack.poolers(home, program, {"pgbouncer.ini": ini}) as (port,):
        where = {"host": "127.0.0.1", "port": port, "user": "anna", "dbname": "pgbouncer"}
        with psycopg.connect(**where, autocommit=True, cursor_factory=psycopg.ClientCursor) as console:  # type: ignore[arg-type]
            rows = console.execute("SHOW CONFIG").fetchall()
    ours = json.loads(as_json(Answers(()).ask(row[0]) for row in rows))
    assert len(rows) > 80
    for (setting, _, default, changeable), answer in zip(rows, ours, strict=True):
        each = next(each for each in answer["pgbouncer"] if each["section"] == "pgbouncer")
        older = (row["default"] for row in each["older"] if program.numbers < parsed(row["before"]))
        if (name, setting) not in PATCHED:
            assert (default or "") == (next(older, each["default"]) or ""), setting
        assert each["change"] == ("reload" if changeable == "yes" else "restart"), setting
        assert parsed(each["since"]) <= program.numbers, setting


def parsed(version: str) -> tuple[int, ...]:
    return tuple(map(int, version.split(".")))
