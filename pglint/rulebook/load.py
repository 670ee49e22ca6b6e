"""All rules: ours, packed in the wheel or beside the package in a checkout, and the user's own folders."""

from __future__ import annotations

import os

from pglint.record import TYPE_CHECKING
from pglint.rulebook import pack
from pglint.rulebook.rule import Rulebook, RuleError

if TYPE_CHECKING:
    from collections.abc import Iterable
    from typing import Any

    from pglint.rulebook.rule import Rule

PACKED = "rules.bin"


def our_folder() -> str:
    """The folder of our rule files: inside the installed package, or beside it in a checkout."""
    package = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
    inside = os.path.join(package, "rules")
    return inside if os.path.isdir(inside) else os.path.join(os.path.dirname(package), "rules")


def rule_files(folder: str) -> list[str]:
    """The rule files of a folder and of the folders in it, in order."""
    found = []
    for where, folders, names in os.walk(folder):
        folders.sort()
        found += [os.path.join(where, name) for name in sorted(names) if name.endswith((".yaml", ".yml"))]
    return found


def rules(custom: tuple[str, ...] = (), *, use_cache: bool = True) -> Rulebook:
    """The rulebook with the user's folders. Raises RuleError for a user's rule that cannot be used."""
    ours = _ours(use_cache)
    files = texts() if custom else {}
    own: tuple[Rule, ...] = ()
    for folder in custom:
        if not os.path.isdir(folder):
            raise RuleError(folder, "", "custom-rules names a folder that does not exist")
        paths = rule_files(folder)
        for rule, path in zip(_compiled(paths, use_cache, check=True), paths, strict=True):
            if rule.code in files:
                raise RuleError(path, "code", f"{rule.code} is already taken by {os.path.basename(files[rule.code])}")
            files[rule.code] = path
            own += (rule,)
    return Rulebook(tuple(sorted((*ours, *own), key=lambda rule: rule.code)), files)


def texts(custom: tuple[str, ...] = ()) -> dict[str, str]:
    """The path of each rule's file by code, for explain and the list of proofs. Raises RuleError."""
    return {title(path)[0]: path for folder in (our_folder(), *custom) for path in rule_files(folder)}


def title(path: str) -> tuple[str, str]:
    """A rule's code and name. Our files are called after both; a user's may have any name, and is read for them. Raises
    RuleError.
    """
    if path.startswith(our_folder()):
        code, _, name = os.path.basename(path).rpartition(".")[0].partition("-")
        return code, name
    raw = read(path)
    return str(raw.get("code")), str(raw.get("name"))


def read(path: str) -> dict[str, Any]:
    """A rule file as it was written. Raises RuleError."""
    from pglint.rulebook.compile import parse

    try:
        with open(path, encoding="utf-8") as file:
            return parse(path, file.read())
    except OSError as error:
        raise _unreadable(path, error) from None
    except UnicodeDecodeError:
        raise RuleError(path, "", "is not UTF-8") from None


def _unreadable(path: str, error: OSError) -> RuleError:
    return RuleError(path, "", f"cannot be read: {error.strerror or error}")


def _ours(use_cache: bool) -> tuple[Rule, ...]:
    folder = our_folder()
    packed = os.path.join(folder, PACKED)
    if os.path.exists(packed):
        found = pack.load(pack.read(packed), ("wheel", *_made_with()))
        if found is not None:
            return found
    return _compiled(rule_files(folder), use_cache)


def _made_with() -> tuple[object, ...]:
    from pglint.rulebook import cel

    return pack.made_with(cel.version())


def _compiled(paths: list[str], use_cache: bool, *, check: bool = False) -> tuple[Rule, ...]:
    """The rules of these files, from the user's cache where nothing changed since they were compiled."""
    stats = tuple(map(_stat, (*paths, *_word_files())))
    key = (*_made_with(), stats, check)
    folder = os.path.dirname(paths[0]) if paths else ""
    cached = os.path.join(pack.cache_folder(), f"rules-{_shortened(folder)}.bin")
    if use_cache:
        found = pack.load(pack.read(cached), key)
        if found is not None:
            return found
    compiled = tuple(compile_files(paths, check=check))
    if use_cache:
        pack.write(cached, pack.dump(compiled, key))
    return compiled


def _stat(path: str) -> tuple[str, int, int]:
    try:
        found = os.stat(path)
    except OSError as error:
        raise _unreadable(path, error) from None
    return path, found.st_mtime_ns, found.st_size


def _shortened(path: str) -> str:
    """A path as part of a file's name: files of different folders may share it, they only displace each other."""
    return "".join(letter if letter.isascii() and letter.isalnum() else "_" for letter in path)[-150:]


def _word_files() -> list[str]:
    """In a checkout the words change too."""
    folder = os.path.join(os.path.dirname(os.path.abspath(__file__)), "words")
    return sorted(os.path.join(folder, name) for name in os.listdir(folder) if name.endswith(".py"))


def compile_files(paths: Iterable[str], *, check: bool) -> list[Rule]:
    """Read and compile rule files; ``check`` validates them against the schema too. Raises RuleError."""
    from pglint.rulebook.compile import compile_rules

    raws = []
    for path in paths:
        raw = read(path)
        if check:
            from pglint.rulebook.schema import validate

            validate(path, raw)
        raws.append((path, raw))
    return compile_rules(raws)
