"""The same work over many things, spread over the processors by forking; what cannot be spread is done here."""

from __future__ import annotations

import os

from pglint.record import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from pglint.questions import Questions
    from pglint.tree import Tree

MOST = 8


def processors() -> int:
    """How many processes may work at once; 1 where a process cannot be forked."""
    if not hasattr(os, "fork"):
        return 1
    if hasattr(os, "sched_getaffinity"):
        return min(len(os.sched_getaffinity(0)), MOST)
    return min(os.cpu_count() or 1, MOST)


def spread(work: Callable[[str], str], items: Sequence[str], count: int, tree: Tree | None) -> dict[str, str]:
    """What ``work`` gives for each item, from ``count`` processes, this one being the first.

    ``tree`` is what it reads, if it reads any: what the others ask of it is noted here as well.
    What fails is left out, with the rest of what its process had to do: whoever asked does it again, and meets the
    error himself.
    """
    import sys

    for stream in (sys.stdout, sys.stderr):
        if stream is not None:
            stream.flush()
    shares = [items[at::count] for at in range(count)]
    children = [child for share in shares[1:] if share and (child := _start(work, share, tree)) is not None]
    found: dict[str, str] = {}
    try:
        for item in shares[0]:
            found[item] = work(item)
    except Exception:  # asked again, in turn, and told then
        pass
    finally:
        for process, pipe, share in children:
            found.update(_results(process, pipe, share, tree))
    return found


def _start(
    work: Callable[[str], str], share: Sequence[str], tree: Tree | None
) -> tuple[int, int, Sequence[str]] | None:
    """A process that writes its results into a pipe, each after its length in characters; None where there is none.

    Behind the last one stands what it asked of the tree.

    It writes when all is done: a pipe holds little, and nobody reads while the others work.
    """
    try:
        reading, writing = os.pipe()
    except OSError:
        return None
    try:
        process = os.fork()
    except OSError:
        os.close(reading)
        os.close(writing)
        return None
    if process:
        os.close(writing)
        return process, reading, share
    status = 1
    try:
        os.close(reading)
        noted = _noted_here(tree)
        texts = [work(item) for item in share]
        texts.append(noted.packed() if noted is not None else "")
        with open(writing, "w", encoding="utf-8", errors="surrogateescape", newline="") as pipe:
            pipe.writelines(f"{len(text)}\n{text}" for text in texts)
        status = 0
    finally:
        os._exit(status)


def _noted_here(tree: Tree | None) -> Questions | None:
    """What this process asks from now on, where it is noted at all."""
    if tree is None or tree.noted is None:
        return None
    from pglint.questions import Questions

    tree.noted = Questions()
    return tree.noted


def _results(process: int, pipe: int, share: Sequence[str], tree: Tree | None) -> dict[str, str]:
    with open(pipe, encoding="utf-8", errors="surrogateescape", newline="") as file:
        text = file.read()
    _, status = os.waitpid(process, 0)
    if status:
        return {}
    texts = list(_split(text))
    if len(texts) <= len(share):  # it ended before its work was done
        return {}
    if tree is not None and tree.noted is not None:
        tree.noted.add(texts[-1])
    return dict(zip(share, texts, strict=False))


def _split(text: str) -> Iterator[str]:
    """Texts that stand one behind the other, each after its length."""
    at = 0
    while (line := text.find("\n", at)) != -1:
        size = int(text[at:line])
        yield text[line + 1 : line + 1 + size]
        at = line + 1 + size
