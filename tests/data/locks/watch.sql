-- What lock_lab.py sees of a statement: relations as they were, and then locks, files, rows read, made and dropped.
create schema watch;
create table watch.before as select c.oid, c.relkind as kind, c.relfilenode as file,
    case n.nspname when 'public' then '' else n.nspname || '.' end || c.relname as name
    from pg_class c join pg_namespace n on n.oid = c.relnamespace where n.nspname in ('public', 'shop');

create function watch.rows() returns json stable language sql as $$
    select json_object_agg(oid, coalesce(pg_stat_get_xact_tuples_returned(oid), 0)) from watch.before where kind in ('r', 'm')
$$;

-- Indexes and sequences belong to a table: what happens to them with it is told only where the statement names them.
create function watch.counts(kind "char", name text, statement text) returns boolean immutable language sql as $$
    select kind not in ('i', 'I', 'S') or statement ~ ('\m' || name || '\M')
$$;

-- The strongest lock of each relation that was there before, by session.
create function watch.locks(session int, statement text) returns json stable language sql as $$
    select json_object_agg(name, mode) from (
        select name, mode, row_number() over (partition by name order by strength desc) as place
        from pg_locks l join watch.before b on b.oid = l.relation
        join unnest(array['AccessShareLock', 'RowShareLock', 'RowExclusiveLock', 'ShareUpdateExclusiveLock', 'ShareLock',
            'ShareRowExclusiveLock', 'ExclusiveLock', 'AccessExclusiveLock']) with ordinality as m (word, strength) on word = mode
        where l.pid = session and l.locktype = 'relation'
            and l.database = (select oid from pg_database where datname = current_database())
            and watch.counts(kind, name, statement)
        order by name) f where place = 1
$$;

create function watch.seen(session int, statement text, earlier json) returns json stable language sql as $$
    select json_build_object(
        'locks', watch.locks(session, statement),
        'files', (select json_agg(name order by name) from watch.before b join pg_class c on c.oid = b.oid
            where c.relfilenode <> file and kind in ('r', 'm')),
        'reads', (select json_agg(name order by name) from watch.before b
            where coalesce(pg_stat_get_xact_tuples_returned(oid), 0) > coalesce((earlier ->> oid::text)::bigint, 0)
            and kind in ('r', 'm')),
        'makes', (select json_agg(name order by name) from (select c.relkind as kind, c.relname as name, c.oid
            from pg_class c join pg_namespace n on n.oid = c.relnamespace
            where nspname not in ('watch', 'pg_catalog', 'pg_toast', 'information_schema') and nspname not like 'pg_toast%') f
            where watch.counts(f.kind, f.name, statement) and f.kind <> 'c' and not exists (select from watch.before b
                where b.oid = f.oid or b.name = f.name and b.kind = 'i')),
        'drops', (select json_agg(name order by name) from watch.before b
            where watch.counts(b.kind, b.name, statement) and not exists (select from pg_class c
                where c.oid = b.oid or c.relname = b.name and b.kind = 'i')))
$$;

-- The locks of the first other session that waits for one, as soon as there is such a session.
create function watch.waiting(statement text) returns json volatile language plpgsql as $$
declare session int;
begin
    for round in 1..400 loop
        select l.pid into session from pg_locks l where not granted and pid <> pg_backend_pid() limit 1;
        if session is not null then
            return watch.locks(session, statement);
        end if;
        perform pg_stat_clear_snapshot();
        exit when round > 40 and not exists (select from pg_stat_activity where datname = current_database()
            and pid <> pg_backend_pid() and query !~ 'pg_sleep');
        perform pg_sleep(0.005);
    end loop;
    return null;
end $$;

-- Returns as soon as another session is in pg_sleep.
create function watch.sleeping() returns void volatile language plpgsql as $$
begin
    for round in 1..1000 loop
        perform pg_stat_clear_snapshot();
        exit when exists (select from pg_stat_activity where datname = current_database() and wait_event = 'PgSleep');
        perform pg_sleep(0.005);
    end loop;
end $$;

-- End the other sessions, first the one that waits.
create function watch.send_away() returns void language plpgsql as $$
declare one text;
begin
    foreach one in array array['^(?!.*pg_sleep)', ''] loop
        for round in 1..1000 loop
            perform pg_stat_clear_snapshot();
            exit when 0 = (select count(pg_terminate_backend(pid)) from pg_stat_activity
                where datname = current_database() and pid <> pg_backend_pid() and query ~ one);
            perform pg_sleep(0.005);
        end loop;
    end loop;
end $$;
