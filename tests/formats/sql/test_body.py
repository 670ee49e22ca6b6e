"""What functions, procedures and DO blocks run, and where it stands."""

import json

import pytest

from pglint.formats.sql.body import Inner, inside
from pglint.formats.sql.parse import tree
from pglint.formats.sql.statement import Statement
from pglint.values import Unknown
from tests.formats.sql.shown import statements


def inner(text: str) -> list[Inner]:
    (statement,) = statements(text)
    node = tree(statement)
    assert isinstance(node, dict), node
    return inside(statement, node)


def shown(found: Inner) -> str:
    """``sql alter role a``; ``?`` before what may not run, ``!`` where errors are caught."""
    marks = ("" if found.certain else "?") + ("!" if found.caught else "")
    text = "?" if isinstance(found.what, Unknown) else " ".join(found.what.text.split())
    return f"{found.kind}{marks} {text}"


BODIES = [
    ("begin alter role a nologin; end", ["sql alter role a nologin"]),
    ("begin alter role a nologin; set lock_timeout = '1s'; end;", ["sql alter role a nologin", "sql set lock_timeout = '1s'"]),
    ("begin perform pg_sleep(1); perform set_config('a.b', 'c', false) from t; end", ["perform SELECT pg_sleep(1)", "perform SELECT set_config('a.b', 'c', false) from t"]),
    ("begin if a > f(1) then create role x; elsif g() then drop role x; else lock table t; end if; end",
     ["expression SELECT a > f(1)", "sql? create role x", "expression? SELECT g()", "sql? drop role x", "sql? lock table t"]),
    ("begin if case when a then b else c end then notify x; end if; notify y; end", ["sql? notify x", "sql notify y"]),
    ("begin case f(x) when 1, 2 then notify a; else notify b; end case; notify c; end", ["expression SELECT f(x)", "sql? notify a", "sql? notify b", "sql notify c"]),
    ("begin case when a then notify a; end case; end", ["sql? notify a"]),
    ("begin for r in select * from f() loop notify a; end loop; end", ["sql select * from f()", "sql? notify a"]),
    ("begin for i in reverse f(1)..2 by 3 loop notify a; exit when g(); end loop; end", ["expression SELECT f(1)..2 by 3", "sql? notify a", "expression? SELECT g()"]),
    ("begin for i in 1..10 loop notify a; end loop; end", ["sql? notify a"]),
    ("<<o>> begin while f() loop notify a; continue o when x; end loop o; end", ["expression SELECT f()", "sql? notify a"]),
    ("begin foreach x in array f() loop notify a; end loop; end", ["expression SELECT f()", "sql? notify a"]),
    ("begin loop notify a; end loop; end", ["sql? notify a"]),
    ("begin notify a; exception when others then notify b; end", ["sql! notify a", "sql? notify b"]),
    ("begin begin notify a; exception when unique_violation or sqlstate '40001' then null; end; notify b; end", ["sql! notify a", "sql notify b"]),
    ("begin if x then return; end if; notify a; end", ["sql? notify a"]),
    ("begin return query select 1; return query execute 'select 2'; return next; return f(); end", ["sql select 1", "execute select 2", "expression SELECT f()"]),
    ("declare x int := f(); c cursor (a int) for select g(); begin open c; open d for select 1; open e for execute q; close c; end",
     ["expression SELECT f()", "sql? select g()", "sql select 1", "execute ?"]),
    ("declare n int; begin select a, b into strict n, r.f[1] from t; insert into t values (1) returning a into n; end",
     ["sql select a, b from t", "sql insert into t values (1) returning a"]),
    ("begin x := f(1); r.a = g(); a[1] := 2; \"Q\" := h(); x = y; end", ["expression SELECT f(1)", "expression SELECT g()", "expression SELECT h()"]),
    ("begin raise notice 'a % %', f(), b using hint = g(); raise exception 'x'; raise; assert f(); end", ["expression SELECT f(), b", "expression SELECT f()"]),
    ("begin get diagnostics n = row_count; null; commit; rollback and chain; call p(1); end", ["sql commit", "sql rollback and chain", "sql call p(1)"]),
    ("#variable_conflict use_column\nbegin notify a; end", ["sql notify a"]),
    ("begin notify a; /* notify b; */ -- notify c;\n notify d; end", ["sql notify a", "sql notify d"]),
    ("begin create table t (a text default ';'); create function f() returns int language sql as $x$ select 1; $x$; end",
     ["sql create table t (a text default ';')", "sql create function f() returns int language sql as $x$ select 1; $x$"]),
    # EXECUTE
    ("begin execute 'alter role a nologin'; end", ["execute alter role a nologin"]),
    ("begin execute $q$alter role a nologin; notify b$q$ using x; end", ["execute alter role a nologin", "execute notify b"]),
    ("begin execute 'alter role a set x = ''y''' into r; end", ["execute alter role a set x = 'y'"]),
    ("begin execute format('notify a'); execute format('notify %I', x); execute format($q$notify b$q$); end", ["execute notify a", "execute ?", "execute notify b"]),
    ("begin execute 'notify ' || x; execute q; execute 'a' 'b'; end", ["execute ?", "execute ?", "execute ?"]),
    ("begin for r in execute 'select 1' using y loop end loop; end", ["execute select 1"]),
    ("", []),
    ("begin end", []),
    ("this is no body", ["sql this is no body"]),
]  # fmt: skip


