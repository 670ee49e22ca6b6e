"""All cases, by code, in the order of the rulebook."""

from tests.squawk import constraints, indexes, reading, rewrites, timeouts, transactions
from tests.squawk.case import Case

CASES: dict[str, tuple[Case, ...]] = {
    "TMO011": timeouts.TMO011,
    "TMO018": timeouts.TMO018,
    "MIG001": (*indexes.MIG001, *reading.SUPPRESSED),
    "MIG002": indexes.MIG002,
    "MIG003": constraints.MIG003,
    "MIG004": rewrites.MIG004,
    "MIG005": transactions.MIG005,
    "MIG006": transactions.MIG006,
    "MIG007": transactions.MIG007,
    "MIG008": transactions.MIG008,
    "MIG009": rewrites.MIG009,
    "MIG010": constraints.MIG010,
    "PGL001": reading.PGL001,
    "PGL002": reading.PGL002,
    "CFG005": reading.CFG005,
}
