"""``pglint explain CODE``: the rule file as a page."""

from __future__ import annotations

from pglint.cli.main import CLEAN
from pglint.cli.output import emit
from pglint.cli.parser import Arguments
from pglint.cli.proof import page as proofs
from pglint.cli.proof import proof
from pglint.cli.rules import here
from pglint.cli.usage import UsageError
from pglint.findings.selection import nearest
from pglint.record import TYPE_CHECKING
from pglint.report.printable import visible_lines
from pglint.rulebook import load

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from typing import Any

WIDTH = 100


def run(arguments: Arguments) -> int:
    paths = load.texts(here(arguments.config).custom_rules)
    pages = [page(_raw(code, paths)) for code in arguments.words]
    emit(visible_lines("\n".join(pages)))
    return CLEAN


def _raw(word: str, paths: Mapping[str, str]) -> Mapping[str, Any]:
    """The rule file for a code or a name."""
    code = word.upper()
    if code not in paths:
        code = next((code for code, path in paths.items() if load.title(path)[1] == word.lower()), "")
    if not code:
        close = nearest(word, paths)
        hint = f", did you mean {close}?" if close else " (pglint rules lists them)"
        raise UsageError(f"explain: unknown code {word}{hint}")
    return load.read(paths[code])


def page(raw: Mapping[str, Any]) -> str:
    """A rule for reading: what, why, error texts, options, examples, proof, references."""
    blocks = [f"{raw['code']} {raw['name']}", _facts(raw), _wrapped(raw["summary"], "")]
    if raw.get("why"):
        blocks.append("Why\n" + _wrapped(raw["why"]))
    if raw.get("errors"):
        blocks.append("What it looks like when it happens\n" + "\n".join(f"  {error}" for error in raw["errors"]))
    if raw.get("options"):
        rows = (f"  {name} = {_literal(default)}" for name, default in raw["options"].items())
        blocks.append("Options, in pglint.toml under [rules." + raw["code"] + "]\n" + "\n".join(rows))
    blocks += ["\n".join(_example(example)) for example in raw.get("examples") or ()]
    shown = [block for done, below in proofs(raw) for block in _proof(done, below)]
    if shown:
        title = "Proof, tried with every test of pglint" if proof(raw)["status"] == "proven" else "How it shows itself"
        blocks.append(f"{title}\n" + "\n".join(shown))
    if raw.get("references"):
        blocks.append("References\n" + "\n".join(f"  {reference}" for reference in raw["references"]))
    return "\n\n".join(blocks) + "\n"


def _facts(raw: Mapping[str, Any]) -> str:
    facts = [str(raw["severity"])]
    if raw.get("strict"):
        facts.append("only with --profile strict, or selected by code or family")
    return ", ".join(facts)


def _proof(done: str, below: list[str]) -> Iterator[str]:
    yield _wrapped(done)
    for text in below:
        yield from (f"    {line}" for line in text.split("\n"))


def _example(example: Mapping[str, Any]) -> Iterator[str]:
    yield f"Example: {example['name']}"
    for path, text in example["files"].items():
        yield f"  {path}"
        lines = str(text).rstrip("\n").split("\n")
        for number, line in enumerate(lines, 1):
            yield f"  {number:>{len(str(len(lines)))}} | {line}".rstrip()
    expect = example["expect"]
    if isinstance(expect, str):
        yield "  cannot be decided" if expect == "unknown" else f"  {expect}"
    else:
        yield "  found at " + ", ".join(map(str, expect)) if expect else "  nothing is found"
    yield from _fixed(example)


def _fixed(example: Mapping[str, Any]) -> Iterator[str]:
    """What the fix makes of it: lines before and after, or the statement for a new migration."""
    fixed = example.get("fixed")
    if isinstance(fixed, str):
        yield "  fixed by, in a new migration:"
        yield from (f"  + {line}" for line in fixed.splitlines())
    elif fixed:
        from difflib import ndiff

        for path, text in fixed.items():
            yield f"  fixed in {path}:"
            lines = ndiff(str(example["files"][path]).splitlines(), str(text).splitlines())
            yield from (f"  {line}" for line in lines if line[:1] in "+-")


def _literal(value: object) -> str:
    return str(value).lower() if isinstance(value, bool) else repr(value)


def _wrapped(text: object, indent: str = "  ") -> str:
    """Paragraphs filled to the page's width; what is indented stays as it is."""
    import textwrap

    filled = []
    for paragraph in str(text).strip().split("\n\n"):
        if any(line.startswith(" ") for line in paragraph.split("\n")):
            filled.append(textwrap.indent(paragraph, indent))
        else:
            filled.append(textwrap.fill(paragraph, WIDTH, initial_indent=indent, subsequent_indent=indent))
    return "\n\n".join(filled)
