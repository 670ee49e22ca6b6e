"""What is wrong with a setting that SQL gives a session, a role, a database or the server: names, values, and contexts.

Sources: set_config_option and AlterSystemSetConfigFile in src/backend/utils/misc/guc.c, whose words the messages use.
ALTER ROLE and ALTER DATABASE are judged as the session that runs them (validate_option_array_item), so that neither
takes what is only read when a connection starts.
"""

from __future__ import annotations

from pglint.facts import Fault
from pglint.model import conf_faults
from pglint.record import TYPE_CHECKING
from pglint.values import Unknown

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pglint.facts import Setting

EFFECT = "statement"
"""The effect of these faults: the server refuses the statement, and goes on."""
KINDS = ("invalid-value", "octal-number", "timeout-rounds-to-off", "removed-setting")

NAMES_OF_ROLES = ("role", "session_authorization")
"""Their values are names, of which only the server knows which there are."""
REFUSED = {
    "internal": "cannot be changed",
    "postmaster": "cannot be changed without restarting the server",
    "sighup": "cannot be changed now",
    "backend": "cannot be set after connection start",
    "superuser-backend": "cannot be set after connection start",
}
"""Parameters that a session sets neither for itself nor for others, by their context."""
NOT_BY_SYSTEM = (
    "allow_alter_system", "config_file", "data_directory", "transaction_deferrable", "transaction_isolation",
    "transaction_read_only",
)  # fmt: skip
"""What ALTER SYSTEM does not take (GUC_DISALLOW_IN_AUTO_FILE), beside what is internal."""
OTHERS = (
    "allow_segment_", "alloydb_", "apg_", "aurora_", "edb_", "enable_case_sensitive_", "enable_experimental_",
    "enable_result_cache_", "experimental_", "foreign_key_checks", "google_", "gp_", "group_concat_", "optimizer",
    "query_group", "rds_", "sql_", "statement_mem", "unique_checks", "wlm_", "yb_", "ysql_",
)  # fmt: skip
"""How the parameters of PostgreSQL's forks and of other databases begin, which only they know."""


def faults(
    setting: Setting, readings: tuple[int, ...], *, system: bool = False, managed: bool = False
) -> Iterator[Fault]:
    """The faults that hold in all readings.

    ``system``: by ALTER SYSTEM. A ``managed`` server has parameters of its platform: of its names only those count that
    are nearly one of PostgreSQL's.
    """
    if "." in setting.name or setting.name in NAMES_OF_ROLES:
        return
    for fault in _faults(setting, readings, system):
        foreign = setting.name.startswith(OTHERS) or (managed and not fault.instead)
        if fault.kind != "unknown-setting" or not foreign:
            yield fault if fault.effect else fault._replace(effect=EFFECT)


def _faults(setting: Setting, readings: tuple[int, ...], system: bool) -> Iterator[Fault]:
    taken = conf_faults.readings_of(setting, readings)
    if all(each.parameter is None for each in taken):
        yield conf_faults.unknown(setting, readings)
        return
    contexts = [each.parameter.context for each in taken if each.parameter is not None]
    if system:
        never = setting.name in NOT_BY_SYSTEM
        contexts = ["internal" if never or context == "internal" else "" for context in contexts]
    why = [REFUSED.get(context, "") for context in contexts]
    if all(why):
        text = f'parameter "{setting.name}" {why[-1]}'
        yield Fault("invalid-value", text, setting.name_span, setting.name)
        return
    if isinstance(setting.value, Unknown):
        return
    yield from (each for each in conf_faults.value(setting, taken, on_command_line=False) if each.kind in KINDS)
    if system and (fault := conf_faults.deprecated(setting, readings, taken)):
        yield fault
