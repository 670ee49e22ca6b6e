"""Path patterns, as ``exclude``, ``include`` and ``per-file-ignores`` write them.

As in .gitignore: ``*`` and ``?`` stay within a name, ``**`` spans folders, a pattern without a slash matches at any
depth, and one that matches a folder covers everything below it.
"""

from __future__ import annotations

import re

from pglint.record import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable


def matcher(patterns: Iterable[str]) -> Callable[[str], bool]:
    """Whether a path (relative to the root, with ``/``; a folder ends in ``/``) matches any of the patterns."""
    parts = [_regex(pattern) for pattern in patterns]
    if not parts:
        return lambda path: False
    match = re.compile("|".join(f"(?:{part})" for part in parts), re.DOTALL).fullmatch
    return lambda path: match(path) is not None


def _regex(pattern: str) -> str:
    body = pattern.strip().removeprefix("./").rstrip("/")
    anchored = "/" in body
    body = body.lstrip("/")
    return ("" if anchored else "(?:.*/)?") + _translate(body) + "(?:/.*)?"


def _translate(body: str) -> str:
    out: list[str] = []
    at = 0
    while at < len(body):
        char = body[at]
        if body.startswith("**/", at) and (at == 0 or body[at - 1] == "/"):
            out.append("(?:.*/)?")
            at += 3
        elif body.startswith("**", at):
            out.append(".*")
            at += 2
        elif char == "[" and (end := body.find("]", at + 2)) != -1:
            out.append(_choice(body[at + 1 : end]))
            at = end + 1
        else:
            out.append({"*": "[^/]*", "?": "[^/]"}.get(char) or re.escape(char))
            at += 1
    return "".join(out)


def _choice(inside: str) -> str:
    negated = inside[0] in "!^"
    body = (inside[1:] if negated else inside).replace("\\", "\\\\").replace("[", "\\[")
    return f"(?!/)[{'^' if negated else ''}{body}]"
