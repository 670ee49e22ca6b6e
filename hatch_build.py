"""What the wheel holds beside the package: the rule files at ``pglint/rules``, all of them packed in one file, the
tables of the parser for Terraform, and the code of all modules in one file for the Python that builds it.

An editable install gets none of it: it reads ``rules/`` beside the package and compiles into the user's cache.
"""

import os
import subprocess
import sys
import tempfile
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface


class Prepared(BuildHookInterface[Any]):
    """Makes ready what takes long when a standard wheel is built. Raises pglint's RuleError for a rule that cannot be
    used.
    """

    PLUGIN_NAME = "custom"

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        if self.target_name != "wheel" or version != "standard":
            return
        self.work = tempfile.TemporaryDirectory()
        build_data["force_include"][os.path.join(self.root, "rules")] = "pglint/rules"
        for data, path in zip(prepared(self.root), ("rules/rules.bin", "formats/hcl/grammar.bin"), strict=True):
            with open(self._own(path, build_data), "wb") as file:
                file.write(data)
        packer = os.path.join(self.root, "scripts", "pack_modules.py")
        command = [sys.executable, "-X", "no_debug_ranges", packer, self.root, self._own("modules.bin", build_data)]
        subprocess.run(command, check=True)

    def _own(self, path: str, build_data: dict[str, Any]) -> str:
        """A file that becomes the package's file of this path."""
        own = os.path.join(self.work.name, os.path.basename(path))
        build_data["force_include"][own] = f"pglint/{path}"
        return own

    def finalize(self, version: str, build_data: dict[str, Any], artifact_path: str) -> None:
        if self.target_name == "wheel" and version == "standard":
            self.work.cleanup()


def prepared(root: str) -> tuple[bytes, bytes]:
    """The rules of the source tree at ``root`` and the parser's tables, as the package of the same tree loads them."""
    sys.path.insert(0, root)
    written, sys.dont_write_bytecode = sys.dont_write_bytecode, True
    try:
        from pglint.formats.hcl import grammar
        from pglint.rulebook import cel, load, pack

        rules = load.compile_files(load.rule_files(os.path.join(root, "rules")), check=False)
        return pack.dump(rules, ("wheel", *pack.made_with(cel.version()))), grammar.tables()
    finally:
        sys.path.remove(root)
        sys.dont_write_bytecode = written
