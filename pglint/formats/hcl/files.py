"""One file of a Terraform module as blocks and attributes, in either of its syntaxes."""

from __future__ import annotations

from pglint.formats.hcl.syntax import Body
from pglint.record import TYPE_CHECKING

if TYPE_CHECKING:
    from pglint.facts import Fault
    from pglint.source import Source


def read(source: Source) -> tuple[Body, list[Fault]]:
    """What a .tf, .tfvars, .tf.json or .tfvars.json file says, by its path's end; with the fault, if it has one."""
    if source.path.endswith(".tfvars.json"):
        from pglint.formats.hcl.json_syntax import read_values

        return read_values(source)
    if source.path.endswith(".json"):
        from pglint.formats.hcl.json_syntax import read as read_json

        return read_json(source)
    from pglint.formats.hcl.blocks import read as read_native

    return read_native(source)
