"""Files of SQL, run by the psql of this machine now: pglint cuts them into what the server was sent."""

import random
import re
from collections.abc import Iterator

import pytest

from pglint.formats.sql.split import read
from pglint.formats.sql.statement import Command, Statement
from pglint.source import Source
from tests.real import programs, stack

SERVER = programs.postgresql()
TITLE = f"statements of SQL files, {programs.named('PostgreSQL', SERVER)}"
GENERATED = 120
PREFIX = "pglint>"

pytestmark = programs.needs(PostgreSQL=SERVER)

FILES = (
    "select 1; select 2;",
    "select 1;select 2",
    "select 'a;b'; select 'it''s; not'';';",
    r"select E'a\';b'; select e'\\'; select 3;",
    r"select 'a\'; select 'b';",
    r"select E'it''s \' ;'; select 2;",
    "select 'a'\n'b;c'; select 2;",
    r"select typE'a'; select date'2020-01-01'; select '\'; select 4;",
    r"select U&'\0041;'; select U&" "\0061;" " from x; select n'a;', b'1', x'f;';".replace('""', '"'),
    'select 1 as "a;b"; select 2 as "c""; d";',
    "select $$;$$; select $a$;$$;$a$; select $a$ $b$ ; $b$ $a$;",
    "select $a$ $ $a $b$ ; $a$; select 2;",
    "select a$b$ from t; select $1$a$; select 3;",
    "select 1 as é$x$; select $é$;$é$; select $ü$é;$é$ü$;",
    "select 1 /* ; */; select /* a /* ; */ ; */ 2; select 3;",
    "select 1 /*/ ; */; select 2; /**/ select 3;",
    "select 1 -- ;\n; select 2 -- 'it\n, 3;",
    "-- select 1;\nselect 2; -- select 3;\n",
    "select 1 + -- ;\n 2; select 1 - - 2; select 3--4;\n;",
    "select 1 +/* ; */ 2; select 4 */* ; */ 5;",
    ";;; select 1;; ;select 2;;",
    "create rule r as on insert to t do (insert into a values (1); delete from b); select 2;",
    "select (1; 2); select ((3; 4)); select 5;",
    "select 1); select (2; 3; 4;",
    "select ')'; select ('('; '('); select 3;",
    "create function f() returns int language sql begin atomic select 1; select 2; end; select 3;",
    "create function f() returns int begin atomic select case when true then 1 end; select 2; end; select 3;",
    "create or replace procedure p() begin atomic select case 1 when 1 then case 2 when 2 then 3 end end; end; select 4;",
    "begin; select 1; end; select 2; create table t (a int); commit;",
    "create function f() returns int language plpgsql as $$ begin; return 1; end $$; select 1;",
    "create function f() returns int language plpgsql as 'begin return ''a;''; end'; select 1;",
    "select 1\\; select 2; select 3;",
    "select 1\\;\\; select ';'\\; select 2\\g\nselect 3;",
    "select 1 \\g\nselect 2 \\gx\nselect 3 as a \\gset\nselect 4;",
    "select 'select 1' where false \\gexec\nselect 2;",
    "select 1\n\\echo here; 'quoted ;' \"more ;\"\n + 2; select 3;",
    "\\echo select 1; \\\\ select 2; \\echo 'a' \\echo b\nselect 3;",
    "\\set x 'it''s; \\' ;'\nselect 1; \\unset x\nselect 2;",
    "select 1; \\echo `echo ';'` ;\nselect 2;",
    "select 1\n\\r\nselect 2;\nselect 3 \\reset\nselect 4;",
    "\\if true\nselect 1;\n\\endif\nselect 2;",
    "select (1 \\g\nselect 2;",
    "create temp table t (a text);\ncopy t from stdin;\nselect 1;\n'\n\\.\nselect 2;",
    'create temp table t (a text);\ncopy t (a) from stdin with (format csv);\n"a;\n"\n\\.\nselect 2;',
    "create temp table t (a text);\ncopy t from stdout;\na;'\n\\.\ncopy t to stdout; select 3;",
    "create temp table t (a text);\n\\copy t from stdin\nselect 1;\n\\.\nselect 2;\n\\copy t to stdout\nselect 3;",
    "create temp table t (a text);\nselect 1\\; copy t from stdin\\; copy t from stdin\\; select 2;\n1\n\\.\n2\n\\.\nselect 3;",
    "set standard_conforming_strings = off;\nselect 'a\\';b';\nset standard_conforming_strings = on;\nselect '\\'; select 2;",
    "\ufeffselect 1; select 2;",
    "select 1;\r\nselect 'a\r\n;b';\r\n-- c;\r\nselect 3;\r\n",
    "select 'é;ü'; select \"日本;\"; select 3 as é;",
    "select 1:: int; select array[1,2][1:2]; select a:=b; select '12:30'; select 5;",
    "select 'unterminated; select 2;\n",
    'select 1; select "unterminated; select 2;',
    "select 1; select $a$ never ; $b$ ;",
    "select 1; select 2 /* never ; */ /* ; ",
    "select 1;\tselect\f2;\n\n\nselect 3\n\n;",
)

