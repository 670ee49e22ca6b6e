"""From a rule file's text to a Rule: YAML, then every condition and hole compiled against the declared words."""

from __future__ import annotations

import re

from pglint.record import TYPE_CHECKING
from pglint.rulebook.cel import Environment
from pglint.rulebook.guards import guards, is_plain
from pglint.rulebook.rule import Check, Hole, Message, Repair, Rule, RuleError
from pglint.rulebook.words import table

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from typing import Any

DOTTED = re.compile(r"\b[a-z_]+(?:\.[a-z_0-9]+)+", re.IGNORECASE)
LITERAL = re.compile(r"'(?:[^'\\]|\\.)*'|\"(?:[^\"\\]|\\.)*\"")
HOLE = re.compile(r"\{([^{}]+)\}")
UNITS = ("ms", "kB", "MB")
WITH_VALUE = ("set", "rename")
VERBS = (*WITH_VALUE, "remove", "lift")
"""What a fix does: see Repair."""
KINDS = {bool: "bool", int: "int", str: "string"}


def parse(path: str, text: str) -> dict[str, Any]:
    """The YAML of a rule file. Raises RuleError."""
    import yaml

    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    try:
        raw = yaml.load(text, Loader=loader)
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        where = f"line {mark.line + 1}" if mark else ""
        problem = " ".join(str(getattr(error, "problem", error)).split())
        raise RuleError(path, where, f"not valid YAML: {problem}") from None
    except (ValueError, RecursionError) as error:  # a day that no calendar has; brackets without an end
        raise RuleError(path, "", f"not valid YAML: {error}") from None
    if not isinstance(raw, dict):
        raise RuleError(path, "", "a rule file holds one mapping")
    return raw


def compile_rules(raws: Iterable[tuple[str, Mapping[str, Any]]]) -> list[Rule]:
    """Rules from the mappings of their files, all against one set of words. Raises RuleError."""
    raws = list(raws)
    kinds = {word.name: word.kind for word in table().values()}
    for path, raw in raws:
        for name, default in (raw.get("options") or {}).items():
            if type(default) not in KINDS:
                raise RuleError(path, f"options.{name}", "an option's default is a number, a text, true or false")
            kinds[_option(raw, name)] = KINDS[type(default)]
    environment = Environment(kinds)
    return [_Compiler(path, raw, environment, kinds).rule() for path, raw in raws]


def _option(raw: Mapping[str, Any], name: str) -> str:
    """Options of all rules live in one environment: each under its rule's code."""
    return f"option.{raw.get('code')}.{name}"


