"""Which rules are about a setting."""

import pytest

from pglint.rulebook.load import rules
from pglint.rulebook.words import table
from pglint.settings.answer import Answers, names
from pglint.settings.rules import MADE_OF

ANSWERS = Answers(rules().rules)


@pytest.mark.parametrize(
    ("name", "codes"),
    [
        ("reserved_connections", "CAP001 CAP007 CAP009 CAP012 CAP016 CAP020 CAP021 LIM005"),
        ("statement_timeout", "TMO002 TMO004 TMO005 TMO010"),
        ("max_prepared_statements", "MODE004"),
        ("wal_keep_segments", "CFG003 REP009"),
        ("ssl_min_protocol_version", "CFG002"),
        ("sort_mem", "CFG008 MEM001 MEM003"),
        ("checkpoint_segments", "CFG003"),
        ("default_with_oids", "CFG002"),
        ("application_name", ""),
        ("port", ""),
    ],
)
def test_rules_about(name: str, codes: str) -> None:
    assert [rule.code for rule in ANSWERS.ask(name).rules] == codes.split()


def test_every_rule_about_a_limit_of_pools_is_told() -> None:
    assert {rule.code for rule in ANSWERS.ask("default_pool_size").rules} >= {"CAP001", "CAP003", "CAP004", "CAP008"}


def test_words_that_are_made_of_settings_are_words_and_settings() -> None:
    assert MADE_OF.keys() <= table().keys()
    assert {name for found in MADE_OF.values() for name in found} <= set(names())
