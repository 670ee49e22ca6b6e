"""A new file that appears whole or not at all, and never takes the place of another."""

from __future__ import annotations

import os


class Refused(Exception):
    """The file is not written; the message says why."""


def reject_link(root: str, path: str) -> None:
    """Raises Refused for a path below ``root`` whose folder really is elsewhere. Both are full paths."""
    real, inside = os.path.realpath(root), path.startswith(root.rstrip(os.sep) + os.sep)
    where = os.path.realpath(os.path.dirname(path))
    if inside and where != real and not where.startswith(real.rstrip(os.sep) + os.sep):
        raise Refused("its folder is a link out of the project")


def create(path: str, text: str) -> None:
    """Write a new file. Raises Refused where there is one, and OSError for what the system denies."""
    where = os.path.realpath(os.path.dirname(path))
    draft = os.path.join(where, f".pglint-init-{os.getpid()}~")
    target = os.path.join(where, os.path.basename(path))
    with open(draft, "xb") as file:
        try:
            file.write(text.encode("utf-8"))
            file.flush()
            os.fsync(file.fileno())
            _name(draft, target)
        finally:
            if os.path.lexists(draft):
                os.unlink(draft)


def _name(draft: str, target: str) -> None:
    """Give the draft its name. A link is never made where there is something, not even by two runs at once."""
    try:
        os.link(draft, target)
    except FileExistsError:
        raise Refused("is there already, and is not overwritten") from None
    except OSError:  # a file system without hard links
        if os.path.lexists(target):
            raise Refused("is there already, and is not overwritten") from None
        os.rename(draft, target)
