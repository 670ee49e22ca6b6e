"""The lock table: what the manual says of each statement, and what servers of PostgreSQL 10 to 18 did with them.

First a table from the manual, in which nothing is known of the tables but what a row says. An expected text is what the
statement locks (by mode and relation), rewrites and scans, whether it stands alone (outside of a transaction block), and
what is in doubt. ``{10: …, 12: …}``: from that major on. Then every statement that real servers were given
(``tests/real/record_locks.py``), with all that there is to know of their tables.
"""

from collections.abc import Iterator, Mapping
from typing import Any

import pytest

from pglint.catalog import lock_modes
from pglint.catalog.column_types import rewrites, text_of
from pglint.catalog.lock_modes import MODES
from pglint.catalog.locks import Effect, Known, Nothing, Validation, effect
from pglint.values import Unknown
from tests import lock_cases

AE, EX, SRE, SH = "ACCESS EXCLUSIVE", "EXCLUSIVE", "SHARE ROW EXCLUSIVE", "SHARE"
SUE, RE, RS, AS = "SHARE UPDATE EXCLUSIVE", "ROW EXCLUSIVE", "ROW SHARE", "ACCESS SHARE"
NEWEST = 18

Expected = str | Mapping[int, str]


def shown(said: Effect | Unknown) -> str:
    if isinstance(said, Unknown):
        return "unknown"
    parts = [f"{lock.mode} {lock.object}".rstrip() for lock in said.locks]
    parts += [f"rewrites {touch.object}".rstrip() for touch in said.rewrites]
    parts += [f"scans {touch.object}".rstrip() for touch in said.scans]
    parts += ["alone"] if said.not_in_transaction else []
    parts += [f"{doubt.about}?" for doubt in said.doubts]
    return "; ".join(parts)


def said(text: str, major: int = NEWEST, known: Known | None = None) -> Effect | Unknown:
    return effect(lock_cases.parsed(text), major, known or Nothing())


