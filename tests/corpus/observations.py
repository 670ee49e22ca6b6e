"""What a person found in the collection of real files, by the numbers of its list of observations.

Only what postgresql.conf, pgbouncer.ini, Terraform, SQL and stacks of them can show; the rest of the list is about
formats to come.
"""

from typing import NamedTuple


class Found(NamedTuple):
    """A true finding: at this place, or with this as a related place or a term, with one of these codes."""

    number: int
    file: str
    line: int
    codes: tuple[str, ...]


class Trap(NamedTuple):
    """Where a naive linter is wrong: nothing of these codes (none given: nothing at all), save ``allowed`` ones.

    At this line (0: anywhere), from this severity on. ``beside`` are files of the same repository in the same tree,
    ``extra`` texts of our own.
    """

    number: int
    file: str
    line: int = 0
    codes: tuple[str, ...] = ()
    allowed: tuple[str, ...] = ()
    least: str = "note"
    beside: tuple[str, ...] = ()
    extra: tuple[tuple[str, str], ...] = ()


INI, CONF, TF, SQL = "pgbouncer_ini/", "postgresql_conf/", "terraform/", "sql/"
GUILD = "cardano-community__guild-operators__files__docker__grest__docker-entrypoint-initdb__"
MOSE = "stacks/MoseNjau__Distributed-database-system/"

TRUE = (
    Found(1, MOSE + "pgbouncer/pgbouncer.ini", 21, ("CFG012",)),
    Found(2, "stacks/TomWang22__record-platform/pgbouncer.ini", 14, ("CFG012",)),
    Found(8, INI + "GA9BR1__rinha-de-backend-2024-q1__pgbouncer.ini", 10, ("CAP008",)),
    Found(9, INI + "MamangRust__simple-microservice-ecommerce-rust-sqlx__pgbouncer__pgbouncer.ini", 49, ("TMO002",)),
    Found(10, INI + "Masozee__malaka__pgbouncer__pgbouncer.ini", 15, ("CFG001",)),
    Found(11, INI + "Masozee__malaka__pgbouncer__pgbouncer.ini", 7, ("SEC001",)),
    Found(12, INI + "Luiz-Frias__mvp-policy-decisions-backend__pgbouncer__pgbouncer.ini", 15, ("SEC001",)),
    Found(15, INI + "akatruk__PostgreSQL__pgbouncer_amma.ini", 19, ("CFG005",)),
    Found(19, INI + "Guilhermeferreir__pgbouncer-k8s__pgbouncer.ini", 15, ("CFG002",)),
    Found(20, INI + "ByteLair__MT5-Process-Core__pgbouncer__pgbouncer.ini", 99, ("MODE004",)),
    Found(21, INI + "Agnostic-Security__yashigani__docker__pgbouncer__pgbouncer.ini", 82, ("TMO017",)),
    Found(22, CONF + "Luiz-Frias__mvp-policy-decisions-backend__config__postgresql_optimization.conf", 90, ("CFG003",)),
    Found(25, CONF + "ATLBitLab__nostream__postgresql.conf", 73, ("CAP010",)),
    Found(27, TF + "kiteco__kiteco-public__devops__terraform__prod-dbs__db.tf", 16, ("CAP010",)),
    Found(28, TF + "google__exposure-notifications-server__terraform__vars.tf", 174, ("CAP010",)),
    Found(29, TF + "JamesWoolfenden__full-fast-fail__terraform__google__sql__CloudPostgreSql.tf", 66, ("CFG002",)),
    Found(31, TF + "ferdinant122__projectTMS-infrastructure__db.tf", 5, ("CAP009",)),
    Found(32, SQL + GUILD + "01_postgres_config.sql", 14, ("REP001",)),
    Found(33, SQL + GUILD + "01_postgres_config.sql", 8, ("CFG001",)),
    Found(
        34,
        SQL + "metabrainz__listenbrainz-server__admin__sql__updates__2021-09-28-add-user-name-search-support.sql",
        4,
        ("MIG002",),
    ),
)

