"""Terraform's functions on files and paths. Files are those of the tree that is looked at."""

from __future__ import annotations

import posixpath

from pglint.formats.hcl.syntax import SyntaxFault
from pglint.formats.terraform.flow import mapping_of, uncounted
from pglint.formats.terraform.functions_encoding import HASHES, base64encode, encoded
from pglint.formats.terraform.graphemes import normal
from pglint.formats.terraform.limits import NotKnown
from pglint.formats.terraform.loops import items
from pglint.formats.terraform.origins import quoted
from pglint.formats.terraform.signature import BadArgument, Function
from pglint.formats.terraform.values import Invalid, Value
from pglint.record import TYPE_CHECKING
from pglint.source import Source, Span
from pglint.values import Unknown

if TYPE_CHECKING:
    from collections.abc import Callable

    from pglint.formats.terraform.evaluate import Frame
    from pglint.formats.terraform.scope import Scope


def _read(frame: Frame, path: str) -> str:
    found = frame.scope.file(path)
    if isinstance(found, Unknown):
        raise NotKnown(found)
    return found


def file(frame: Frame, path: str) -> str:
    text = _read(frame, path)
    try:
        encoded(text).decode("utf-8")
    except UnicodeDecodeError:
        raise Invalid(f"contents of {path} are not valid UTF-8") from None
    return normal(text)


def templatefile(frame: Frame, path: Value, given: Value) -> Value:
    """The text of a file as a template, in which the given values have names."""
    from pglint.formats.hcl import expressions, templates

    if isinstance(frame.scope, _Given):
        raise Invalid("cannot recursively call templatefile from inside templatefile call")
    if mapping_of(given) is None:
        raise BadArgument(1, "invalid vars value: must be a map")
    unknown = uncounted(given, frame.effort)
    if unknown is not None:
        raise NotKnown(unknown)
    names = {str(key.data): each for key, each in items(given)}
    source = Source(str(path.data), normal(_read(frame, str(path.data))))
    try:
        node = templates.bare(source.text, expressions.read)
    except SyntaxFault as fault:
        raise Invalid(f"{source.path}:{source.position(fault.offset)[0]}: {fault.text}") from None
    return frame.elsewhere(source, _Given(frame.scope), names).value(node)


class _Given:
    """The scope of a template file: nothing but what it is given."""

    def __init__(self, around: Scope) -> None:
        self.around = around

    def reference(self, root: str, steps: tuple[str, ...], span: Span) -> tuple[Value, int]:
        raise BadArgument(1, f"vars map does not contain key {quoted(root)}, referenced at {span.path}:{span.line}")

    def file(self, path: str) -> str | Unknown:
        return self.around.file(path)


def fileexists(frame: Frame, path: str) -> bool:
    _read(frame, path)
    return True


def basename(path: str) -> str:
    """As Go's filepath.Base."""
    stripped = path.rstrip("/")
    return posixpath.basename(stripped) if stripped else "/" if path else "."


def dirname(path: str) -> str:
    """As Go's filepath.Dir."""
    return posixpath.normpath(path[: path.rfind("/") + 1] or ".").replace("//", "/")


def _of_file(run: Callable[[str], str]) -> Callable[[Frame, str], str]:
    return lambda frame, path: run(_read(frame, path))


FUNCTIONS = {
    "file": Function("path: string", file, first="frame"),
    "fileexists": Function("path: string", fileexists, first="frame"),
    "templatefile": Function("path: string, vars: any", templatefile, passes=True, first="frame"),
    "filebase64": Function("path: string", _of_file(base64encode), first="frame"),
    **{
        f"file{name}": Function("path: string", _of_file(HASHES[name]), first="frame")
        for name in ("md5", "sha1", "sha256", "sha512", "base64sha256", "base64sha512")
    },
    "basename": Function("path: string", basename),
    "dirname": Function("path: string", dirname),
}
