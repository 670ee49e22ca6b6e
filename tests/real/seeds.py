"""How much is generated, and from what seed: the same in every build, more and other things on request."""

import os
from random import SystemRandom

import pytest

GIVEN = os.environ.get("PGLINT_SEED", "20261121")
SEED = SystemRandom().randrange(1 << 32) if GIVEN == "random" else int(GIVEN)
if GIVEN == "random":
    print(f"PGLINT_SEED={SEED}")


def number(name: str, default: int) -> int:
    """How many cases of a kind: an environment variable says more, or fewer."""
    return int(os.environ.get(name, default))


def wanted(request: pytest.FixtureRequest, name: str) -> list[int]:
    """The values of one parameter of the tests of a fixture's module that this run will run, in their order."""
    found = [item.callspec.params.get(name) for item in request.session.items
             if isinstance(item, pytest.Function) and item.module is request.module and hasattr(item, "callspec")]  # fmt: skip
    return [value for value in dict.fromkeys(found) if isinstance(value, int)]
