"""The ``key=value key=value`` text of one entry of [databases], [users] or [peers], read as PgBouncer reads it.

Source: src/loader.c (cstr_get_pair): only blanks separate, a value may stand in single quotes ('' is one quote), an
empty value is refused, and an empty unquoted one takes the next word instead. Tried on PgBouncer 1.18 and 1.25.
"""

from __future__ import annotations

from pglint.facts import Fault, Pair
from pglint.formats import placeholders
from pglint.formats.placeholders import MASK, mask
from pglint.record import TYPE_CHECKING
from pglint.source import Span

if TYPE_CHECKING:
    from pglint.values import Unknown

_WORDS = {"users": "syntax error in user settings"}


def parse(span: Span, section: str = "databases") -> tuple[Pair, ...] | Fault:
    """The pairs of the text that ``span`` covers, in order, or the syntax error at which the program gives up."""
    pairs, fault = scan(span, section)
    return pairs if fault is None else fault


def scan(span: Span, section: str = "databases") -> tuple[tuple[Pair, ...], Fault | None]:
    """The pairs up to the first syntax error, and that error.

    A placeholder in a value makes the value unknown; one that stands for whole pairs becomes a pair without a key.
    """
    text, shift = span.text, span.start
    shown = mask(text)
    pairs: list[Pair] = []
    at = _blanks(shown, 0)
    while at < len(text):
        equals = shown.find("=", at)
        key = shown[at:equals].rstrip(" ")
        if equals == -1 or not key or " " in key:
            end = _word_end(shown, at)
            if MASK not in shown[at:end]:
                why = "a URL is not understood" if "://" in shown[at:end] else 'a word without "="'
                return tuple(pairs), _fault(span, section, why, at, end)
            pairs.append(_unknown_pair(span, shown, at, end))
            at = _blanks(shown, end)
            continue
        start = _blanks(shown, equals + 1)
        end = _value_end(shown, start)
        if end == -1 or shown[start:end] in ("", "''"):
            why = "a quote that is not closed" if end == -1 else "an empty value"
            return tuple(pairs), _fault(span, section, why, at, len(text))
        if MASK in key:
            pairs.append(_unknown_pair(span, shown, at, end))
        else:
            pairs.append(
                Pair(
                    key,
                    _value(span, shown, start, end),
                    Span(span.source, shift + at, shift + end),
                    Span(span.source, shift + at, shift + at + len(key)),
                    Span(span.source, shift + start, shift + end),
                )
            )
        # Whatever stands right after a closing quote is skipped with it: the program takes it for the blank.
        at = _blanks(shown, end + 1)
    return tuple(pairs), None


def _blanks(text: str, at: int) -> int:
    while at < len(text) and text[at] == " ":
        at += 1
    return at


def _value_end(text: str, start: int) -> int:
    """Where a value ends that may stand in quotes; -1: a quote that is not closed."""
    if not text.startswith("'", start):
        return _word_end(text, start)
    quote = text.find("'", start + 1)
    while quote != -1 and text.startswith("''", quote):
        quote = text.find("'", quote + 2)
    return quote if quote == -1 else quote + 1


def _word_end(text: str, at: int) -> int:
    end = text.find(" ", at)
    return len(text) if end == -1 else end


def _value(span: Span, shown: str, start: int, end: int) -> str | Unknown:
    if unknown := placeholders.unknown(span.source, shown, start, end, span.start):
        return unknown
    text = shown[start:end]
    return text[1:-1].replace("''", "'") if text[0] == "'" else text


def _unknown_pair(span: Span, shown: str, start: int, end: int) -> Pair:
    place = Span(span.source, span.start + start, span.start + end)
    reason = placeholders.unknown(span.source, shown, start, end, span.start)
    assert reason is not None
    return Pair("", reason, place, place, place)


def _fault(span: Span, section: str, why: str, start: int, end: int) -> Fault:
    # The text names no word: it may be the rest of a password with a blank in it.
    place = Span(span.source, span.start + start, span.start + end)
    words = _WORDS.get(section, "syntax error in connection string")
    return Fault("syntax-error", f"{words}: {why}", place, effect="refused")
