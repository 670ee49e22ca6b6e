"""What the tables of PostgreSQL's parameters leave out: what initdb writes, and what came with a minor release.

Read from servers: postgresql.conf right after initdb of 10 to 18, and pg_settings of two minor releases of a major.
"""

from __future__ import annotations

INITDB: dict[str, int] = {
    "autovacuum_worker_slots": 18,
    "datestyle": 10,
    "default_text_search_config": 10,
    "dynamic_shared_memory_type": 10,
    "lc_messages": 10,
    "lc_monetary": 10,
    "lc_numeric": 10,
    "lc_time": 10,
    "log_timezone": 10,
    "max_connections": 10,
    "max_wal_size": 11,
    "min_wal_size": 11,
    "shared_buffers": 10,
    "timezone": 10,
}
"""Parameters for which initdb writes a line into postgresql.conf, from that major on."""

MINORS: dict[str, tuple[tuple[str, str], ...]] = {
    "allow_in_place_tablespaces": (
        ("10.20", "10.23"),
        ("11.15", "11.22"),
        ("12.10", "12.22"),
        ("13.6", "13.23"),
        ("14.3", "14.5"),
    ),
    "composite_type_mismatch": (("15.18", "15.20"), ("18.6", "")),
    "file_extend_method": (("16.1", "16.14"), ("17.0", "17.10"), ("18.0", "18.4")),
    "output_plugin_libraries": (("15.18", "15.20"), ("18.4", "18.6")),
    "restrict_nonsystem_relation_kind": (
        ("12.18", "12.20"),
        ("13.6", "13.23"),
        ("14.5", "14.23"),
        ("15.0", "15.18"),
        ("16.1", "16.14"),
    ),
}
"""Parameters that not every release of a major has: one that lacks it, and a later one that has it ('': none seen)."""
