"""The lock that ALTER … SET (parameter = …) and RESET take, by parameter.

src/backend/access/common/reloptions.c, AlterTableGetRelOptionsLockLevel: the same in PostgreSQL 10 to 18, whatever kind
of relation the parameter is set on. Of several, the strongest.
"""

from __future__ import annotations

from pglint.catalog.lock_modes import ACCESS_EXCLUSIVE, SHARE_UPDATE_EXCLUSIVE, strongest
from pglint.record import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

_WEAK = """
autovacuum_analyze_scale_factor autovacuum_analyze_threshold autovacuum_enabled autovacuum_freeze_max_age
autovacuum_freeze_min_age autovacuum_freeze_table_age autovacuum_multixact_freeze_max_age
autovacuum_multixact_freeze_min_age autovacuum_multixact_freeze_table_age autovacuum_vacuum_cost_delay
autovacuum_vacuum_cost_limit autovacuum_vacuum_insert_scale_factor autovacuum_vacuum_insert_threshold
autovacuum_vacuum_max_threshold autovacuum_vacuum_scale_factor autovacuum_vacuum_threshold deduplicate_items
fillfactor log_autovacuum_min_duration n_distinct n_distinct_inherited parallel_workers toast_tuple_target
vacuum_index_cleanup vacuum_max_eager_freeze_failure_rate vacuum_truncate
"""
_STRONG = """
autosummarize buffering check_option fastupdate gin_pending_list_limit pages_per_range security_barrier
security_invoker user_catalog_table
"""
_MODES = dict.fromkeys(_WEAK.split(), SHARE_UPDATE_EXCLUSIVE) | dict.fromkeys(_STRONG.split(), ACCESS_EXCLUSIVE)


def mode_of(parameters: Iterable[str]) -> str | None:
    """The lock for these parameters; None where one is not of PostgreSQL's own."""
    modes = [_MODES.get(name, "") for name in parameters]
    return strongest(*modes) if all(modes) else None
