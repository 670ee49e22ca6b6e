"""Which rules are about a setting: those whose conditions, places, sums or messages are made of it.

Rules that are about every setting (CFG001 unknown, CFG002 invalid …) are not told of each. What a word adds up or
decides on is listed in ``MADE_OF``.
"""

from __future__ import annotations

import re

from pglint.model.timeouts import ENDS_FIRST, POOLER, SERVER
from pglint.record import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from pglint.rulebook.rule import Message, Rule

SIZES = ("default_pool_size", "pool_size", "reserve_pool_size", "reserve_pool")
CAPS = (*SIZES, "max_db_connections", "max_user_connections")
SLOTS = ("max_connections", "superuser_reserved_connections", "reserved_connections")
MEMORY = ("max_connections", "work_mem", "shared_buffers", "hash_mem_multiplier")
MADE_OF: dict[str, tuple[str, ...]] = {
    "server.slots": SLOTS,
    "server.role_slots": SLOTS,
    "server.demand": CAPS,
    "server.worst": CAPS,
    "role.demand": CAPS,
    "database.demand": CAPS,
    "pool.connections": CAPS,
    "pool.cap": SIZES,
    "pool.size": ("default_pool_size", "pool_size"),
    "pool.reserve": ("reserve_pool_size", "reserve_pool"),
    "pool.min_size": ("min_pool_size",),
    "pool.max_db": ("max_db_connections",),
    "pool.max_user": ("max_user_connections",),
    "pool.mode": ("pool_mode",),
    "pool.pooler_idle_transaction_timeout": ("idle_transaction_timeout",),
    "pooler.modes": ("pool_mode",),
    "pooler.largest_pool": SIZES,
    "pooler.largest_reserve": ("reserve_pool_size", "reserve_pool"),
    "pooler.pool_total": SIZES,
    "pooler.client_slots": ("max_client_conn",),
    "pooler.listens": ("listen_addr", "unix_socket_dir"),
    "pooler.dropped_timeouts": ("ignore_startup_parameters",),
    "pooler.lost_timeouts": ("ignore_startup_parameters",),
    "pooler.auth_file_missing": ("auth_file",),
    "server.sync_wanted": ("synchronous_standby_names",),
    "server.sync_named": ("synchronous_standby_names",),
    "server.session_memory": MEMORY,
    "server.hash_memory": MEMORY,
    "server.maintenance_memory": ("autovacuum_max_workers", "autovacuum_work_mem", "maintenance_work_mem"),
    "server.unbounded_transactions": ("idle_in_transaction_session_timeout", "transaction_timeout"),
    "server.unbounded_statements": ("statement_timeout",),
    "timeout.bare": (*SERVER, *POOLER),
    "timeout.ends_first": (*ENDS_FIRST, *ENDS_FIRST.values()),
}
OWNERS = ("server", "standby", "primary", "pooler", "pool", "role", "database", "migrations", "statement")
"""What words are read from that end in a setting's name."""
NAME = re.compile(r"[a-z]+(?:_[a-z0-9]+)+")
"""In a text; names of one part (user, port) are words of every day."""


class About(NamedTuple):
    """A rule by code and name."""

    code: str
    name: str


def rules_about(rules: Iterable[Rule]) -> dict[str, list[About]]:
    """By the name of a setting in lower case, the rules that are about it, in the order of ``rules``."""
    found: dict[str, list[About]] = {}
    for rule in rules:
        for name in set(_names(rule)):
            found.setdefault(name, []).append(About(rule.code, rule.name))
    return found


def _names(rule: Rule) -> Iterator[str]:
    yield from NAME.findall(rule.summary)
    for check in rule.checks:
        words = (*check.words, *check.at, *check.see, *check.sums, check.repair.word if check.repair else "")
        for word in words:
            yield from MADE_OF.get(word, ())
            owner, _, last = word.partition(".")
            if owner in OWNERS:
                yield last
        for text in (*_texts(check.message), *_texts(check.help)):
            yield from NAME.findall(text)


def _texts(message: Message) -> Iterator[str]:
    return (part for part in message if isinstance(part, str))
