#!/usr/bin/env python3
"""Read the parameters of a running server into pglint's catalog.

    scripts/refresh_catalog.py "host=/tmp port=5432 user=postgres dbname=postgres"

Asks ``pg_settings`` (and ``pg_settings_get_flags`` from 15 on) through ``psql -X -At``, and puts the answer in the
place of what the catalog says of that major. The server should be freshly initialised, without preloaded libraries.
Words that an enum takes without naming them, and what depends on the build, are kept from the nearest major. What the
server says for people about each parameter goes into a table of its own (pglint/catalog/postgresql_about_table.py).

The catalog (pglint/catalog/postgresql_table.py) holds, by lower-case name, eras: first major, last major, and the
fields of pglint.catalog.postgresql.Parameter. Numbers and defaults are in base units. It is Python since byte code
loads in a sixth of the time that JSON takes. Here an era is [first major, last major, attributes]; an absent attribute
is none.
"""

import json
import runpy
import subprocess
import sys
from pathlib import Path
from typing import Any

CATALOG = Path(__file__).parent.parent / "pglint" / "catalog" / "postgresql_table.py"
FIELDS = (
    "name", "type", "unit", "context", "min", "max", "default", "enum", "enum_hidden", "flags", "enum_optional",
)  # fmt: skip
LISTS = ("enum", "enum_hidden", "flags", "enum_optional")
OURS = ("HIDDEN", "BUILD_DEFAULT")
ABOUT = CATALOG.with_name("postgresql_about_table.py")
Attributes = dict[str, Any]

QUERY = """
select json_build_object('version', current_setting('server_version'),
                         'major', current_setting('server_version_num')::int / 10000,
                         'rows', json_agg(s order by s.name))
from (select name, vartype, unit, context, min_val, max_val, boot_val, enumvals, {flags} as flags,
             concat_ws(' ', short_desc, extra_desc) as about
      from pg_settings where name not like '%.%') s
"""


def ask(dsn: str) -> dict[str, Any]:
    """The server's own table of parameters. Raises CalledProcessError when psql fails."""

    def psql(query: str) -> str:
        command = ["psql", "-X", "-At", "-d", dsn, "-c", query]
        return subprocess.run(command, check=True, capture_output=True, text=True).stdout

    major = int(psql("select current_setting('server_version_num')::int / 10000"))
    flags = "to_json(pg_settings_get_flags(name))" if major >= 15 else "null"
    answer: dict[str, Any] = json.loads(psql(QUERY.format(flags=flags)))
    return answer


def typed(kind: str, text: str | None) -> bool | int | float | str | None:
    if text is None or kind in ("string", "enum"):
        return text
    if kind == "bool":
        return text == "on"
    return int(text) if kind == "integer" else float(text)


def attributes(row: dict[str, Any], known: Attributes) -> Attributes:
    """One row of pg_settings as the catalog keeps it; ``known`` is what the nearest major has."""
    kind = row["vartype"]
    flags = row["flags"] if row["flags"] is not None else [f for f in known.get("flags", ()) if f not in OURS]
    ours = [flag for flag in known.get("flags", ()) if flag in OURS]
    by_build = "BUILD_DEFAULT" in ours
    optional = known.get("enum_optional", [])
    found: Attributes = {
        "name": row["name"] if row["name"] != row["name"].lower() else None,
        "type": kind,
        "unit": row["unit"],
        "context": row["context"],
        "min": known.get("min") if by_build else typed(kind, row["min_val"]),
        "max": known.get("max") if by_build else typed(kind, row["max_val"]),
        "default": known.get("default") if by_build else typed(kind, row["boot_val"]),
        "enum": [word for word in row["enumvals"] if word not in optional] if row["enumvals"] else None,
        "enum_hidden": known.get("enum_hidden") if row["enumvals"] else None,
        "flags": sorted(flags) + ours or None,
        "enum_optional": optional or None,
    }
    return {key: value for key, value in found.items() if value is not None}


def by_major(eras: list[list[Any]]) -> dict[int, Attributes]:
    return {major: values for first, last, values in eras for major in range(first, last + 1)}


