"""One instance of a module: what the names in it stand for, worked out when somebody asks, and once."""

from __future__ import annotations

from pglint.formats.hcl.syntax import Block, Expression
from pglint.formats.terraform.copies import ONE, Copies, Copy, counted, repeated, unknown
from pglint.formats.terraform.module import Module, literal
from pglint.formats.terraform.names import Names
from pglint.formats.terraform.objects import Lazy, names_of, stated, together
from pglint.formats.terraform.origins import placed
from pglint.formats.terraform.providers import Providers
from pglint.formats.terraform.run import Run, shown
from pglint.formats.terraform.values import Invalid, Value
from pglint.formats.terraform.variables import Argument, flag, variable
from pglint.record import TYPE_CHECKING
from pglint.source import Span
from pglint.tree import join
from pglint.values import Unknown

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from pglint.formats.terraform.scope import Scope

# As many modules as may call one another in a row.
DEPTH = 20


class Instance:
    """One call of a module, or a root module.

    ``address`` is what stands before the addresses in it, ``module.db["a"].``. ``uncertain``: why it may not exist, or
    exist several times. ``doubt``: why a variable without an argument may have one.
    """

    def __init__(
        self,
        run: Run,
        module: Module,
        arguments: Mapping[str, Argument],
        doubt: Unknown | None = None,
        address: str = "",
        caller: Instance | None = None,
        call: Block | None = None,
        uncertain: Unknown | None = None,
    ) -> None:
        self.run = run
        self.module = module
        self.address = address
        self.uncertain = uncertain
        self.providers: Providers = Providers(module, address, caller.providers if caller else None, call)
        self._folders: tuple[str, ...] = (*(caller._folders if caller else ()), module.folder)
        self._arguments = arguments
        self._doubt = doubt
        self._values: dict[tuple[str, ...], Value | None] = {}
        self._copies: dict[tuple[str, ...], Copies | None] = {}
        self._instances: dict[str, tuple[Instance, ...]] = {}

    def settle(self, expression: Expression, scope: Scope) -> Value:
        """The value of an expression of this module."""
        return self.run.settle(expression, scope)

    def file(self, path: str) -> str | Unknown:
        return self.run.text(path, self.module.folder)

    def reference(self, root: str, steps: tuple[str, ...], span: Span) -> tuple[Value, int]:
        """What a name stands for, and how many steps belong to it. Raises Invalid for a name that is not whole."""
        if root in ("each", "count", "self"):
            return Value(Unknown(f"{root} has no value here", span)), 0
        if not steps or (root == "data" and len(steps) < 2):
            raise Invalid(f"{root} is not a value")
        name = steps[0]
        if root == "path":
            return self._path(name, span), 1
        if root == "terraform":
            return Value(Unknown(f"terraform.{name} is not known", span)), 1
        if root == "data":
            return self._declared(("data", name, steps[1]), f"data.{name}.{steps[1]}", span), 2
        key = {"var": ("variable", name), "local": ("local", name), "module": ("module", name)}.get(root)
        return self._declared(key or ("managed", root, name), f"{root}.{name}", span), 1

    def _path(self, name: str, span: Span) -> Value:
        if name == "module":
            return Value(shown(self.module.folder))
        if name == "root":
            return Value(shown(self.run.folder))
        return Value(Unknown(f"path.{name} is not known", span))

    def _declared(self, key: tuple[str, ...], called: str, span: Span) -> Value:
        """The value of something that the module declares, by its name in ``Module.blocks``."""
        known = self._values.get(key)
        if known is not None:
            return known
        if key[0] == "local":
            setter = self.module.locals.get(key[1])
            if setter is not None:
                argument = Argument(setter.expression, Names(self, {}))
                return self._once(key, called, argument.expression.span, lambda: self._placed(argument, called))
        block = self.module.blocks.get(key)
        if block is None:
            return Value(Unknown(f"{called} is not declared", span))
        if key[0] == "variable":
            return self._once(key, called, block.span, lambda: self._variable(key[1], block))
        if key[0] == "module":
            return self._once(key, called, block.span, lambda: self._call(key[1], block))
        return self._once(key, called, block.span, lambda: self._resource(key, called, block))

    def _once(self, key: tuple[str, ...], called: str, span: Span, work: Callable[[], Value]) -> Value:
        """A value that is worked out at its first use; while that is going on it has none."""
        if key in self._values:
            return self._values[key] or Value(Unknown(f"{called} refers to itself", span))
        self._values[key] = None
        found = self._values[key] = work()
        return found

    def _placed(self, argument: Argument, called: str) -> Value:
        value = self.settle(argument.expression, argument.scope)
        return placed(value, argument.expression, called)

    def _variable(self, name: str, block: Block) -> Value:
        argument = self._arguments.get(name)
        if argument is None and self._doubt is not None:
            return Value(self._doubt)
        return variable(name, block, argument, self.settle)

    # Resources

    def copies(self, key: tuple[str, ...]) -> Copies:
        """The instances of a resource or module call."""
        if key not in self._copies:
            self._copies[key] = None
            self._copies[key] = self._expanded(self.module.blocks[key])
        return self._copies[key] or unknown(Unknown("the number of instances depends on itself"), Value(None))

    def _expanded(self, block: Block) -> Copies:
        for name, expand in (("count", counted), ("for_each", repeated)):
            setter = block.body.setters.get(name)
            if setter is not None:
                return expand(self.settle(setter.expression, Names(self, {})), setter.expression.span)
        return ONE

    def scope(self, copy: Copy) -> Names:
        """What the body of one instance of a block can refer to."""
        return Names(self, copy.given)

    def _resource(self, key: tuple[str, ...], called: str, block: Block) -> Value:
        names = names_of(block.body)

        def make(copy: Copy) -> Value:
            address = f"{self.address}{called}{copy.suffix}"

            def find(name: str) -> Value:
                inner, scope = (*key, copy.suffix, name), self.scope(copy)
                return self._once(inner, f"{address}.{name}", block.span, lambda: stated(block, name, scope, address))

            return Value(Lazy(names, find), refs=frozenset((address,)), kind="resource")

        return together(self.copies(key), self.address + called, make)

    # Calls of modules

    def callee(self, block: Block) -> Module | Unknown:
        """The module that a block calls, or why it is not known."""
        setter = block.body.setters.get("source")
        source = literal(setter)
        if setter is None or source is None:
            return Unknown("the module's source is not known", block.span)
        if not is_local(source):
            return Unknown(f"the module {source} is not in the project", setter.expression.span)
        path = join(self.module.folder, source)
        if path in self._folders or len(self._folders) > DEPTH:
            return Unknown(f"the module {source} calls itself", setter.expression.span)
        found = None if path is None else self.run.modules.module(path)
        if found is None and path is not None:
            self.run.absent.add(path)
        return found or Unknown(f"the module {source} is not in the project", setter.expression.span)

    def called(self, name: str) -> tuple[Instance, ...]:
        """The instances of a module that is in the tree; none where it is not."""
        if name not in self._instances:
            self._instances[name] = ()
            block = self.module.blocks["module", name]
            module = self.callee(block)
            if not isinstance(module, Unknown):
                self.run.add(module)
                copies = self.copies(("module", name)).all
                self._instances[name] = tuple(self._instance(name, module, block, copy) for copy in copies)
        return self._instances[name]

    def _instance(self, name: str, module: Module, block: Block, copy: Copy) -> Instance:
        scope = self.scope(copy)
        arguments = {each.name: Argument(each.expression, scope) for each in block.body.setters.values()}
        address = f"{self.address}module.{name}{copy.suffix}."
        uncertain = copy.uncertain or self.uncertain
        return Instance(self.run, module, arguments, None, address, self, block, uncertain)

    def _call(self, name: str, block: Block) -> Value:
        """The outputs of a module call; a module that is not in the tree has some, but which is not known."""
        address = f"{self.address}module.{name}"
        module = self.callee(block)
        if isinstance(module, Unknown):
            reason = module

            def make(copy: Copy) -> Value:
                return Value(reason, refs=frozenset((address + copy.suffix,)))

        else:
            by_address = {each.address: each for each in self.called(name)}

            def make(copy: Copy) -> Value:
                return by_address[f"{address}{copy.suffix}."].outputs(name)

        return together(self.copies(("module", name)), address, make)

    def outputs(self, name: str) -> Value:
        """What a caller that calls this ``module.name`` sees of it."""
        declared = {key[1]: block for key, block in self.module.of("output")}

        def find(output: str) -> Value:
            block = declared[output]
            called = f"module.{name}.{output}"
            return self._once(("output", output), called, block.span, lambda: self._output(called, block))

        # A module that could not be read whole may have more of them.
        return Value(Lazy(declared, find), kind="resource" if self.module.faults else "")

    def _output(self, called: str, block: Block) -> Value:
        setter = block.body.setters.get("value")
        if setter is None:
            return Value(Unknown(f"{called} has no value", block.span))
        value = self._placed(Argument(setter.expression, Names(self, {})), called)
        return value._replace(sensitive=value.sensitive or flag(block, "sensitive", False))


def is_local(source: str) -> bool:
    """Whether a module's source is a folder beside or below the caller's ("Module Sources", local paths)."""
    return source.startswith(("./", "../"))