ALTER: list[tuple[str, Expected]] = [
    ("alter table t add column c int", f"{AE} t"),
    ("alter table t add c int default 1", {10: f"{AE} t; rewrites t", 11: f"{AE} t"}),
    ("alter table t add c int default 1 not null", {10: f"{AE} t; rewrites t", 11: f"{AE} t"}),
    ("alter table t add c int default null", f"{AE} t"),
    ("alter table t add c int default null::int", f"{AE} t"),
    ("alter table t add c timestamptz default now()", {10: f"{AE} t; rewrites t", 11: f"{AE} t"}),
    ("alter table t add c timestamptz default current_timestamp", {10: f"{AE} t; rewrites t", 11: f"{AE} t"}),
    ("alter table t add c timestamptz default clock_timestamp()", f"{AE} t; rewrites t"),
    ("alter table t add c uuid default gen_random_uuid()", f"{AE} t; rewrites t"),
    ("alter table t add c uuid default uuid_generate_v4()", f"{AE} t; rewrites t"),
    ("alter table t add c uuid default extensions.uuid_generate_v4()", f"{AE} t; rewrites t"),
    ("alter table t add c float default random()", f"{AE} t; rewrites t"),
    ("alter table t add c text default substr(md5(random()::text), 1, 8)", f"{AE} t; rewrites t"),
    ("alter table t add c bigint default nextval('s')", f"{AE} t; rewrites t"),
    ("alter table t add c int default f()", {10: f"{AE} t; rewrites t", 11: f"{AE} t; rewrites?"}),
    ("alter table t add c int default s.f(1)", {10: f"{AE} t; rewrites t", 11: f"{AE} t; rewrites?"}),
    ("alter table t add c jsonb default '[]'::jsonb not null", {10: f"{AE} t; rewrites t", 11: f"{AE} t"}),
    ("alter table t add c timestamp default (now() at time zone 'utc')", {10: f"{AE} t; rewrites t", 11: f"{AE} t"}),
    (
        "alter table t add c timetz default (c at time zone 'utc')",
        {10: f"{AE} t; rewrites t", 11: f"{AE} t; rewrites?", 15: f"{AE} t"},
    ),
    ("alter table t add c serial", f"{AE} t; rewrites t"),
    ("alter table t add c bigserial primary key", f"{AE} t; rewrites t"),
    ("alter table t add c int generated always as identity", f"{AE} t; rewrites t"),
    ("alter table t add c int generated always as (a + 1) stored", f"{AE} t; rewrites t"),
    ("alter table t add c int generated always as (a + 1) virtual", f"{AE} t"),
    ("alter table t add c int not null", f"{AE} t; scans t"),
    ("alter table t add c int check (c > 0)", f"{AE} t; scans t"),
    ("alter table t add c int unique", f"{AE} t; scans t"),
    ("alter table t add c int primary key", f"{AE} t; scans t"),
    ("alter table t add c int references u", f"{AE} t; {SRE} u"),
    ("alter table t add c int references u (id) on delete set null", f"{AE} t; {SRE} u"),
    (
        "alter table t add c int default 1 references u",
        {10: f"{AE} t; {SRE} u; rewrites t", 11: f"{AE} t; {SRE} u; scans t"},
    ),
    ("alter table t add c int references t", f"{AE} t"),
    ("alter table t add c mood", f"{AE} t; rewrites?"),
    ("alter table t add c mood[]", f"{AE} t"),
    ("alter table t add c int default 1, add d float default random()", f"{AE} t; rewrites t"),
    ("alter table s.t add c int", f"{AE} s.t"),
    ('alter table "S"."T" add c int', f"{AE} S.T"),
    ("alter table if exists t add column if not exists c int", f"{AE} t"),
    ("alter table t drop column c", f"{AE} t"),
    ("alter table t drop column c cascade", f"{AE} t; locks?"),
    ("alter table t alter c set default 1", f"{AE} t"),
    ("alter table t alter c drop default", f"{AE} t"),
    ("alter table t alter c set not null", {10: f"{AE} t; scans t", 12: f"{AE} t; scans?"}),
    ("alter table t alter c drop not null", f"{AE} t"),
    ("alter table t alter c set statistics 100", f"{SUE} t"),
    ("alter table t alter c set (n_distinct = 5)", f"{SUE} t"),
    ("alter table t alter c reset (n_distinct)", f"{SUE} t"),
    ("alter table t alter c set storage plain", f"{AE} t"),
    ("alter table t alter c set compression lz4", f"{AE} t"),
    ("alter table t alter c add generated always as identity", f"{AE} t"),
    ("alter table t alter c drop identity if exists", f"{AE} t"),
    ("alter table t alter c drop expression", f"{AE} t"),
    ("alter table t alter c set expression as (a)", {17: f"{AE} t; rewrites t", 18: f"{AE} t; rewrites?"}),
    ("alter table t alter c type bigint", f"{AE} t; rewrites?"),
    ("alter table t alter c type text using upper(c)", f"{AE} t; rewrites t"),
    ("alter table t alter c type bigint using c::bigint", f"{AE} t; rewrites?"),
    ("alter table t alter c type int using other", f"{AE} t; rewrites t"),
    ("alter table t alter c type mood using c::text::mood", f"{AE} t; rewrites?"),
    ("alter table t add check (c > 0)", f"{AE} t; scans t"),
    ("alter table t add constraint k check (c > 0) not valid", f"{AE} t"),
    ("alter table t add constraint k check (c > 0) not enforced", f"{AE} t"),
    ("alter table t add unique (c)", f"{AE} t; scans t"),
    ("alter table t add primary key (c)", f"{AE} t; scans t"),
    ("alter table t add exclude using gist (c with &&)", f"{AE} t; scans t"),
    ("alter table t add constraint k unique using index i", {10: f"{AE} t; {AE} i", 12: f"{AE} t; {SUE} i"}),
    (
        "alter table t add constraint k primary key using index i",
        {10: f"{AE} t; {AE} i; scans?", 12: f"{AE} t; {SUE} i; scans?"},
    ),
    ("alter table t add foreign key (c) references u", f"{SRE} t; {SRE} u; scans t"),
    ("alter table t add foreign key (c) references u not valid", f"{SRE} t; {SRE} u"),
    ("alter table t add foreign key (c) references t", f"{SRE} t; scans t"),
    ("alter table t add constraint k not null c not valid", f"{AE} t"),
    ("alter table t add constraint k not null c", f"{AE} t; scans t"),
    ("alter table t validate constraint k", f"{SUE} t; scans t"),
    ("alter table t alter constraint k deferrable", f"{AE} t"),
    ("alter table t alter constraint k not enforced", f"{AE} t; locks?"),
    ("alter table t drop constraint k", f"{AE} t; locks?"),
    (
        "alter table t attach partition p for values in (1)",
        {10: f"{AE} t; {AE} p; scans?", 12: f"{SUE} t; {AE} p; scans?"},
    ),
    ("alter table t attach partition p default", {11: f"{AE} t; {AE} p; scans?", 12: f"{SUE} t; {AE} p; scans?"}),
    ("alter table t detach partition p", {10: f"{AE} t; {SUE} p; locks?", 14: f"{AE} t; {AE} p"}),
    ("alter table t detach partition p concurrently", f"{SUE} t; {AE} p; alone"),
    ("alter table t detach partition p finalize", f"{SUE} t; {AE} p"),
    ("alter table t inherit u", f"{AE} t; {SUE} u"),
    ("alter table t no inherit u", f"{AE} t; {AS} u"),
    ("alter table t of u", f"{AE} t; {AS} u"),
    ("alter table t not of", f"{AE} t"),
    ("alter table t set logged", f"{AE} t; rewrites?"),
    ("alter table t set unlogged", f"{AE} t; rewrites?"),
    ("alter table t set access method columnar", f"{AE} t; rewrites t"),
    ("alter table t set tablespace fast", f"{AE} t; rewrites t"),
    ("alter table t cluster on i", f"{SUE} t; {SUE} i"),
    ("alter table t set without cluster", f"{SUE} t"),
    ("alter table t set without oids", f"{AE} t"),
    ("alter table t set (fillfactor = 70)", f"{SUE} t"),
    ("alter table t set (autovacuum_enabled = off, fillfactor = 70)", f"{SUE} t"),
    ("alter table t set (toast.autovacuum_enabled = off)", f"{SUE} t"),
    ("alter table t set (user_catalog_table = on)", f"{AE} t"),
    ("alter table t set (timescaledb.compress)", "locks?"),
    ("alter table t reset (parallel_workers)", f"{SUE} t"),
    ("alter table t replica identity full", f"{AE} t"),
    ("alter table t replica identity using index i", f"{AE} t; {SH} i"),
    ("alter table t enable trigger x", f"{SRE} t"),
    ("alter table t disable trigger all", f"{SRE} t"),
    ("alter table t enable rule x", f"{AE} t"),
    ("alter table t enable row level security", f"{AE} t"),
    ("alter table t force row level security", f"{AE} t"),
    ("alter table t owner to x", f"{AE} t"),
    ("alter table t rename to u", f"{AE} t"),
    ("alter table t rename column a to b", f"{AE} t"),
    ("alter table t rename constraint a to b", f"{AE} t"),
    ("alter table t set schema s", f"{AE} t"),
    ("alter table t alter c set statistics 1, add d int", f"{AE} t"),
    ("alter table t add foreign key (c) references u not valid, alter d set statistics 1", f"{SRE} t; {SRE} u"),
    ("alter table t add foreign key (c) references u, add check (d > 0) not valid", f"{AE} t; {SRE} u; scans t"),
    ("alter table all in tablespace a set tablespace b", f"{AE}; rewrites"),
    ("alter view v set (security_barrier)", f"{AE} v"),
    ("alter view v rename to w", f"{AE} v"),
    ("alter materialized view m set (fillfactor = 70)", f"{SUE} m"),
    ("alter index i rename to j", {10: f"{AE} i", 12: f"{SUE} i"}),
    ("alter table i rename to j", f"{AE} i"),
    ("alter index i set (fillfactor = 70)", f"{SUE} i"),
    ("alter index i set (fastupdate = off)", f"{AE} i"),
    ("alter index i attach partition j", {11: f"{AE} i; {AE} j", 12: f"{SUE} i; {AE} j"}),
    ("alter sequence s restart", f"{SRE} s"),
    ("alter sequence s owned by t.c", f"{SRE} s; {AS} t"),
    ("alter sequence s rename to r", f"{AE} s"),
    ("alter type e add value 'x'", {10: "alone", 12: ""}),
    ("alter type e rename value 'x' to 'y'", ""),
    ("alter type p add attribute z int cascade", f"{AE} p; locks?"),
    ("alter domain d add check (value > 0)", "locks?; scans?"),
    ("alter domain d add check (value > 0) not valid", ""),
    ("alter domain d drop constraint k", ""),
    ("alter domain d validate constraint k", "locks?; scans?"),
    ("alter domain d set not null", "locks?; scans?"),
]
OTHERS: list[tuple[str, Expected]] = [
    ("create index on t (a)", f"{SH} t; scans t"),
    ("create unique index i on t (a)", f"{SH} t; scans t"),
    ("create index on t (a) with (timescaledb.transaction_per_chunk)", "locks?; scans?; transaction?"),
    ("create index concurrently i on t (a)", f"{SUE} t; scans t; alone"),
    ("drop index i", f"{AE}; {AE} i"),
    ("drop index concurrently i", f"{SUE}; {SUE} i; alone"),
    ("reindex index i", f"{SH}; {AE} i; scans"),
    ("reindex table t", f"{SH} t; scans t"),
    ("reindex table concurrently t", f"{SUE} t; scans t; alone"),
    ("reindex (concurrently) index i", f"{SUE}; {SUE} i; scans; alone"),
    ("reindex schema s", f"{SH}; scans; alone"),
    ("reindex database concurrently d", f"{SUE}; scans; alone"),
    ("reindex system d", "alone"),
    ("cluster t using i", f"{AE} t; {AE} i; rewrites t"),
    ("cluster", f"{AE}; rewrites; alone"),
    ("vacuum", f"{SUE}; alone"),
    ("vacuum t", f"{SUE} t; alone"),
    ("vacuum full t", f"{AE} t; rewrites t; alone"),
    ("vacuum (full, analyze) t, u", f"{AE} t; {AE} u; rewrites t; rewrites u; alone"),
    ("vacuum (full off) t", f"{SUE} t; alone"),
    ("analyze t", f"{SUE} t"),
    ("analyze", SUE),
    ("create trigger x after insert on t for each row execute function f()", f"{SRE} t"),
    ("drop trigger x on s.t", f"{AE} s.t"),
    ("alter trigger x on t rename to y", f"{AE} t"),
    ("create rule x as on insert to t do nothing", f"{AE} t"),
    ("drop rule x on t", f"{AE} t"),
    ("create policy x on t using (a in (select a from u))", f"{AE} t; {AS} u"),
    ("alter policy x on t using (true)", f"{AE} t"),
    ("drop policy if exists x on t", f"{AE} t"),
    ("create statistics x on a, b from t", f"{SUE} t"),
    ("drop statistics x", {10: "", 12: SUE}),
    ("create publication x for table t", f"{SUE} t"),
    ("create publication x for all tables", ""),
    ("alter publication x add table t", f"{SUE} t"),
    ("create subscription x connection 'c' publication p", "alone"),
    ("create subscription x connection 'c' publication p with (create_slot = false)", ""),
    ("create subscription x connection 'c' publication p with (connect = false)", ""),
    ("drop subscription x", "transaction?"),
    ("alter subscription x refresh publication", {10: "", 14: "alone"}),
    ("alter subscription x add publication p", {10: "", 14: "alone"}),
    ("alter subscription x set publication p with (refresh = false)", ""),
    ("alter subscription x set (slot_name = none)", ""),
    ("create table t (a int primary key)", ""),
    ("create table t (a int references u, b int references t)", f"{SRE} u"),
    ("create table t (a int, foreign key (a) references s.u)", f"{SRE} s.u"),
    ("create table t partition of u for values in (1)", f"{AE} u"),
    ("create table t () inherits (u)", f"{SUE} u"),
    ("create table t (like u including all)", f"{AS} u"),
    ("create table t as select * from u join v on true", f"{AS} u; {AS} v"),
    ("select * into t from u", f"{AS} u"),
    ("create materialized view m as select * from u", f"{AS} u"),
    ("refresh materialized view m", f"{AE} m; rewrites m"),
    ("refresh materialized view concurrently m", f"{EX} m"),
    ("create view v as select * from u", f"{AS} u"),
    ("create or replace view v as select * from u", f"{AS} u; locks?"),
    ("drop table t", f"{AE} t"),
    ("drop table if exists t, s.u", f"{AE} t; {AE} s.u"),
    ("drop table t cascade", f"{AE} t; locks?"),
    ("drop view v", f"{AE} v"),
    ("drop materialized view m", f"{AE} m"),
    ("drop sequence s", f"{AE} s"),
    ("drop schema s", ""),
    ("drop schema s cascade", AE),
    ("drop type e", ""),
    ("drop function f cascade", "locks?"),
    ("truncate t, u", f"{AE} t; {AE} u"),
    ("truncate t cascade", f"{AE} t; locks?"),
    ("lock table t", f"{AE} t"),
    ("lock table t in share row exclusive mode nowait", f"{SRE} t"),
    ("comment on table t is 'x'", f"{SUE} t"),
    ("comment on column s.t.c is 'x'", f"{SUE} s.t"),
    ("comment on constraint k on t is 'x'", f"{AS} t"),
    ("comment on function f() is 'x'", ""),
    ("grant select on t to x", {10: "", 18: f"{AS} t"}),
    ("grant select on all tables in schema s to x", ""),
    ("select * from t, s.u", f"{AS} t; {AS} s.u"),
    ("select * from t for update", f"{RS} t"),
    ("select * from t join u on true for update of u", f"{AS} t; {RS} u"),
    ("with t as (select * from u) select * from t", f"{AS} u"),
    ("with x as (delete from t returning *) insert into u select * from x", f"{RE} u; {RE} t"),
    ("insert into t select * from u", f"{RE} t; {AS} u"),
    ("insert into t values (1) on conflict do nothing", f"{RE} t"),
    ("update t set a = 1 from u", f"{RE} t; {AS} u"),
    ("delete from t using u", f"{RE} t; {AS} u"),
    ("merge into t using u on true when matched then delete", f"{RE} t; {AS} u"),
    ("copy t from stdin", f"{RE} t"),
    ("copy t to stdout", f"{AS} t"),
    ("explain analyze delete from t", f"{RE} t"),
    ("do $$ begin end $$", "unknown"),
    ("call p()", "unknown"),
    ("execute x", "unknown"),
    ("create extension x", "unknown"),
    ("alter system set work_mem = '8MB'", "alone"),
    ("create database d", "alone"),
    ("drop database d", "alone"),
    ("alter database d set tablespace x", "alone"),
    ("alter database d connection limit 5", ""),
    ("alter database d set work_mem = '8MB'", ""),
    ("create tablespace x location '/x'", "alone"),
    ("drop tablespace x", "alone"),
    ("discard all", "alone"),
    ("discard temp", ""),
    ("create role x connection limit 5", ""),
    ("set lock_timeout = '1s'", ""),
    ("begin", ""),
]


