"""Regular expressions as Terraform has them (RE2), as patterns of Python's.

They are translated piece by piece, and what has no safe counterpart is left alone: Python's engine tries again where
RE2's never does, so that a pattern is matched only where that cannot take long.
"""

from __future__ import annotations

import re
from math import comb

from pglint.formats.terraform.limits import NotKnown
from pglint.formats.terraform.values import Invalid
from pglint.once import cache
from pglint.record import NamedTuple
from pglint.values import Unknown

# Tries that a match may take.
TRIES = 20_000_000
# Length of a text that a loop within a loop may go through: 2^n tries.
NESTED = 20

CLASSES = {
    "alnum": "0-9A-Za-z",
    "alpha": "A-Za-z",
    "ascii": r"\x00-\x7f",
    "blank": r"\t ",
    "cntrl": r"\x00-\x1f\x7f",
    "digit": "0-9",
    "graph": "!-~",
    "lower": "a-z",
    "print": " -~",
    "punct": r"!-/:-@\[-`{-~",
    "space": r"\t\n\v\f\r ",
    "upper": "A-Z",
    "word": "0-9A-Za-z_",
    "xdigit": "0-9A-Fa-f",
}
_SPACE = r"\t\n\f\r "
_REPEAT = re.compile(r"[*+?]|\{(\d+)(,?)(\d*)\}", re.ASCII)
_GROUP = re.compile(
    r"\((?:\?(?:P?<(?P<name>[A-Za-z_][A-Za-z0-9_]*)>|(?P<flags>[a-zA-Z]*(?:-[a-zA-Z]+)?)(?P<end>[:)])))?"
)


class Pattern(NamedTuple):
    """A translated pattern: how many loops it has, whether some are within others, whether it starts at ``^``."""

    compiled: re.Pattern[str]
    loops: int
    nested: bool
    anchored: bool


@cache
def translated(text: str) -> Pattern:
    """The pattern. Raises Invalid for what RE2 refuses, NotKnown for what is not translated."""
    reader = _Reader(text)
    found = reader.read()
    try:
        compiled = re.compile(found, re.ASCII)
    except (re.error, OverflowError):
        raise not_evaluated() from None
    return Pattern(compiled, reader.loops, reader.nested, text.startswith(("^", r"\A")))


def affordable(pattern: Pattern, text: str) -> None:
    """Raises NotKnown when matching the text could take too long."""
    loops = pattern.loops + (not pattern.anchored)
    if (pattern.nested and len(text) > NESTED) or comb(len(text) + loops, loops) > TRIES:
        raise NotKnown(Unknown("the text is too long to match against the pattern"))


def not_evaluated() -> NotKnown:
    return NotKnown(Unknown("the pattern has parts that are not evaluated"))


def _wrong(text: str) -> Invalid:
    return Invalid(f"invalid regexp pattern: {text}")


