"""The connections that ordinary roles can open on each platform: max_connections less what is kept from them.

The numbers are those of the platforms' own documents (catalog/platform_parameters.py, platform_table.py).
"""

import pytest

from pglint.model.slots import slots
from tests.model.building import server, shown
from tests.model.clouds import aiven, aurora, azure, cloud_sql, digitalocean, rds, serverless

RDS_15 = "-3 superuser_reserved_connections + -2 rds.rds_superuser_reserved_connections"
AZURE = "-10 superuser_reserved_connections + -5 reserved_connections"
FORMULA = '"LEAST({DBInstanceClassMemory/9531392},5000)"'


@pytest.mark.parametrize(
    ("text", "expected", "missing"),
    [
        # Amazon: two slots of its own up to 15, reserved_connections of an unknown size from 16 on
        (rds("15.4", max_connections='"100"'), f"95 = 100 max_connections + {RDS_15}", []),
        (rds("11.22", max_connections="100"), f"95 = 100 max_connections + {RDS_15}", []),
        (
            rds("15.4", max_connections="100", rds__rds_superuser_reserved_connections="5"),
            "92 = 100 max_connections + -3 superuser_reserved_connections + -5 rds.rds_superuser_reserved_connections",
            [],
        ),
        (
            rds("15.4", max_connections="100", superuser_reserved_connections="7"),
            "91 = 100 max_connections + -7 superuser_reserved_connections + -2 rds.rds_superuser_reserved_connections",
            [],
        ),
        (
            rds("15.4", max_connections="100", rds__rds_superuser_reserved_connections="var.unknown"),
            "at most 97 = 100 max_connections + -3 superuser_reserved_connections",
            ["rds.rds_superuser_reserved_connections is not known"],
        ),
        (
            rds("16.4", max_connections="100"),
            "at most 97 = 100 max_connections + -3 superuser_reserved_connections",
            ["the default of reserved_connections on Amazon RDS is not known"],
        ),
        (
            rds("16.4", max_connections="100", reserved_connections="4"),
            "93 = 100 max_connections + -3 superuser_reserved_connections + -4 reserved_connections",
            [],
        ),
        (
            rds("15.4", max_connections="var.unknown"),
            f"at least at most no limit = {RDS_15}",
            ["var.unknown has no default"],
        ),
        # A formula and the default, which is the same one: memory is known from both sides, the most counts
        (rds("15.4", max_connections=FORMULA), f"at most 896 = 901 max_connections + {RDS_15}", []),
        (rds("15.4"), f"at most 896 = 901 max_connections + {RDS_15}", []),
        (rds("15.4", "db.m6g.16xlarge"), f"4995 = 5000 max_connections + {RDS_15}", []),
        (
            rds("15.4", "db.zz9.huge"),
            f"at most 4995 = 5000 max_connections + {RDS_15}",
            ["the memory of class db.zz9.huge is not known"],
        ),
        # Aurora has tables by class, and by the most capacity units
        (aurora("db.r6g.large"), f"1717 = 1722 max_connections + {RDS_15}", []),
        (serverless("1", "8"), f"1664 = 1669 max_connections + {RDS_15}", []),
        (serverless("0.5", "16"), f"1995 = 2000 max_connections + {RDS_15}", []),
        # Azure keeps 15; what it sets by default was decided when the server was made
        (azure("16", "B_Standard_B1ms", max_connections="100"), f"85 = 100 max_connections + {AZURE}", []),
        (azure("14", "B_Standard_B1ms", max_connections="100"), f"85 = 100 max_connections + {AZURE}", []),
        (
            azure("16", "B_Standard_B1ms"),
            f"at most 4985 = 5000 max_connections + {AZURE}",
            ["it was set when the server was created, by the size that the server had then"],
        ),
        # DigitalOcean: 25 for each GB, of which it keeps 3
        (digitalocean('"db-s-1vcpu-1gb"'), "22 = 25 max_connections + -3 connections that DigitalOcean keeps", []),
        (digitalocean('"db-s-4vcpu-8gb"'), "197 = 200 max_connections + -3 connections that DigitalOcean keeps", []),
        (
            digitalocean("var.unknown"),
            "at least at most no limit = -3 connections that DigitalOcean keeps",
            ["var.unknown has no default"],
        ),
        # Cloud SQL by memory; what it keeps is not documented
        (
            cloud_sql("db-custom-2-7680"),
            "at most 400 = 400 max_connections",
            ["the default of superuser_reserved_connections on Cloud SQL is not known"],
        ),
        (
            cloud_sql("db-f1-micro", 'database_flags {\n      name = "max_connections"\n      value = "60"\n    }'),
            "at most 60 = 60 max_connections",
            ["the default of superuser_reserved_connections on Cloud SQL is not known"],
        ),
        # Aiven by the last number of its plan
        (
            aiven("business-8"),
            "at most 200 = 200 max_connections",
            ["the default of superuser_reserved_connections on Aiven is not known"],
        ),
    ],
)
def test_slots_by_platform(text: str, expected: str, missing: list[str]) -> None:
    found = server({"main.tf": text})
    total = slots(found, found.readings[-1])
    assert (shown(total), [each.reason for each in total.missing]) == (expected, missing)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (rds("15.4", max_connections="100"), "100 = 100 max_connections"),
        (rds("15.4"), "at most 901 = 901 max_connections"),
        (azure("16", "B_Standard_B1ms", max_connections="100"), "100 = 100 max_connections"),
        (digitalocean('"db-s-1vcpu-1gb"'), "25 = 25 max_connections"),
    ],
)
def test_superusers_have_all_of_them(text: str, expected: str) -> None:
    found = server({"main.tf": text})
    assert shown(slots(found, found.readings[-1], superuser=True)) == expected


@pytest.mark.parametrize(
    ("conf", "major", "expected"),
    [
        ("max_connections = 50\n", 15, "47 = 50 max_connections + -3 superuser_reserved_connections"),
        (
            "max_connections = 50\nreserved_connections = 5\n",
            16,
            "42 = 50 max_connections + -3 superuser_reserved_connections + -5 reserved_connections",
        ),
        ("max_connections = 50\nsuperuser_reserved_connections = 0\n", 15, "50 = 50 max_connections"),
    ],
)
def test_a_server_of_files(conf: str, major: int, expected: str) -> None:
    found = server({"postgresql.conf": conf, "pglint.toml": f"postgres-version = {major}\n"})
    assert shown(slots(found, major)) == expected


def test_the_place_of_a_default_is_the_server() -> None:
    found = server({"main.tf": rds("15.4", max_connections="100")})
    terms = slots(found, 15).terms
    assert [(term.text, term.default, term.span.line if term.span else None) for term in terms] == [
        ("max_connections", False, 7),
        ("superuser_reserved_connections", True, 10),
        ("rds.rds_superuser_reserved_connections", True, 10),
    ]
