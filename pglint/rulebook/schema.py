"""Rule files against the JSON Schema: only for a user's own rules and in tests, never on the way of a plain run."""

from __future__ import annotations

import json
import os

from pglint.once import cache
from pglint.record import TYPE_CHECKING
from pglint.rulebook.rule import RuleError

if TYPE_CHECKING:
    from collections.abc import Mapping
    from typing import Any


@cache
def _schema() -> Any:
    from pglint.rulebook.load import our_folder

    with open(os.path.join(our_folder(), "schema.json"), encoding="utf-8") as file:
        return json.load(file)


def validate(path: str, raw: Mapping[str, Any]) -> None:
    """Raises RuleError with the first fault and where in the file it is."""
    import jsonschema

    validator = jsonschema.Draft202012Validator(_schema())
    # A misspelt key is also a missing one: the misspelling tells more.
    errors = sorted(
        validator.iter_errors(raw), key=lambda each: (each.validator == "required", list(map(str, each.absolute_path)))
    )
    for error in errors:
        where = ".".join(str(part) for part in error.absolute_path)
        raise RuleError(path, where, error.message)
