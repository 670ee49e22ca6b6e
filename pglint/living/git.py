"""What git tells about a project: what changed since a commit, and what stood there before.

git is run without a shell, with what would make it run other programs or print otherwise switched off.
"""

from __future__ import annotations

import os
import re
import subprocess

from pglint.cli.usage import UsageError
from pglint.record import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    Lines = tuple[tuple[int, int], ...]
    """First and last lines, from 1."""

ALL: Lines = ((1, 2**31),)
_ELSEWHERE = ("GIT_DIR", "GIT_WORK_TREE", "GIT_INDEX_FILE", "GIT_PREFIX", "GIT_OBJECT_DIRECTORY", "GIT_COMMON_DIR")
_DIFF = (
    "diff", "--no-color", "--no-ext-diff", "--no-textconv", "--text", "--relative", "--ignore-submodules",
    "--find-renames", "--src-prefix=a/", "--dst-prefix=b/", "--unified=0", "--inter-hunk-context=0",
)  # fmt: skip
_ESCAPES = {"a": 7, "b": 8, "t": 9, "n": 10, "v": 11, "f": 12, "r": 13, '"': 34, "\\": 92}


class Change(NamedTuple):
    """What is different now: paths are relative to the project's root.

    ``lines`` are the new or changed lines of each file that changed (a folder with ``/`` at its end: all below it),
    ``before`` the object of each file that was changed or deleted, ``gone`` those that were not there before, ``moved``
    the new name of each file that was renamed.
    """

    lines: Mapping[str, Lines]
    before: Mapping[str, str]
    gone: frozenset[str]
    moved: Mapping[str, str]


def since(root: str, ref: str) -> Change:
    """What changed in the project since the last commit that ``ref`` and HEAD share, uncommitted and untracked too.

    Raises UsageError where there is no git, no repository, no such commit, or where a shallow clone lacks it.
    """
    base = _base(root, ref)
    before: dict[str, str] = {}
    gone: set[str] = set()
    moved: dict[str, str] = {}
    lines: dict[str, Lines] = {}
    for status, mode, sha, old, new in _raw(root, base):
        lines.setdefault(new, ())
        if status == "A":
            gone.add(new)
        elif mode.startswith("100"):
            before[old] = sha
        if status in "RC":
            gone.add(new)
        if status == "R":
            moved[old] = new
    lines.update(_hunks(_run(root, *_DIFF, base, "--")))
    for path in _names(_run(root, "ls-files", "--others", "--exclude-standard", "-z")):
        lines[path] = ALL
        if path not in before:
            gone.add(path)
    return Change(lines, before, frozenset(gone), moved)


def blobs(root: str, shas: Iterable[str]) -> dict[str, bytes]:
    """The contents of objects."""
    wanted = list(dict.fromkeys(shas))
    if not wanted:
        return {}
    data = _run(root, "cat-file", "--batch", text="".join(f"{sha}\n" for sha in wanted).encode())
    found, at = {}, 0
    while at < len(data):
        end = data.index(b"\n", at)
        name, kind, *size = data[at:end].decode("ascii", "replace").split()
        at = end + 1
        if size:
            if kind == "blob":
                found[name] = data[at : at + int(size[0])]
            at += int(size[0]) + 1
    return found


def _base(root: str, ref: str) -> str:
    """The commit at which HEAD left ``ref``."""
    if not ref or ref.startswith("-"):
        raise UsageError(f"--since {ref}: names no commit, as main or HEAD~3 do")
    asked = _git(root, ("rev-parse", "--is-inside-work-tree"))
    if b"dubious ownership" in asked.stderr:
        raise UsageError(
            f"--since {ref}: git does not trust {root}, since somebody else owns it; if you do: "
            f"git config --global --add safe.directory {root}"
        )
    if asked.stdout.strip() != b"true":
        raise UsageError(f"--since {ref}: {root} is not in a git repository")
    if _try(root, "rev-parse", "--verify", "--quiet", "HEAD^{commit}") is None:
        raise UsageError(f"--since {ref}: there is no commit yet")
    shallow = (_try(root, "rev-parse", "--is-shallow-repository") or b"").strip() == b"true"
    if _try(root, "rev-parse", "--verify", "--quiet", ref + "^{commit}") is None:
        raise UsageError(f"--since {ref}: git knows no such commit{_instead(root, ref, shallow)}")
    base = _try(root, "merge-base", ref, "HEAD")
    if base is None and shallow:
        raise UsageError(
            f"--since {ref}: this clone is shallow and lacks the commit that {ref} and HEAD share; fetch more of it, "
            "with git fetch --unshallow (in GitHub's actions/checkout: fetch-depth: 0)"
        )
    if base is None:
        raise UsageError(f"--since {ref}: {ref} and HEAD share no commit")
    return base.decode("ascii").strip()


