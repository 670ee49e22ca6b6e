"""Terraform's functions with regular expressions: regex, regexall, replace."""

from __future__ import annotations

import re

from pglint.formats.terraform.flow import built
from pglint.formats.terraform.limits import of_characters, of_elements
from pglint.formats.terraform.patterns import Pattern, affordable, translated
from pglint.formats.terraform.signature import BadArgument, Function
from pglint.formats.terraform.values import Invalid, Value
from pglint.record import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

# $name, ${name}, $1 in a replacement (Go's Regexp.Expand).
_REFERENCE = re.compile(r"\$(?:\$|([A-Za-z0-9_]+)|\{([A-Za-z0-9_]+)\})")


def regex(text: str, subject: str) -> Value:
    pattern = _pattern(text, subject)
    match = pattern.compiled.search(subject)
    if match is None:
        raise Invalid("pattern did not match any part of the given string")
    return _captured(match)


def regexall(text: str, subject: str) -> Value:
    pattern = _pattern(text, subject)
    found = tuple(_captured(match) for match in _matches(pattern, subject))
    of_elements(len(found))
    return Value(found, kind="list")


def _pattern(text: str, subject: str) -> Pattern:
    try:
        pattern = translated(text)
    except Invalid as error:
        raise BadArgument(0, str(error)) from None
    if 0 < len(pattern.compiled.groupindex) < pattern.compiled.groups:
        raise BadArgument(0, "invalid regexp pattern: cannot mix both named and unnamed capture groups")
    affordable(pattern, subject)
    return pattern


def _matches(pattern: Pattern, subject: str) -> Iterator[re.Match[str]]:
    """All matches one after the other; as in Go, none that is empty directly after another one."""
    end = -1
    for match in pattern.compiled.finditer(subject):
        if match.end() != end or match[0]:
            yield match
        end = match.end()


def _captured(match: re.Match[str]) -> Value:
    """The whole match, or what its groups captured: a tuple, or an object where they have names."""
    if not match.re.groups:
        return Value(match[0])
    if match.re.groupindex:
        return built({name: Value(match[name]) for name in match.re.groupindex})
    return built(tuple(Value(group) for group in match.groups()))


def replace(text: str, part: str, replacement: str) -> str:
    if len(part) < 2 or not (part.startswith("/") and part.endswith("/")):
        of_characters(len(text) + (len(text) + 1 if not part else text.count(part)) * len(replacement))
        return text.replace(part, replacement)
    pattern = translated(part[1:-1])
    affordable(pattern, text)
    pieces, at, length = [], 0, 0
    for match in _matches(pattern, text):
        pieces += [text[at : match.start()], _expanded(replacement, match)]
        length = of_characters(length + len(pieces[-1]))
        at = match.end()
    return "".join([*pieces, text[at:]])


def _expanded(replacement: str, match: re.Match[str]) -> str:
    return _REFERENCE.sub(lambda found: "$" if found[0] == "$$" else _group(match, found[1] or found[2]), replacement)


def _group(match: re.Match[str], name: str) -> str:
    """What a group captured; nothing where there is no such group."""
    if name.isdigit():
        return (match[int(name)] or "") if int(name) <= match.re.groups else ""
    return match[name] or "" if name in match.re.groupindex else ""


FUNCTIONS = {
    "regex": Function("pattern: string, string: string", regex),
    "regexall": Function("pattern: string, string: string", regexall),
    "replace": Function("str: string, substr: string, replace: string", replace),
}
