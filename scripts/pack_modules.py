"""Writes pglint/modules.bin for a wheel: the modules of the package compiled, as sample runs need them side by side.

``python -X no_debug_ranges scripts/pack_modules.py ROOT FILE``. The build runs it (hatch_build.py), pglint/packed.py
reads what it writes. Left out is what nobody asks for when it runs: docstrings, annotations and columns, a quarter.
"""

import __future__

import ast
import json
import marshal
import os
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from itertools import accumulate
from pathlib import Path
from types import CodeType, SimpleNamespace
from typing import Any, NamedTuple

CONF = """\
listen_addresses = '*'
max_connections = 30
shared_buffers = 512MB
wal_level = replica
max_wal_senders = 10
max_replication_slots = 4
lock_timeout = 5s
timezone = 'UTC'
ssl_ca_file = nowhere
"""
INI = """\
[databases]
app = host=db.internal port=5432 user=app pool_size=10
reports = host=db.internal user=reports pool_mode=session max_db_connections=5
[pgbouncer]
listen_addr = 10.0.0.1
auth_type = scram-sha-256
auth_file = /etc/pgbouncer/userlist.txt
pool_mode = transaction
max_client_conn = 1000
default_pool_size = 20
reserve_pool_size = 5
query_wait_timeout = 60
ignore_startup_parameters = extra_float_digits
"""
SQL = """\
-- the statements of every day
SET lock_timeout = '5s';
CREATE TABLE orders (id bigint PRIMARY KEY, note varchar(40) DEFAULT 'it''s "new"', at timestamptz DEFAULT now());
CREATE INDEX CONCURRENTLY ON orders (note);
ALTER TABLE orders ADD COLUMN total numeric(10, 2) NOT NULL DEFAULT 0;
/* who may */ GRANT SELECT, INSERT ON orders TO app;
INSERT INTO orders SELECT * FROM old_orders; INSERT INTO orders VALUES (1, E'a\\'b');
UPDATE orders SET total = 1; DELETE FROM orders; COMMENT ON TABLE orders IS 'orders';
"""
MORE_SQL = """\
CREATE ROLE app LOGIN CONNECTION LIMIT 20;
ALTER ROLE app SET statement_timeout = '1min';
ALTER SYSTEM SET max_connections = 300;
SELECT set_config('lock_timeout', '0', false);
CREATE FUNCTION touch() RETURNS trigger LANGUAGE plpgsql AS $body$ BEGIN NEW.at := now(); RETURN NEW; END $body$;
DO $$ BEGIN IF true THEN PERFORM 1; END IF; END $$;
"""
HCL = """\
variable "size" { default = 20 }
resource "aws_db_parameter_group" "main" {
  family = "postgres16"
  parameter {
    name  = "max_connections"
    value = var.size * 5
  }
}
"""
PAIR = {"postgresql.conf": CONF, "pgbouncer.ini": INI}
SAMPLES: tuple[tuple[dict[str, str], int], ...] = (
    ({**PAIR, "V1__orders.sql": SQL}, 2),
    (PAIR, 1),
    ({**PAIR, "V1__orders.sql": SQL}, 1),
    ({**PAIR, "V1__orders.sql": SQL + MORE_SQL}, 1),
    ({**PAIR, "main.tf": HCL}, 1),
)
"""The files of a project, and which run over it is looked at: the second one finds the first one remembered."""

TRACE = """\
import json, re, sys
asked, compiled = [], re.compile

def compile(pattern, flags=0):
    if sys._getframe(1).f_globals["__name__"] == "pglint.regex":
        asked.append((pattern, int(flags)))
    return compiled(pattern, flags)

re.compile = compile
sys.path.insert(0, sys.argv[1])
from pglint.cli.main import run
out, sys.stdout = sys.stdout, sys.stderr
run(["check", sys.argv[2]])
json.dump([[name for name in sys.modules if name.startswith("pglint.")], asked], out)
"""


def main(root: str, target: str) -> None:
    groups, asked = traced(root)
    patterns = (_magic(), {key: pattern(*key) for key in asked})
    Path(target).write_bytes(packed(root, groups, modules(Path(root)), {"patterns": patterns}))


def traced(root: str) -> tuple[list[tuple[str, ...]], list[tuple[str, int]]]:
    """The modules that each sample needs beside those before it, and all patterns of the samples and the examples."""
    groups: list[tuple[str, ...]] = []
    patterns: dict[tuple[str, int], None] = {}
    seen = {"pglint.__main__", "pglint.packed"}  # there before the file is
    with tempfile.TemporaryDirectory() as folder:
        for number, (files, runs) in enumerate(SAMPLES):
            project = Path(folder, str(number))
            project.mkdir()
            for name, text in files.items():
                (project / name).write_text(text, encoding="utf-8")
            for _ in range(runs):
                loaded, asked = trace(root, project)
            groups.append(tuple(name for name in loaded if name not in seen))
            seen.update(loaded)
            patterns.update(dict.fromkeys(asked))
        shutil.copytree(Path(root, "fixtures", "sql"), Path(folder, "examples"))
        patterns.update(dict.fromkeys(trace(root, Path(folder, "examples"))[1]))
    return groups, list(patterns)


