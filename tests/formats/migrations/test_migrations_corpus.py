"""Real files: each is given a tool or a kind; what is known of some of them."""

from collections import Counter

import pytest

from pglint.formats.migrations.recognise import Survey, survey
from pglint.tree import Disk, Memory
from tests.corpus import collection

pytestmark = pytest.mark.skipif(not collection.manifest(), reason="the collection of real files is not here")

KNOWN = [
    ("LemmyNet/lemmy", "migrations/2020-01-13-025151_create_materialized_views/up.sql", "diesel", "file"),
    ("Masozee/malaka", "backend/internal/pkg/database/migrations/074_add_barcode_url_to_articles.sql", "goose", "each"),
    ("Masozee/malaka", "backend/internal/pkg/database/migrations/119_add_description_normal_balance_to_coa.sql", "goose", "file"),
    ("openfga/openfga", "assets/migrations/postgres/006_add_collate_index.sql", "goose", "each"),
    ("Permify/permify", "internal/storage/postgres/migrations/20250912101325_add_tenant_scoped_indexes.sql", "goose", "each"),
    ("amacneil/dbmate", "testdata/db/migrations/20200227231541_test_posts.sql", "dbmate", "file"),
    ("hmcts/ccd-data-store-api", "src/main/resources/db/migration/V20250306_0000__CCD-6936_case_pointer_marked_by_logstash.sql", "flyway", "file"),
    ("kestra-io/kestra", "jdbc-postgres/src/main/resources/migrations/postgres/V1_10__multitenant_indices.sql", "flyway", "file"),
    ("langfuse/langfuse", "packages/shared/prisma/migrations/20260324000000_add_job_executions_job_configuration_id_idx/migration.sql", "prisma", "implicit"),
    ("stacklok/minder", "database/migrations/000092_migrate_rule_statuses.up.sql", "golang-migrate", "implicit"),
    ("ory/kratos", "persistence/sql/migrations/sql/20230405000000000001_create_session_token_exchanges.up.sql", "popx", "file"),
    ("riverqueue/river", "riverdriver/riverpgxv5/migration/main/006_bulk_unique.up.sql", "river", "implicit"),
    ("graphile/worker", "sql/000011.sql", "graphile-worker", "file"),
    ("supabase/storage", "migrations/tenant/0040-fix-prefix-race-conditions-optimized.sql", "postgres-migrations", "file"),
    ("supabase/auth", "migrations/00_init_auth_schema.up.sql", "folder", "unknown"),
    ("que-rb/que", "lib/que/migrations/4/up.sql", "folder", "unknown"),
    ("7vignesh/pgpulse", "migrations/004_create_materialized_views.sql", "folder", "unknown"),
    ("metabrainz/listenbrainz-server", "admin/sql/updates/2021-09-28-add-user-name-search-support.sql", "folder", "unknown"),
    ("cardano-community/guild-operators", "files/docker/grest/docker-entrypoint-initdb/01_postgres_config.sql", "docker-entrypoint-initdb.d", "each"),
]  # fmt: skip
OTHERS = [
    ("openstreetmap/openstreetmap-website", "db/structure.sql", "dump"),
    ("devrimgunduz/pagila", "pagila-schema.sql", "dump"),
    ("MedlinkDev/supabase-database-backup", "prisma/backups/roles.sql", "dump"),
    ("TaitoUnited/taito-cli", "plugins/mysql-db/resources/create-users.sql", "other database"),
    ("TaitoUnited/taito-cli", "plugins/postgres-db/resources/create-users.sql", "setup script"),
    ("riverqueue/river", "riverdriver/riverpgxv5/internal/dbsqlc/pg_misc.sql", "query"),
    ("tembo-io/pgmq", "pgmq-extension/sql/pgmq--1.4.5--1.5.0.sql", "extension"),
    ("kaaveland/eugene", "eugene/examples/W14/bad.sql", "test"),
    ("openstreetmap/chef", "cookbooks/db/files/default/monthly-reindex.sql", "job"),
    ("NikolayS/postgres_dba", "sql/i5_indexes_migration.sql", "query"),
]


def repository(repo: str) -> tuple[Survey, dict[str, str]]:
    """What is found among the files of a repository that are here."""
    items = [item for item in collection.manifest().values() if item.repo == repo and item.kind != "stacks"]
    texts = {item.path: collection.text(item) for item in items}
    return survey(Memory(texts), texts), texts


def repositories() -> list[str]:
    return sorted({item.repo for item in collection.manifest().values() if item.kind == "sql"})


def named(found: Survey) -> Counter[str]:
    """How often each file is spoken of; a file of several parts once."""
    runs = {script.path for folder in found.folders for script in folder.scripts}
    return Counter([*runs, *(other.path for other in found.others)])


@pytest.mark.parametrize("repo", repositories())
def test_every_file_is_something(repo):
    found, texts = repository(repo)
    assert named(found) == Counter(path for path in texts if path.endswith((".sql", ".psql")))
    assert all(0 <= each.start <= each.end <= len(texts[each.path]) for f in found.folders for each in f.scripts)
    assert not [fault.text for folder in found.folders for fault in folder.faults]


@pytest.mark.parametrize(("repo", "path", "tool", "transaction"), KNOWN, ids=[row[1] for row in KNOWN])
def test_what_is_known_of_some(repo, path, tool, transaction):
    found, _ = repository(repo)
    scripts = [script for folder in found.folders for script in folder.scripts if script.path == path]
    assert [(script.tool, script.transaction) for script in scripts] == [(tool, transaction)]


@pytest.mark.parametrize(("repo", "path", "kind"), OTHERS, ids=[row[1] for row in OTHERS])
def test_what_some_others_are(repo, path, kind):
    assert {other.path: other.kind for other in repository(repo)[0].others}[path] == kind


@pytest.mark.parametrize("name", collection.stacks())
def test_every_file_of_a_stack_is_something(name):
    root = collection.ROOT / "stacks" / name
    paths = [str(path.relative_to(root)) for path in root.rglob("*.sql")]
    assert named(survey(Disk(str(root)), paths)) == Counter(paths)


def test_how_many_of_each(capsys):
    found = [repository(repo)[0] for repo in repositories()]
    tools = Counter(script.tool for each in found for folder in each.folders for script in folder.scripts)
    kinds = Counter(other.kind for each in found for other in each.others)
    assert sum(tools.values()) + sum(kinds.values()) == 103
    with capsys.disabled():
        print("\n" + ", ".join(f"{name} {number}" for name, number in (*tools.most_common(), *kinds.most_common())))