def eras_of(majors: dict[int, Attributes]) -> list[list[Any]]:
    eras: list[list[Any]] = []
    for major in sorted(majors):
        if eras and eras[-1][1] == major - 1 and eras[-1][2] == majors[major]:
            eras[-1][1] = major
        else:
            eras.append([major, major, majors[major]])
    return eras


def merge(catalog: dict[str, Any], answer: dict[str, Any]) -> dict[str, Any]:
    """The catalog with one major as the server says it.

    What only another build or minor release of a major that is already there knows stays, as do parameters that
    pg_settings never lists.
    """
    major = answer["major"]
    first_time = str(major) not in catalog["majors"]
    rows = {row["name"].lower(): row for row in answer["rows"]}
    parameters: dict[str, list[list[Any]]] = {}
    for name in sorted(catalog["parameters"].keys() | rows.keys()):
        majors = by_major(catalog["parameters"].get(name, []))
        near = min(majors, key=lambda other: abs(other - major), default=major)
        known = majors.get(near, {})
        if name in rows:
            majors[major] = attributes(rows[name], known)
        elif first_time and near == major - 1 and "HIDDEN" in known.get("flags", ()):
            majors[major] = known
        parameters[name] = eras_of(majors)
    versions = {**catalog["majors"], str(major): answer["version"].split()[0]}
    majors_read = dict(sorted(versions.items(), key=lambda item: int(item[0])))
    return {**catalog, "majors": majors_read, "parameters": parameters}


def described(texts: dict[str, list[tuple[int, str]]], answer: dict[str, Any]) -> dict[str, list[tuple[int, str]]]:
    """What servers say about each parameter, with the first major asked that says so; one major as this server says it.

    Of majors that were not asked the text is that of the one before.
    """
    major, told = answer["major"], {row["name"].lower(): row["about"] for row in answer["rows"]}
    found: dict[str, list[tuple[int, str]]] = {}
    for name in sorted(texts.keys() | told.keys()):
        by_major = {first: text for first, text in texts.get(name, ()) if first != major}
        if name in told:
            by_major[major] = " ".join(told[name].split())
        rows = sorted(by_major.items())
        kept = [row for before, row in zip([None, *rows], rows, strict=False) if not before or before[1] != row[1]]
        if kept:
            found[name] = kept
    return found


HEAD_OF_ABOUT = '''\
"""What PostgreSQL says for people about each parameter (pg_settings): written by scripts/refresh_catalog.py.

``ABOUT``: by lower-case name, texts, each with the first major that says so of those that were asked. The texts are
PostgreSQL's: Portions Copyright (c) 1996-2026, PostgreSQL Global Development Group; Portions Copyright (c) 1994, The
Regents of the University of California. Permission to use, copy, modify, and distribute this software and its
documentation for any purpose, without fee, and without a written agreement is hereby granted, provided that the above
copyright notice and this paragraph and the following two paragraphs appear in all copies.

IN NO EVENT SHALL THE UNIVERSITY OF CALIFORNIA BE LIABLE TO ANY PARTY FOR DIRECT, INDIRECT, SPECIAL, INCIDENTAL, OR
CONSEQUENTIAL DAMAGES, INCLUDING LOST PROFITS, ARISING OUT OF THE USE OF THIS SOFTWARE AND ITS DOCUMENTATION, EVEN IF
THE UNIVERSITY OF CALIFORNIA HAS BEEN ADVISED OF THE POSSIBILITY OF SUCH DAMAGE.

THE UNIVERSITY OF CALIFORNIA SPECIFICALLY DISCLAIMS ANY WARRANTIES, INCLUDING, BUT NOT LIMITED TO, THE IMPLIED
WARRANTIES OF MERCHANTABILITY AND FITNESS FOR A PARTICULAR PURPOSE. THE SOFTWARE PROVIDED HEREUNDER IS ON AN "AS IS"
BASIS, AND THE UNIVERSITY OF CALIFORNIA HAS NO OBLIGATIONS TO PROVIDE MAINTENANCE, SUPPORT, UPDATES, ENHANCEMENTS, OR
MODIFICATIONS.
"""

from __future__ import annotations

# fmt: off
'''


