"""A client with a name: one real connection (psycopg, libpq), whose statements may wait while others go on."""

from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor, TimeoutError
from typing import Any

import psycopg

PATIENCE = 1.5
"""How long a statement may take before the transcript says that it waits, in seconds."""


class Session:
    """``tell`` gets every line: rows as psql -At prints them, command tags, notices, errors with their severity."""

    def __init__(self, name: str, tell: Callable[[str, str], None], prepared: bool, **where: Any) -> None:
        self.name = name
        self._tell = tell
        self._prepared = prepared
        self._thread = ThreadPoolExecutor(max_workers=1, thread_name_prefix=name)
        self._connection: psycopg.Connection[Any] | None = None
        self._running: Future[None] | None = None
        self._start(lambda: self._connect(where), PATIENCE * 2)

    def run(self, statement: str, patience: float = PATIENCE) -> None:
        """Send a statement; what is not answered in time is left to run, and told as waiting."""
        self._start(lambda: self._execute(statement), patience)

    def wait(self, patience: float) -> None:
        """Wait for the statement that runs."""
        try:
            if self._running is not None:
                self._running.result(patience)
        except TimeoutError:
            self._tell(self.name, f"still waiting after {patience:g} s")

    def close(self) -> None:
        """End the connection as a client does, at once; a statement that runs is left to the server."""
        if self._connection is not None:
            self._connection.close()
        self._thread.shutdown(wait=False, cancel_futures=True)

    def _start(self, work: Callable[[], None], patience: float) -> None:
        self._running = self._thread.submit(work)
        self.wait(patience)

    def _connect(self, where: dict[str, Any]) -> None:
        try:
            self._connection = psycopg.connect(
                autocommit=True,
                connect_timeout=20,
                prepare_threshold=0 if self._prepared else None,
                cursor_factory=psycopg.Cursor if self._prepared else psycopg.ClientCursor,
                **where,
            )
        except psycopg.Error as error:
            self._refused(error)
            return
        self._connection.add_notice_handler(lambda notice: self._say(f"{notice.severity}:  {notice.message_primary}"))

    def _execute(self, statement: str) -> None:
        if self._connection is None:
            self._say("not connected")
            return
        try:
            cursor = self._connection.execute(statement)
            rows = cursor.fetchall() if cursor.description else []
            for row in rows:
                self._say("|".join("" if value is None else str(value) for value in row))
            if not rows:
                self._say(cursor.statusmessage or "")
        except psycopg.Error as error:
            self._refused(error)

    def _refused(self, error: psycopg.Error) -> None:
        told = error.diag.message_primary or ""
        if told:
            self._say(f"{error.diag.severity}:  {told}")
        for line in str(error).splitlines():
            if line.strip() and line != told:
                self._say(line.strip())

    def _say(self, line: str) -> None:
        self._tell(self.name, line)
