"""Small immutable records: ``typing.NamedTuple`` for the type checker, at a fraction of its cost at run time.

Importing ``typing`` takes as long as starting Python, and each NamedTuple a good tenth of a millisecond. A hook that
runs on every commit pays that each time, so records are made here: a tuple with named fields, defaults, ``_replace``,
``_asdict`` and a readable repr. Fields and defaults are written as for ``typing.NamedTuple``.

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
            return super().__new__(cls, name, (NamedTuple,), space)

    def _constructor(fields, defaults):
        """``__new__`` with the fields as parameters, as collections.namedtuple makes it."""
        names = ", ".join(fields)
        new = eval(f"lambda _cls, {names}: _new(_cls, ({names},))", {"_new": tuple.__new__})
        new.__defaults__ = defaults
        return new

    class NamedTuple(tuple, metaclass=_Meta):
        """The base of all records."""

        __slots__ = ()

        @classmethod
        def _make(cls, values):
            return tuple.__new__(cls, values)

        def _replace(self, **changes):
            result = self._make(map(changes.pop, self._fields, self))
            if changes:
                raise ValueError(f"Got unexpected field names: {list(changes)!r}")
            return result

        def _asdict(self):
            return dict(zip(self._fields, self, strict=True))

        def __repr__(self):
            shown = ", ".join(f"{name}={value!r}" for name, value in zip(self._fields, self, strict=True))
            return f"{type(self).__name__}({shown})"

        def __getnewargs__(self):
            return tuple(self)
