"""What an expression needs to know of the place where it stands."""

from __future__ import annotations

from pglint.formats.terraform.values import Value
from pglint.record import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from pglint.source import Span
    from pglint.values import Unknown


class Scope(Protocol):
    """What the names of an expression stand for."""

    def reference(self, root: str, steps: tuple[str, ...], span: Span) -> tuple[Value, int]:
        """The value of a reference, and how many of its steps that takes up.

        ``root`` is its first name (var, local, each, count, self, path, terraform, module, data or a resource type),
        ``steps`` the attribute names that follow, ``span`` its place. Raises Invalid.
        """

    def file(self, path: str) -> str | Unknown:
        """The text of a file by its path as file() gets it, bytes that are not UTF-8 as surrogates."""