def load_about() -> dict[str, list[tuple[int, str]]]:
    """The texts as they are."""
    return {name: list(rows) for name, rows in runpy.run_path(str(ABOUT))["ABOUT"].items()}


def dump_about(texts: dict[str, list[tuple[int, str]]]) -> str:
    rows = "".join(f"    {literal(name)}: {literal(tuple(texts[name]))},\n" for name in sorted(texts))
    return f"{HEAD_OF_ABOUT}ABOUT: dict[str, tuple[tuple[int, str], ...]] = {{\n{rows}}}\n"


HEAD = '''\
"""What each major of PostgreSQL knows of its parameters: written by scripts/refresh_catalog.py, which says how.

``VERSIONS``: the releases that were asked. ``ALIASES``: old names that are still accepted. ``REMOVED``: what became of
parameters that some release no longer has. ``PARAMETERS``: by lower-case name, eras (first major, last major, and the
fields of postgresql.Parameter, without those at the end that have their default).
"""

from __future__ import annotations

from pglint.record import TYPE_CHECKING

if TYPE_CHECKING:
    from typing import Any

# fmt: off
'''


def load() -> dict[str, Any]:
    """The catalog as it is."""
    table = runpy.run_path(str(CATALOG))
    parameters = {
        name: [[first, last, _attributes(name, fields)] for first, last, *fields in eras]
        for name, eras in table["PARAMETERS"].items()
    }
    return {
        "majors": table["VERSIONS"],
        "aliases": table["ALIASES"],
        "removed": table["REMOVED"],
        "parameters": parameters,
    }


def _attributes(name: str, fields: list[Any]) -> Attributes:
    values = ((key, list(value) if key in LISTS else value) for key, value in zip(FIELDS, fields, strict=False))
    absent = {"name": name, "unit": ""}
    return {key: value for key, value in values if value not in (None, []) and value != absent.get(key)}


def dump(catalog: dict[str, Any]) -> str:
    """The catalog as Python with one parameter a line, so that a change reads well in a diff."""

    def rows(table: dict[str, str]) -> str:
        return "{\n" + "".join(f"    {literal(key)}: {table[key]},\n" for key in sorted(table)) + "}\n"

    removed = {name: literal(entry) for name, entry in catalog["removed"].items()}
    parameters = {
        name: literal(tuple(_era(name, *era) for era in eras)) for name, eras in catalog["parameters"].items()
    }
    return (
        f"{HEAD}VERSIONS = {literal(catalog['majors'])}\n"
        f"ALIASES = {literal(catalog['aliases'])}\n"
        f"REMOVED: dict[str, dict[str, Any]] = {rows(removed)}"
        f"PARAMETERS: dict[str, tuple[tuple[Any, ...], ...]] = {rows(parameters)}"
    )


def _era(name: str, first: int, last: int, values: Attributes) -> tuple[object, ...]:
    fields: list[Any] = [values.get("name", name), values["type"], values.get("unit", ""), values["context"]]
    fields += [values.get(key) for key in ("min", "max", "default")]
    fields += [tuple(values.get(key, ())) for key in LISTS]
    while fields[-1] in (None, ()):
        fields.pop()
    return (first, last, *fields)


def literal(value: object) -> str:
    """A value as Python, strings in double quotes."""
    if isinstance(value, dict):
        return "{" + ", ".join(f"{literal(key)}: {literal(item)}" for key, item in value.items()) + "}"
    if isinstance(value, tuple):
        return "(" + ", ".join(map(literal, value)) + ("," if len(value) == 1 else "") + ")"
    return json.dumps(value, ensure_ascii=False) if isinstance(value, str) else repr(value)


def main() -> None:
    if len(sys.argv) != 2:
        sys.exit(f"usage: {sys.argv[0]} DSN")
    answer = ask(sys.argv[1])
    CATALOG.write_text(dump(merge(load(), answer)), encoding="utf-8")
    ABOUT.write_text(dump_about(described(load_about(), answer)), encoding="utf-8")
    print(f"PostgreSQL {answer['version']}: {len(answer['rows'])} parameters")


if __name__ == "__main__":
    main()
