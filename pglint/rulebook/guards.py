"""What a condition needs that one look at single words tells: most checks are ruled out by it, and CEL is not asked.

A condition is often a conjunction: ``server.platform == '' && server.standbys > 0 && …``. In CEL it is false as soon as
one part is, whatever the others are, also where their words are withheld.
"""

from __future__ import annotations

from pglint.record import TYPE_CHECKING
from pglint.values import Scalar

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterator, Mapping

    Guard = tuple[str, str, Scalar, str]
    """A word, the sign, and what it is compared with: a literal, or another word if that is not ''."""

_HOLDS: dict[str, Callable[..., bool]] = {
    "==": lambda value, other: value == other,
    "!=": lambda value, other: value != other,
    "<": lambda value, other: value < other,
    "<=": lambda value, other: value <= other,
    ">": lambda value, other: value > other,
    ">=": lambda value, other: value >= other,
    "in": lambda value, other: other in value,
    "not in": lambda value, other: other not in value,
}


def ruled_out(guards: tuple[Guard, ...], known: Mapping[str, Scalar]) -> bool:
    """Whether one of the guards does not hold. A word that is withheld leaves that open."""
    for word, sign, literal, name in guards:
        value, other = known.get(word), known.get(name) if name else literal
        if value is not None and other is not None and not _HOLDS[sign](value, other):
            return True
    return False


def decided(guards: tuple[Guard, ...], known: Mapping[str, Scalar]) -> bool | None:
    """Whether all guards hold: the answer of a condition that is nothing else. None where it takes a withheld word."""
    answer: bool | None = True
    for word, sign, literal, name in guards:
        value, other = known.get(word), known.get(name) if name else literal
        if value is None or other is None:
            answer = None
        elif not _HOLDS[sign](value, other):
            return False
    return answer


def guards(condition: str, words: Collection[str]) -> tuple[Guard, ...]:
    """The parts of a condition that are as simple as that. ``words`` are those that it may use."""
    found = (_guard(part, words) for part in _parts(condition))
    return tuple(dict.fromkeys(each for each in found if each))


def is_plain(condition: str, words: Collection[str]) -> bool:
    """Whether the guards are all that there is to a condition, and CEL need not be asked."""
    return all(_guard(part, words) for part in _parts(condition))


def _parts(text: str) -> Iterator[str]:
    """The parts of a conjunction, and theirs; a text that is something else as it is."""
    import re

    # literals as they are, else a character each; a text that is cut wrongly makes no guard
    tokens = re.findall(r"'(?:[^'\\]|\\.)*'|\"(?:[^\"\\]|\\.)*\"|&&|\|\||.", text.strip(), re.DOTALL)
    depths, depth = [], 0
    for token in tokens:
        depth += (token in ("(", "[", "{")) - (token in (")", "]", "}"))
        depths.append(depth)
    outside = {token for token, depth in zip(tokens, depths, strict=True) if not depth}
    if tokens[:1] == ["("] and 0 not in depths[:-1]:
        yield from _parts("".join(tokens[1:-1]))
    elif "||" in outside or "?" in outside or "&&" not in outside:
        yield "".join(tokens)
    else:
        start = 0
        for at, (token, depth) in enumerate([*zip(tokens, depths, strict=True), ("&&", 0)]):
            if token == "&&" and not depth:
                yield from _parts("".join(tokens[start:at]))
                start = at + 1


def _guard(part: str, words: Collection[str]) -> Guard | None:
    import re

    bare = part.removeprefix("!")
    if bare in words:
        return bare, "==", bare == part, ""
    if inside := re.fullmatch(r"(!\()?'([^'\\]*)' in ([\w.]+)(?(1)\))", part):
        return (inside[3], "not in" if inside[1] else "in", inside[2], "") if inside[3] in words else None
    match = re.fullmatch(r"([\w.]+) (==|!=|<=?|>=?) (?:(-?\d+)|'([^'\\]*)'|([\w.]+))", part)
    if not match or match[1] not in words:
        return None
    word, sign, number, text, other = match.groups()
    if other is not None:
        return (word, sign, "", other) if other in words else None
    return word, sign, text if number is None else int(number), ""
