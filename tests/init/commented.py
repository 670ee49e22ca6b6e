"""What stands behind a # in a pglint.toml, taken away from it as a user would: a key by itself, or the head of a table."""

import re

_KEY = re.compile(r"# (?:[a-z-]+ = |\[)")
_HEADER = re.compile(r"# \[")
NEEDED = ("# name = ", "# file = ")
"""Keys without which a table is none."""


def commented(text: str) -> list[int]:
    """The numbers of the lines with commented keys and headers."""
    return [number for number, line in enumerate(text.split("\n")) if _KEY.match(line)]


def uncommented(text: str, wanted: list[int]) -> str:
    lines = text.split("\n")
    return "\n".join(line[2:] if number in wanted else line for number, line in enumerate(lines))


def one_by_one(text: str) -> list[str]:
    """The text with each commented key in force, one at a time; with it the header above it and what that needs."""
    lines, keys = text.split("\n"), commented(text)
    found = []
    for number in keys:
        first = number
        while lines[first - 1].startswith("# ") and first - 1 in keys and not _HEADER.match(lines[first]):
            first -= 1
        head = [first] if _HEADER.match(lines[first]) else []
        needed = [first + 1] if head and lines[first + 1].startswith(NEEDED) else []
        found.append(uncommented(text, [*head, *needed, number]))
    return found


def one_after_the_other(text: str) -> list[str]:
    """The text with ever more of them in force, from the first on."""
    lines, keys = text.split("\n"), commented(text)
    ends = [at for at, number in enumerate(keys) if not lines[number + 1].startswith(NEEDED)]
    return [uncommented(text, keys[: at + 1]) for at in ends]
