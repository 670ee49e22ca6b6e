"""A case of a policy: small Terraform files, and what pglint decides about them."""

import hashlib
import re
from typing import NamedTuple

PASS, FAIL, UNDECIDED, NONE = "pass", "fail", "undecided", "none"
"""NONE: there is nothing that the policy is about."""


class Case(NamedTuple):
    """``text`` is main.tf, or several files with ``-- name --`` before each.

    ``verdict`` is pglint's; ``why`` says what Checkov misses, or means otherwise, where its own is another.
    """

    name: str
    verdict: str
    text: str
    why: str = ""

    @property
    def files(self) -> dict[str, str]:
        if not self.text.startswith("-- "):
            return {"main.tf": self.text}
        parts = re.split(r"^-- (\S+) --\n", self.text, flags=re.MULTILINE)
        return dict(zip(parts[1::2], parts[2::2], strict=True))

    @property
    def digest(self) -> str:
        """Tells whether the files are still those for which Checkov's verdict was recorded."""
        return hashlib.sha256(self.text.encode()).hexdigest()[:12]
