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
    files = {name: text for name, text in (("postgresql.conf", conf), ("pgbouncer.ini", ini)) if text is not None}
    return model_of(files, toml)


def model_of(files: dict[str, str], toml: str = "") -> Model:
    """The same of any files, which all belong to one stack."""
    files = {**files, "pglint.toml": STACK + toml} if toml else files
    tree = Memory(files)
    config = load(Source("pglint.toml", files["pglint.toml"])) if toml else Config()
    units = read(tree, [(path, found) for path in sorted(files) if (found := kind(path)) and found != "pglint.toml"])
    (stack,), _ = assemble(units, config)
    return build(stack, tree, config)
