"""Models out of texts, for tests."""

from collections.abc import Mapping

from pglint.catalog.pgbouncer import VERSIONS
from pglint.config import AppDecl, Config, load
from pglint.model.app import App
from pglint.model.build import Model, build
from pglint.model.pooler import Pooler
from pglint.model.pooler_settings import PoolerSettings, narrow
from pglint.model.server import Server
from pglint.project import kind
from pglint.source import Source, first_line
from pglint.stacks.assemble import assemble
from pglint.stacks.ini_chain import follow
from pglint.stacks.units import read
from pglint.tree import Memory
from pglint.values import Sum, Term

NEWEST = VERSIONS[-1]


def app(name: str, role: str | None = None, database: str | None = None) -> App:
    """An application that connects to the pooler."""
    place = first_line(Source("pglint.toml", ""))
    return App(AppDecl(place, name, role=role, database=database, via="pooler"))


def pooler(databases: str, settings: str = "", users: str = "", auth_file: str | None = "anna bert") -> Pooler:
    """A pooler of entries, [pgbouncer] and [users]; its auth_file lists the names, None for one that is elsewhere."""
    ini = f"[databases]\n{databases}\n[pgbouncer]\nauth_file = users.txt\n{settings}\n"
    files = {"pgbouncer.ini": ini + (f"[users]\n{users}\n" if users else "")}
    if auth_file is not None:
        files["users.txt"] = "".join(f'"{name}" "x"\n' for name in auth_file.split())
    chain = follow(Memory(files), "pgbouncer.ini")
    readings = narrow(chain, VERSIONS)
    return Pooler("pgbouncer.ini", PoolerSettings(chain, readings), readings)


def model(files: Mapping[str, str]) -> Model:
    """The model of the one stack that some files make; pglint.toml is the configuration."""
    config = load(Source("pglint.toml", files["pglint.toml"])) if "pglint.toml" in files else Config()
    kinds = [(path, kind(path) or "") for path in sorted(files)]
    tree = Memory(dict(files))
    units = read(tree, [each for each in kinds if each[1] not in ("", "pglint.toml")])
    (stack,) = assemble(units, config)[0]
    return build(stack, tree, config)


def server(files: Mapping[str, str]) -> Server:
    """The server of the one stack that some files make."""
    found = model(files).server
    assert found is not None
    return found


def shown(total: Sum) -> str:
    """A sum as one line: ``25 = 20 pool_size + 5 reserve_pool_size``, with what holds it down and what is missing."""
    number = "no limit" if total.total is None else str(total.total)
    bound = "at least " * total.at_least + "at most " * total.at_most
    text = f"{bound}{number} = {' + '.join(map(_term, total.terms))}"
    if total.capped_by:
        text += f" <= {_term(total.capped_by)}"
    return text


def _term(term: Term) -> str:
    return f"{term.times} × {term.value} {term.text}" if term.times != 1 else f"{term.value} {term.text}"