def _instead(root: str, ref: str, shallow: bool) -> str:
    """What may have been meant, or how to get it."""
    from difflib import get_close_matches

    listed = _try(root, "for-each-ref", "--format=%(refname:short)", "refs/heads", "refs/tags", "refs/remotes") or b""
    near = get_close_matches(ref, os.fsdecode(listed).split(), 1, 0.6)
    if near:
        return f"; did you mean {near[0]}?"
    if shallow:
        return "; this clone is shallow, and git fetch --unshallow gets the rest (actions/checkout: fetch-depth: 0)"
    name = ref.removeprefix("origin/")
    return f"; git fetch origin {name} may get it" if re.fullmatch(r"[\w.-]+(?:/[\w.-]+)*", name) else ""


def _raw(root: str, base: str) -> Iterator[tuple[str, str, str, str, str]]:
    """For each file: what happened (A, M, D, R …), its old mode and object, its old and its new path."""
    fields = iter(_names(_run(root, *_DIFF[:-2], "--raw", "--no-abbrev", "-z", base, "--")))
    for head in fields:
        mode, _, sha, _, status = head.lstrip(":").split()
        old = next(fields)
        yield status[0], mode, sha, old, next(fields) if status[0] in "RC" else old


def _names(data: bytes) -> list[str]:
    return [os.fsdecode(name) for name in data.split(b"\0") if name]


def _hunks(data: bytes) -> dict[str, Lines]:
    """The new lines of each file, from a diff without context."""
    found: dict[str, list[tuple[int, int]]] = {}
    path, skip = "", 0
    for line in data.split(b"\n"):
        if skip:  # text of a file, which may look like anything
            skip -= not line.startswith(b"\\")
        elif line.startswith(b"+++ "):
            path = _path(os.fsdecode(line[4:]))
        elif line.startswith(b"@@ "):
            _, old, new, *_ = line.decode("ascii", "replace").split(" ")
            removed, (first, added) = _extent(old)[1], _extent(new)
            skip = removed + added
            if added:
                found.setdefault(path, []).append((first, first + added - 1))
    return {path: tuple(ranges) for path, ranges in found.items() if path}


def _extent(text: str) -> tuple[int, int]:
    """The first line and how many: ``+3,2`` or ``+3``."""
    first, comma, number = text[1:].partition(",")
    return int(first), int(number) if comma else 1


def _path(written: str) -> str:
    """The path of a ``+++`` line; '' for a file that is gone. An odd name stands in quotes, with escapes as in C."""
    written = written.rstrip("\t")
    if written == "/dev/null":
        return ""
    if not written.startswith('"'):
        return written[2:]
    out, at, text = bytearray(), 1, written
    while at < len(text) - 1:
        letter = text[at]
        if letter != "\\":
            out += os.fsencode(letter)
            at += 1
        elif text[at + 1].isdigit():
            out.append(int(text[at + 1 : at + 4], 8))
            at += 4
        else:
            out.append(_ESCAPES[text[at + 1]])
            at += 2
    return os.fsdecode(bytes(out))[2:]


def _run(root: str, *words: str, text: bytes = b"") -> bytes:
    done = _git(root, words, text)
    if done.returncode:
        said = " ".join(os.fsdecode(done.stderr).split())[:300]
        raise UsageError(f"git {words[0]} failed: {said or f'status {done.returncode}'}")
    return done.stdout


def _try(root: str, *words: str) -> bytes | None:
    """What git prints; None where it fails."""
    done = _git(root, words)
    return None if done.returncode else done.stdout


def _git(root: str, words: Iterable[str], text: bytes = b"") -> subprocess.CompletedProcess[bytes]:
    given = {name: value for name, value in os.environ.items() if name not in _ELSEWHERE}
    quiet = {"GIT_OPTIONAL_LOCKS": "0", "GIT_TERMINAL_PROMPT": "0", "LC_ALL": "C"}
    settings = ("core.fsmonitor=false", "core.quotepath=true")
    command = ["git", *(word for each in settings for word in ("-c", each)), *words]
    try:
        return subprocess.run(command, cwd=root, input=text, capture_output=True, env={**given, **quiet}, check=False)
    except FileNotFoundError:
        raise UsageError("--since asks git, which is not installed (or not in PATH)") from None
    except OSError as error:
        raise UsageError(f"git cannot be run: {error.strerror or error}") from None
