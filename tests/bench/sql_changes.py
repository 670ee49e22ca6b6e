"""The changes that generated migrations consist of, each some statements as people write them."""

import random
from collections.abc import Callable

from tests.bench.sql_schema import Schema, Table
from tests.bench.sql_words import ROLES, SENTENCES, STATES, WORDS

Change = Callable[[random.Random, Schema], str]


def new_table(dice: random.Random, schema: Schema) -> str:
    """A table with its indexes, comments and grants; most refer to one that is there."""
    parent = schema.any(dice) if schema.tables else None
    table = schema.new(dice)
    lines = ["id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY", "tenant_id uuid NOT NULL"]
    if parent and dice.random() < 0.7:
        column = f"{parent.name}_id"
        table.columns[column] = "bigint"
        lines.append(f"{column} bigint NOT NULL REFERENCES {parent.name} (id)")
    for _ in range(dice.randint(3, 12)):
        name, kind, value = table.fresh(dice)
        lines.append(f"{name} {kind}" + dice.choice(("", "", " NOT NULL", f" NOT NULL DEFAULT {value}")))
    lines += ["state text NOT NULL DEFAULT 'draft'", "created_at timestamptz NOT NULL DEFAULT now()"]
    states = ", ".join(f"'{state}'" for state in dice.sample(STATES, dice.randint(3, 6)))
    lines.append(f"CONSTRAINT {table.name}_state_known CHECK (state IN ('draft', {states}))")
    body = ",\n    ".join(lines)
    return "\n".join(
        (
            f"CREATE TABLE {table.name} (\n    {body}\n);\n",
            *(_index(dice, table, schema) for _ in range(dice.randint(1, 3))),
            _comments(dice, table),
            f"GRANT SELECT, INSERT, UPDATE ON {table.name} TO {dice.choice(ROLES)};\n",
        )
    )


def _index(dice: random.Random, table: Table, schema: Schema, concurrently: str = "") -> str:
    columns = ", ".join(table.some(dice, dice.randint(1, 3)))
    unique = "UNIQUE " if dice.random() < 0.1 else ""
    where = dice.choice(("", "", "", f" WHERE state <> '{dice.choice(STATES)}'"))
    name = f"{table.name}_{schema.number()}_idx"
    return f"CREATE {unique}INDEX {concurrently}{name} ON {table.name} ({columns}){where};"


def _comments(dice: random.Random, table: Table) -> str:
    lines = [f"COMMENT ON TABLE {table.name} IS '{dice.choice(SENTENCES)}';"]
    for column in table.some(dice, dice.randint(0, 3)):
        lines.append(f"COMMENT ON COLUMN {table.name}.{column} IS '{dice.choice(SENTENCES)}';")
    return "\n".join(lines)


def columns(dice: random.Random, schema: Schema) -> str:
    """New columns of a table that is there; a few with a default that PostgreSQL keeps in the catalog, few without."""
    table = schema.any(dice)
    adds = []
    for _ in range(dice.randint(1, 4)):
        name, kind, value = table.fresh(dice)
        adds.append(
            f"ADD COLUMN {name} {kind}" + dice.choice(("", "", f" DEFAULT {value}", f" NOT NULL DEFAULT {value}"))
        )
    comments = _comments(dice, table) + "\n" if dice.random() < 0.4 else ""
    return f"ALTER TABLE {table.name}\n    " + ",\n    ".join(adds) + f";\n{comments}"


def constraint(dice: random.Random, schema: Schema) -> str:
    """A check or a foreign key of a table that is there, mostly added as not valid."""
    table, other = schema.any(dice), schema.any(dice)
    name = f"{table.name}_{schema.number()}_ok"
    valid = dice.choice((" NOT VALID", " NOT VALID", ""))
    if dice.random() < 0.4:
        column = f"{other.name}_id"
        rule, first = f"FOREIGN KEY ({column}) REFERENCES {other.name} (id)", ""
        if column not in table.columns:
            table.columns[column] = "bigint"
            first = f"ALTER TABLE {table.name} ADD COLUMN {column} bigint;\n"
    else:
        (column,) = table.some(dice, 1)
        rule, first = f"CHECK ({column} IS NOT NULL)", ""
        if valid:
            schema.waiting.append((table.name, name, column))
    return f"{first}ALTER TABLE {table.name}\n    ADD CONSTRAINT {name} {rule}{valid};\n"


