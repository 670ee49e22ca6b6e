"""Stacks about which pglint and the programs once disagreed: found by random ones, and kept."""

from __future__ import annotations

from tests.sums.stacks import SERVERS, App, Entry, Pooler, Stack

KEPT = {
    "before 1.23 a line of [users] is not a forced user's": Stack(
        pooler=Pooler((Entry("d1", user="app", keys=(("pool_size", 4),)),), users=(("app", (("max_user_connections", 2),)),))
    ),
    "nor where the fallback forces him": Stack(
        pooler=Pooler(
            (Entry("d2", keys=(("max_db_connections", 3),)), Entry("*", user="app")),
            (("default_pool_size", 1), ("reserve_pool_size", 2), ("reserve_pool_timeout", 0.1)),
            users=(("app", (("max_user_connections", 2),)),),
        )
    ),
    "a size of 0 and a reserve are the reserve": Stack(
        pooler=Pooler((Entry("d1"),), (("default_pool_size", 0), ("reserve_pool_size", 2), ("reserve_pool_timeout", 0.1)))
    ),
    "a single client makes min_pool_size more than max_client_conn": Stack(
        pooler=Pooler((Entry("d1"),), (("default_pool_size", 3), ("min_pool_size", 3), ("max_client_conn", 2)))
    ),
    "a user whom no file tells may be one with a limit over all databases": Stack(
        pooler=Pooler(
            (Entry("d1"), Entry("d2")), (("default_pool_size", 2),), (("u1", (("max_user_connections", 1),)),), ("u1", "u2")
        )
    ),
    "a role's limit keeps its pool from taking all slots": Stack(
        SERVERS[1], Pooler((Entry("d1", user="app"), Entry("d2")), (("default_pool_size", 12),)), role_limits=(("app", 3),)
    ),
    "a database's limit keeps an application from taking all slots": Stack(
        SERVERS[2], apps=(App("web", "server", "u1", "d1", 7, 2),), database_limits=(("d1", 5),)
    ),
    "limits that leave too much": Stack(
        SERVERS[2], Pooler((Entry("d1", user="app"), Entry("d2")), (("default_pool_size", 9),)), role_limits=(("app", 6),)
    ),
}
"""By what pglint did not know. The second half is about CONNECTION LIMITs and the slots of the server."""
