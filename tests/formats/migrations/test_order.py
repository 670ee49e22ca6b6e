"""What is at or after a version, two files of one version, and how names are put in order."""

import pytest

from pglint.formats.migrations.around import bounds
from pglint.formats.migrations.order import judged, leading, natural, numbers
from tests.formats.migrations.showing import T, folders

GOOSE = {f"m/{name}.sql": "-- +goose Up\n" + T for name in ("00001_a", "00042_b", "00100_c")}
DIESEL = "migrations/2020-01-13-025151_a/up.sql migrations/2022-11-21-204256_b/up.sql"
FROM = [
    ("m/V1__a.sql m/V42__b.sql m/V100__c.sql m/R__v.sql", "V42", "V42__b V100__c R__v"),
    ("m/V1__a.sql m/V42__b.sql m/V100__c.sql m/R__v.sql", "42", "V42__b V100__c R__v"),
    ("m/V1__a.sql m/V42__b.sql m/V100__c.sql", "V43", "V100__c"),
    ("m/V1.9__a.sql m/V1.10__b.sql m/V2__c.sql", "V1.10", "V1.10__b V2__c"),
    ("m/V1.9__a.sql m/V1.10__b.sql m/V2__c.sql", "1_9_1", "V1.10__b V2__c"),
    ("m/V1__a.sql m/V2__b.sql", "V1.0", "V1__a V2__b"),
    ("m/V1__a.sql m/V2__b.sql", "V3", ""),
    (GOOSE, "42", "00042_b 00100_c"),
    (GOOSE, "00043", "00100_c"),
    (GOOSE, "00042_b.sql", "00042_b 00100_c"),
    (GOOSE, "00042_b", "00042_b 00100_c"),
    (GOOSE, "m/00100_c.sql", "00100_c"),
    (GOOSE, "V42", "00042_b 00100_c"),
    (GOOSE, "20240101", ""),
    (GOOSE, "nonsense", "00001_a 00042_b 00100_c"),
    ("migrations/20240101_a.sql migrations/20240201_b.sql", "20240115", "20240201_b"),
    ("migrations/2021-09-28-a.sql migrations/2022-01-13-b.sql", "2021-10", "2022-01-13-b"),
    (DIESEL, "2022-11-21-204256", "2022-11-21-204256_b/up"),
    (DIESEL, "20200113025152", "2022-11-21-204256_b/up"),
    (DIESEL, "2022-11-21-204256_b", "2022-11-21-204256_b/up"),
    ({"sqitch.plan": "a x\nb x\nc x\n", "deploy/a.sql": T, "deploy/b.sql": T, "deploy/c.sql": T}, "b", "b c"),
    ({"sqitch.plan": "a x\nb2 x\n", "deploy/a.sql": T, "deploy/b2.sql": T}, "V42", "a b2"),
    ({"s/a.sql": "-- Running upgrade  -> 1975ea\n" + T}, "V2000", "a"),
    ("docker-entrypoint-initdb.d/1_a.sql docker-entrypoint-initdb.d/2_b.sql", "2", "1_a 2_b"),
    ({"m/a.sql": "--liquibase formatted sql\n--changeset x:1\na;\n--changeset x:2\nb;"}, "2", "a"),
]  # fmt: skip


@pytest.mark.parametrize(("files", "since", "expected"), FROM, ids=[f"{row[1]} of {row[2]}" for row in FROM])
def test_scripts_at_or_after_a_version(files, since, expected):
    (folder,) = folders(files)
    chosen = judged(folder, since)
    kept = [script for script in folder.scripts if script in chosen]
    assert [script.path.partition("/")[2].removesuffix(".sql") for script in kept] == expected.split()


