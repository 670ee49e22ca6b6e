"""Small immutable records: ``typing.NamedTuple`` for the type checker, at a fraction of its cost at run time.

Importing ``typing`` takes as long as starting Python, and each NamedTuple a good tenth of a millisecond. A hook that
runs on every commit pays that each time, so records are made here: a tuple with named fields, defaults, ``_replace``
and a readable repr. Fields and defaults are written as for ``typing.NamedTuple``.

What only the type checker needs is imported under ``if TYPE_CHECKING``; annotations are never evaluated.
"""

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import NamedTuple as NamedTuple
    from typing import Protocol as Protocol
else:
    from _collections import _tuplegetter

    Protocol = object

    class _Meta(type):
        """Turns the annotated names of a class body into the fields of a tuple."""

        def __new__(cls, name, bases, space):
            if bases == (tuple,):
                return super().__new__(cls, name, bases, space)
            fields = tuple(space.get("__annotations__", ()))
            defaults = {field: space.pop(field) for field in fields if field in space}
            for index, field in enumerate(fields):
                space[field] = _tuplegetter(index, "")
            space["__slots__"] = ()
            space["_fields"] = space["__match_args__"] = fields
            space["__new__"] = _constructor(fields, tuple(defaults.values()))
            # not an heir of NamedTuple: each class above one takes its time when it is made
            return type(name, (tuple,), {**_METHODS, **space})

    _new = tuple.__new__

    def _constructor(fields, defaults):
        """``__new__`` with the fields as parameters, as collections.namedtuple makes it."""
        shape = _SHAPES[len(fields)] if len(fields) < len(_SHAPES) else _shape(len(fields))
        names = ("_cls", *fields)
        return type(shape)(shape.__code__.replace(co_name="__new__", co_varnames=names), _GLOBALS, None, defaults)

    def _shape(length):
        names = ", ".join(f"_{number}" for number in range(length))
        return eval(f"lambda _cls, {names}: _new(_cls, ({names},))")

    # What _shape makes, for the usual lengths: compiling it takes longer than all the rest of a record's class.
    _GLOBALS = {"_new": _new}
    _SHAPES = (
        lambda _cls: _new(_cls, ()),
        lambda _cls, a: _new(_cls, (a,)),
        lambda _cls, a, b: _new(_cls, (a, b)),
        lambda _cls, a, b, c: _new(_cls, (a, b, c)),
        lambda _cls, a, b, c, d: _new(_cls, (a, b, c, d)),
        lambda _cls, a, b, c, d, e: _new(_cls, (a, b, c, d, e)),
        lambda _cls, a, b, c, d, e, f: _new(_cls, (a, b, c, d, e, f)),
        lambda _cls, a, b, c, d, e, f, g: _new(_cls, (a, b, c, d, e, f, g)),
        lambda _cls, a, b, c, d, e, f, g, h: _new(_cls, (a, b, c, d, e, f, g, h)),
        lambda _cls, a, b, c, d, e, f, g, h, i: _new(_cls, (a, b, c, d, e, f, g, h, i)),
        lambda _cls, a, b, c, d, e, f, g, h, i, j: _new(_cls, (a, b, c, d, e, f, g, h, i, j)),
        lambda _cls, a, b, c, d, e, f, g, h, i, j, k: _new(_cls, (a, b, c, d, e, f, g, h, i, j, k)),
        lambda _cls, a, b, c, d, e, f, g, h, i, j, k, m: _new(_cls, (a, b, c, d, e, f, g, h, i, j, k, m)),
        lambda _cls, a, b, c, d, e, f, g, h, i, j, k, m, n: _new(_cls, (a, b, c, d, e, f, g, h, i, j, k, m, n)),
        lambda _cls, a, b, c, d, e, f, g, h, i, j, k, m, n, o: _new(_cls, (a, b, c, d, e, f, g, h, i, j, k, m, n, o)),
        lambda _cls, a, b, c, d, e, f, g, h, i, j, k, m, n, o, p: _new(
            _cls, (a, b, c, d, e, f, g, h, i, j, k, m, n, o, p)
        ),
        lambda _cls, a, b, c, d, e, f, g, h, i, j, k, m, n, o, p, q: _new(
            _cls, (a, b, c, d, e, f, g, h, i, j, k, m, n, o, p, q)
        ),
        lambda _cls, a, b, c, d, e, f, g, h, i, j, k, m, n, o, p, q, r: _new(
            _cls, (a, b, c, d, e, f, g, h, i, j, k, m, n, o, p, q, r)
        ),
    )

    def _make(cls, values):
        return tuple.__new__(cls, values)

    def _replace(self, **changes):
        result = self._make(map(changes.pop, self._fields, self))
        if changes:
            raise ValueError(f"Got unexpected field names: {list(changes)!r}")
        return result

    def _repr(self):
        shown = ", ".join(f"{name}={value!r}" for name, value in zip(self._fields, self, strict=True))
        return f"{type(self).__name__}({shown})"

    _METHODS = {
        "_make": classmethod(_make),
        "_replace": _replace,
        "__repr__": _repr,
        "__getnewargs__": lambda self: tuple(self),
    }

    class NamedTuple(tuple, metaclass=_Meta):
        """The base of all records."""

        __slots__ = ()
