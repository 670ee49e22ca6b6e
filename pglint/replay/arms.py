"""Which parts of a PL/pgSQL body run only if: IF, CASE, loops, EXCEPTION, and what comes after a RETURN in one of them.

As in src/pl/plpgsql/src/pl_gram.y: these words count where a statement begins, so that neither IF EXISTS of a DROP nor
CASE in an expression is taken for one.
"""

from __future__ import annotations

from pglint.formats.sql import lexis
from pglint.record import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import Literal

    Kind = Literal["open", "other", "close", "return", "raise"]


class Event(NamedTuple):
    """Something at a character of the body: a part opens, another one of the same choice begins, or they close.

    ``start`` to ``end`` are the condition's characters; ``end`` is 0 for one that nobody knows (a loop, an EXCEPTION),
    and ``start`` is -1 for ELSE. ``return`` and ``raise`` leave the body, or the part's transaction, from there on.
    """

    at: int
    kind: Kind
    start: int = 0
    end: int = 0


def events(body: str) -> list[Event]:
    """The events of a body in the order of its text."""
    return list(_Walk(body).events())


class _Walk:
    """Goes from statement to statement."""

    def __init__(self, body: str) -> None:
        self._body = body
        self._tokens = [found for found in lexis.tokens(body, 0, len(body)) if found[0] != "comment"]
        self._words = [body[start:end].lower() if kind in ("word", "mark") else "" for kind, start, end in self._tokens]
        self._at = 0
        self._frames: list[str] = []

    def events(self) -> Iterator[Event]:
        while self._at < len(self._tokens):
            yield from self._statement()
        end = len(self._body)
        for frame in reversed(self._frames):
            if frame != "block":
                yield Event(end, "close")

    def _statement(self) -> Iterator[Event]:
        word, start = self._words[self._at], self._tokens[self._at][1]
        if word in ("if", "elsif", "elseif"):
            first, last = self._until("then")
            yield Event(start, "open" if word == "if" else "other", first, last)
            if word == "if":
                self._frames.append("if")
        elif word == "else":
            self._at += 1
            yield Event(start, "other", -1)
        elif word == "case":
            self._at += 1
            self._until("when", step=0)
            self._frames.append("case")
            yield Event(start, "open", 0, 0)
        elif word == "when":
            self._until("then")
            if self._frames and self._frames[-1] in ("case", "handler"):
                yield Event(start, "other")
        elif word in ("loop", "while", "for", "foreach"):
            if word == "loop":
                self._at += 1
            else:
                self._until("loop")
            self._frames.append("loop")
            yield Event(start, "open")
        elif word == "begin":
            self._at += 1
            self._frames.append("block")
        elif word == "declare":
            self._at += 1
        elif word == "exception" and self._frames and self._frames[-1] == "block":
            self._at += 1
            self._frames[-1] = "handler"
            yield Event(start, "open")
        elif word == "end":
            self._until(";")
            frame = self._frames.pop() if self._frames else "block"
            if frame != "block":
                yield Event(start, "close")
        elif word == "<<":
            self._until(">>")
        else:
            self._until(";")
            if word in ("return", "exit", "continue"):
                yield Event(start, "return")
            elif word == "raise" and self._raises(start):
                yield Event(start, "raise")

    def _raises(self, start: int) -> bool:
        """Whether a RAISE ends the statement: EXCEPTION is its level unless another one is written."""
        words = self._body[start:].split(None, 2)
        level = words[1].lower().rstrip(";") if len(words) > 1 else ""
        return level not in ("notice", "info", "log", "debug", "warning")

    def _until(self, word: str, step: int = 1) -> tuple[int, int]:
        """Goes behind the next such word outside of parentheses; the characters up to it, without the first word."""
        first = self._at + 1
        depth = cases = 0
        while self._at < len(self._tokens):
            found = self._words[self._at]
            if found == word and not depth and not cases:
                break
            depth = max(0, depth + {"(": 1, "[": 1, ")": -1, "]": -1}.get(found, 0))
            if word == "then" and self._at >= first:
                cases += {"case": 1, "end": -1}.get(found, 0) if cases or found == "case" else 0
            self._at += 1
        last = self._at
        self._at += step
        start = self._tokens[first][1] if first < len(self._tokens) else len(self._body)
        return (start, self._tokens[last - 1][2]) if last > first else (start, start)
