"""Whatever a file holds: nothing fails, nothing is lost, every place lies in the file, and the time grows with the size.

The texts are a sample with everything in it, cut, shuffled and with bytes put in, always in the same way.
"""

import random
import re
import time
from collections.abc import Callable, Iterator

import pytest

from pglint.formats.migrations.heads import heads
from pglint.formats.migrations.kinds import kind
from pglint.formats.sql import lexis, parse, split, tags
from pglint.formats.sql.body import inside
from pglint.formats.sql.dialect import foreign
from pglint.formats.sql.statement import Command, Item, Marker, Statement
from pglint.replay.replay import read as replayed
from pglint.source import Source, Span
from pglint.tree import Memory

SAMPLE = r"""-- +goose Up
/* a /* nested */ comment */ SET lock_timeout = '2s'; -- pglint: ignore[MIG001] why
CREATE ROLE app LOGIN CONNECTION LIMIT :limit PASSWORD :'secret';
ALTER ROLE "größe" IN DATABASE shop SET statement_timeout = '30s';
CREATE TABLE orders (id bigint PRIMARY KEY, note text DEFAULT 'it''s; é', a int[] CHECK (a[1:2] <> '{}'));
COPY orders (id, note) FROM stdin;
1	'; $$ "
2	\.x
\.
DO $body$ DECLARE n int := 1; BEGIN
  IF NOT EXISTS (SELECT 1 FROM pg_roles WHERE rolname = 'app') THEN EXECUTE 'CREATE ROLE app'; END IF;
  FOR r IN SELECT 1 LOOP PERFORM set_config('lock_timeout', '1s', false); END LOOP;
EXCEPTION WHEN others THEN RAISE NOTICE '%', sqlerrm; END $body$;
CREATE FUNCTION f(a int) RETURNS int LANGUAGE sql BEGIN ATOMIC SELECT CASE a WHEN 1 THEN 2 END; SELECT $1; END;
CREATE FUNCTION g() RETURNS void AS 'BEGIN SET LOCAL work_mem = ''1MB''; END' LANGUAGE plpgsql;
\if :{?x}
\c shop app
SELECT 'CREATE DATABASE shop' WHERE NOT EXISTS (SELECT 1 FROM pg_database) \gexec
\else
BEGIN; UPDATE orders SET note = E'a\'b' || U&'\0041' WHERE id = {{ id }} AND x = ${y}; COMMIT;
\endif
{% if grants %}
GRANT ALL ON TABLE {{ schema }}.orders TO "app";
{% endif %}
SET standard_conforming_strings = off; SELECT 'a\';b';
CREATE UNIQUE INDEX CONCURRENTLY ON orders USING btree (lower(note), id) WHERE id > -5;
-- +goose Down
DROP TABLE orders;
"""
BITS = (
    "'", '"', "$$", "$a$", "$1", "--", "/*", "*/", "(", ")", "[", "]", ";", "\\", "\\;", "\\c db\n", "\\gset ", "\\if x\n",
    "\\endif\n", "\n\\.\n", "COPY t FROM stdin;\n", "{{ x }}", "{{", "}}", "${", ":v", ":'v'", "{% if a %}", "{% end %}",
    "<%= x %>", "\0", "\udce9", "\ufeff", "\r\n", "\r", "`", " BEGIN ATOMIC ", " END ", "E'\\''", "%s", "%(a)s", "__A__",
    "@a@", "\U0001f600", "DO $$ BEGIN ", " EXECUTE 'x' ", "\x0b", "\u2028", "\ufdd0", "-- migrate:up\n", "# --- !Ups\n",
)  # fmt: skip


def changed(seed: int) -> str:
    """The sample after a few changes."""
    dice = random.Random(seed)
    text = SAMPLE
    for _ in range(dice.choice((1, 2, 4, 12))):
        at, length = dice.randrange(len(text) + 1), dice.randrange(1, 80)
        match dice.randrange(7):
            case 0 | 1 | 2:
                text = text[:at] + dice.choice(BITS) + text[at:]
            case 3:
                text = text[:at] + text[at + length :]
            case 4:
                other = dice.randrange(len(text) + 1)
                text = text[:at] + text[other : other + length] + text[at:]
            case 5:
                text = text[:at] + dice.choice(("(", "'a' ||", "/*", "$a$ $b$ ", "{{ a ", "[ ")) * length + text[at:]
            case 6:
                text = dice.choice((text[:at], text[at:], text.replace("\n", "\r\n"), text.replace("\n", " "))) or ";"
    return text


@pytest.mark.parametrize("seed", range(300))
def test_any_text(seed: int) -> None:
    source = Source("migrations/1.sql", changed(seed))
    foreign(source)
    kind(source)
    assert all(head.start <= head.end <= len(source.text) for head in heads(source.text))
    items, faults = split.read(source)
    assert not re.search(r"\\r(?:eset)?\b", source.text)  # which throws away what was typed
    nothing_is_lost(source.text, items)
    found: list[object] = [items, faults]
    for item in items:
        tree = parse.tree(item) if isinstance(item, Statement) else None
        found += [tree, inside(item, tree) if isinstance(item, Statement) and isinstance(tree, dict) else None]
    found += replayed(Memory({source.path: source.text}), [source.path])
    for span in spans(found):
        assert 0 <= span.start <= span.end <= len(span.source.text)
        assert span.line <= len(span.source.starts())


def spans(found: object) -> Iterator[Span]:
    """All places in facts, faults and whatever else there is."""
    if isinstance(found, Span):
        yield found
    elif isinstance(found, list | tuple | frozenset):
        for each in found:
            yield from spans(each)
    elif isinstance(found, dict):
        yield from spans(list(found.values()))