PIECES = (
    "select ", "'a;'", "'\\'", "E'\\';'", "e'it''s;'", "N'x'", "U&'\\'", "\"a;\"", '"b"";"', "$$;$$", "$a$ $$ ; $b$ $a$",
    "a$b$", "$1", "/* ; */", "/* /* ; */ ' */", "-- ; ' \"\n", "(", ")", ";", ";\n", "\n", " ", "::", ":=", "+", "-", " / ", " * ",
    "1.5e3", "é", "\\;", "case ", "end ", "begin atomic ", "\n;create function ", "[1:2]", "<@", "@>", "#>>", "type", "E", "x'f'",
)  # fmt: skip
"""What generated files are put together from."""

CONTINUED = re.compile(r"[eE]'[^\n]*\n\s*'")
"""psql forgets that a string on the next line goes on with one of E'…'; the server does not, nor does pglint."""


def generated() -> Iterator[str]:
    chance = random.Random(17)
    found = 0
    while found < GENERATED:
        text = "".join(chance.choice(PIECES) for _ in range(chance.randrange(3, 40)))
        if not CONTINUED.search(text) and not ("atomic" in text and "\\;" in text):
            found += 1
            yield text


CASES = [*FILES, *generated()]


@pytest.fixture(scope="module")
def server() -> Iterator[stack.Server]:
    assert SERVER
    conf = f"log_statement = all\nlog_line_prefix = '{PREFIX}'\n"
    with programs.folder() as home:
        initdb = SERVER.path.with_name("initdb")
        options = ("-U", "postgres", "-A", "trust", "-E", "UTF8", "--locale=C", "--no-sync")
        assert programs.call([initdb, "-D", home / "data", *options], home).returncode == 0
        with stack.server(home, SERVER, conf) as running:
            yield running


def sent(server: stack.Server, text: str) -> list[str]:
    """What the server was sent when psql ran the file, one query message each."""
    before = len(server.log())
    programs.write(server.home, {"case.sql": text})
    psql = str(server.program.path.with_name("psql"))
    where = ("-h", str(server.home), "-p", str(server.port), "-U", "postgres", "-d", "postgres")
    programs.call([psql, "-X", "-q", *where, "-f", "case.sql"], server.home, stack.SECONDS)
    return messages(server.log()[before:])


