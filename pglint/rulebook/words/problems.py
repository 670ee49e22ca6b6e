"""The words of what readers and models found out by themselves: problems, timeouts as written, pg_hba.conf lines."""

from __future__ import annotations

from pglint.record import TYPE_CHECKING
from pglint.rulebook.words.word import Word
from pglint.values import Cell, Unknown

if TYPE_CHECKING:
    from collections.abc import Iterable

    from pglint.facts import Fault
    from pglint.model.access import HbaSubject
    from pglint.model.timeouts import Timeout
    from pglint.rulebook.words.word import Getter, Reading


def _text(name: str) -> Getter:
    def get(fault: Fault, reading: Reading) -> Cell:
        return Cell(getattr(fault, name), fault.span)

    return get


def _problem_words() -> Iterable[tuple[str, str, str]]:
    yield "kind", "string", "the name of the rule that reports it"
    yield "text", "string", "what is wrong, in the program's own terms"
    yield "name", "string", "the setting it is about"
    yield "value", "string", "the value as written"
    yield "instead", "string", "what to write, where that is certain"
    yield "effect", "string", "which shape of the problem it is"


def _certain(fault: Fault, reading: Reading) -> Cell:
    return Cell(Unknown(fault.text, fault.span) if fault.effect == "undecided" else True, fault.span)


def _timeout(name: str) -> Getter:
    def get(timeout: Timeout, reading: Reading) -> Cell:
        return Cell(getattr(timeout, name), timeout.span, None, timeout.origin)

    return get


def _hba(name: str) -> Getter:
    def get(subject: HbaSubject, reading: Reading) -> Cell:
        return Cell(getattr(subject, name), subject.line.span)

    return get


def words() -> Iterable[Word]:
    """The words ``problem.*``, ``timeout.*``, ``hba.*`` and ``suppression.*``."""
    for name, kind, doc in _problem_words():
        yield Word(f"problem.{name}", kind, doc, _text(name))
    yield Word("problem.certain", "bool", "on, or unknown where it is a problem only if statements share a transaction", _certain)
    yield Word("timeout.name", "string", "the parameter", _timeout("name"))
    yield Word("timeout.value", "int", "its value", _timeout("value"), "ms")
    yield Word("timeout.number", "int", "the number as written", _timeout("number"))
    yield Word("timeout.bare", "bool", "whether it is written without a unit", _timeout("bare"))
    yield Word("timeout.ends_first", "string", "a timeout that ends the same at the latest then", lambda t, r: t.ends_first)
    yield Word("timeout.limit", "int", "that timeout's value", lambda t, r: Cell(t.limit, t.ends_first.span), "ms")
    yield Word("timeout.layer", "string", "server or pooler", _timeout("layer"))
    yield Word("hba.effect", "string", "trust or replication", _hba("effect"))
    yield Word("hba.address", "string", "where from", _hba("address"))
    yield Word("hba.method", "string", "how it is checked", _hba("method"))
    yield Word("hba.reachable", "bool", "whether the server listens beyond loopback", _hba("reachable"))