def nothing_is_lost(text: str, items: list[Item]) -> None:
    """Between what is read there are only blanks, comments, semicolons and rows. Tags may stand in comments."""
    marks = tags.find(text)
    starts = {tag.start for tag in marks}
    shown = tags.without(text, [tag._replace(flow="open") for tag in marks], " ")
    after, rows = int(text.startswith("\ufeff")), False
    for item in items:
        if isinstance(item, Marker) and item.span.start in starts:
            continue
        if item.span.start >= after:
            assert rows or only_comments(shown[after : item.span.start])
            after = item.span.end
            copies = isinstance(item, Statement) and "copy" in item.text.lower()
            rows = copies or (rows and isinstance(item, Command)) or item.span.text.startswith("\\copy")
    assert rows or only_comments(shown[after:])


def only_comments(text: str) -> bool:
    at = 0
    while at < len(text):
        if text.startswith(("--", "/*"), at):
            at = lexis.skipped(text, at, len(text))
        elif text[at] in lexis.BLANKS + ";":
            at += 1
        elif text.startswith("\\\\", at):
            at += 2
        else:
            return False
    return True


SHAPES: list[tuple[str, Callable[[int], str]]] = [
    ("statements in a line", lambda n: "SELECT 1;" * n),
    ("comments", lambda n: "-- a\n/* b */" * n),
    ("blank lines", lambda n: "\n" * n + "\\set a 1\n" + "\n" * n),
    ("nested comments", lambda n: "/* " * n),
    ("strings", lambda n: "SELECT " + "'a' || " * n + "'b';"),
    ("quotes", lambda n: "'" * n + "a"),
    ("names in quotes", lambda n: '"' * (2 * n + 1)),
    ("open parentheses", lambda n: "SELECT " + "( 'a' " * n),
    ("parentheses", lambda n: "SELECT " + "(" * n + "1" + ")" * n + ";"),
    ("closed parentheses", lambda n: "SELECT " + ")" * n + ";"),
    ("dollar quotes", lambda n: "SELECT " + "$a$ $b$ $a$ " * n + ";"),
    ("dollars", lambda n: "SELECT " + "$" * n + ";"),
    ("words with dollars", lambda n: "SELECT " + "a$" * n + ";"),
    ("rows", lambda n: "COPY t FROM stdin;\n" + "1\\.2\n" * n),
    ("many COPY", lambda n: "COPY t FROM stdin;\n1\n\\.\n" * (n // 4)),
    ("backslashes", lambda n: "\\" * n),
    ("commands in a statement", lambda n: "SELECT " + "\\x\n" * n + ";"),
    ("tags that open", lambda n: "SELECT '" + "{{ " * n + "';"),
    ("control that opens", lambda n: "SELECT '" + "{% " * n + "';"),
    ("tags", lambda n: "SELECT " + "{{ a }}, " * (n // 4) + "1;"),
    ("variables", lambda n: "SELECT " + ":a, " * (n // 4) + "1;"),
    ("slices", lambda n: "SELECT a" + "[:b]" * n + ";"),
    ("marks", lambda n: "SELECT '" + "@a__A" * n + "';"),
    ("escapes", lambda n: "SET standard_conforming_strings = off;\n" + "SELECT 'a\\'b';\n" * (n // 4)),
    ("a body of SQL", lambda n: "CREATE FUNCTION f() RETURNS int BEGIN ATOMIC " + "SELECT 1; " * n + "END;"),
    ("branches", lambda n: "\\if :a\n" * (n // 4) + "SET x = 1;\n" + "\\endif\n" * (n // 4)),
    ("old line ends", lambda n: "SELECT 1;\r" * n),
]


@pytest.mark.parametrize(("name", "shape"), SHAPES, ids=[name for name, _ in SHAPES])
def test_time_grows_with_the_size(name: str, shape: Callable[[int], str]) -> None:
    """Each of these takes a fraction of a second; where every piece looked at all others, it would take minutes."""
    source = Source("a.sql", shape(20_000))
    started = time.process_time()
    for item in split.read(source)[0]:
        if isinstance(item, Statement) and len(item.text) > 100:
            parse.tree(item)
    foreign(source)
    kind(source)
    assert time.process_time() - started < 5


DEEP: list[tuple[str, Callable[[int], str]]] = [
    ("calls", lambda n: "UPDATE t SET a = " + "f(" * n + "1" + ")" * n + ";"),
    ("operators", lambda n: "UPDATE t SET a = " + "b || " * n + "c;"),
    ("queries", lambda n: "INSERT INTO t SELECT * FROM " + "(SELECT * FROM " * n + "u" + ") x" * n + ";"),
    ("joins", lambda n: "INSERT INTO t SELECT * FROM " + "(" * n + "u" + " JOIN v ON true)" * n + ";"),
    ("unions", lambda n: "INSERT INTO t SELECT 1 " + "UNION ALL SELECT 1 " * n + ";"),
    ("checks", lambda n: "CREATE TABLE t (a int CHECK (" + "NOT (" * n + "a > 1" + ")" * n + "));"),
    ("conditions", lambda n: "SELECT set_config('a', 'b', false) WHERE " + "NOT " * n + "EXISTS (SELECT 1);"),
]


@pytest.mark.parametrize(("name", "shape"), DEEP, ids=[name for name, _ in DEEP])
def test_depth(name: str, shape: Callable[[int], str]) -> None:
    """What is nested deep is read, or it is said that it is not."""
    for depth in (1, 50, 100, 150, 200, 290, 300, 310, 480, 490, 5_000):
        (found,) = replayed(Memory({"migrations/1.sql": shape(depth)}), ["migrations/1.sql"])
        said = [unknown.reason for unknown in found.unread]
        assert len(found.statements) == 1 or said == ["a statement that is nested too deep to look into"]
        assert depth > 100 or not said