def messages(log: str) -> list[str]:
    """The queries that a log tells of, in order: those that run, and those that do not parse."""
    found: list[str] = []
    run = ""
    for entry in log.split(PREFIX):
        text = entry.removesuffix("\n").replace("\n\t", "\n")
        if text.startswith("LOG:  statement: COPY  "):
            continue  # \\copy's own
        if text.startswith("LOG:  statement: "):
            found.append(text.removeprefix("LOG:  statement: "))
        elif text.startswith("STATEMENT:  ") and text.removeprefix("STATEMENT:  ") != run:
            found.append(text.removeprefix("STATEMENT:  "))
        else:
            continue
        run = found[-1] if text.startswith("LOG") else ""
    return found


BLOCK = r"/\*(?:[^*/]|\*(?!/)|/(?!\*)|/\*(?:[^*]|\*(?!/))*\*/)*\*/"
COMMENT = rf"(?:\s|{BLOCK}|--[^\n]*(?:\n|\Z))"


def bare(text: str) -> str:
    """A message without semicolons, comments and blanks around it and around inner semicolons; blanks are all one."""
    text = re.sub(rf"\A(?:{COMMENT}|;)+", "", text)
    while (shorter := re.sub(rf"(?:[\s;]+|{BLOCK}|--[^\n]*)\Z", "", text)) != text:
        text = shorter
    return re.sub(r"\s*;[\s;]*", ";", " ".join(text.split()))


def cut(text: str) -> list[str]:
    """What pglint says is sent: statements with only a \\; between them are one message."""
    items = read(Source("case.sql", text))[0]
    inside = [item for item in items if isinstance(item, Command)]
    found: list[tuple[int, int]] = []
    for item in items:
        if isinstance(item, Statement):
            between = re.sub(COMMENT, "", text[found[-1][1] : item.span.start]) if found else ""
            joined = between and not between.replace("\\;", "")
            found.append((found.pop()[0] if joined else item.span.start, item.span.end))
    messages = []
    for start, end in found:
        message = text[start:end]
        for item in reversed([item for item in inside if start <= item.span.start < end]):
            first, after = item.span.start - start, item.span.end - start
            message = message[:first] + (";" if item.name == ";" else "") + message[after:]
        messages.append(bare(message))
    return [message for message in messages if message]


@pytest.mark.parametrize("text", CASES, ids=[repr(case)[:60] for case in CASES])
def test_statements_are_what_psql_sends(server: stack.Server, text: str) -> None:
    assert cut(text) == [shown for each in sent(server, text) if (shown := bare(each))]


ARGUMENTS = (
    r"a b", r"'x y' z", r"'it''s' 'a\'b'", r"'\t\101\x42\n'", r'"q r" "" x', r"''", r"a'b c'd", r"x;; ;", r"'x;';",
    r"é 'ü ö' $$ (a) -- b /* c */", r"a \echo b 'c d'", r"a'un", r"x 'never ends", r'"a b" \qecho c', r"-n a", "a\u00a0b c", "a\tb\r",
)  # fmt: skip
"""What is written after \\echo, which shows its arguments with blanks between them."""


def test_arguments_are_what_psql_reads(server: stack.Server) -> None:
    lines = [f"\\echo {text}" for text in ARGUMENTS]
    programs.write(server.home, {"echo.sql": "".join(f"{line}\n\\echo ===\n" for line in lines)})
    psql = str(server.program.path.with_name("psql"))
    where = ("-h", str(server.home), "-p", str(server.port), "-U", "postgres", "-d", "postgres")
    done = programs.call([psql, "-X", "-q", "-t", "-A", *where, "-f", "echo.sql"], server.home, stack.SECONDS)
    assert done.stdout.split("===\n")[:-1] == [echoed(line) for line in lines]


def echoed(line: str) -> str:
    found = [item for item in read(Source("case.sql", line + "\n"))[0] if isinstance(item, Command)]
    shown = [each.arguments[1:] if each.arguments[:1] == ("-n",) else each.arguments for each in found]
    ends = ["" if each.arguments[:1] == ("-n",) else "\n" for each in found]
    return "".join(" ".join(map(str, each)) + end for each, end in zip(shown, ends, strict=True))