def rows() -> Iterator[tuple[str, int, str]]:
    """Each row at the first and the last major of each of its spans."""
    for text, expected in ALTER + OTHERS:
        by_major = {10: expected} if isinstance(expected, str) else expected
        starts = sorted(by_major)
        for start, after in zip(starts, [*starts[1:], NEWEST + 1], strict=True):
            for major in dict.fromkeys((start, after - 1)):
                yield text, major, by_major[start]


@pytest.mark.parametrize(("text", "major", "expected"), [*rows()])
def test_the_manual(text: str, major: int, expected: str) -> None:
    assert shown(said(text, major)) == expected


def of(**relations: Mapping[str, Any]) -> lock_cases.LabKnown:
    """These relations are known, and all that is not said of them is not so; the types mood, code and label too."""
    types = {
        "mood": {"kind": "enum"},
        "code": {"kind": "domain", "base": "text", "constrained": True},
        "label": {"kind": "domain", "base": "character varying(20)", "tables": ["t"]},
        "pair": {"kind": "composite", "typed": ["t", "u"]},
    }
    return lock_cases.LabKnown({"relations": relations, "types": types, "statistics": {}})


KEY = {"k": ["u", ["a"], ["id"], True]}
LATER = {"k": ["u", ["a"], ["id"], False]}
PARTITIONED = {"kind": "partitioned table", "descendants": ["p", "q"], "default_partition": "q"}

