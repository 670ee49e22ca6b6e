"""The model of a small stack, from its files as texts."""

from pglint.config import Config, load
from pglint.model.build import Model, build
from pglint.project import kind
from pglint.source import Source
from pglint.stacks.assemble import assemble
from pglint.stacks.units import read
from pglint.tree import Memory

STACK = '[[stack]]\nname = "prod"\ninclude = ["**"]\n'


def model(conf: str | None = None, ini: str | None = None, toml: str = "") -> Model:
    """One stack of a postgresql.conf and a pgbouncer.ini; ``toml`` is what stands below its [[stack]]."""
    files = {"pglint.toml": STACK + toml} if toml else {}
    if conf is not None:
        files["postgresql.conf"] = conf
    if ini is not None:
        files["pgbouncer.ini"] = ini
    tree = Memory(files)
    config = load(Source("pglint.toml", files["pglint.toml"])) if toml else Config()
    units = read(tree, [(path, found) for path in sorted(files) if (found := kind(path)) and found != "pglint.toml"])
    (stack,), _ = assemble(units, config)
    return build(stack, units, tree, config)
