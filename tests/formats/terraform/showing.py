"""Trees of Terraform files written as one text, and what their evaluation gives as lines."""

from pglint.formats.terraform.resource import Content, Resource, Root
from pglint.formats.terraform.roots import Inputs, roots
from pglint.formats.terraform.values import Value
from pglint.source import Span
from pglint.tree import Memory
from pglint.values import Unknown


def files(text: str) -> dict[str, str]:
    """The files of a text in which ``== path`` begins each of them; without one all of it is main.tf."""
    found: dict[str, list[str]] = {}
    lines = found.setdefault("main.tf", []) if not text.lstrip().startswith("== ") else []
    for line in text.strip("\n").split("\n"):
        if line.startswith("== "):
            lines = found.setdefault(line[3:], [])
        else:
            lines.append(line)
    return {path: "\n".join(lines) + "\n" for path, lines in found.items()}


def evaluated(text: str, inputs: Inputs | None = None) -> list[Root]:
    """The roots of a tree."""
    tree = files(text)
    return roots(Memory(tree), tree, inputs or Inputs())


def lines(text: str, inputs: Inputs | None = None) -> list[str]:
    """One line for each attribute of each resource, and for each resource that has none."""
    found: list[str] = []
    for root in evaluated(text, inputs):
        for resource in root.resources:
            start = resource.address + (f" uncertain({resource.uncertain.reason})" if resource.uncertain else "")
            found += [f"{start}: {line}" for line in content(resource.content)] or [start]
    return found


def content(of: Content, inside: str = "") -> list[str]:
    """The attributes of a body and of its blocks."""
    found = [f"{inside}{name} = {value(given.value)}" for name, given in of.attributes.items()]
    for name, blocks in of.blocks.items():
        for index, block in enumerate(blocks):
            found += content(block, f"{inside}{name}[{index}].")
    return found + [f"{inside}{name}: ? {reason.reason}" for name, reason in of.missing.items()]


def value(of: Value) -> str:
    """The data, where it was written, and the resources that it comes from."""
    text = f"? {of.data.reason}" if isinstance(of.data, Unknown) else data(of)
    origin = f" ({of.origin.name}, {place(of.origin.span)})" if of.origin else ""
    refs = f" <- {', '.join(sorted(of.refs))}" if of.refs else ""
    return text + origin + refs + (" sensitive" if of.sensitive else "")


def data(of: Value) -> str:
    """A value as Terraform would write it."""
    match of.data:
        case None:
            return "null"
        case bool(truth):
            return "true" if truth else "false"
        case str(text):
            return f'"{text}"'
        case Unknown():
            return "?"
        case tuple(items):
            shown = ", ".join(data(item) for item in items)
            return f"{{{shown}}}" if of.kind == "set" else f"[{shown}]"
        case int() | float():
            return str(of.data)
    return "{" + ", ".join(f"{name}: {data(item)}" for name, item in of.data.items()) + "}"


def place(span: Span) -> str:
    return f"{span.path}:{span.line}"


def resource(text: str, address: str) -> Resource:
    """One resource of a tree."""
    return next(each for root in evaluated(text) for each in root.resources if each.address == address)
