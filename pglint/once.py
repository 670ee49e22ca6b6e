"""Values that are worked out once: ``cache`` and ``cached_property`` of functools, without importing it.

functools brings collections and more along, a tenth of the time that Python takes to start.
"""

from __future__ import annotations

from pglint.record import TYPE_CHECKING

if TYPE_CHECKING:
    from functools import cache as cache
    from functools import cached_property as cached_property
else:
    from _functools import _lru_cache_wrapper

    def cache(function):
        """A function that remembers every answer by its arguments."""
        return _lru_cache_wrapper(function, None, False, None)

    class cached_property:
        """A property whose value is kept in the object's own ``__dict__``, where it is found first the next time."""

        def __init__(self, function):
            self.function = function
            self.__doc__ = function.__doc__

        def __set_name__(self, owner, name):
            self.name = name

        def __get__(self, instance, owner=None):
            if instance is None:
                return self
            value = instance.__dict__[self.name] = self.function(instance)
            return value