# True, about these formats, and still not to be found; with the reason.
NOT_FOUND = {
    3: "which of the file and the environment rules is known from docker-compose.yaml",
    4: "the same",
    7: "half of the sum stands in application.properties",
    13: "a double quote is no quote to PgBouncer: 1.18 starts with this line",
    14: "a reset query is any SQL: what the writer meant is not in the file",
    23: "the memory of the host is only named in a comment",
    24: "the memory of the host is not named at all",
    30: "the variable is set, and nothing uses it: the flags of the module call are commented out",
    35: 'psql never gets there: line 50 ("vacuum or\\if transaction") opens an \\if that nothing ends, and CFG005 says so',
    36: "the file is a test's, and the pooler that its repository configures is none that pglint reads",
}

TRAPS = (
    Trap(21, TF + "GoogleCloudPlatform__cloud-foundation-fabric__modules__net-lb-proxy-int__backend-service.tf"),
    Trap(
        22,
        TF + "insight-icon__terraform-icon-monitor-aws-rds__postgres__postgres.tf",
        least="warning",
        allowed=("LIM001",),
    ),
    Trap(23, TF + "utrains__rds_migration__module__db_params.tfvars", codes=("CFG002", "CAP010", "CAP012")),
    Trap(24, TF + "edmerc8__ecs-project__terraform__modules__logging__rds_logs__rds_logs.tf", 12),
    Trap(24, TF + "edmerc8__ecs-project__terraform__modules__logging__rds_logs__rds_logs.tf", 13),
    Trap(25, TF + "mozilla__terraform-modules__google_cloudsql_postgres__main.tf", 123),
    Trap(26, TF + "pagopa__terraform-azurerm-v3__postgres_flexible_server_replica__01_main.tf", 69),
    Trap(27, TF + "kiteco__kiteco-public__devops__terraform__prod-dbs__db.tf", 21),
    Trap(28, TF + "cloudprodigy__terraform-aws-rds__variables.tf", 171),
    Trap(
        1,
        INI + "apostoldevel__apostol__docker__pgbouncer__pgbouncer.ini",
        codes=("CAP001", "CAP005", "CAP006", "CAP007", "CAP010"),
        beside=(CONF + "apostoldevel__apostol__docker__postgres__postgresql.conf",),
    ),
    Trap(2, INI + "YuceSezar89__Trader__pgbouncer.ini", 14),
    Trap(3, INI + "admsmc__us-billing-platform__docker__pgbouncer__pgbouncer.ini", 30, least="warning"),
    Trap(
        4,
        INI + "MamangRust__simple-microservice-ecommerce-rust-sqlx__pgbouncer__pgbouncer.ini",
        codes=("CAP001",),
        extra=(("pgbouncer/postgresql.conf", "max_connections = 100\n"),),
    ),
    Trap(
        5,
        INI + "JelteF__pooler-bench__configs__pgbouncer2.ini",
        codes=("CFG005", "CFG007", "MODE001"),
        beside=(INI + "JelteF__pooler-bench__configs__pgbouncer-shared.ini",),
    ),
    Trap(6, INI + "supabase__postgres__docker__all-in-one__etc__pgbouncer__pgbouncer.ini", 361),
    Trap(
        6,
        INI + "supabase__postgres__docker__all-in-one__etc__pgbouncer__pgbouncer.ini",
        codes=("MODE001", "CAP005", "CFG006"),
    ),
    Trap(7, INI + "DaniilSokolyuk__pgbouncer-options__pgbouncer.ini", codes=("MODE001", "CFG002", "CFG007")),
    Trap(8, INI + "GA9BR1__rinha-de-backend-2024-q1__pgbouncer.ini", 12),
    Trap(9, INI + "vitabaks__autobase__automation__roles__pgbouncer__templates__pgbouncer.ini.j2", 34),
    Trap(9, INI + "vitabaks__autobase__automation__roles__pgbouncer__templates__pgbouncer.ini.j2", least="error"),
    Trap(10, INI + "jbox-web__cookbook-postgresql__files__pgbouncer.ini", codes=("SEC001",)),
    Trap(11, CONF + "supabase__postgres__docker__all-in-one__etc__supervisor__base-services__postgresql.conf"),
    Trap(12, CONF + "ANXS__postgresql__templates__HOWTO.postgresql.conf"),
    Trap(
        13,
        CONF + "sourcegraph__deploy-sourcegraph-docker__codeinsights-db__conf__postgresql.conf",
        11,
        allowed=("CFG004",),
    ),
    Trap(13, CONF + "sourcegraph__deploy-sourcegraph-docker__codeinsights-db__conf__postgresql.conf", 33),
    Trap(14, CONF + "AWFX__1C-scripts__postgresql.conf", 838, allowed=("CFG004",)),
    Trap(14, CONF + "AWFX__1C-scripts__postgresql.conf", 1, least="warning"),
    Trap(15, CONF + "upmio__upm-packages__postgresql__15.13__charts__files__postgresqlTemplate.tpl", codes=("CFG004",)),
    Trap(
        16,
        CONF + "gitlabhq__omnibus-gitlab__files__gitlab-cookbooks__postgresql__templates__default"
        "__postgresql-runtime.conf.erb",
        54,
    ),
    Trap(
        17,
        CONF + "supabase__postgres__docker__all-in-one__etc__postgresql-custom__postgresql-platform-defaults.conf",
        5,
    ),
    Trap(18, CONF + "apostoldevel__apostol__benchmark__postgres__postgresql.conf", codes=("REP001", "REP002")),
    Trap(
        19,
        CONF + "aftabhafeez9__postgress-with-HA-and-Patroni__node1__postgresql.auto.conf",
        1,
        least="warning",
    ),
    Trap(20, CONF + "A-Souhei__PostgreSQL.Conf.Low__postgresql.conf", 652, least="error"),
    Trap(29, SQL + "openfga__openfga__assets__migrations__postgres__006_add_collate_index.sql"),
    Trap(
        30,
        SQL + "Masozee__malaka__backend__internal__pkg__database__migrations__074_add_barcode_url_to_articles.sql",
        least="warning",
    ),
    Trap(31, SQL + "LemmyNet__lemmy__migrations__2020-01-13-025151_create_materialized_views__up.sql", 596),
    Trap(31, SQL + "LemmyNet__lemmy__migrations__2020-01-13-025151_create_materialized_views__up.sql", least="warning"),
    Trap(32, SQL + "riverqueue__river__riverdriver__riverpgxv5__migration__main__006_bulk_unique.up.sql", 23),
    Trap(
        32,
        SQL + "riverqueue__river__riverdriver__riverpgxv5__migration__main__006_bulk_unique.up.sql",
        codes=("MIG002",),
    ),
    Trap(33, SQL + "NikolayS__postgres_dba__sql__i5_indexes_migration.sql"),
    Trap(
        34,
        SQL + "langfuse__langfuse__packages__shared__prisma__migrations"
        "__20260324000000_add_job_executions_job_configuration_id_idx__migration.sql",
    ),
    Trap(
        35,
        SQL + "metabrainz__listenbrainz-server__admin__timescale__updates__2022-01-13-add-user-id-indexes.sql",
        6,
    ),
    Trap(36, SQL + "ShokirjonMK__postgres-cluster__primary__init.sql", 6),
    Trap(36, SQL + "ShokirjonMK__postgres-cluster__primary__init.sql", codes=("REP014",)),
    Trap(37, SQL + "MedlinkDev__supabase-database-backup__prisma__backups__schema.sql"),
    Trap(38, SQL + "TaitoUnited__taito-cli__plugins__postgres-db__resources__create-users.sql"),
    Trap(39, SQL + "TaitoUnited__taito-cli__plugins__mysql-db__resources__create-users.sql"),
    Trap(40, SQL + "zamhsu__ecShopWebApiCSharp__Tests__RepositoryTests__DatabaseScripts__Database_pg13.sql"),
    Trap(
        41,
        SQL + "supabase__storage__migrations__tenant__0040-fix-prefix-race-conditions-optimized.sql",
        least="warning",
    ),
)
