"""A step that sends the SQL of an example as a program does, over one connection that stays open."""

import re
from collections.abc import Iterator
from fnmatch import fnmatch

from tests.proofs.lab import Lab
from tests.proofs.session import PATIENCE

END = re.compile(r";[ \t]*$", re.MULTILINE)


def script(
    lab: Lab, file: str, session: str, first: int = 0, after: int = 0, together: bool = False, patience: float = PATIENCE
) -> None:
    """Send files of the example (``jobs/*.sql``, in order) in a named session, one statement after the other.

    ``first``: only so many statements, ``after``: only those after so many; ``together``: a file is one query.
    """
    texts = [lab.files[path] for path in sorted(each for each in lab.files if fnmatch(each, file))]
    queries = texts if together else [each for text in texts for each in statements(text)][after : first or None]
    for query in queries:
        lab.sessions[session].run(query, patience)


def statements(text: str) -> Iterator[str]:
    """The statements of a file that ends each with a semicolon at the end of a line; a $$ body stays whole."""
    begun = 0
    for end in END.finditer(text):
        if text.count("$$", begun, end.start()) % 2 == 0:
            yield text[begun : end.start()].strip()
            begun = end.end()