KNOWING: list[tuple[str, int, Mapping[str, Any], str]] = [
    ("alter table t alter c set not null", 18, {"t": {"not_null": ["c"]}}, f"{AE} t"),
    ("alter table t alter c set not null", 12, {"t": {"excludes_null": ["c"]}}, f"{AE} t"),
    ("alter table t alter c set not null", 11, {"t": {"excludes_null": ["c"]}}, f"{AE} t; scans t"),
    ("alter table t alter c set not null", 18, {"t": {"kind": "table"}}, f"{AE} t; scans t"),
    ("alter table t add not null c", 18, {"t": {"excludes_null": ["c"]}}, f"{AE} t"),
    ("alter table t add column if not exists c serial", 18, {"t": {"columns": {"c": "integer"}}}, f"{AE} t"),
    ("alter table t add c mood default 'fine'", 18, {}, f"{AE} t"),
    ("alter table t add c code", 18, {}, f"{AE} t; rewrites t"),
    ("alter table t add c label default 'x'", 18, {}, f"{AE} t"),
    ("alter table t alter c type text", 18, {"t": {"columns": {"c": "character varying(20)"}}}, f"{AE} t"),
    ("alter table t alter c type bigint", 18, {"t": {"columns": {"c": "integer"}}}, f"{AE} t; rewrites t"),
    (
        "alter table t alter c type text",
        18,
        {"t": {"columns": {"c": "character varying(20)"}, "constraints": {"k": ["c", True, ["c"]]}}},
        f"{AE} t; scans t",
    ),
    (
        'alter table t alter c type text collate "C"',
        18,
        {"t": {"columns": {"c": "text"}, "indexed": ["c"]}},
        f"{AE} t; scans t",
    ),
    (
        "alter table t alter a type bigint",
        18,
        {"t": {"columns": {"a": "integer"}, "keys": KEY}, "u": {"kind": "table"}},
        f"{AE} t; {AE} u; rewrites t",
    ),
    (
        "alter table u alter id type bigint",
        18,
        {"t": {"keys": KEY}, "u": {"columns": {"id": "integer"}}},
        f"{AE} u; {AE} t; rewrites u",
    ),
    ("alter table t alter c set expression as (a)", 18, {"t": {"generated": {"c": "v"}}}, f"{AE} t"),
    ("alter table t alter c set expression as (a)", 18, {"t": {"generated": {"c": "s"}}}, f"{AE} t; rewrites t"),
    ("alter table t drop constraint k", 18, {"t": {"keys": KEY}}, f"{AE} t; {AE} u"),
    ("alter table t drop constraint k", 18, {"t": {"constraints": {"k": ["c", True, ["a"]]}}}, f"{AE} t"),
    ("alter table t drop constraint k", 18, {"t": {"constraints": {"k": ["u", True, ["a"]]}}}, f"{AE} t; {AE} k"),
    (
        "alter table u drop constraint x cascade",
        18,
        {"t": {"keys": KEY}, "u": {"constraints": {"x": ["p", True, ["id"]]}}},
        f"{AE} u; {AE} x; {AE} t",
    ),
    ("alter table t drop column a", 18, {"t": {"keys": KEY}}, f"{AE} t; {AE} u"),
    ("alter table u drop column id cascade", 18, {"t": {"keys": KEY}}, f"{AE} u; {AE} t"),
    ("alter table t validate constraint k", 18, {"t": {"keys": LATER}}, f"{SUE} t; {RS} u; scans t"),
    ("alter table t validate constraint k", 18, {"t": {"keys": KEY}}, f"{SUE} t"),
    ("alter table t set logged", 18, {"t": {"persistence": "p"}}, f"{AE} t"),
    ("alter table t set unlogged", 18, {"t": {"persistence": "p"}}, f"{AE} t; rewrites t"),
    (
        "alter table t add c float default random()",
        18,
        {"t": PARTITIONED},
        f"{AE} t; {AE} p; {AE} q; rewrites p; rewrites q",
    ),
    ("alter table only t add c int", 18, {"t": PARTITIONED}, f"{AE} t"),
    ("alter table t set (fillfactor = 70)", 18, {"t": PARTITIONED}, f"{SUE} t"),
    (
        "alter table t attach partition r for values in (1)",
        18,
        {"t": PARTITIONED, "r": {"kind": "table"}},
        f"{SUE} t; {AE} r; {AE} q; scans r; scans q",
    ),
    ("alter table t detach partition p", 18, {"t": PARTITIONED}, f"{AE} t; {AE} p; {AE} q"),
    ("create table r partition of t for values in (1)", 18, {"t": PARTITIONED}, f"{AE} t; {AE} q; scans q"),
    (
        "create table r partition of t default",
        18,
        {"t": PARTITIONED | {"keys": KEY}},
        f"{AE} t; {AE} q; {SRE} u; scans q",
    ),
    ("drop table p", 18, {"t": PARTITIONED, "p": {"parents": ["t"]}}, f"{AE} p; {AE} t; {AE} q"),
    ("drop table t", 18, {"t": PARTITIONED}, f"{AE} t; {AE} p; {AE} q"),
    ("drop table t", 18, {"t": {"keys": KEY}}, f"{AE} t; {AE} u"),
    ("drop table u cascade", 18, {"t": {"keys": KEY}}, f"{AE} u; {AE} t"),
    ("truncate u cascade", 18, {"t": {"keys": KEY}}, f"{AE} u; {AE} t"),
    ("create index on t (a)", 18, {"t": PARTITIONED}, f"{SH} t; {SH} p; {SH} q; scans p; scans q"),
    ("create index on only t (a)", 18, {"t": PARTITIONED}, f"{SH} t"),
    ("drop index i", 18, {"i": {"table": "t", "kind": "index"}}, f"{AE} t; {AE} i"),
    ("drop index concurrently i", 18, {"i": {"table": "t", "kind": "index"}}, f"{SUE} t; {SUE} i; alone"),
    ("reindex table t", 13, {"t": PARTITIONED}, f"{SH} t"),
    ("reindex table t", 14, {"t": PARTITIONED}, f"{SH} t; alone"),
    ("cluster t using i", 18, {"t": PARTITIONED}, f"{AE} t; rewrites p; rewrites q; alone"),
    (
        "create trigger x after insert on t for each row execute function f()",
        18,
        {"t": PARTITIONED},
        f"{SRE} t; {SRE} p; {SRE} q",
    ),
    ("create trigger x after insert on t execute function f()", 18, {"t": PARTITIONED}, f"{SRE} t"),
    ("create or replace view v as select 1", 18, {"v": {"kind": "view"}}, f"{AE} v"),
    ("create table if not exists t (a int references u)", 18, {"t": {"kind": "table"}}, ""),
    ("create index if not exists i on t (a)", 18, {"i": {"kind": "index"}}, f"{SH} t"),
    ("alter domain label add check (value > '')", 18, {}, f"{SH} t; scans t"),
    ("alter type pair add attribute z int cascade", 18, {}, f"{AE} pair; {AE} t; {AE} u"),
    ("alter type pair rename attribute x to z cascade", 18, {}, f"{AE} pair; {AE} t; {AE} u"),
]


