"""A run that is watched, so that it can be remembered: what it looks at is taken down from its start to its end."""

from __future__ import annotations

import os

from pglint.content import mark, together
from pglint.questions import Questions
from pglint.record import TYPE_CHECKING
from pglint.remembered import environment, is_sound, rule_marks, today

if TYPE_CHECKING:
    from pglint.cli.scope import Scope
    from pglint.remembered import Memory, Said

WORTH = 0.2
"""Seconds of processor time, start-up aside, from which on a run is remembered where there is no cache yet."""
SLOW = ("sql", "terraform")
"""Kinds of files that take long to read: a run is remembered wherever there is one."""
LARGEST = 20_000_000
"""Characters of a report that are still kept."""
KEPT = 8
"""How many runs of different arguments a project remembers."""


class Watch:
    """Takes down what a run in this scope asks from now on."""

    def __init__(self, memory: Memory, scope: Scope) -> None:
        self.began = _spent()
        self.memory = memory
        self.scope = scope
        self.questions = scope.tree.noted = Questions()
        self.rules = list(rule_marks(scope.config.custom_rules))

    def keep(self, said: Said) -> None:
        """Store what the run said, where that is worth a file and nothing changed while it ran."""
        if self._is_worth_it() and self._is_sound(said):
            self.memory.cache.write(self.memory.name, self._plain(said))
            self.memory.cache.limit("run-", KEPT)

    def _is_worth_it(self) -> bool:
        """Projects of a few configuration files stay clean: those are read again as fast as they are looked at."""
        slow = any(kind in SLOW for _, kind in self.scope.files)
        return bool(self.scope.files) and (slow or self.memory.cache.is_there() or _spent() - self.began > WORTH)

    def _is_sound(self, said: Said) -> bool:
        source = self.scope.config.source
        config = None if source is None else source.text.encode("utf-8", "surrogateescape")
        return (
            is_sound(said)
            and self.questions.steady
            and mark(config) == self.memory.config
            and self.rules == list(rule_marks(self.scope.config.custom_rules))
            and today() == self.memory.day
            and len(said.text) <= LARGEST
        )

    def _plain(self, said: Said) -> dict[str, object]:
        config, asked = self.scope.config, self.questions.asked
        files: dict[str, list[str]] = {}
        for path, kind in self.scope.files:
            files.setdefault(kind, []).append(path)
        given = config.terraform is not None and config.terraform.environment
        return {
            "key": self.memory.key,
            "files": files,
            "exclude": config.exclude,
            "unreadable": self.scope.unreadable,
            "text_of": list(asked["text"]),
            "names_in": list(asked["names"]),
            "is_folder": list(asked["folder"]),
            "rules": config.custom_rules,
            "state": together([mark_ for answers in asked.values() for mark_ in answers.values()] + self.rules),
            "environment": environment() if given else None,
            "text": said.text,
            "status": said.status,
            "asides": said.asides,
        }


def _spent() -> float:
    """Seconds of processor time of this process and those that it started."""
    return sum(os.times()[:4])