class _Reader:
    """Goes through a pattern once."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.at = 0
        self.loops = 0
        self.nested = False
        # For each open group: does it hold something that can match in several ways?
        self.open = [False]
        self.multiline = False

    def read(self) -> str:
        pieces = []
        while self.at < len(self.text):
            piece, varies = self._atom()
            pieces.append(piece + self._repeat(varies))
        if len(self.open) != 1:
            raise _wrong("missing closing )")
        return "".join(pieces)

    def _atom(self) -> tuple[str, bool | None]:
        """One thing that may be repeated, and whether it can match in several ways; None: it cannot be repeated."""
        letter = self.text[self.at]
        if letter == "(":
            return self._group(), None
        if letter == "[":
            return self._class(), False
        if letter == "\\":
            return self._escape(), False
        if letter in "*+?":
            raise _wrong(f"missing argument to repetition operator: {letter}")
        self.at += 1
        if letter == ")":
            if len(self.open) == 1:
                raise _wrong("unexpected )")
            varies = self.open.pop()
            self.open[-1] = self.open[-1] or varies
            return ")", varies
        if letter == "|":
            self.open[-1] = True
            return letter, None
        if letter == "$" and not self.multiline:
            return r"\Z", False
        return r"\{" if letter == "{" else letter, False

    def _repeat(self, varies: bool | None) -> str:
        match = _REPEAT.match(self.text, self.at)
        if match is None:
            return ""
        if varies is None:
            raise _wrong(f"missing argument to repetition operator: {match[0]}")
        if match[1] and max(int(match[1]), int(match[3] or 0)) > 1000:
            raise _wrong(f"bad repetition operator: {match[0]}")
        self.at = match.end()
        lazy = "?" if self.text.startswith("?", self.at) else ""
        self.at += len(lazy)
        if _REPEAT.match(self.text, self.at):
            raise _wrong("invalid nested repetition operator")
        counted = bool(match[1]) and not match[2]
        if match[0] != "?" and not counted:
            self.loops += 1
            self.nested = self.nested or varies
        self.open[-1] = self.open[-1] or not counted
        return match[0] + lazy

    def _group(self) -> str:
        match = _GROUP.match(self.text, self.at)
        if match is None or (self.text.startswith("(?", self.at) and match.end() == self.at + 1):
            raise _wrong("invalid or unsupported Perl syntax")
        start, self.at = self.at, match.end()
        if match["end"] is None:
            self.open.append(False)
            return f"(?P<{match['name']}>" if match["name"] else "("
        flags = match["flags"]
        if set(flags) - set("ims-"):
            raise not_evaluated()
        self.multiline = self.multiline or "m" in flags
        if match["end"] == ")":
            # Python has flags for the rest of the pattern only where it begins.
            if start or "-" in flags or not flags:
                raise not_evaluated()
            return match[0]
        self.open.append(False)
        return match[0]

    def _escape(self) -> str:
        letter = self.text[self.at + 1 : self.at + 2]
        start, self.at = self.at, self.at + 2
        if letter == "Q":
            end = self.text.find(r"\E", self.at)
            quoted = self.text[self.at : end if end != -1 else len(self.text)]
            self.at = end + 2 if end != -1 else len(self.text)
            if len(quoted) != 1 and _REPEAT.match(self.text, self.at):
                raise not_evaluated()
            return re.escape(quoted)
        if letter == "z":
            return r"\Z"
        if letter in ("s", "S"):
            return f"[{'^' if letter == 'S' else ''}{_SPACE}]"
        if letter and letter in "dDwWbBAafnrtv":
            return self.text[start : self.at]
        return self._plain(letter, start)

    def _plain(self, letter: str, start: int) -> str:
        """An escape that stands for one character, outside of brackets or inside."""
        if letter == "x":
            match = re.compile(r"[0-9A-Fa-f]{2}|\{([0-9A-Fa-f]{1,6})\}").match(self.text, self.at)
            if match is None:
                raise _wrong("invalid escape sequence")
            self.at = match.end()
            code = int(match[1] or match[0], 16)
            if code > 0x10FFFF:
                raise _wrong("invalid escape sequence")
            return re.escape(chr(code))
        if letter in "pPC" or letter.isdigit():
            raise not_evaluated()
        if not letter or letter.isalpha() or not letter.isascii():
            raise _wrong("invalid escape sequence" if letter else "trailing backslash at end of expression")
        return self.text[start : self.at]

    def _class(self) -> str:
        pieces = ["["]
        self.at += 1
        if self.text.startswith("^", self.at):
            pieces.append("^")
            self.at += 1
        first = True
        while first or not self.text.startswith("]", self.at):
            if self.at >= len(self.text):
                raise _wrong("missing closing ]")
            pieces.append(self._member())
            first = False
        self.at += 1
        return "".join(pieces) + "]"

    def _member(self) -> str:
        named = re.compile(r"\[:(\^?)([a-z]+):\]").match(self.text, self.at)
        if named:
            self.at = named.end()
            if named[2] not in CLASSES:
                raise _wrong("invalid character class range")
            if named[1]:
                raise not_evaluated()
            return CLASSES[named[2]]
        letter = self.text[self.at]
        self.at += 1
        if letter != "\\":
            return "\\" + letter if letter in "[&~|]" else letter
        start, inside = self.at - 1, self.text[self.at : self.at + 1]
        self.at += 1
        if inside == "s":
            return _SPACE
        if inside in ("S", "Q", "b", "B", "A", "z"):
            raise not_evaluated()
        if inside and inside in "dDwWafnrtv":
            return self.text[start : self.at]
        return self._plain(inside, start)
