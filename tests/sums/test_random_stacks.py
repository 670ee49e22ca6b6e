"""Random stacks, started now: PostgreSQL holds as many sessions as pglint computes, and refuses where its rules fire.

CAP001 and CAP007 are tried with everything at once, CAP003, CAP004 and CAP006 with the limit alone that they are about.

PGLINT_STACKS=400 tries so many, PGLINT_SEED=7 other ones, PGLINT_SEED=random others in each run. Without these the
same forty are tried. A stack that fails is shrunk and printed with all its files: kept.py is where it belongs then.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

import hypothesis
import pytest
from hypothesis import HealthCheck, note

from tests.real import programs, seeds
from tests.real.installed import all_programs
from tests.real.programs import Program
from tests.sums.draws import stacks
from tests.sums.ground import Grounds, grounds
from tests.sums.kept import KEPT
from tests.sums.load import CLIENTS_FULL, DATABASE_FULL, NO_SLOT, ROLE_FULL, Seen, started
from tests.sums.plan import Held, Pool, most
from tests.sums.stacks import DATABASES, FALLBACK, Stack, shown
from tests.sums.verdict import Verdict, verdict

POSTGRESQL = programs.postgresql()
MAJOR = POSTGRESQL.numbers[0] if POSTGRESQL else 15
POOLERS = ("pgbouncer 1.18", "pgbouncer 1.24")
"""Their sums differ: from 1.23 on a user may have a pool size of his own, from 1.24 on 0 is no limit."""
CASES = tuple(KEPT)
TITLE = "stacks that were once summed up wrongly"
COUNT = seeds.number("PGLINT_STACKS", 40)

pytestmark = programs.needs(PostgreSQL=POSTGRESQL, **{name: all_programs().get(name) for name in POOLERS})


@pytest.fixture(scope="module")
def ground() -> Iterator[Grounds]:
    assert POSTGRESQL
    with grounds(POSTGRESQL) as found:
        yield found


@pytest.mark.parametrize("pooler", POOLERS)
@pytest.mark.parametrize("name", CASES)
def test_kept(name: str, pooler: str, ground: Grounds) -> None:
    holds(KEPT[name], all_programs()[pooler], ground)


@pytest.mark.parametrize("pooler", POOLERS)
def test_sums_and_refusals(pooler: str, ground: Grounds) -> None:
    @hypothesis.seed(seeds.SEED)
    @hypothesis.settings(max_examples=COUNT, deadline=None, database=None, suppress_health_check=list(HealthCheck))
    @hypothesis.given(stacks())
    def each(what: Stack) -> None:
        holds(what, all_programs()[pooler], ground, note)

    each()


def holds(what: Stack, pooler: Program, ground: Grounds, note: Callable[[str], object] = print) -> None:
    """All that pglint says of a stack is so; ``note`` is told what it is, and what was seen."""
    version = pooler.numbers
    files = what.files(MAJOR, pooler.version)
    note(f"{what}\n{shown(files)}")
    says = verdict(files, MAJOR, version)
    note(f"{says}")
    here = ground.of(what.server)
    reserved = 3 if what.server.superuser_reserved is None else what.server.superuser_reserved
    assert says.slots == what.server.max_connections - reserved
    every = most(what, version)
    with started(here, pooler, what, version) as load:
        seen = load.fill(every, says.slots)
    note(f"everybody: {every.total} by the manual, {seen.peak} seen")
    at_most(what, says, every, seen)
    sure = most(what, version, lambda pool: surely(pool, what, says))
    if what.pooler and sure.of != every.of:
        with started(here, pooler, what, version) as load:
            seen = load.fill(sure, says.slots)
        note(f"surely: {sure.total} by the manual, {seen.peak} seen")
        at_least(says, seen)
    bare = what._replace(role_limits=(), database_limits=())
    for role, limit in what.role_limits:
        alone = most(bare, version, lambda pool: surely(pool, what, says) and pool.role == role)  # noqa: B023
        if limit < says.slots:
            with started(here, pooler, bare._replace(role_limits=((role, limit),)), version) as load:
                agrees("CAP003", says, load.refuses(alone, ROLE_FULL))
    for database, limit in what.database_limits:
        alone = most(bare, version, lambda pool: surely(pool, what, says) and pool.database == database)  # noqa: B023
        if limit < says.slots:
            with started(here, pooler, bare._replace(database_limits=((database, limit),)), version) as load:
                agrees("CAP004", says, load.refuses(alone, DATABASE_FULL))
    through = [(app.database, app.role, app.pool_size * app.replicas) for app in what.apps if app.via == "pooler"]
    if through:
        with started(here, pooler, what, version) as load:
            agrees("CAP006", says, load.turns_away(through, CLIENTS_FULL))


def surely(pool: Pool, what: Stack, says: Verdict) -> bool:
    """Whether pglint is sure of a pool, or of one like it; what goes past PgBouncer is all declared."""
    if pool.process < 0:
        return True
    assert what.pooler
    named = {entry.name for entry in what.pooler.entries}
    # one database, and one user, stand for those that nobody names
    told = pool.entry in named or any(pool.entry == entry for entry, _ in says.surely)
    entry = pool.entry if told else FALLBACK if pool.entry == DATABASES[0] else ""
    user = None if pool.role == what.pooler.auth_file[0] else pool.role
    return not pool.asks and ((entry, pool.role) in says.surely or (entry, user) in says.surely)


def at_most(what: Stack, says: Verdict, every: Held, seen: Seen) -> None:
    """With everybody there."""
    assert seen.peak == min(every.total, says.slots), seen
    if says.worst and says.worst.total is not None:
        total = min(says.worst.total + says.direct, says.slots)
        bound = says.worst.at_most or endless(says)
        assert seen.peak == total or (bound and seen.peak < total), f"{says.worst}"
    refused = any(words in seen.first for words in NO_SLOT)
    if refused or not endless(says):
        agrees("CAP001" if what.pooler else "CAP007", says, refused)


def endless(says: Verdict) -> bool:
    """Whether the worst case takes more users or databases than there are here."""
    return says.worst is not None and any(term.text.startswith("any number of") for term in says.worst.terms)


def at_least(says: Verdict, seen: Seen) -> None:
    """With those that pglint is sure of."""
    assert says.demand
    assert says.demand.total is not None
    total = min(says.demand.total + says.direct, says.slots)
    assert seen.peak == total or (says.demand.at_least and seen.peak > total), f"{says.demand}"
    if ("CAP001", "error") in says.fired:
        assert any(words in seen.first for words in NO_SLOT)


def agrees(code: str, says: Verdict, refused: bool) -> None:
    if says.fires(code):
        assert refused, f"{code} fires, and nobody is refused"
    elif code not in says.unsure:
        assert not refused, f"{code} does not fire, and somebody is refused"