class _Compiler:
    """Compiles one rule file, and knows where in it an error stands."""

    def __init__(
        self, path: str, raw: Mapping[str, Any], environment: Environment, kinds: Mapping[str, str]
    ) -> None:
        self.path = path
        self.raw = raw
        self.environment = environment
        self.kinds = kinds

    def rule(self) -> Rule:
        raw = self.raw
        for key in ("code", "name", "severity", "summary"):
            if not isinstance(raw.get(key), str):
                raise RuleError(self.path, key, "is missing")
        checks = tuple(self._checks())
        safe = [check.repair.safe for check in checks if check.repair]
        if raw.get("reported-by") and isinstance(raw.get("fix"), dict):
            safe.append(bool(raw["fix"].get("safe")))
        return Rule(
            raw["code"],
            raw["name"],
            raw["severity"],
            bool(raw.get("strict", False)),
            raw["summary"],
            "no" if not safe else "safe" if any(safe) else "unsafe",
            dict(raw.get("options") or {}),
            raw.get("reported-by", ""),
            checks,
            bool(raw.get("ignorable", True)),
        )

    def _checks(self) -> Iterable[Check]:
        if self.raw.get("reported-by"):
            return
        checks = self.raw.get("checks")
        if checks is None:
            yield self._check(self.raw, "")
            return
        for number, check in enumerate(checks):
            yield self._check({**self.raw, "see": [], "sums": [], "help": "", **check}, f"checks[{number}].")

    def _check(self, raw: Mapping[str, Any], where: str) -> Check:
        condition = raw.get("fires")
        if not isinstance(condition, str) or not isinstance(raw.get("for"), str):
            raise RuleError(self.path, where + "fires", "a check needs for and fires")
        general, own = self.raw.get("when"), raw.get("when") if where else None
        parts = [part for part in (general, own if own != general else None, condition) if part]
        whole = " && ".join(f"({part})" for part in parts)
        blob, words = self._expression(whole, where + "fires", ("BOOL",))
        text = self._expand_options(whole)
        return Check(
            raw["for"],
            blob,
            guards(text, words),
            is_plain(text, words),
            words,
            self._words(raw, "at", where),
            self._words(raw, "see", where),
            self._words(raw, "sums", where),
            raw.get("severity", self.raw["severity"]),
            self._message(raw.get("message", ""), where + "message"),
            self._message(raw.get("help", ""), where + "help"),
            self._repair(raw.get("fix"), where + "fix"),
        )

    def _repair(self, raw: Mapping[str, Any] | None, where: str) -> Repair | None:
        """The fix of a check: its own, else the rule's; ``fix: none`` is none."""
        if not isinstance(raw, dict):
            return None
        verb = next((verb for verb in VERBS if verb in raw), "")
        if not verb or not isinstance(raw.get("safe"), bool):
            raise RuleError(self.path, where, f"a fix has one of {', '.join(VERBS)}, and safe")
        self._known(raw[verb], where)
        if verb not in WITH_VALUE:
            return Repair(verb, raw[verb], b"", (), raw["safe"])
        blob, words = self._expression(str(raw.get("to", "")), where + ".to", ("INT", "STRING", "BOOL"))
        return Repair(verb, raw[verb], blob, words, raw["safe"])

    def _words(self, raw: Mapping[str, Any], key: str, where: str) -> tuple[str, ...]:
        words = raw.get(key) or []
        for word in words:
            self._known(word, where + key)
        return tuple(words)

    def _known(self, word: str, where: str) -> None:
        if word in self.kinds:
            return
        from difflib import get_close_matches

        near = get_close_matches(word, self.kinds, n=1)
        hint = f'; did you mean "{near[0]}"?' if near else ""
        raise RuleError(self.path, where, f'there is no word "{word}"{hint}')

    def _expression(self, text: str, where: str, kinds: tuple[str, ...]) -> tuple[bytes, tuple[str, ...]]:
        text = self._expand_options(text)
        words = []
        for dotted in DOTTED.findall(LITERAL.sub("''", text)):
            word = dotted
            while word and word not in self.kinds:
                word = word.rpartition(".")[0]
            if not word:
                self._known(dotted, where)
            words.append(word)
        try:
            return self.environment.compile(text, kinds), tuple(dict.fromkeys(words))
        except ValueError as error:
            raise RuleError(self.path, where, str(error)) from None

    def _expand_options(self, text: str) -> str:
        code = self.raw["code"]
        return re.sub(r"\boption\.([a-z_]+)", rf"option.{code}.\1", text)

    def _message(self, text: str, where: str) -> Message:
        parts: list[str | Hole] = []
        end = 0
        for match in HOLE.finditer(text):
            parts += [text[end : match.start()], self._hole(match[1].strip(), where)]
            end = match.end()
        parts.append(text[end:])
        return tuple(part for part in parts if part)

    def _hole(self, text: str, where: str) -> Hole:
        text, _, unit = text.rpartition(":") if text.rpartition(":")[2] in UNITS else (text, "", "")
        text = self._expand_options(text)
        if text in self.kinds:
            known = table().get(text)
            return Hole(text, b"", (text,), unit or (known.unit if known else ""))
        if DOTTED.fullmatch(text):
            self._known(text, where)
        blob, words = self._expression(text, where, ("INT", "STRING"))
        return Hole("", blob, words, unit)
