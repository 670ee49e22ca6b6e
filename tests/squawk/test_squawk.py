"""Migrations judged by pglint and by squawk: the same verdict, or a reason why pglint's is the right one.

squawk's verdicts were recorded from the real program (``python -m tests.bench.sql_verdicts``); ``make bench`` asks it
again. pglint decides each case here.
"""

import json

import pytest

from pglint.cli.main import run
from tests.squawk.case import COUNTERPARTS, SILENT, UNDECIDED, Case, after, lines
from tests.squawk.page import PAGE, page
from tests.squawk.table import CASES
from tests.squawk.verdicts import RECORDED, same, squawk

ALL = [pytest.param(code, case, id=f"{code}: {case.name}") for code, cases in CASES.items() for case in cases]


def judge(case, code, folder, monkeypatch, capsys):
    """pglint's report on a case."""
    for name, text in case.files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    (folder / ".git").mkdir()
    monkeypatch.chdir(folder)
    run(["check", "--format", "json", "--select", f"{code},MIG001" if code.startswith("PGL") else code])
    out, errors = capsys.readouterr()
    assert errors == ""
    return json.loads(out)


@pytest.mark.parametrize(("code", "case"), ALL)
def test_pglint(code, case, tmp_path, monkeypatch, capsys):
    report = judge(case, code, tmp_path, monkeypatch, capsys)
    places = sorted(case.order(row["file"], row["line"]) for row in report["findings"] if row["code"] == code)
    paths = list(case.migrations)
    undecided = [row for row in report["unknown"] if row["code"] == code]
    found = case.place(paths[places[0][0]], places[0][1]) if places else UNDECIDED if undecided else SILENT
    assert found == case.at


@pytest.mark.parametrize(("code", "case"), ALL)
def test_a_reason_is_given_where_the_verdicts_differ(code, case):
    assert RECORDED["verdicts"][code][case.name]["files"] == case.digest, "record squawk's verdict anew"
    assert bool(case.why) == (bool(COUNTERPARTS[code]) and not same(code, case)), (squawk(code, case), case.at)


@pytest.mark.parametrize(
    ("sets", "severity"), [("", "note"), ("SET LOCAL lock_timeout = '2s';", "warning")], ids=["nowhere", "elsewhere"]
)
def test_where_no_migration_sets_a_timeout_that_is_said_once(sets, severity, tmp_path, monkeypatch, capsys):
    alter = "ALTER TABLE orders ADD COLUMN {};"
    names = [f"db/migration/V{number}__change.sql" for number in (1, 2, 3)]
    texts = (lines(sets, alter.format("a int")), lines(alter.format("b int")), lines(alter.format("c int")))
    case = Case(
        "", "", "".join(f"-- {name} --\n{text}" for name, text in zip(names, texts, strict=True)), runner="file"
    )
    findings = judge(case, "TMO011", tmp_path, monkeypatch, capsys)["findings"]
    assert {row["severity"] for row in findings} == {severity}
    assert [row["file"] for row in findings] == (names[1:] if sets else names[2:])


@pytest.mark.parametrize(
    ("code", "statement", "lock", "blocked"),
    [
        ("TMO011", "ALTER TABLE orders ADD COLUMN note text;", "ACCESS EXCLUSIVE", "SELECT"),
        ("TMO011", "CREATE TRIGGER t BEFORE INSERT ON orders EXECUTE FUNCTION f();", "SHARE ROW EXCLUSIVE", "INSERT"),
        ("MIG001", "CREATE INDEX orders_note ON orders (note);", "SHARE", "INSERT"),
        ("MIG003", "ALTER TABLE orders ADD FOREIGN KEY (a) REFERENCES b (id);", "SHARE ROW EXCLUSIVE", "INSERT"),
        ("MIG004", "ALTER TABLE orders ADD COLUMN c uuid DEFAULT gen_random_uuid();", "ACCESS EXCLUSIVE", "SELECT"),
        ("MIG009", "VACUUM FULL orders;", "ACCESS EXCLUSIVE", "SELECT"),
    ],
)
def test_the_message_names_the_lock_and_what_it_blocks(code, statement, lock, blocked, tmp_path, monkeypatch, capsys):
    case = Case(
        "", "", after(lines("SET lock_timeout = '2s';", "DROP TABLE old;"), lines("RESET lock_timeout;", statement))
    )
    (finding,) = judge(case, code, tmp_path, monkeypatch, capsys)["findings"]
    assert all(word in finding["message"] for word in (lock, blocked, "orders"))


def test_the_table_shows_all_that_can_happen():
    assert all(
        len(cases) == len({case.name for case in cases}) == len(RECORDED["verdicts"][code])
        for code, cases in CASES.items()
    )
    pairs = [
        (bool(squawk(code, case)), case.at) for code, cases in CASES.items() for case in cases if COUNTERPARTS[code]
    ]
    assert len(pairs) >= 200
    assert sum(said and at not in (SILENT, UNDECIDED) for said, at in pairs) >= 50
    assert sum(not said and at == SILENT for said, at in pairs) >= 50
    assert sum(said and at == SILENT for said, at in pairs) >= 30  # alarms of squawk alone
    assert sum(not said and at not in (SILENT, UNDECIDED) for said, at in pairs) >= 30  # what pglint alone finds


def test_the_page_is_up_to_date():
    assert PAGE.read_text(encoding="utf-8") == page(), "run python -m tests.squawk.page"
