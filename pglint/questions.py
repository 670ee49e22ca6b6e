"""What a run asked of its tree: the same questions with the same answers lead to the same findings.

Only marks of the answers are kept. They tell whether an answer is still the same, not what it was.
"""

from __future__ import annotations

from pglint.content import Large, mark

TEXT, NAMES, FOLDER = "text", "names", "folder"


class Questions:
    """By kind the paths that were asked about, each with the mark of its answer.

    ``steady``: the marks stand for the answers, and no question was answered in two ways, as one is when somebody
    writes a file during the run.
    """

    def __init__(self) -> None:
        self.asked: dict[str, dict[str, bytes]] = {TEXT: {}, NAMES: {}, FOLDER: {}}
        self.steady = True

    def note(self, kind: str, path: str, answer: object) -> None:
        """``answer`` is what ``content`` gave or raised, the names in a folder or None, or whether it is one."""
        self._add(kind, path, mark(answer))
        if isinstance(answer, Large) and not answer.is_settled():
            self.steady = False

    def _add(self, kind: str, path: str, answer: bytes) -> None:
        if self.asked[kind].setdefault(path, answer) != answer:
            self.steady = False

    def packed(self) -> str:
        """All of it as text, to hand from one process to another."""
        import json

        rows = [(kind, path, answer.hex()) for kind, asked in self.asked.items() for path, answer in asked.items()]
        return json.dumps([self.steady, rows])

    def add(self, packed: str) -> None:
        """What another process asked."""
        import json

        steady, rows = json.loads(packed)
        self.steady = self.steady and steady
        for kind, path, answer in rows:
            self._add(kind, path, bytes.fromhex(answer))
