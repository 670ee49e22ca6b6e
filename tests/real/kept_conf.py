"""Files of postgresql.conf about which pglint and the server once disagreed: found by generated ones, and kept."""

from tests.real.generated_trees import Written


def _line(text: str, parameter: str) -> Written:
    return Written({"postgresql.conf": text + "\n"}, parameter)


KEPT = {
    "the value that is wrong stands in a file that is included twice": Written(
        {"postgresql.conf": "include 'a.conf'\ninclude 'a.conf'\n", "a.conf": "work_mem = 1f\n"}, "work_mem"
    ),
    "the first of two wrong parameters stands in a file that is included twice": Written(
        {"postgresql.conf": "include 'a.conf'\ninclude 'a.conf'\nlog_file_mode = 5MB\n", "a.conf": "integer_datetimes = no\n"},
        "integer_datetimes",
    ),
    "a wrong value counts although the name, in other letters, comes later with a right one": _line(
        "WORK_MEM = 5f\nwork_mem = 4MB", "work_mem"
    ),
    "a wrong value does not count where the same letters come later": _line("work_mem = 5f\nwork_mem = 4MB", "work_mem"),
    "a wrong value under an old name counts": _line("sort_mem = 5f\nwork_mem = 4MB", "work_mem"),
    "of the same parameter in other letters the last one is in force": _line("WORK_MEM = 5MB\nwork_mem = 4MB", "work_mem"),
    "too small for a double, for an integer": _line("work_mem = '1e-320'", "work_mem"),
    "too small for a double, for a real": _line("cpu_operator_cost = '1e-320'", "cpu_operator_cost"),
    "the smallest double": _line("cpu_operator_cost = '2.2250738585072014e-308'", "cpu_operator_cost"),
    "minus nothing": _line("recursive_worktable_factor = '-0.0'", "recursive_worktable_factor"),
    "a slot's name that is too long": _line(f"primary_slot_name = '{'a' * 64}'", "primary_slot_name"),
    "a slot's name that is as long as may be": _line(f"primary_slot_name = '{'a' * 63}'", "primary_slot_name"),
    "a transaction's number of more than 64 bits": _line("recovery_target_xid = 18446744073709551616", "recovery_target_xid"),
    "a transaction's number of 64 bits": _line("recovery_target_xid = 18446744073709551615", "recovery_target_xid"),
    "an option that there is not": _line("debug_io_direct = 'data, Val'", "debug_io_direct"),
    "slots that cannot be": _line("synchronized_standby_slots = 'a, b-c'", "synchronized_standby_slots"),
    "slots in a list without a comma": _line("synchronized_standby_slots = 'a b'", "synchronized_standby_slots"),
    "slots that may be": _line("synchronized_standby_slots = 'a, B'", "synchronized_standby_slots"),
    "who creates a role may set it, but not x": _line("createrole_self_grant = 'Set, \"INHERIT\", x'", "createrole_self_grant"),
}  # fmt: skip
