"""squawk's recorded verdicts on the cases: of a case, the place at which squawk reports first what a code is about."""

import json
from pathlib import Path
from typing import Any

from tests.squawk.case import COUNTERPARTS, Case

RECORDED: dict[str, Any] = json.loads(
    (Path(__file__).parents[1] / "data" / "squawk_verdicts.json").read_text(encoding="utf-8")
)
VERSION: str = RECORDED["squawk"]


def squawk(code: str, case: Case) -> str:
    """The place, as in ``Case.at``, or '' where it is silent. squawk never says that it cannot tell."""
    found = RECORDED["verdicts"][code][case.name]["found"]
    return next((place for rule, place in found if rule in COUNTERPARTS[code]), "")


def same(code: str, case: Case) -> bool:
    """Whether both say the same. A suppression has its own comment for each, so there the line does not count."""
    said = squawk(code, case)
    return bool(said) == bool(case.at) if code.startswith("PGL") else said == case.at
