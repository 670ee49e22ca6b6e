"""Text inside of Markdown, as GitHub and GitLab read it: it stays text, and makes no links, mentions or markup."""

from __future__ import annotations

import re

from pglint.report.printable import plain

ENTITIES = {"<": "&lt;", ">": "&gt;", "&": "&amp;"}
_SPECIAL = re.compile(r"([\\`*_{}\[\]<>|~$&])|([@#!%])(?=\w)|(:)(?=//)|\b(www)(?=\.)", re.IGNORECASE)


def escaped(text: str) -> str:
    """Text that stays text: a comment within a name keeps it from being a mention, an issue or a link."""

    def escape(match: re.Match[str]) -> str:
        special, *joints = match.groups()
        if special:
            return ENTITIES.get(special, f"\\{special}")
        return f"{next(filter(None, joints))}<!-- -->"

    return _SPECIAL.sub(escape, plain(text))


def code(text: str) -> str:
    """A code span, in which nothing has a meaning; '' for no text."""
    shown = plain(text)
    mark = "`" * (longest_run(shown) + 1)
    blank = " " * ("`" in shown)
    return f"{mark}{blank}{shown}{blank}{mark}" if shown else ""


def code_cell(text: str) -> str:
    """The same in a table, whose cell it must not end."""
    return code(text).replace("|", "\\|")


def longest_run(text: str) -> int:
    """The longest run of backquotes."""
    return max(map(len, re.findall("`+", text)), default=0)
