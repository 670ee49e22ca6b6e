"""A case: small migrations, who runs them, and at which line pglint finds something."""

import hashlib
import re
from typing import NamedTuple

SILENT, UNDECIDED = "", "?"
"""UNDECIDED: pglint lists it as unknown, with the reason, and reports nothing."""

COUNTERPARTS = {
    "TMO011": ("require-lock-timeout",),
    "TMO018": (),
    "MIG001": (
        "require-concurrent-index-creation",
        "require-concurrent-index-deletion",
        "require-concurrent-reindex",
    ),
    "MIG002": ("ban-concurrent-index-creation-in-transaction",),
    "MIG003": (
        "constraint-missing-not-valid",
        "adding-foreign-key-constraint",
        "adding-not-nullable-field",
        "disallowed-unique-constraint",
        "adding-serial-primary-key-field",
        "ban-alter-domain-with-add-constraint",
    ),
    "MIG004": ("changing-column-type", "adding-field-with-default", "adding-serial-primary-key-field"),
    "MIG005": (),
    "MIG006": ("ban-uncommitted-transaction",),
    "MIG007": (),
    "MIG008": (),
    "MIG009": ("prefer-repack",),
    "MIG010": ("constraint-missing-not-valid",),
    "PGL001": (),
    "PGL002": ("unused-ignore",),
    "CFG005": ("syntax-error",),
}
"""By code, the rules of squawk that are about the same."""


class Case(NamedTuple):
    """``text`` is one migration, or several with ``-- name --`` before each.

    ``at`` is the place at which pglint reports first (a line of the last file, or ``V1__change.sql:1`` in another), or
    SILENT or UNDECIDED; ``why`` says why squawk's verdict is another. ``runner``: ``each`` sends each statement by itself, ``file`` opens a transaction around the file (and
    squawk is told so by --assume-in-transaction); with ``unknown`` nobody knows. ``config`` is a pglint.toml and
    ``options`` is what squawk is given to the same end.
    """

    name: str
    at: str
    text: str
    why: str = ""
    runner: str = "each"
    config: str = ""
    options: tuple[str, ...] = ()

    @property
    def migrations(self) -> dict[str, str]:
        """The files of SQL by path, in the order in which they run."""
        if self.text.startswith("-- ") and re.match(r"-- \S+ --\n", self.text):
            parts = re.split(r"^-- (\S+) --\n", self.text, flags=re.MULTILINE)
            return dict(zip(parts[1::2], parts[2::2], strict=True))
        unknown = self.runner == "unknown"
        return {"migrations/001_change.sql" if unknown else "db/migration/V1__change.sql": self.text}

    @property
    def files(self) -> dict[str, str]:
        """All files by path: Flyway's names, and what makes it send each statement by itself."""
        files = dict(self.migrations)
        if self.runner == "each":
            files |= {f"{path}.conf": "executeInTransaction=false\n" for path in self.migrations}
        return files | ({"pglint.toml": self.config} if self.config else {})

    def place(self, path: str, line: int) -> str:
        """How a place is written in ``at``."""
        return str(line) if path == list(self.migrations)[-1] else f"{path.rpartition('/')[2]}:{line}"

    def order(self, path: str, line: int) -> tuple[int, int]:
        """Sorts places into the order in which they run."""
        return list(self.migrations).index(path), line

    @property
    def squawk_options(self) -> tuple[str, ...]:
        return (*(("--assume-in-transaction",) if self.runner == "file" else ()), *self.options)

    @property
    def digest(self) -> str:
        """Tells whether the files are still those for which squawk's verdict was recorded."""
        return hashlib.sha256(repr((self.migrations, self.squawk_options)).encode()).hexdigest()[:12]


def lines(*statements: str) -> str:
    """A file with a statement on each line."""
    return "".join(f"{statement}\n" for statement in statements)


def after(*files: str) -> str:
    """Files of Flyway, in order; what is judged is the last one."""
    names = [f"db/migration/V{number}__change.sql" for number in range(1, len(files) + 1)]
    return "".join(f"-- {name} --\n{text}" for name, text in zip(names, files, strict=True))
