"""How often each rule fires on real files, by kind of file: ``make corpus``.

A default warning that fires on more than a fifth of the files of its kind is noise: the exit status is then 1.
``make corpus ARGS=CODE`` lists what a rule (or a family) finds. Without the collection the exit status is 2.
"""

import sys
from collections import Counter
from collections.abc import Iterable

from pglint.findings.finding import Finding
from tests.corpus import collection
from tests.corpus.collection import KINDS

NOISY = 1 / 5
ALLOWED = ("LIM001",)


def fired() -> dict[str, list[tuple[str, list[Finding]]]]:
    """By kind: each file or stack with its findings. A file is a tree of its own; a stack is one as a whole."""
    found: dict[str, list[tuple[str, list[Finding]]]] = {kind: [] for kind in (*KINDS, "stacks")}
    for item in collection.files():
        found[item.kind].append((item.name, _of(item)))
    for name in collection.stacks():
        found["stacks"].append((f"stacks/{name}", list(collection.check_stack(name).findings)))
    return found


def _of(item: collection.Item) -> list[Finding]:
    """What is found in a file, read with those beside it."""
    findings = collection.check(collection.beside(item.name)).findings
    return [finding for finding in findings if finding.span.path == item.path or item.kind != "terraform"]


def count(files: Iterable[tuple[str, list[Finding]]]) -> Counter[tuple[str, str]]:
    """In how many files each rule fires, with what severity."""
    return Counter(pair for _, findings in files for pair in {(each.code, each.severity) for each in findings})


def noisy(found: dict[str, list[tuple[str, list[Finding]]]]) -> list[str]:
    """The default warnings that fire too often. Stacks are too few for a share to say anything."""
    return [
        f"{code} is a warning in {number} of {len(found[kind])} files of {kind}"
        for kind in KINDS
        for (code, severity), number in sorted(count(found[kind]).items())
        if severity == "warning" and code not in ALLOWED and number > NOISY * len(found[kind])
    ]


def table(found: dict[str, list[tuple[str, list[Finding]]]]) -> Iterable[str]:
    counts = {kind: count(files) for kind, files in found.items()}
    names = {rule.code: rule.name for rule in collection.rulebook().rules}
    yield f"{'rule':<44}{'severity':<10}" + "".join(f"{kind + f' ({len(found[kind])})':>24}" for kind in found)
    for code, severity in sorted({pair for each in counts.values() for pair in each}):
        cells = ""
        for kind, files in found.items():
            number = counts[kind][code, severity]
            cells += f"{f'{number}  {number / len(files):4.0%}' if number else '·':>24}"
        yield f"{code + ' ' + names.get(code, ''):<44}{severity:<10}{cells}"
    silent = sorted(set(names) - {code for each in counts.values() for code, _ in each})
    yield f"never: {' '.join(silent) or 'none'}"


def main(codes: list[str]) -> int:
    if not collection.manifest():
        print("the collection of real files is not here (../shared/corpus)", file=sys.stderr)
        return 2
    found = fired()
    for code in codes:
        for files in found.values():
            for name, findings in files:
                lines = [collection.shown(each) for each in findings if each.code.startswith(code)]
                print("".join(f"{name}\n" + "".join(f"  {line}\n" for line in lines) if lines else ""), end="")
    if not codes:
        print("\n".join(table(found)))
    faults = noisy(found)
    print("".join(f"too noisy: {fault}\n" for fault in faults), end="")
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