def validation(dice: random.Random, schema: Schema) -> str:
    """What an earlier migration left to be validated, then the column's own NOT NULL."""
    if not schema.waiting:
        return constraint(dice, schema)
    table, name, column = schema.waiting.pop()
    return (
        f"ALTER TABLE {table} VALIDATE CONSTRAINT {name};\n"
        f"ALTER TABLE {table} ALTER COLUMN {column} SET NOT NULL;\n"
        f"ALTER TABLE {table} DROP CONSTRAINT {name};\n"
    )


def index(dice: random.Random, schema: Schema) -> str:
    """An index of a table that is there, made under a lock."""
    return _index(dice, schema.any(dice), schema) + "\n"


def concurrent_index(dice: random.Random, schema: Schema) -> str:
    """An index made beside the work, and now and then the old one dropped."""
    table = schema.any(dice)
    drop = f"\nDROP INDEX CONCURRENTLY IF EXISTS {table.name}_{schema.number()}_old_idx;" if dice.random() < 0.3 else ""
    return _index(dice, table, schema, "CONCURRENTLY ") + drop + "\n"


def backfill(dice: random.Random, schema: Schema) -> str:
    """Rows that are changed, from themselves or from another table."""
    table, other = schema.any(dice), schema.any(dice)
    name, value = table.some(dice, 1)[0], dice.choice(STATES)
    if dice.random() < 0.5 or other is table:
        return f"UPDATE {table.name}\nSET state = '{value}'\nWHERE {name} IS NULL\n  AND created_at < now() - interval '30 days';\n"
    return (
        f"UPDATE {table.name} AS t\nSET state = coalesce(o.state, '{value}')\nFROM {other.name} AS o\n"
        f"WHERE o.tenant_id = t.tenant_id\n  AND t.state IS DISTINCT FROM o.state;\n"
    )


def retype(dice: random.Random, schema: Schema) -> str:
    """Columns that change their type, default or name."""
    table = schema.any(dice)
    name, kind, value = table.fresh(dice)
    del table.columns[name]
    (column,) = table.some(dice, 1)
    return dice.choice(
        (
            f"ALTER TABLE {table.name} ALTER COLUMN {column} SET DEFAULT {value};\n",
            f"ALTER TABLE {table.name} ALTER COLUMN {column} DROP DEFAULT;\n",
            f"ALTER TABLE {table.name} ALTER COLUMN {column} TYPE {kind} USING {column}::text::{kind};\n",
            f"ALTER TABLE {table.name} ALTER COLUMN {column} DROP NOT NULL;\n",
            f"ALTER TABLE {table.name} DROP COLUMN IF EXISTS {name};\n",
        )
    )


def function(dice: random.Random, schema: Schema) -> str:
    """A PL/pgSQL function, and the trigger that calls it."""
    table, other = schema.any(dice), schema.any(dice)
    name = f"{table.name}_changed_{schema.number()}"
    (column,) = table.some(dice, 1)
    tag = dice.choice(("$$", "$$", "$body$", "$function$"))
    return f"""\
-- {dice.choice(SENTENCES)}
CREATE OR REPLACE FUNCTION {name}() RETURNS trigger
    LANGUAGE plpgsql
    SET search_path = public
AS {tag}
DECLARE
    found_id bigint;
    changes integer := 0;
BEGIN
    IF TG_OP = 'UPDATE' AND NEW.{column} IS NOT DISTINCT FROM OLD.{column} THEN
        RETURN NEW;
    END IF;

    SELECT id INTO found_id FROM {other.name} WHERE tenant_id = NEW.tenant_id ORDER BY created_at DESC LIMIT 1;
    IF found_id IS NULL THEN
        RAISE NOTICE 'no {other.name} for %', NEW.tenant_id;
    ELSE
        UPDATE {other.name} SET state = '{dice.choice(STATES)}' WHERE id = found_id;
        GET DIAGNOSTICS changes = ROW_COUNT;
    END IF;

    IF changes > {dice.randint(1, 9)} THEN
        RAISE EXCEPTION 'too many rows of {other.name}: %', changes USING ERRCODE = 'P0001';
    END IF;
    NEW.state := coalesce(NEW.state, '{dice.choice(STATES)}');
    RETURN NEW;
END;
{tag};

DROP TRIGGER IF EXISTS {name} ON {table.name};
CREATE TRIGGER {name}
    BEFORE INSERT OR UPDATE ON {table.name}
    FOR EACH ROW EXECUTE FUNCTION {name}();
"""


