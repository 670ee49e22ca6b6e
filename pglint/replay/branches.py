"""Parts of a file that run or not: psql's \\if … \\endif, tags of templates, IF and loops of PL/pgSQL.

A part whose condition is known runs or is passed over. Of the others, each is replayed from the state before all of
them, and afterwards only that is known which is the same whichever of them ran.
"""

from __future__ import annotations

from pglint.record import TYPE_CHECKING

if TYPE_CHECKING:
    from pglint.replay.journal import Changes
    from pglint.replay.state import State
    from pglint.values import Unknown


class _Frame:
    """One choice between parts. ``arm`` is whether the one at hand runs, maybe or never.

    ``decided``: what comes after it never does. ``left``: a part of it may have ended the whole; ``ended``: it has.
    ``rest``: what comes after such a choice. ``presumed``: the condition asks for a thing that nobody knows.
    """

    def __init__(self, mark: int, why: Unknown, rest: bool = False, presumed: bool = False) -> None:
        self.mark = mark
        self.why = why
        self.presumed = presumed
        self.ended = False
        self.arm = "maybe" if rest else "never"
        self.decided = False
        self.left = False
        self.rest = rest
        self.alternatives: list[Changes] = []


class Branches:
    """The choices that are open at a place, from the outermost to the innermost."""

    def __init__(self, state: State) -> None:
        self._state = state
        self._frames: list[_Frame] = []
        self._ended = False

    @property
    def skips(self) -> bool:
        """Whether what comes now is known not to run."""
        return self._ended or any(frame.arm == "never" for frame in self._frames)

    @property
    def maybe(self) -> Unknown | None:
        """Why what comes now may not run."""
        return next((frame.why for frame in self._frames if frame.arm == "maybe"), None)

    def __bool__(self) -> bool:
        return bool(self._frames)

    def open(self, condition: bool | None, why: Unknown, presumed: bool = False) -> None:
        """The first part; None is a condition that nobody knows.

        ``presumed``: it asks whether a thing is there that nobody knows. A part that does nothing then tells nothing:
        ``IF EXISTS (…) THEN RAISE NOTICE … ELSE CREATE ROLE …`` makes sure that there is one.
        """
        self._frames.append(_Frame(self._state.journal.mark(), why, presumed=presumed))
        self.other(condition)

    def other(self, condition: bool | None) -> None:
        """The next part; ``else`` is one whose condition is true."""
        self._end_rest()
        if not self._frames:
            return
        frame = self._frames[-1]
        self._leave(frame)
        if frame.decided or condition is False:
            return
        frame.decided = condition is True
        frame.arm = "maybe" if condition is None or frame.alternatives else "runs"

    def close(self) -> None:
        """The end of the last part."""
        self._end_rest()
        if self._frames:
            frame = self._frames[-1]
            self._close()
            if frame.ended:
                self.leave()
            elif frame.left:
                self._frames.append(_Frame(self._state.journal.mark(), frame.why, rest=True))

    def leave(self) -> None:
        """RETURN: nothing after it runs, if this part does."""
        if not self._frames:
            self._ended = True
        elif self._frames[-1].arm == "maybe":
            self._frames[-1].left = True
            self._leave(self._frames[-1])
        elif self._frames[-1].arm == "runs":
            self._frames[-1].ended = True
            self._frames[-1].arm = "never"

    def abandon(self) -> None:
        """An error is raised: had this part run, nothing of the whole would have."""
        if self._frames and self._frames[-1].arm == "maybe":
            self._state.journal.take_back(self._frames[-1].mark)
            self._frames[-1].arm = "never"

    def close_all(self) -> None:
        """The end of the text, whatever is still open."""
        while self._frames:
            self._close()

    def _end_rest(self) -> None:
        """The end of a part is that of what came after a choice in it, too."""
        while self._frames and self._frames[-1].rest:
            self._close()
            if self._frames:
                self._frames[-1].left = True

    def _close(self) -> None:
        frame = self._frames.pop()
        self._leave(frame)
        if not frame.alternatives:
            return
        journal = self._state.journal
        rest = frame.alternatives + ([] if frame.decided else [{}])
        if frame.presumed:
            rest = [each for each in rest if each] or rest
        found = rest.pop(0)
        for each in rest:
            journal.either(found, each, frame.why)
            found = journal.take_back(frame.mark)
        journal.either(found, found, frame.why)
        self._state.session.opened_after(frame.mark)

    def _leave(self, frame: _Frame) -> None:
        if frame.arm == "maybe":
            frame.alternatives.append(self._state.journal.take_back(frame.mark))
        frame.arm = "never"
