"""Random findings in random files: done twice is done once, nothing else changes, and what was fixed is gone."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from hypothesis import HealthCheck, event, given, settings
from hypothesis import strategies as st

from pglint.findings.finding import Finding
from pglint.fixes.example import checker
from pglint.fixes.plan import plan
from pglint.rulebook.load import rules

BOOK = rules()
NAMES = {
    "max_connections": ["50", "'40'", "0x20", "100", "{{ size }}"],
    "idle_in_transaction_session_timeout": ["0", "'0'", "2h", "'90 min'", "30", "60000"],
    "wal_sender_timeout": ["0", "60s", "500"],
    "max_wal_senders": ["1", "0", "10"],
    "max_replication_slots": ["20", "3"],
    "wal_level": ["archive", "'hot_standby'", "replica"],
    "superuser_reserved_connections": ["0", "3"],
    "password_encryption": ["md5", "on", "scram-sha-256"],
    "statement_timeout": ["30S", "'30 sec'", "30s"],
    "sort_mem": ["4MB"],
    "tcp_keepalives_idle": ["3h", "60"],
    "transaction_isolation": ["serializable"],
    "log_conections": ["on"],
}
KEYS = {
    "pool_mode": ["transaction", "session", "statement"],
    "default_pool_size": ["20", "60", "020"],
    "max_client_conn": ["100", "0", "500 ; plenty", "10"],
    "query_wait_timeout": ["0", "120", "60 # wait"],
    "server_reset_query": ["DISCARD ALL"],
    "reserve_pool_size": ["5"],
    "reserve_pool_timeout": ["0", "5"],
    "max_db_connections": ["10", "0"],
    "auth_type": ["trust", "md5", "any"],
    "listen_addr": ["*", "127.0.0.1"],
    "client_idle_timeot": ["60"],
    "tcp_keepalive": ["0", "1"],
}
ENTRIES = ["app = host=db user=app", "jobs = host=db  user='jobs'   pool_size='40' max_db_connections=10", "app = host=other", "* = host=db"]
COMMENT = st.sampled_from(["", "# note", "; note", "#\udce9t\udce9", "# naïve 漢字 \t", "   ", "#max_connections = 1"])
BLANK = st.sampled_from(["", " ", "  ", "\t"])


@st.composite
def conf(draw: st.DrawFn) -> str:
    lines = []
    for name in draw(st.lists(st.sampled_from(sorted(NAMES)), min_size=1, max_size=7)):
        lines.append(draw(COMMENT).replace(";", "#"))
        value = draw(st.sampled_from(NAMES[name]))
        sign = draw(st.sampled_from([" = ", "=", " ", "  =\t"]))
        behind = draw(st.sampled_from(["", " # why", "#\udcff", "\t "]))
        lines.append(draw(BLANK) + draw(st.sampled_from([name, name.upper()])) + sign + value + behind)
    return _joined(draw, ["include 'conf.d/x.conf'"] * draw(st.booleans()) + lines)


@st.composite
def ini(draw: st.DrawFn) -> str:
    lines = ["[databases]", *draw(st.lists(st.sampled_from(ENTRIES), min_size=1, max_size=3)), "[pgbouncer]"]
    for name in draw(st.lists(st.sampled_from(sorted(KEYS)), max_size=7)):
        lines.append(draw(COMMENT))
        lines.append(draw(BLANK) + name + draw(st.sampled_from([" = ", "=", "\t= "])) + draw(st.sampled_from(KEYS[name])))
    lines += draw(st.sampled_from([[], ["[users]", "jobs = client_idle_timeout=60 pool_size=5"]]))
    return _joined(draw, lines)


def _joined(draw: st.DrawFn, lines: list[str]) -> str:
    end = draw(st.sampled_from(["\n", "\r\n"]))
    return draw(st.sampled_from(["", "\ufeff# top" + end])) + end.join(lines) + draw(st.sampled_from(["", end, end * 2]))


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
@given(conf=conf(), ini=ini(), included=st.sampled_from(["max_connections = 45\n", "# nothing\n"]))
def test_random_findings_in_random_files(conf: str, ini: str, included: str) -> None:
    files = {"postgresql.conf": conf, "pgbouncer.ini": ini, "conf.d/x.conf": included}
    made = plan(checker(files, BOOK), lambda finding: True)
    after = {**files, **{change.path: change.new for change in made.changes}}

    again = plan(checker(after, BOOK), lambda finding: True)
    assert again.changes == ()
    assert [finding[:4] for finding in again.outcome.findings] == [finding[:4] for finding in made.outcome.findings]

    names = {edit.span.text for finding in made.fixed for edit in finding.fix.edits}
    touched = {line.strip() for finding in made.fixed for edit in finding.fix.edits for line in _lines(edit)} | names
    for path, text in files.items():
        kept = [line for line in text.split("\n") if line.strip() not in touched]
        rest = iter(after[path].split("\n"))
        assert all(line in rest for line in kept), (path, kept)  # in their order, byte for byte
        assert text.count("\udce9") == after[path].count("\udce9")
        assert after[path].startswith("\ufeff") == text.startswith("\ufeff")
        assert ("\r\n" in after[path]) == ("\r\n" in text) or "\n" not in text
        assert "\n" not in after[path].replace("\r\n", "") or "\r\n" not in text

    event(f"{min(len(made.fixed), 6)} fixed, {len(made.changes)} files changed, some refused: {bool(made.refused)}")
    before, left, done = map(_told, (checker(files, BOOK)({}).findings, made.outcome.findings, made.fixed))
    for told, count in done.items():
        assert told not in before or left[told] <= max(0, before[told] - count), told


def _told(findings: Iterable[Finding]) -> Counter[tuple[str, str]]:
    return Counter((finding.code, finding.message) for finding in findings)


def _lines(edit) -> list[str]:
    """The lines that an edit touches, as they were; a new line touches none."""
    source, (first, _), (last, _) = edit.span.source, *map(edit.span.source.position, edit.span[1:])
    return [] if not edit.span.text and edit.text.endswith("\n") else [source.line(number) for number in range(first, last + 1)]
