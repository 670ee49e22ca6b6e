"""Reports against the schemas of their formats: tests/data/schemas/README.md says where each is from."""

import io
import json
from pathlib import Path
from typing import Any

import jsonschema
import pytest
import xmlschema

from pglint.findings.finding import Edit, Finding, Fix, Outcome, Place, Undecided
from pglint.report import Options, render
from pglint.source import Source, Span
from pglint.values import Sum, Term
from tests.report import golden

SCHEMAS = Path(__file__).resolve().parents[1] / "data" / "schemas"
JSON = {"sarif": "sarif-2.1.0.json", "gitlab": "gitlab-code-quality.json", "rdjson": "rdformat.json"}
XML = {"junit": "junit-10.xsd", "checkstyle": "checkstyle.xsd"}

HOSTILE = "]]> <b>&amp; \"x\" 'y' --> ::error:: %0A %25 | `code` \\ \udcff \x1b[2J \ufffe {{ x }} ](1) @all #1"
SOURCE = Source(f"a/{HOSTILE}.ini", f"[databases]\r\n{HOSTILE} = 1\r\n日本 = 2")
SPAN = Span(SOURCE, 13, 20)
FINDING = Finding(
    "CAP001", "hostile", "error", HOSTILE, SPAN, HOSTILE, (Sum(HOSTILE, 3, (Term(HOSTILE, 3, 1, SPAN),)),),
    (Place(SPAN, HOSTILE),), "safe", HOSTILE, Fix(HOSTILE, (Edit(SPAN, "<&>"),), True),
)  # fmt: skip
ASKED = Undecided("CAP001", SPAN, HOSTILE)
AT_END = FINDING._replace(span=Span(SOURCE, len(SOURCE.text), len(SOURCE.text)), severity="note")
OUTCOMES = {
    "rich": golden.outcome(),
    "nothing": Outcome((), (), (), 3),
    "no files": Outcome((), (), (), 0),
    "hostile": Outcome((FINDING, AT_END, FINDING._replace(severity="warning")), (ASKED,), (), 1, (HOSTILE,)),
}
CASES = [(name, outcome, unknown) for name in OUTCOMES for outcome in (OUTCOMES[name],) for unknown in (True, False)]


@pytest.mark.parametrize("name", JSON)
@pytest.mark.parametrize(("case", "outcome", "unknown"), CASES)
def test_json(name: str, case: str, outcome: Outcome, unknown: bool) -> None:
    report = json.loads(render(name, outcome, Options(show_unknown=unknown)).encode())
    jsonschema.validate(report, _schema(JSON[name]))


def _schema(name: str) -> Any:
    return json.loads((SCHEMAS / name).read_text(encoding="utf-8"))


@pytest.mark.parametrize("name", XML)
@pytest.mark.parametrize(("case", "outcome", "unknown"), CASES)
def test_xml(name: str, case: str, outcome: Outcome, unknown: bool) -> None:
    report = render(name, outcome, Options(show_unknown=unknown)).encode()
    xmlschema.XMLSchema(SCHEMAS / XML[name]).validate(io.BytesIO(report))


@pytest.mark.parametrize(
    ("name", "spoilt"),
    [
        ("sarif", '{"version": "2.1.0", "runs": [{"tool": {"driver": {"name": "x", "colour": 1}}}]}'),
        ("gitlab", '[{"description": "d", "check_name": "c", "fingerprint": "f", "severity": "error"}]'),
        ("rdjson", '{"diagnostics": [{"message": "m", "location": {"path": "p"}, "severity": "NOTE"}]}'),
    ],
)
def test_the_schemas_refuse_what_is_wrong(name: str, spoilt: str) -> None:
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate(json.loads(spoilt), _schema(JSON[name]))