@pytest.mark.parametrize(("text", "major", "relations", "expected"), KNOWING)
def test_what_earlier_statements_tell(text: str, major: int, relations: Mapping[str, Any], expected: str) -> None:
    assert shown(said(text, major, of(**relations))) == expected


@pytest.mark.parametrize(
    ("text", "kind", "name", "how"),
    [
        ("alter table t add constraint k check (a > 0)", "CHECK", "k", "checked"),
        ("alter table t add constraint k check (a > 0) not valid", "CHECK", "k", "not valid"),
        ("alter table t add constraint k check (a > 0) not enforced", "CHECK", "k", "given"),
        ("alter table t add foreign key (a) references u", "FOREIGN KEY", "", "checked"),
        ("alter table t add constraint k foreign key (a) references u not valid", "FOREIGN KEY", "k", "not valid"),
        ("alter table t add constraint k not null a not valid", "NOT NULL", "k", "not valid"),
        ("alter table t add constraint k unique (a)", "UNIQUE", "k", "checked"),
        ("alter table t add constraint k unique using index i", "UNIQUE", "k", "given"),
        ("alter table t add primary key using index i", "PRIMARY KEY", "", "given"),
        ("alter table t add column a int references u", "FOREIGN KEY", "", "given"),
        ("alter table t add column a int default 1 references u", "FOREIGN KEY", "", "checked"),
        ("alter table t add column a int check (a > 0)", "CHECK", "", "checked"),
        ("alter table t add column a int not null", "NOT NULL", "", "checked"),
        ("alter table t validate constraint k", "", "k", "validated"),
    ],
)
def test_constraints(text: str, kind: str, name: str, how: str) -> None:
    found = said(text)
    assert isinstance(found, Effect)
    other = "u" if kind == "FOREIGN KEY" else ""
    assert found.validates == (Validation("t", kind, name, how, other),)


