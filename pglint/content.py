"""The bytes of a file as pglint reads them, and marks that tell whether they are still the same.

Times of files are not trusted: a file of 2 kB is read and digested in 8 µs, and asking for its times takes 3 of them.
"""

from __future__ import annotations

import os

from pglint.record import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable

MAX_BYTES = 32 * 1024 * 1024
_MODE, _REGULAR = 0o170000, 0o100000
_FLAGS = os.O_RDONLY | getattr(os, "O_BINARY", 0)

try:
    from _blake2 import blake2b  # hashlib takes several milliseconds to import
except ImportError:
    from hashlib import blake2b

SIZE = 16
_NOTHING = b"no such thing".ljust(SIZE)


class Large(NamedTuple):
    """A file of more than MAX_BYTES: its size, and when its bytes and what the system knows of it last changed, in ns.

    Its times stand for its bytes, as they do for git: where they are old enough, nothing changed since.
    """

    size: int
    bytes_at: int
    status_at: int
    number: int

    def is_settled(self) -> bool:
        """Whether a change from now on must show in its times; file systems count in up to 2 s."""
        import time

        return time.time_ns() - max(self.bytes_at, self.status_at) > 2_000_000_000


def content(path: str) -> bytes | Large | None:
    """The bytes of a regular file, unless it is large; None where there is no such file.

    Raises OSError for one that cannot be read.
    """
    try:
        status = os.stat(path)
    except (OSError, ValueError):
        return None
    if status.st_mode & _MODE != _REGULAR:  # opening a device may have effects
        return None
    if status.st_size > MAX_BYTES:
        return Large(status.st_size, status.st_mtime_ns, status.st_ctime_ns, status.st_ino)
    file = os.open(path, _FLAGS)
    try:
        data = os.read(file, status.st_size + 1)
        return data if len(data) == status.st_size else _all(file, data)
    finally:
        os.close(file)


def _all(file: int, data: bytes) -> bytes | Large:
    """The rest too, of a file that has another size than it says: it changes right now, or the system makes it up."""
    while more := os.read(file, 1 << 20):
        data += more
        if len(data) > MAX_BYTES:
            return Large(len(data), 0, 0, 0)
    return data


def mark(found: object) -> bytes:
    """16 bytes that stand for what ``content`` gave or raised, or for another answer of a tree."""
    if isinstance(found, bytes):
        return blake2b(found, digest_size=SIZE).digest()
    if found is None:
        return _NOTHING
    told = found.strerror or str(found) if isinstance(found, OSError) else found
    text = repr((type(found).__name__, told))
    return blake2b(text.encode("utf-8", "surrogateescape"), digest_size=SIZE, person=b"no content").digest()


def digest(text: str) -> str:
    """The mark of a text, in hexadecimal digits: two texts that share it are the same."""
    return mark(text.encode("utf-8", "surrogateescape")).hex()


def marked(path: str) -> bytes:
    """The mark of what a file is now."""
    try:
        return mark(content(path))
    except OSError as error:
        return mark(error)


def together(marks: Iterable[bytes]) -> str:
    """One mark for many, in hexadecimal digits."""
    return blake2b(b"".join(marks), digest_size=SIZE).hexdigest()
