"""What the wheel holds beside the package: the rule files at ``pglint/rules``, and all of them packed in one file.

An editable install gets neither: it reads ``rules/`` beside the package and compiles into the user's cache.
"""

import os
import sys
import tempfile
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface


class PackedRules(BuildHookInterface[Any]):
    """Compiles the rules when a standard wheel is built. Raises pglint's RuleError for a rule that cannot be used."""

    PLUGIN_NAME = "custom"

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        if self.target_name != "wheel" or version != "standard":
            return
        self.work = tempfile.TemporaryDirectory()
        packed = os.path.join(self.work.name, "rules.bin")
        with open(packed, "wb") as file:
            file.write(packed_rules(self.root))
        build_data["force_include"][os.path.join(self.root, "rules")] = "pglint/rules"
        build_data["force_include"][packed] = "pglint/rules/rules.bin"

    def finalize(self, version: str, build_data: dict[str, Any], artifact_path: str) -> None:
        if self.target_name == "wheel" and version == "standard":
            self.work.cleanup()


def packed_rules(root: str) -> bytes:
    """The rules of the source tree at ``root``, as bytes that the package of the same tree loads."""
    sys.path.insert(0, root)
    written, sys.dont_write_bytecode = sys.dont_write_bytecode, True
    try:
        from pglint.rulebook import cel, load, pack

        rules = load.compile_files(load.rule_files(os.path.join(root, "rules")), check=False)
        return pack.dump(rules, ("wheel", *pack.made_with(cel.version())))
    finally:
        sys.path.remove(root)
        sys.dont_write_bytecode = written