@pytest.mark.parametrize(
    "text", ["alter table t add column a int", "alter table t add column a int not null default 0"]
)
def test_no_constraint_to_check(text: str) -> None:
    found = said(text)
    assert isinstance(found, Effect)
    assert found.validates == ()


@pytest.mark.parametrize(
    ("text", "makes", "drops"),
    [
        ("create table s.t (a serial)", ("s.t",), ()),
        ("create index i on s.t (a)", ("s.i",), ()),
        ("create index on t (a)", (), ()),
        ("create schema s create table t (a int) create view v as select 1", ("s.t", "s.v"), ()),
        ("alter table t add constraint k unique (a)", ("k",), ()),
        ("create temp table t as select 1", ("t",), ()),
        ("drop table s.t, u", (), ("s.t", "u")),
        ("drop index concurrently i", (), ("i",)),
        ("drop view v", (), ("v",)),
    ],
)
def test_made_and_dropped(text: str, makes: tuple[str, ...], drops: tuple[str, ...]) -> None:
    found = said(text)
    assert isinstance(found, Effect)
    assert (found.makes, found.drops) == (makes, drops)


@pytest.mark.parametrize(
    ("written", "full"),
    [
        ("int", "integer"),
        ("int8", "bigint"),
        ("serial", "integer"),
        ("varchar(20)", "character varying(20)"),
        ("character varying", "character varying"),
        ("char", "character(1)"),
        ('"char"', '"char"'),
        ("decimal(8)", "numeric(8,0)"),
        ("numeric(8, 2)", "numeric(8,2)"),
        ("float(20)", "real"),
        ("float", "double precision"),
        ("timestamptz(3)", "timestamp(3) with time zone"),
        ("timestamp with time zone", "timestamp with time zone"),
        ("time(0)", "time(0) without time zone"),
        ("interval(2)", "interval(2)"),
        ("interval day to second(2)", "interval(2)"),
        ("varbit(4)", "bit varying(4)"),
        ("int[][]", "integer[]"),
        ("timestamp(3)[]", "timestamp(3) without time zone[]"),
        ("pg_catalog.int4", "integer"),
        ("public.mood", "public.mood"),
        ("mood[]", "mood[]"),
    ],
)
def test_full_text_of_a_type(written: str, full: str) -> None:
    tree = lock_cases.parsed(f"create table t (c {written})")["CreateStmt"]["tableElts"][0]["ColumnDef"]["typeName"]
    assert text_of(tree) == full


