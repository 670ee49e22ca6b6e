"""The packed rulebook: all rules compiled, in one file that loads in a few milliseconds.

Made when the wheel is built, or, in a checkout and for a user's own rules, once in the user's cache folder. The file
carries what it was made with; anything else is made anew.
"""

from __future__ import annotations

import marshal
import os

from pglint import __version__
from pglint.record import TYPE_CHECKING
from pglint.rulebook.rule import Check, Hole, Repair, Rule

if TYPE_CHECKING:
    from collections.abc import Iterable
    from typing import Any

FORMAT = 8


def made_with(cel_version: str) -> tuple[object, ...]:
    """What a packed file depends on beside the rule files."""
    return (FORMAT, __version__, cel_version)


def dump(rules: Iterable[Rule], key: tuple[Any, ...]) -> bytes:
    """The rules as bytes; ``key`` (plain tuples) is what they were made from."""
    return marshal.dumps((key, [_plain(rule) for rule in rules]), 4)


def load(data: bytes, key: object) -> tuple[Rule, ...] | None:
    """The rules, or None where they were made from something else or cannot be read."""
    try:
        made_from, rules = marshal.loads(data)
        return tuple(_rule(rule) for rule in rules) if made_from == key else None
    except (ValueError, EOFError, TypeError):
        return None


def _plain(value: Any) -> Any:
    if isinstance(value, tuple):
        return tuple(map(_plain, value))
    return dict(value) if isinstance(value, dict) else value


def _rule(plain: Any) -> Rule:
    *fields, checks, ignorable = plain
    return Rule._make((*fields, tuple(map(_check, checks)), ignorable))


def _check(plain: Any) -> Check:
    *fields, message, help_, repair = plain
    return Check._make((*fields, _message(message), _message(help_), repair and Repair(*repair)))


def _message(plain: Any) -> tuple[str | Hole, ...]:
    return tuple([part if type(part) is str else Hole(*part) for part in plain])


def cache_folder() -> str:
    base = os.environ.get("XDG_CACHE_HOME") or os.path.join(os.path.expanduser("~"), ".cache")
    return os.path.join(base, "pglint")


def read(path: str) -> bytes:
    """A cached file's bytes; empty where there is none."""
    try:
        with open(path, "rb") as file:
            return file.read()
    except OSError:
        return b""


def write(path: str, data: bytes) -> None:
    """Keep bytes in the cache, whole or not at all; a cache that cannot be written is no error."""
    unfinished = f"{path}.{os.getpid()}"
    try:
        os.makedirs(os.path.dirname(path), exist_ok=True)
        with open(unfinished, "wb") as file:
            file.write(data)
        os.replace(unfinished, path)
    except OSError:
        return
