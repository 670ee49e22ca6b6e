"""``pglint stacks``: which files belong together, and why."""

from __future__ import annotations

from pglint.cli.check import Look, internal, judge, status, tell, watched
from pglint.cli.parser import Arguments
from pglint.record import TYPE_CHECKING
from pglint.remembered import Said

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from pglint.findings.finding import StackFiles
    from pglint.remembered import Memory
    from pglint.watch import Watch


def run(arguments: Arguments) -> int:
    return tell(arguments, Look(False, 0), _stacks)


def _stacks(arguments: Arguments, look: Look, known: Memory | None) -> tuple[Said, Watch | None]:
    from pglint.cli.scope import scope as scope_of
    from pglint.findings.selection import ALL, Selection
    from pglint.project import is_named, shown

    scope = scope_of(arguments.words, arguments.config, None, arguments.var_files)
    watch = watched(scope, known)
    outcome = judge(scope._replace(named=None), Selection(ignore=(ALL,)), arguments)
    stacks = sorted(
        (stack for stack in outcome.stacks if any(is_named(member.path, scope.named) for member in stack.files)),
        key=lambda stack: (stack.name is None, stack.name or ""),
    )
    text = as_json(stacks) if arguments.format == "json" else "\n".join(_text(stacks, shown(scope.root)))
    return Said(text, status(outcome._replace(findings=()), "error"), tuple(internal(outcome))), watch


def as_json(stacks: list[StackFiles]) -> str:
    """``[{"name", "files": [{"file", "kind", "reason"}]}]``; the name of those in no stack is null."""
    from pglint.report.json import lines

    def files(stack: StackFiles) -> list[dict[str, str]]:
        return [{"file": each.path, "kind": each.kind, "reason": each.reason} for each in sorted(stack.files)]

    return lines({"name": stack.name, "files": files(stack)} for stack in stacks) + "\n"


def _text(stacks: list[StackFiles], path: Callable[[str], str]) -> Iterator[str]:
    from pglint.report.printable import plain

    if not stacks:
        yield "no files to check\n"
    for stack in stacks:
        rows = [(plain(path(member.path)), member.kind, plain(member.reason)) for member in sorted(stack.files)]
        wide = [max(len(row[at]) for row in rows) for at in (0, 1)]
        lines = [f"stack {plain(stack.name)}" if stack.name is not None else "in no stack"]
        lines += [f"  {file:<{wide[0]}}   {kind:<{wide[1]}}   {reason}".rstrip() for file, kind, reason in rows]
        yield "\n".join(lines) + "\n"