NOT_BUILT_IN = "citext is not a built-in type"
ZONE = "timestamp and timestamptz are the same in the file only where TimeZone is UTC"


@pytest.mark.parametrize(
    ("old", "new", "major", "expected"),
    [
        ("integer", "integer", 10, False),
        ("integer", "bigint", 10, True),
        ("character varying(20)", "character varying(40)", 10, False),
        ("character varying(20)", "character varying(10)", 10, True),
        ("character varying(20)", "text", 10, False),
        ("text", "character varying", 10, False),
        ("text", "character varying(20)", 10, True),
        ("character(4)", "text", 10, True),
        ("text", "character(4)", 10, True),
        ("numeric(8,2)", "numeric(10,2)", 10, False),
        ("numeric(8,2)", "numeric", 10, False),
        ("numeric(8,2)", "numeric(10,3)", 10, True),
        ("numeric(8,2)", "numeric(10,0)", 10, True),
        ("numeric", "numeric(10,2)", 10, True),
        ("timestamp without time zone", "timestamp(6) without time zone", 10, False),
        ("timestamp(3) without time zone", "timestamp without time zone", 10, False),
        ("timestamp without time zone", "timestamp(3) without time zone", 10, True),
        ("timestamp without time zone", "timestamp with time zone", 11, True),
        ("timestamp without time zone", "timestamp with time zone", 12, ZONE),
        ("timestamp with time zone", "timestamp(6) without time zone", 18, ZONE),
        ("timestamp without time zone", "timestamp(3) with time zone", 18, True),
        ("interval(3)", "interval", 10, False),
        ("interval", "interval of fewer fields", 18, "which fields of the interval are kept is not compared"),
        ("bit(8)", "bit varying", 10, False),
        ("bit varying(8)", "bit varying(16)", 10, False),
        ("bit(8)", "bit(16)", 10, True),
        ("cidr", "inet", 10, False),
        ("inet", "cidr", 10, True),
        ("integer", "oid", 10, False),
        ("oid", "regclass", 10, False),
        ("regclass", "regtype", 10, True),
        ("json", "jsonb", 10, True),
        ("xml", "text", 10, False),
        ("character varying(10)[]", "character varying[]", 10, False),
        ("character varying(10)[]", "character varying(20)[]", 10, True),
        ("character varying(10)[]", "text[]", 10, True),
        ("text", "citext", 18, NOT_BUILT_IN),
        ("citext", "text", 18, NOT_BUILT_IN),
        ("citext", "citext", 18, False),
        ("mood", "text", 18, True),
        ("text", "mood", 18, True),
        ("text", "code", 18, True),
        ("code", "text", 18, False),
        ("character varying(10)", "label", 18, False),
        ("text", "label", 18, True),
        ("code", "label", 18, True),
    ],
)
def test_changes_of_type(old: str, new: str, major: int, expected: bool | str) -> None:
    assert rewrites(old, new, major, of()) == expected


