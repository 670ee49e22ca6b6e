"""Random stacks: small ones, in which limits are close to what the pools want."""

from __future__ import annotations

from hypothesis import strategies as st

from tests.sums.stacks import FALLBACK, SERVERS, App, Entry, Keys, Pooler, Stack

LOOKS_UP = (("auth_user", "asker"), ("auth_query", "select $1::text, gate()"))
MODES = ("session", "transaction", "statement")


def rarely(values: st.SearchStrategy[int]) -> st.SearchStrategy[int | None]:
    """Mostly nothing, which is what shrinking comes to."""
    return st.one_of(st.none(), st.none(), st.none(), values)


@st.composite
def keys(draw: st.DrawFn, /, **values: st.SearchStrategy[int | None] | st.SearchStrategy[str | None]) -> Keys:
    """Some of these keys, each with a value."""
    found: list[tuple[str, float | str]] = []
    for name, strategy in values.items():
        value = draw(strategy)
        if value is not None:
            found.append((name, value))
    return tuple(found)


modes = st.one_of(st.none(), st.none(), st.sampled_from(MODES))
limits = rarely(st.integers(0, 6))
forced = st.sampled_from(("", "", "", "app", "app", "u1"))
entry_keys = keys(
    pool_size=rarely(st.integers(-1, 4)),
    min_pool_size=rarely(st.integers(0, 3)),
    reserve_pool=rarely(st.integers(0, 2)),
    max_db_connections=limits,
    pool_mode=modes,
)
settings = keys(
    default_pool_size=st.one_of(st.integers(1, 4), st.integers(0, 3)),
    min_pool_size=rarely(st.integers(0, 2)),
    reserve_pool_size=rarely(st.integers(0, 2)),
    max_db_connections=limits,
    max_user_connections=limits,
    max_client_conn=rarely(st.integers(1, 9)),
    pool_mode=modes,
)
user_keys = keys(max_user_connections=st.integers(0, 5), pool_mode=modes)


@st.composite
def poolers(draw: st.DrawFn) -> Pooler:
    names = draw(st.lists(st.sampled_from(("d1", "d2", "a1", FALLBACK)), min_size=1, max_size=3, unique=True))
    entries = tuple(
        Entry(name, "d1" if name == "a1" else "", draw(forced), draw(entry_keys)) for name in names
    )
    auth_file = draw(st.sampled_from((("u1",), ("u1", "u2"), ("u1", "u2", "u3"))))
    named = draw(st.lists(st.sampled_from(("u1", "u2", "app")), max_size=2, unique=True))
    users = tuple((name, draw(user_keys)) for name in named if name == "app" or name in auth_file)
    found = draw(settings)
    if any(name.startswith("reserve_pool") for name, _ in (*found, *(key for entry in entries for key in entry.keys))):
        found = (*found, ("reserve_pool_timeout", draw(st.sampled_from((0.1, 0.1, 0)))))
    if "max_client_conn" in dict(found):
        # a pool of size 0 gives its idle connection up, so that few clients cannot fill one pool after the other
        found = tuple((key, max(int(value), 1) if key == "default_pool_size" else value) for key, value in found)
        entries = tuple(entry._replace(keys=tuple(each for each in entry.keys if each != ("pool_size", 0))) for entry in entries)
    if "max_client_conn" not in dict(found) and draw(st.integers(0, 6)) == 6:
        found = (*found, *LOOKS_UP)
    return Pooler(entries, found, users, auth_file, draw(st.sampled_from((1, 1, 1, 2))))


@st.composite
def stacks(draw: st.DrawFn) -> Stack:
    pooler = draw(st.one_of(poolers(), poolers(), poolers(), st.none()))
    apps = draw(st.lists(applications(pooler), max_size=2, unique_by=lambda app: app.name))
    apps = apps or ([] if pooler else [App("web", "server", "u1", "d1", 3)])
    roles = draw(st.lists(st.tuples(st.sampled_from(("u1", "app")), st.integers(1, 9)), max_size=1))
    databases = draw(st.lists(st.tuples(st.just("d1"), st.integers(1, 9)), max_size=1))
    return Stack(
        draw(st.sampled_from(SERVERS)),
        pooler,
        tuple(apps),
        draw(st.sampled_from((0, 0, 2, 9))),
        tuple(roles if draw(st.booleans()) else []),
        tuple(databases if draw(st.booleans()) else []),
    )


@st.composite
def applications(draw: st.DrawFn, pooler: Pooler | None) -> App:
    size, replicas = draw(st.integers(1, 6)), draw(st.integers(1, 3))
    name = draw(st.sampled_from(("web", "jobs")))
    if pooler and draw(st.booleans()):
        database = draw(st.sampled_from([entry.name for entry in pooler.entries if entry.name != FALLBACK] or ["d3"]))
        return App(name, "pooler", draw(st.sampled_from(pooler.auth_file)), database, size, replicas)
    return App(name, "server", draw(st.sampled_from(("u1", "u2"))), draw(st.sampled_from(("d1", "d2"))), size, replicas)
