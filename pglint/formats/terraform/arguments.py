"""Values for the variables of a root module: from the environment, from files it finds, from files that are named."""

from __future__ import annotations

from pglint.facts import Fault
from pglint.formats.hcl.expressions import parse
from pglint.formats.hcl.syntax import Block, Expression, Literal, Name, SyntaxFault
from pglint.formats.terraform.folder import variable_files
from pglint.formats.terraform.inputs import Inputs
from pglint.formats.terraform.modules import Modules
from pglint.formats.terraform.names import Constant
from pglint.formats.terraform.variables import Argument, takes_literal
from pglint.record import TYPE_CHECKING, NamedTuple
from pglint.source import Source
from pglint.values import Unknown

if TYPE_CHECKING:
    from collections.abc import Mapping

    from pglint.formats.hcl.syntax import Node
    from pglint.formats.terraform.module import Module

PREFIX = "TF_VAR_"


class Given(NamedTuple):
    """The arguments of a root module, with the files that they come from, and those that are named and not there.

    ``doubt``: why a variable that has no argument may have one all the same: a file that may give it is broken.
    """

    arguments: Mapping[str, Argument]
    files: tuple[str, ...] = ()
    faults: tuple[Fault, ...] = ()
    doubt: Unknown | None = None
    absent: tuple[str, ...] = ()


def given(modules: Modules, module: Module, inputs: Inputs) -> Given:
    """The values of a root module's variables, in Terraform's order of precedence. Names it does not declare are left.

    "Variable Definition Precedence": the environment, terraform.tfvars, ``*.auto.tfvars``, files that are named.
    """
    declared = {key[1]: block for key, block in module.of("variable")}
    arguments = dict(_environment(inputs.environment, declared))
    files: list[str] = []
    faults: list[Fault] = []
    absent: list[str] = []
    doubt: Unknown | None = None
    for path in (*variable_files(modules.tree, module.folder), *inputs.var_files):
        found = modules.body(path)
        if found is None:
            absent.append(path)
            continue
        files.append(path)
        body, fault = found
        if fault is not None:
            # Whatever was given before may be given again in what could not be read.
            arguments.clear()
            faults.append(fault)
            doubt = Unknown(f"{path} has a syntax error", fault.span)
        setters = body.setters.values()
        new = ((each.name, Argument(each.expression, Constant())) for each in setters)
        arguments.update((name, argument) for name, argument in new if name in declared)
    return Given(arguments, tuple(files), tuple(faults), doubt, tuple(absent))


def _environment(environment: Mapping[str, str], declared: Mapping[str, Block]) -> Mapping[str, Argument]:
    """TF_VAR_limit=20 gives var.limit."""
    found: dict[str, Argument] = {}
    for key, text in environment.items():
        name = key.removeprefix(PREFIX)
        if name != key and name in declared:
            read = _literal if takes_literal(declared[name]) else _expression
            source = Source(key, text)
            found[name] = Argument(Expression(source, 0, len(text), read), Constant(f"{key} is not a value"))
    return found


def _literal(source: Source, start: int, end: int) -> Node:
    return Literal(source.text, start, end)


def _expression(source: Source, start: int, end: int) -> Node:
    """The tree of a text that is no file: a fault in it is nobody's line, and only makes it refer to nothing."""
    try:
        return parse(source, start, end)
    except SyntaxFault:
        return Name("", start, end)