def query_function(dice: random.Random, schema: Schema) -> str:
    """A function in SQL that reads."""
    table = schema.any(dice)
    found = ", ".join(f"t.{column}" for column in table.some(dice, 4))
    return f"""\
CREATE OR REPLACE FUNCTION find_{table.name}_{schema.number()}(wanted uuid, at_most integer DEFAULT {dice.randint(10, 500)})
RETURNS SETOF {table.name}
LANGUAGE sql STABLE
AS $$
    SELECT t.*
    FROM {table.name} AS t
    WHERE t.tenant_id = wanted AND ({found}) IS NOT NULL
    ORDER BY t.created_at DESC, t.id
    LIMIT at_most;
$$;
"""


def view(dice: random.Random, schema: Schema) -> str:
    """A view over two tables, some of them materialized."""
    table, other = schema.any(dice), schema.any(dice)
    number = schema.number()
    kind = "MATERIALIZED VIEW" if dice.random() < 0.2 else "VIEW"
    found = ",\n       ".join(f"t.{column} AS {table.name}_{column}" for column in table.some(dice, dice.randint(2, 6)))
    return f"""\
CREATE {kind} {table.name}_summary_{number} AS
SELECT {found},
       count(o.id) AS {other.name}_count,
       max(o.created_at) FILTER (WHERE o.state = '{dice.choice(STATES)}') AS last_at
FROM {table.name} AS t
LEFT JOIN {other.name} AS o ON o.tenant_id = t.tenant_id
WHERE t.state NOT IN ('{dice.choice(STATES)}', '{dice.choice(STATES)}')
GROUP BY t.id;

GRANT SELECT ON {table.name}_summary_{number} TO {dice.choice(ROLES)};
"""


def rights(dice: random.Random, schema: Schema) -> str:
    """Grants, default privileges, and a role that is made unless it is there."""
    role = dice.choice(ROLES)
    lines = [
        f"GRANT {dice.choice(('SELECT', 'SELECT, INSERT', 'ALL'))} ON {schema.any(dice).name} TO {role};"
        for _ in range(dice.randint(2, 6))
    ]
    if dice.random() < 0.4:
        lines.append(f"ALTER DEFAULT PRIVILEGES IN SCHEMA public GRANT SELECT ON TABLES TO {role};")
    if dice.random() < 0.4:
        lines.insert(0, _role(dice, role))
    if dice.random() < 0.2:
        lines.append(f"ALTER ROLE {role} SET statement_timeout = '{dice.randint(5, 60)}s';")
    return "\n".join(lines) + "\n"


def _role(dice: random.Random, role: str) -> str:
    return f"""\
DO $$
BEGIN
    IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = '{role}') THEN
        CREATE ROLE {role} LOGIN CONNECTION LIMIT {dice.choice((5, 10, 20, 40))};
    END IF;
END
$$;
"""


def seed(dice: random.Random, schema: Schema) -> str:
    """Rows that every installation has."""
    table = schema.any(dice)
    rows = ",\n    ".join(
        f"('{dice.getrandbits(32):08x}-0000-4000-8000-{dice.getrandbits(48):012x}', '{dice.choice(STATES)}', "
        f"'2026-{dice.randint(1, 12):02}-{dice.randint(1, 28):02} 00:00:00+00') /* {dice.choice(WORDS)} {dice.choice(WORDS).lower()} */"
        for _ in range(dice.randint(3, 25))
    )
    return f"INSERT INTO {table.name} (tenant_id, state, created_at)\nVALUES\n    {rows}\nON CONFLICT DO NOTHING;\n"


def kind(dice: random.Random, schema: Schema) -> str:
    """A type of its own, or one more value of it."""
    number = schema.number()
    states = ", ".join(f"'{state}'" for state in dice.sample(STATES, dice.randint(3, 8)))
    return f"CREATE TYPE {schema.any(dice).name}_kind_{number} AS ENUM ({states});\n"
