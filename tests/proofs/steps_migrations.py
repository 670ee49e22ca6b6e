"""Steps that run migrations as their tools do, beside sessions that go on meanwhile."""

from fnmatch import fnmatch
from pathlib import Path
from typing import NamedTuple

from tests.proofs.lab import Lab
from tests.proofs.steps_again import asked
from tests.real import programs

SERVER = "postgres"
"""The name of a server where a step gives none."""


class Marks(NamedTuple):
    """The comments of a tool: what it runs stands between ``begin`` and ``end``, in a transaction unless ``alone``."""

    begin: str
    end: str
    alone: str


TOOLS = (
    Marks("-- +goose Up", "-- +goose Down", "-- +goose NO TRANSACTION"),
    Marks("-- migrate:up", "-- migrate:down", "transaction:false"),
)
WAITS = "select count(*) from pg_stat_activity where application_name = 'migration' and wait_event_type in ('Lock', 'Timeout')"
SLOW = """
create type slow as (word text);
create function slow_cmp(slow, slow) returns int language plpgsql immutable as $$ begin
  perform pg_advisory_lock_shared(1);
  perform pg_advisory_unlock_shared(1);
  return bttextcmp(($1).word, ($2).word);
end $$;
create function slow_gt(slow, int) returns boolean language sql immutable as 'select public.slow_cmp($1, $1) = 0';
create operator > (leftarg = slow, rightarg = int, procedure = slow_gt);
do $$ declare sign text; begin
  foreach sign in array array['<', '<=', '=', '>=', '>'] loop
    execute format('create function %I(slow, slow) returns boolean language sql immutable as %L',
      'slow ' || sign, 'select public.slow_cmp($1, $2) ' || sign || ' 0');
    execute format('create operator %s (leftarg = slow, rightarg = slow, procedure = %I)', sign, 'slow ' || sign);
  end loop;
end $$;
create operator class slow_ops default for type slow using btree as
  operator 1 <, operator 2 <=, operator 3 =, operator 4 >=, operator 5 >, function 1 slow_cmp(slow, slow);
"""


def slow(lab: Lab, server: str = SERVER) -> None:
    """Make the type ``slow``: two rows with it take as long as millions of others.

    A comparison, by an index, a constraint or ``> 0``, ends when nobody holds the advisory lock 1 for itself.
    """
    asked(lab, lab.place(server), SLOW.strip().rstrip(";"))


def migrate(lab: Lab, file: str, sent: str = "", server: str = SERVER) -> None:
    """Run files of the example as a migration, until it has ended or waits for something; it goes on by itself.

    Told as ``migration``. Those with comments of goose or dbmate run as these say; of others each is one query, as
    golang-migrate and Prisma send it; ``sent: statements``: one statement after the other, as psql does.
    """
    place = lab.place(server)
    texts = {path: text for path, text in sorted(lab.files.items()) if fnmatch(path, file)}
    marks = next((each for each in TOOLS if any(each.begin in text for text in texts.values())), None)
    options: list[str | Path] = ["-v", "ON_ERROR_STOP=1"]
    for path, text in texts.items():
        whole = text.partition(marks.begin)[2].partition("\n")[2].partition(marks.end)[0] if marks else text
        programs.write(lab.home, {path: whole})
        options += ["-f", path] if marks or sent == "statements" else ["-c", whole]
    if marks and not any(marks.alone in text for text in texts.values()):
        options.append("-1")
    where = f"host={place.host} port={place.port} user=postgres dbname=postgres application_name=migration"
    process = lab.background("migration", [lab.client("psql"), "-X", "-A", "-t", "-w", "-d", where, *options])
    lab.until(lambda: process.poll() is not None or asked(lab, place, WAITS) == "1")
