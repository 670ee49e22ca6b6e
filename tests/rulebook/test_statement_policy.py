"""The policy on ALTER ROLE of rules/README.md, taken from there and tried on SQL."""

from pathlib import Path

import pytest

from pglint.check import run
from pglint.config import Config
from pglint.findings.selection import Selection
from pglint.rulebook import examples
from pglint.rulebook.compile import compile_rules, parse
from pglint.rulebook.load import our_folder
from pglint.rulebook.rule import Rulebook
from pglint.rulebook.schema import validate
from pglint.tree import Memory

README = Path(our_folder(), "README.md").read_text(encoding="utf-8")
TEXT = next(text for text in (part.split("```")[0] for part in README.split("```yaml\n")[1:]) if "AlterRoleStmt" in text)
RAW = parse("README.md", TEXT)
(RULE,) = compile_rules([("README.md", RAW)])
BOOK = Rulebook((RULE,), {})


def test_its_own_examples_hold() -> None:
    validate("README.md", RAW)
    assert [result.got for result in examples.run(RULE, RAW, "README.md", BOOK)] == ["", ""]


def test_it_takes_five_lines_below_its_head() -> None:
    head, _, rest = TEXT.partition("for: statement\n")
    assert len(head.splitlines()) == 4
    assert [line.partition(":")[0] for line in rest.partition("why:")[0].splitlines()] == ["when", "fires", "at", "message"]


LIFTS, MAKES = "connectionlimit=-1", "superuser=true"


@pytest.mark.parametrize(
    ("sql", "expected"),
    [
        ("ALTER ROLE app CONNECTION LIMIT -1;", LIFTS),
        ("alter user app with connection limit -1;", LIFTS),
        ("ALTER ROLE app SUPERUSER;", MAKES),
        ("ALTER ROLE app LOGIN SUPERUSER CONNECTION LIMIT 5;", f"canlogin=true, {MAKES}, connectionlimit=5"),
        ("ALTER ROLE app\n  -- for a while\n  SUPERUSER;", MAKES),
        ("ALTER ROLE app PASSWORD 'example' SUPERUSER;", f"password, {MAKES}"),
        ("DO $$ BEGIN ALTER ROLE app SUPERUSER; END $$;", MAKES),
        ("DO $$ BEGIN EXECUTE 'ALTER ROLE app SUPERUSER'; END $$;", MAKES),
        ("SELECT 'ALTER ROLE app SUPERUSER' \\gexec", MAKES),
        ("ALTER ROLE :app SUPERUSER;", MAKES),
        ("ALTER ROLE ${app} CONNECTION LIMIT -1;", LIFTS),
        ("CREATE TABLE;\nALTER ROLE app SUPERUSER;", MAKES),
        ("ALTER ROLE app CONNECTION LIMIT 0;", None),
        ("ALTER ROLE app CONNECTION LIMIT 1;", None),
        ("ALTER ROLE app NOSUPERUSER;", None),
        ("ALTER ROLE app CONNECTION LIMIT :limit;", None),
        ("ALTER ROLE app SET statement_timeout = '-1';", None),
        ("CREATE ROLE app SUPERUSER;", None),
        ("-- ALTER ROLE app SUPERUSER;", None),
        ("SELECT 'ALTER ROLE app SUPERUSER';", None),
    ],
)
def test_policy(sql: str, expected: str | None) -> None:
    outcome = run(Memory({"migrations/V1__a.sql": sql}), [("migrations/V1__a.sql", "sql")], Config(), Selection(), BOOK)
    assert outcome.internal == ()
    shown = [found.message.partition("(")[2].rstrip(")") for found in outcome.findings]
    assert shown == ([] if expected is None else [expected])
    assert "example" not in repr(outcome.findings[0].message if outcome.findings else "")
