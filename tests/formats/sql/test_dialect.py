"""Files of other databases are known by what PostgreSQL has no use for."""

import pytest

from pglint.formats.sql.dialect import foreign
from pglint.source import Source

FOREIGN = [
    ("mysql", "CREATE TABLE `a` (\n `id` int NOT NULL AUTO_INCREMENT,\n PRIMARY KEY (`id`)\n) ENGINE=InnoDB;"),
    ("mysql", "create table a (id bigint unsigned auto_increment) default charset=utf8mb4;"),
    ("mysql", "GRANT ALL ON app.* TO 'app'@'%' IDENTIFIED BY 'x';"),
    ("mysql", "ALTER USER 'a'@'localhost' WITH MAX_USER_CONNECTIONS 5;"),
    ("mysql", "SET @s = CONCAT('a', @b);\nPREPARE stmt FROM @s;"),
    ("mysql", "DELIMITER //\nCREATE PROCEDURE p() BEGIN SELECT 1; END//\nDELIMITER ;"),
    ("mysql", "INSERT INTO t VALUES (1) ON DUPLICATE KEY UPDATE a = 1;"),
    ("mysql", "alter table t add column `b` tinyint(1);"),
    ("mysql", "CREATE TABLE t (a TIMESTAMP DEFAULT CURRENT_TIMESTAMP ON UPDATE CURRENT_TIMESTAMP);"),
    ("mysql", "LOCK TABLES t WRITE;\nFLUSH PRIVILEGES;"),
    ("sqlite", "PRAGMA foreign_keys = ON;\nCREATE TABLE t (a INT);"),
    ("sqlite", "CREATE TABLE t (id INTEGER PRIMARY KEY AUTOINCREMENT);"),
    ("sqlite", "INSERT OR IGNORE INTO t VALUES (1);"),
    ("mssql", "CREATE TABLE [dbo].[A] ([Id] INT IDENTITY(1,1));\nGO\n"),
    ("mssql", "CREATE TABLE A (n NVARCHAR(MAX));"),
    ("mssql", "DECLARE @n INT;\nSET @n = 1;"),
    ("mssql", "SET NOCOUNT ON\nGO\nSELECT GETDATE()\nGO\n"),
    ("oracle", "CREATE TABLE t (a VARCHAR2(10), b NUMBER(10,2));"),
    ("oracle", "CREATE OR REPLACE PACKAGE p AS\n  x INTEGER;\nEND;\n/\n"),
    ("oracle", "SELECT SYSDATE FROM DUAL;"),
    ("clickhouse", "CREATE TABLE t (x Int8) ENGINE = ReplacingMergeTree() ORDER BY x;"),
    ("clickhouse", "CREATE TABLE t (s LowCardinality(String));"),
    ("snowflake", "CREATE OR REPLACE TABLE t (x TIMESTAMP_NTZ);"),
    ("snowflake", "USE WAREHOUSE w;\nCOPY INTO t FROM @s;"),
    ("bigquery", "SELECT * FROM `project.data.events_*`;"),
    ("bigquery", "CREATE OR REPLACE TABLE d.t (s STRUCT<a INT64>);"),
]


@pytest.mark.parametrize(("name", "text"), FOREIGN, ids=[text[:50] for _, text in FOREIGN])
def test_foreign(name: str, text: str) -> None:
    assert foreign(Source("a.sql", text)) == name


OURS = [
    "",
    "select 1;",
    "-- for MySQL: ENGINE=InnoDB AUTO_INCREMENT `x`\ncreate table t (a int);",
    "insert into t values ('ENGINE=InnoDB', '`x` int NOT NULL AUTO_INCREMENT', $$ [dbo].[x] $$);",
    "/* PRAGMA foreign_keys = ON; GO */ create table t (a int generated always as identity (start with 1));",
    "create table engine (engine text, auto_increment int, pragma text, go int);",
    "lock table a; select a @ b, a @> b, @ -5, 'x'@'y';".replace("'x'@'y'", "'x' @@ 'y'"),
    "create server s foreign data wrapper mysql_fdw options (host 'x'); create user mapping for a server s options (username 'x');",
    "create or replace function f() returns trigger language plpgsql as $$ begin return new; end $$;",
    "create table t (a timestamp default current_timestamp, foreign key (b) references c on update cascade);",
    "create table t (n number(10));",
    "create function getdate() returns timestamp language sql as 'select now()::timestamp';",
    "insert into t values (1) on conflict do nothing;",
    "select '{{ x }}' as \"`a`\", E'it\\'s `x`';",
    "alter role {{ r }} set search_path = '${a}@${b}';",
    "go\nselect 1;",
    "copy t from stdin;\nENGINE=InnoDB\n\\.\n",
    "create table t (options text, struct int[], int64 bigint);",
    "set session characteristics as transaction isolation level serializable;",
    "select sysdate();",
]


@pytest.mark.parametrize("text", OURS)
def test_ours(text: str) -> None:
    assert foreign(Source("a.sql", text)) == ""
