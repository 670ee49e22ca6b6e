"""Conditions in CEL, the Common Expression Language: the only module that knows the CEL library.

Words are declared with their types, so a misspelt or mistyped one is an error when a rule is compiled. An evaluation
that needs a word which is withheld gives no answer; ``true || unknown`` still gives true.
"""

from __future__ import annotations

import os

from cel_expr_python import cel  # type: ignore[import-untyped]

from pglint.once import cached_property
from pglint.record import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from typing import Any

    from pglint.values import Scalar

LARGEST = (1 << 62) - 1


class Environment:
    """Evaluates what was compiled; the declared ``words`` are only needed to compile."""

    def __init__(self, words: Mapping[str, str] | None = None) -> None:
        self._words = words or {}
        self._env = cel.NewEnv()
        self._expressions: dict[bytes, Any] = {}

    @cached_property
    def _declared(self) -> Any:
        kinds = {
            "int": cel.Type.INT,
            "bool": cel.Type.BOOL,
            "string": cel.Type.STRING,
            "list": cel.Type.List(cel.Type.STRING),
        }
        return cel.NewEnv(variables={name: kinds[kind] for name, kind in self._words.items()})

    def compile(self, text: str, kinds: Iterable[str] = ("BOOL",)) -> bytes:
        """The serialized expression. Raises ValueError with CEL's own message."""
        try:
            expression = self._declared.compile(text)
        except Exception as error:
            raise ValueError(_first_line(str(error))) from None
        kind = str(expression.return_type())
        if kind not in kinds:
            raise ValueError(f"gives {kind.lower()}, not {' or '.join(kinds).lower()}")
        return expression.serialize()  # type: ignore[no-any-return]

    def facts(self, values: Mapping[str, Scalar]) -> object:
        """The known words of one subject in one world."""
        plain = {
            name: list(map(_utf8, value)) if type(value) is tuple else _utf8(value) if type(value) is str else value
            for name, value in values.items()
        }
        return self._env.Activation(plain)

    def ask(self, blob: bytes, facts: object) -> Any:
        """The expression's value, or None where a word that it needs is withheld."""
        expression = self._expressions.get(blob)
        if expression is None:
            expression = self._expressions[blob] = self._env.deserialize(blob)
        value = expression.eval(facts).value()
        return value if isinstance(value, bool | int | str) and not _is_error(value) else None

    def test(self, blob: bytes, facts: object) -> bool | None:
        """A condition's answer, or None where a word that it needs is withheld."""
        expression = self._expressions.get(blob)
        if expression is None:
            expression = self._expressions[blob] = self._env.deserialize(blob)
        value = expression.eval(facts).value()
        return value if value is True or value is False else None

    def why(self, blob: bytes, facts: object) -> str:
        """What an evaluation that gave no answer stumbled over."""
        return _first_line(str(self._expressions[blob].eval(facts).value()))


def _utf8(text: str) -> str:
    """CEL's strings are UTF-8: of bytes that are not, it gets the escapes."""
    return text if text.isascii() else text.encode("utf-8", "backslashreplace").decode()


def _is_error(value: object) -> bool:
    return isinstance(value, str) and value.startswith(("UNKNOWN:", "INVALID_ARGUMENT:", "OUT_OF_RANGE:", "INTERNAL:"))


def _first_line(text: str) -> str:
    return text.partition("\n")[0].removeprefix("INVALID_ARGUMENT: ").removeprefix("ERROR: <input>:")


def clamp(value: Scalar) -> Scalar:
    """CEL's integers have 64 bits."""
    if isinstance(value, int) and not isinstance(value, bool):
        return max(-LARGEST, min(value, LARGEST))
    return value


def version() -> str:
    """The installed version of the CEL library, from the name of its metadata folder (importlib.metadata is slow)."""
    folder = os.path.dirname(os.path.dirname(os.path.abspath(cel.__file__)))
    prefix = "cel_expr_python-"
    for name in sorted(os.listdir(folder)):
        if name.startswith(prefix) and name.endswith(".dist-info"):
            return str(name[len(prefix) : -len(".dist-info")])
    return "unknown"
