"""pglast without the modules that parsing to JSON does not need; whoever wants them gets them."""

import subprocess
import sys

import pytest

START = "from pglint.formats.sql.libpg_query import parser; import sys; parse, refused = parser(); "
PROGRAMS = [
    ("it parses", START + "print(parse('select')[:11])", '{"version":'),
    ("it refuses", START + "\ntry: parse('selec')\nexcept refused as error: print(error.args)", "('syntax error at"),
    ("the enums are not read", START + "print('pglast.enums.nodes' in sys.modules)", "False"),
    ("by name", START + "from pglast.enums import ObjectType; print(ObjectType.OBJECT_ROLE.name)", "OBJECT_ROLE"),
    ("by attribute", START + "import pglast.ast; print(pglast.ast.SelectStmt.__name__)", "SelectStmt"),
    ("a module below", START + "from pglast.enums.nodes import JoinType; print(JoinType.JOIN_FULL.name)", "JOIN_FULL"),
    ("pglast itself", START + "import pglast; print(pglast.prettify('select 1 from a'))", "SELECT 1\nFROM a"),
    ("pglast first", "import pglast, sys; " + START + "print('pglast.enums.nodes' in sys.modules)", "True"),
]


@pytest.mark.parametrize(("name", "program", "expected"), PROGRAMS, ids=[name for name, _, _ in PROGRAMS])
def test_programs(name: str, program: str, expected: str) -> None:
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=False)
    assert done.stderr == ""
    assert done.stdout.startswith(expected)