CLASHES = [
    ("m/V1__a.sql m/V1__b.sql", "m/V1__b.sql: V1__a.sql has version V1 too; flyway refuses to run"),
    ("m/V1__a.sql m/V01.0__b.sql", "m/V1__a.sql: V01.0__b.sql has version V01.0 too; flyway refuses to run"),
    ("m/1_a.up.sql m/01_b.up.sql", "m/1_a.up.sql: 01_b.up.sql has version 01 too; they cannot both run"),
    ({"m/1_a.sql": "-- +goose Up\na;", "m/001_b.sql": "-- +goose Up\nb;"}, "m/1_a.sql: 001_b.sql has version 001 too; goose refuses to run"),
    ({"m/1_a.sql": "-- migrate:up\na;", "m/1_b.sql": "-- migrate:up\nb;"}, "m/1_b.sql: 1_a.sql has version 1 too; dbmate cannot record the second one"),
    ("m/2020-01-13-025151_a/up.sql m/20200113025151_b/up.sql", "m/20200113025151_b/up.sql: up.sql has version 20200113025151 too; Diesel runs only one of them"),
    ("supabase/migrations/1_a.sql supabase/migrations/1_b.sql", "supabase/migrations/1_b.sql: 1_a.sql has version 1 too; Supabase cannot record both"),
    ("m/1_a.up.sql m/2_b.up.sql m/4_d.up.sql", ""),
    ("migrations/1_a.sql migrations/1_b.sql", ""),
    ({"m/1_a.sql": "-- migrate:up\na;\n-- migrate:down\n-- migrate:up\nb;"}, ""),
    ("m/V1__a.sql m/U1__a.sql m/B1__a.sql", ""),
]  # fmt: skip


@pytest.mark.parametrize(("files", "expected"), CLASHES, ids=[expected or str(files) for files, expected in CLASHES])
def test_two_files_of_one_version(files, expected):
    (folder,) = folders(files)
    assert [f"{fault.span.path}: {fault.text}" for fault in folder.faults] == ([expected] if expected else [])
    assert {len(fault.related) for fault in folder.faults} <= {1}


@pytest.mark.parametrize(
    "ordered",
    [
        "1 2 10",
        "1_a 1_b 02_a 10_a",
        "a B c",
        "2021-09-28-x 2021-10-01-a",
        "a1 a2 a10",
        "20240101 20240101120000",
    ],
)
def test_natural_order(ordered):
    names = ordered.split()
    assert sorted(set(names), key=natural) == names


@pytest.mark.parametrize(
    ("version", "parts"),
    [
        ("1", (1,)),
        ("1.0", (1,)),
        ("0", (0,)),
        ("1_2", (1, 2)),
        ("01.10", (1, 10)),
        ("20250306_0000", (20250306,)),
        ("", ()),
    ],
)
def test_numbers_of_a_version(version, parts):
    assert numbers(version) == parts


@pytest.mark.parametrize(
    ("name", "version"),
    [
        ("0042_x.sql", "0042"),
        ("2021-09-28-x.sql", "2021-09-28"),
        ("V1.2__x.sql", "V1.2"),
        ("32.all.sql", "32"),
        ("init.sql", "init"),
        ("x", "x"),
    ],
)
def test_version_in_front_of_a_name(name, version):
    assert leading(name) == version


@pytest.mark.parametrize(
    ("wanted", "low", "below"),
    [
        ("6.16.2", (6, 16, 2), (6, 16, 3)),
        ("=6.16", (6, 16), (6, 17)),
        ("6", (6,), (7,)),
        ("6.x", (6,), (7,)),
        ("^6.16.2", (6, 16, 2), (7,)),
        ("^0.3.2", (0, 3, 2), (0, 4)),
        ("~7.3.0", (7, 3, 0), (7, 4)),
        ("~7", (7,), (8,)),
        ("7.4.0-dev.1", (7, 4, 0), (7, 4, 1)),
    ],
)
def test_versions_that_a_package_allows(wanted, low, below):
    assert bounds(wanted) == (low, below)


@pytest.mark.parametrize("wanted", ["latest", "*", ">=6 <8", "workspace:*", "catalog:", "", "6 || 7"])
def test_versions_that_a_package_does_not_tell(wanted):
    assert bounds(wanted) is None
