"""Override files: how their blocks change those of the other files (Terraform, configs/module_merge_body.go)."""

from __future__ import annotations

from pglint.formats.hcl.syntax import Block, Body


def merged(base: Block, override: Block) -> Block:
    """The block with the attributes of the override; its nested blocks replace all those of the same type."""
    # In JSON a nested block is an attribute: whichever way it is written, it replaces both.
    replaced = {nested_type(block) for block in override.body.blocks} | override.body.setters.keys()
    setters = {name: setter for name, setter in base.body.setters.items() if name not in replaced}
    blocks = tuple(block for block in base.body.blocks if nested_type(block) not in replaced)
    body = Body({**setters, **override.body.setters}, blocks + override.body.blocks)
    return base._replace(body=body)


def nested_type(block: Block) -> str:
    """The type of a nested block, also of a dynamic one."""
    return block.labels[0] if block.type == "dynamic" and block.labels else block.type
