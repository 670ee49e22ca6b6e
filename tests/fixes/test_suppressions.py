"""Suppressions of no use, taken out: what goes, what stays, and what is left alone."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from pglint.facts import Setting
from pglint.findings.finding import Finding
from pglint.fixes.example import checker
from pglint.fixes.plan import plan
from pglint.formats.postgresql_conf import read
from pglint.rulebook.load import rules
from pglint.source import Source

BOOK = rules()
INI = "[databases]\na = host=db user=a\n[pgbouncer]\npool_mode = transaction\n"
TF = 'resource "postgresql_role" "a" {\n  name = "a"\n%s\n}\n'


def cleaned(path: str, text: str) -> str:
    """The text as --fix leaves it, with every other kind of finding left alone."""

    def wanted(finding: Finding) -> bool:
        return finding.code == "PGL001" and finding.fix is not None and finding.fix.safe

    made = plan(checker({path: text}, BOOK), wanted)
    return made.changes[0].new if made.changes else text


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("port = 1 # pglint: ignore[CAP001] why", "port = 1"),
        ("port = 1\t # pglint: ignore[CAP001]\r\nx.y = 2\r\n", "port = 1\r\nx.y = 2\r\n"),
        ("# pglint: ignore[CAP001] why\nport = 1\n", "port = 1\n"),
        ("port = 1\n  ## pglint: ignore-file[CAP001]", "port = 1\n"),
        ("\ufeff# pglint: ignore[CAP001]\nport = 1\n", "\ufeff\nport = 1\n"),
        ("# top\n# pglint: ignore[CAP001]\n# more\nport = 1\n", "# top\n# more\nport = 1\n"),
        # several codes: its own goes, all of it where none is of use
        ("port = 1 # pglint: ignore[CAP001, REP001] why\n", "port = 1\n"),
        ("max_wal_senders = 5\nwal_level = minimal # pglint: ignore[CAP001, REP001] why\n", "max_wal_senders = 5\nwal_level = minimal # pglint: ignore[REP001] why\n"),
        ("max_wal_senders = 5\nwal_level = minimal # pglint: ignore[REP001 CAP001]\n", "max_wal_senders = 5\nwal_level = minimal # pglint: ignore[REP001]\n"),
        ("max_wal_senders = 5\nwal_level = minimal # pglint: ignore[CAP003, REP001,CAP001, lim001 ]\n", "max_wal_senders = 5\nwal_level = minimal # pglint: ignore[REP001 ]\n"),
        ("port = 1 # pglint: ignore[CAP001, CAP999] why\n", "port = 1 # pglint: ignore[CAP999] why\n"),
        # the rest of a comment is not ours
        ("port = 1 # note # pglint: ignore[CAP001] why\n", "port = 1 # note\n"),
        ("port = 1 # pglint: ignore[CAP001] why # tfsec:ignore:x\n", "port = 1 # tfsec:ignore:x\n"),
        ("port = 1 # pglint: ignore[CAP001] why # pglint: ignore[LIM001]\n", "port = 1\n"),
        ("port = 1 # pglint: ignore[CAP001] see #12 and http://x.org/#a\n", "port = 1\n"),
        ("port = 1 # pglint: ignore[CAP001] nosec\n", None),
        ("port = 1 # pglint: ignore[CAP001] checkov:skip=CKV_1\n", None),
        ("{# pglint: ignore[CAP001] #}\nport = 1\n", None),
        # of use
        ("max_wal_senders = 5\nwal_level = minimal # pglint: ignore[REP] why\n", None),
        ("port = 1\nx.y = 2 # pglint: ignore[CAP]\n", "port = 1\nx.y = 2\n"),
        ("search_path = 'a # pglint: ignore[CAP001]'\n", None),
        # its day is over: out where nothing is found there, else somebody has to decide
        ("port = 1 # pglint: ignore[CAP001] why until=2024-01-31\n", "port = 1\n"),
        ("max_wal_senders = 5\nwal_level = minimal # pglint: ignore[REP001] until=2024-01-31\n", None),
        ("max_wal_senders = 5\n# pglint: ignore[CAP001, REP] until=2024-01-31\nwal_level = minimal\n", None),
    ],
)  # fmt: skip
def test_postgresql_conf(before: str, after: str | None) -> None:
    assert cleaned("postgresql.conf", before) == (before if after is None else after)
    assert cleaned("postgresql.conf", cleaned("postgresql.conf", before)) == (before if after is None else after)


@pytest.mark.parametrize(
    ("path", "before", "after"),
    [
        ("pgbouncer.ini", f"; pglint: ignore-file[CAP001] why\n{INI}", INI),
        ("pgbouncer.ini", f"{INI}#pglint: ignore[CAP001]; and LIM001\nlisten_port = 1\n", f"{INI}listen_port = 1\n"),
        ("pgbouncer.ini", f"{INI}listen_port = 1 ; pglint: ignore[CAP001]\n", None),
        ("pg_hba.conf", 'local all "a#b" md5 # pglint: ignore[SEC003] x\n', 'local all "a#b" md5\n'),
        ("postgresql.auto.conf", "port = '1' # pglint: ignore[CAP001]\n", None),
        ("main.tf", TF % "  login = true // pglint: ignore[CAP001] x", TF % "  login = true"),
        ("main.tf", TF % "  login = /* pglint: ignore[CAP001] x */ true", TF % "  login = true"),
        ("main.tf", TF % "  login = true /* pglint: ignore[CAP001] */ # tflint-ignore: x", TF % "  login = true # tflint-ignore: x"),
        ("main.tf", TF % "  /* pglint: ignore[CAP001]\n  and more */\n  login = true", None),
        ("main.tf", 'locals {\n  a = <<EOF\nb # pglint: ignore[CAP001]\nEOF\n}\nresource "postgresql_role" "a" {\n  name = "a"\n}\n', None),
        ("pglint.toml", "postgres-version = 16 # pglint: ignore[CAP001]\n", "postgres-version = 16\n"),
        ("db/migrations/V1__a.sql", "SELECT 1; -- pglint: ignore[CAP001]\n", None),
        ("roles.sql", "/* pglint: ignore-file[CAP001] */\n", None),
    ],
)  # fmt: skip
def test_other_formats(path: str, before: str, after: str | None) -> None:
    assert cleaned(path, before) == (before if after is None else after)


def test_sql_says_why_it_is_left_alone() -> None:
    (found,) = checker({"db/migrations/V1__a.sql": "SELECT 1; -- pglint: ignore[CAP001]\n"}, BOOK)({}).findings
    assert (found.fixable, found.fix) == ("no", None)
    assert found.help == "remove it, unless the file is a migration that ran: Flyway and others refuse one with another comment"


@pytest.mark.parametrize(("from_", "codes"), [("V1", ["PGL001", "PGL002"]), ("V2", [])])
def test_what_ran_before_from_cannot_be_changed(from_: str, codes: list[str]) -> None:
    """The rules do not judge it any more, so that no suppression in it is of use; nobody can take it out."""
    files = {
        "db/migrations/V1__a.sql": "CREATE TABLE t (a int); -- pglint: ignore[MIG001, MIG999] small\n",
        "db/migrations/V2__b.sql": "SELECT 1;\n",
        "pglint.toml": f'[migrations]\npaths = ["db/migrations"]\nfrom = "{from_}"\n',
    }
    assert [each.code for each in checker(files, BOOK)({}).findings] == codes


def test_a_family_of_which_not_all_rules_ran_may_be_of_use() -> None:
    from pglint.check import run
    from pglint.config import Config
    from pglint.findings.selection import Selection
    from pglint.tree import Memory

    tree, files = Memory({"postgresql.conf": "port = 1\nx.y = 2 # pglint: ignore[CAP]\n"}), [("postgresql.conf", "postgresql.conf")]
    for select, fixable in ((("ALL",), "safe"), (("CAP001", "PGL"), "no")):
        found = run(tree, files, Config(), Selection(select=select), BOOK).findings
        assert [each.fixable for each in found if each.code == "PGL001"] == [fixable]


PIECES = st.sampled_from([
    "# pglint: ignore[CAP001] why", "# pglint: ignore[REP001, CAP001] x", "# pglint: ignore-file[LIM001,TMO]", "# plain",
    "#pglint:ignore[TMO001] y until=2020-02-29", "# a # pglint: ignore[REP001]", "# pglint: ignore[CAP001] # tfsec:ignore:z",
    "# pglint: ignore[CAP001", "# pglint: ignore[CAP01]", "# pglint: ignore[PGL001, CAP001] z", "", "#\udce9 naïve",
])  # fmt: skip
VALUES = st.sampled_from(["max_wal_senders = 5", "wal_level = minimal", "port = 1", "search_path = 'a # b'", "", "  "])


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(
    lines=st.lists(st.tuples(VALUES, st.sampled_from(["", " ", "\t"]), PIECES), min_size=1, max_size=6),
    end=st.sampled_from(["\n", "\r\n"]),
    last=st.booleans(),
)
def test_nothing_but_suppressions_goes(lines: list[tuple[str, str, str]], end: str, last: bool) -> None:
    text = end.join(map("".join, lines)) + end * last
    check = checker({"postgresql.conf": text}, BOOK)
    made = plan(check, lambda finding: finding.code == "PGL001")
    after = made.changes[0].new if made.changes else text

    assert plan(checker({"postgresql.conf": after}, BOOK), lambda finding: finding.code == "PGL001").changes == ()
    assert _said(after) == _said(text)
    for kept in ("# plain", "# a", "# tfsec:ignore:z", "# pglint: ignore[CAP001\n", "ignore[CAP01]", "\udce9 naïve"):
        assert after.count(kept.strip()) == text.count(kept.strip()) or kept.endswith("\n"), kept
    told = [(each.code, each.message) for each in check({}).findings if each.code != "PGL001"]
    assert [(each.code, each.message) for each in made.outcome.findings if each.code != "PGL001"] == told


def _said(text: str) -> list[tuple[str, object]]:
    return [(item.name, item.value) for item in read(Source("", text)) if isinstance(item, Setting)]