def test_modes_exclude_each_other_both_ways() -> None:
    assert {(a, b) for a in MODES for b in MODES if lock_modes.excludes(a, b) != lock_modes.excludes(b, a)} == set()


@pytest.mark.parametrize(
    ("mode", "stops"),
    [
        (AS, {AE}),
        (RS, {EX, AE}),
        (RE, {SH, SRE, EX, AE}),
        (SUE, {SUE, SH, SRE, EX, AE}),
        (SH, {RE, SUE, SRE, EX, AE}),
        (SRE, {RE, SUE, SH, SRE, EX, AE}),
        (EX, {RS, RE, SUE, SH, SRE, EX, AE}),
        (AE, set(MODES)),
    ],
)
def test_conflicting_lock_modes(mode: str, stops: set[str]) -> None:
    assert {other for other in MODES if lock_modes.excludes(mode, other)} == stops
    assert bool(lock_modes.blocked(mode)) == (lock_modes.strength(mode) > lock_modes.strength(RE))


CASES = lock_cases.by_major()
TITLE = "locks of statements, recorded on PostgreSQL 10 to 18"


@pytest.mark.parametrize("text", CASES)
def test_recorded_servers(text: str) -> None:
    seen = CASES[text]
    assert sorted(seen) == list(range(10, NEWEST + 1))
    assert {major: found for major in seen if (found := lock_cases.differences(text, major, seen[major]))} == {}
