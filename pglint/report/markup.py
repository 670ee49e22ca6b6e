"""Text inside of XML and HTML."""

from __future__ import annotations

from pglint.report.printable import plain

ENTITIES = {"&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "'": "&#39;"}


def escaped(text: str) -> str:
    """One line of text as it stands in an element or an attribute."""
    return entities(plain(text))


def entities(text: str) -> str:
    """Text that is fit for printing already, its line ends and spaces kept."""
    return "".join(ENTITIES.get(char, char) for char in text)
