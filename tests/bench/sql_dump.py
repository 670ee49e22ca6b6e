"""Dumps of 200 MB, as PostgreSQL's programs write them: how long pglint takes for one, and what memory."""

import os
import shutil
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import NamedTuple

from tests.bench.process import WORK, Run, run

AIM_SECONDS, AIM_MEMORY = 10.0, 300.0
MEGABYTES = 200
BLOCK = 1_000_000

HEAD = """\
--
-- PostgreSQL database dump
--

SET statement_timeout = 0;
SET client_encoding = 'UTF8';
SET standard_conforming_strings = on;

CREATE TABLE public.orders (
    id bigint NOT NULL,
    note text,
    placed timestamp with time zone
);

"""
CLUSTER = """\
--
-- PostgreSQL database cluster dump
--

SET default_transaction_read_only = off;

CREATE ROLE shop;
ALTER ROLE shop WITH LOGIN NOSUPERUSER CONNECTION LIMIT 40;

\\connect template1
CREATE DATABASE orders WITH TEMPLATE = template0 ENCODING = 'UTF8' CONNECTION LIMIT = 30;
\\connect orders

"""
COPY = "COPY public.orders (id, note, placed) FROM stdin;\n"
LINE = "12345\tit's; \\\\ a note é $$ of some length\t2024-01-01 12:00:00+00\n"
INSERT = "INSERT INTO public.orders VALUES (12345, 'it''s; (a) note of some length', '2024-01-01 12:00:00+00');\n"
TAIL = "\nALTER ROLE reports CONNECTION LIMIT 5;\n"


class Dump(NamedTuple):
    """A file: what it begins with, what is repeated up to its size, and its end."""

    head: str
    row: str
    tail: str


DUMPS: Mapping[str, Dump] = {
    "pg_dump": Dump(HEAD + COPY, LINE, "\\.\n" + TAIL),
    "pg_dump --inserts": Dump(HEAD, INSERT, TAIL),
    "pg_dumpall": Dump(CLUSTER + HEAD + COPY, LINE, "\\.\n" + TAIL),
}


def write(dump: Dump, path: Path, size: int) -> None:
    """A dump of a size in bytes, and at most a block more."""
    block = (dump.row * (BLOCK // len(dump.row))).encode()
    with path.open("wb") as file:
        file.write(dump.head.encode())
        for _ in range(0, size, len(block)):
            file.write(block)
        file.write(dump.tail.encode())


def measure(pglint: str, env: Mapping[str, str] | None = None, megabytes: int = MEGABYTES) -> dict[str, Run]:
    """``pglint check`` of a tree with one dump in it, without its cache: by kind of dump, the seconds and the peak MB
    (``Run.seconds``, ``Run.memory``).
    """
    taken = {}
    for name, dump in DUMPS.items():
        tree = WORK / "sql-dump"
        shutil.rmtree(tree, ignore_errors=True)
        (tree / ".git").mkdir(parents=True)  # the root, without a configuration to read
        write(dump, tree / "dump.sql", megabytes * 1_000_000)
        taken[name] = run([pglint, "check", "--no-cache", str(tree)], os.environ if env is None else env)
        shutil.rmtree(tree)
    return taken


if __name__ == "__main__":
    for name, each in measure(str(Path(sys.executable).with_name("pglint"))).items():
        print(f"{name:<20}{each.seconds:>7.2f} s {each.memory:>6.0f} MB, exit status {each.status}")