@pytest.mark.parametrize(("body", "expected"), BODIES, ids=[body for body, _ in BODIES])
def test_plpgsql(body: str, expected: list[str]) -> None:
    assert [shown(found) for found in inner(f"do $do$ {body} $do$")] == expected


@pytest.mark.parametrize(("body", "_"), BODIES, ids=[body for body, _ in BODIES])
def test_places_are_those_of_the_file(body: str, _: object) -> None:
    for found in inner(f"-- é\ndo $do$ {body} $do$"):
        what = found.what
        if isinstance(what, Statement) and what.shift >= 0:
            assert (
                what.span.text.split(" into ")[0] == what.text[what.shift :][: len(what.span.text.split(" into ")[0])]
            )
            assert what.span.line >= 2


ROUTINES = [
    ("create function f() returns int language plpgsql as $$ begin notify é; end $$", ["sql notify é"]),
    ("create function f() returns int as 'begin notify a; end' language plpgsql", ["sql notify a"]),
    ("create function f() returns int as 'begin set x = ''y''; end' language plpgsql", ["sql set x = 'y'"]),
    ("create function f() returns int as E'begin\\n notify a; end' language plpgsql", ["sql notify a"]),
    ("create procedure p() language sql as $$ alter role a nologin; notify b $$", ["sql alter role a nologin", "sql notify b"]),
    ("create function f() returns int as 'a', 'b' language c", []),
    ("create function f() returns int language plpython3u as $$ notify a; $$", []),
    ("create function f() returns int begin atomic select case when true then 1 end; notify a; end", ["sql select case when true then 1 end", "sql notify a"]),
    ("create function f() returns int return 1", []),
    ("do language plpgsql 'begin notify a; end'", ["sql notify a"]),
    ("do language plpython3u $$ notify a; $$", []),
    ("do $$ begin notify ${x}; notify b; end $$", ["sql notify _hole0_____", "sql notify b"]),
    ("create function f() returns int language plpgsql as :'body'", ["sql ?"]),
    ("alter role a nologin", []),
]  # fmt: skip


@pytest.mark.parametrize(("text", "expected"), ROUTINES, ids=[text for text, _ in ROUTINES])
def test_routines(text: str, expected: list[str]) -> None:
    found = [shown(each) for each in inner(text)]
    assert [each.replace("_hole0______", "_hole0_____") for each in found] == expected


def test_holes_come_along() -> None:
    _, found = inner("do $$ begin notify a; alter role ${r} connection limit ${n}; end $$")
    assert isinstance(found.what, Statement)
    assert [hole.why.span.text for hole in found.what.holes if hole.why.span] == ["${r}", "${n}"]
    assert found.what.span.text == "alter role ${r} connection limit ${n}"
    node = tree(found.what)
    assert isinstance(node, dict)


def test_a_string_with_escapes_has_one_place() -> None:
    (found,) = inner("do 'begin set x = ''y''; end'")
    assert isinstance(found.what, Statement)
    assert (found.what.span.text, found.what.shift) == ("'begin set x = ''y''; end'", -1)


def said_by_libpg_query(node: object) -> list[str]:
    """The statements of SQL in what libpg_query says of a body, in its order."""
    if isinstance(node, dict):
        own = (
            [node["PLpgSQL_stmt_execsql"]["sqlstmt"]["PLpgSQL_expr"]["query"]] if "PLpgSQL_stmt_execsql" in node else []
        )
        own += [node["PLpgSQL_stmt_perform"]["expr"]["PLpgSQL_expr"]["query"]] if "PLpgSQL_stmt_perform" in node else []
        return own + [each for value in node.values() for each in said_by_libpg_query(value)]
    return [each for value in node for each in said_by_libpg_query(value)] if isinstance(node, list) else []


@pytest.mark.parametrize(
    "body",
    [
        "begin alter role a nologin; perform f(x); select a into n from t; if n > 1 then notify a; else notify b; end if; end",
        "begin for i in 1..2 loop insert into t values (i); end loop; begin drop table t; exception when others then lock t; end; end",
        "begin case n when 1 then notify a; when 2 then notify b; else notify c; end case; while n > 1 loop n := n - 1; notify d; end loop; end",
        "begin insert into t values (1) returning a into n; update t set a = 1; delete from t; truncate t; set x = 1; listen y; end",
    ],
)
def test_libpg_query_finds_the_same(body: str) -> None:
    from pglast.parser import parse_plpgsql_json

    text = f"do $$ declare n int; {body} $$"
    found = [
        each.what.text.rstrip()
        for each in inner(text)
        if isinstance(each.what, Statement) and each.kind in ("sql", "perform")
    ]
    assert found == said_by_libpg_query(json.loads(parse_plpgsql_json(text)))