def trace(root: str, project: Path) -> tuple[list[str], list[tuple[str, int]]]:
    """The modules that a check of a project loads, and the patterns that it compiles."""
    command = [sys.executable, "-B", "-c", TRACE, root, str(project)]
    env = {**os.environ, "XDG_CACHE_HOME": str(project.parent / "cache")}  # the rules compiled, not left to the user
    done = subprocess.run(command, env=env, check=False, capture_output=True, text=True, encoding="utf-8")
    if done.returncode:
        raise SystemExit(f"a check of {', '.join(sorted(os.listdir(project)))}: {done.stderr}")
    loaded, asked = json.loads(done.stdout)
    return loaded, [(text, flags) for text, flags in asked]


class Module(NamedTuple):
    """A module: its code, whether it is a package, and the modules of ours that it imports when it runs."""

    code: CodeType
    is_package: bool
    imports: tuple[str, ...]


class Lean(ast.NodeTransformer):
    """Leaves out what only a type checker reads. What a class says of its attributes stays: records are made of it."""

    def visit_If(self, node: ast.If) -> ast.AST | list[ast.stmt]:
        checked = isinstance(node.test, ast.Name) and node.test.id == "TYPE_CHECKING"
        self.generic_visit(node)
        return node.orelse if checked else node

    def visit_ImportFrom(self, node: ast.ImportFrom) -> ast.AST | None:
        return None if node.module == "__future__" else node

    def visit_FunctionDef(self, node: ast.FunctionDef) -> ast.AST:
        self.generic_visit(node)
        node.returns = None
        return node

    def visit_arg(self, node: ast.arg) -> ast.AST:
        node.annotation = None
        return node


def modules(root: Path) -> dict[str, Module]:
    """Every module of the package by its name."""
    found = {}
    for path in sorted((root / "pglint").rglob("*.py")):
        file = path.relative_to(root)
        parts = file.with_suffix("").parts
        is_package = parts[-1] == "__init__"
        name = ".".join(parts[:-1] if is_package else parts)
        tree = Lean().visit(ast.parse(path.read_bytes()))
        as_text = __future__.annotations.compiler_flag
        code = compile(tree, file.as_posix(), "exec", as_text, dont_inherit=True, optimize=2)
        found[name] = Module(code, is_package, tuple(dict.fromkeys(imported(tree))))
    return {
        name: module._replace(imports=tuple(each for each in module.imports if each in found))
        for name, module in found.items()
    }


def imported(tree: ast.Module) -> Iterator[str]:
    """What a module imports when it runs, outside of functions."""
    for statement in tree.body:
        if isinstance(statement, ast.ImportFrom) and statement.module:
            yield statement.module
            yield from (f"{statement.module}.{name.name}" for name in statement.names)
        elif isinstance(statement, ast.Import):
            yield from (name.name for name in statement.names)


def pattern(text: str, flags: int) -> tuple[Any, ...]:
    """What ``_sre.compile`` is given for a pattern, beside its text."""
    given: list[tuple[Any, ...]] = []
    compiler: Any = re._compiler  # type: ignore[attr-defined]
    kept, compiler._sre = compiler._sre, SimpleNamespace(**vars(compiler._sre))
    try:
        compiler._sre.compile = lambda *arguments: given.append(arguments)
        compiler.compile(text, flags)
    finally:
        compiler._sre = kept
    _, flags, code, groups, names, places = given[0]
    return int(flags), list(map(int, code)), groups, dict(names), places


def _magic() -> int:
    return int(re._compiler._sre.MAGIC)  # type: ignore[attr-defined]


def packed(root: str, groups: list[tuple[str, ...]], made: dict[str, Module], data: dict[str, Any]) -> bytes:
    """The file: its head, its contents, and the parts. What is in no group is a part of its own."""
    sys.path.insert(0, root)
    from pglint.packed import HEAD, magic

    grouped = {name: f"group {number}" for number, group in enumerate(groups) for name in group}
    members: dict[str, dict[str, CodeType]] = {}
    for name, module in made.items():
        members.setdefault(grouped.get(name, name), {})[name] = module.code
    parts = {name: marshal.dumps(part) for name, part in (members | data).items()}
    where = {name: (grouped.get(name, name), module.is_package) for name, module in made.items()}
    imports = {name: module.imports for name, module in made.items()}
    size = 0
    while True:  # the offsets are numbers in the contents, whose size moves them
        starts = accumulate(map(len, parts.values()), initial=HEAD + size)
        places = {name: (start, len(part)) for start, (name, part) in zip(starts, parts.items(), strict=False)}
        contents = marshal.dumps((places, where, imports))
        if len(contents) == size:
            return b"".join((magic(), size.to_bytes(HEAD - 8, "little"), contents, *parts.values()))
        size = len(contents)


if __name__ == "__main__":
    os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
    main(*sys.argv[1:])
