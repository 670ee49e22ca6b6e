"""Path patterns, as ``exclude``, ``include`` and ``per-file-ignores`` write them.

As in .gitignore: ``*`` and ``?`` stay within a name, ``**`` spans folders, a pattern without a slash matches at any
depth, and one that matches a folder covers everything below it.
"""

from __future__ import annotations

from pglint.record import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable


def matcher(patterns: Iterable[str]) -> Callable[[str], bool]:
    """Whether a path (relative to the root, with ``/``; a folder ends in ``/``) matches any of the patterns."""
    patterns = tuple(patterns)
    if not patterns:
        return lambda path: False
    import re  # as dear as starting Python, and most projects have no patterns

    parts = [_regex(pattern, re.escape) for pattern in patterns]
    match = re.compile("|".join(f"(?:{part})" for part in parts), re.DOTALL).fullmatch
    return lambda path: match(path) is not None


def fits(name: str, patterns: Iterable[str]) -> bool:
    """Whether a name without folders matches one of some patterns that hold no wildcard but ``*``."""
    return any(_fits(name, *pattern.split("*")) for pattern in patterns)


def _fits(name: str, first: str, *others: str) -> bool:
    if not others:
        return name == first
    at, end = len(first), len(name) - len(others[-1])
    if at > end or not name.startswith(first) or not name.endswith(others[-1]):
        return False
    for part in others[:-1]:
        at = name.find(part, at, end)
        if at == -1:
            return False
        at += len(part)
    return True


def _regex(pattern: str, escape: Callable[[str], str]) -> str:
    body = pattern.strip().removeprefix("./").rstrip("/")
    anchored = "/" in body
    body = body.lstrip("/")
    return ("" if anchored else "(?:.*/)?") + _translate(body, escape) + "(?:/.*)?"


def _translate(body: str, escape: Callable[[str], str]) -> str:
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
            out.append({"*": "[^/]*", "?": "[^/]"}.get(char) or escape(char))
            at += 1
    return "".join(out)


def _choice(inside: str) -> str:
    negated = inside[0] in "!^"
    body = (inside[1:] if negated else inside).replace("\\", "\\\\").replace("[", "\\[")
    return f"(?!/)[{'^' if negated else ''}{body}]"
