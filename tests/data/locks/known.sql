-- What earlier migrations could have told of these relations.
select json_build_object('relations', (select json_object_agg(b.name, json_strip_nulls(json_build_object(
        'kind', case b.kind when 'r' then 'table' when 'p' then 'partitioned table' when 'v' then 'view' when 'S' then 'sequence'
            when 'm' then 'materialized view' when 'f' then 'foreign table' when 'c' then 'composite type'
            when 'i' then 'index' when 'I' then 'partitioned index' end,
        'columns', (select json_object_agg(attname, format_type(atttypid, atttypmod)) from pg_attribute
            where attrelid = b.oid and attnum > 0 and not attisdropped and b.kind in ('r', 'p', 'f', 'm', 'v')),
        'not_null', (select json_agg(attname) from pg_attribute a where attrelid = b.oid and attnotnull and b.kind in ('r', 'p')
            and not exists (select from pg_constraint c where c.conrelid = b.oid and contype = 'n' and not convalidated
                and attnum = any (conkey))),
        'excludes_null', (select json_agg(distinct attname) from pg_attribute a join pg_constraint c on c.conrelid = b.oid
                and c.contype = 'c' and c.convalidated and strpos(pg_get_constraintdef(c.oid), '(' || attname || ' IS NOT NULL)') > 0
            where attrelid = b.oid and attnum > 0 and b.kind in ('r', 'p')),
        'table', (select i.indrelid::regclass::text from pg_index i where i.indexrelid = b.oid),
        'descendants', (with recursive d as (select inhrelid as child from pg_inherits where inhparent = b.oid union all
            select inhrelid from pg_inherits join d on inhparent = child) select json_agg(child::regclass::text) from d),
        'index_columns', (select json_agg(attname order by attnum) from pg_attribute where attrelid = b.oid and b.kind in ('i', 'I')),
        'indexed', (select json_agg(distinct attname) from pg_attribute a join pg_index i on i.indrelid = attrelid
            and attnum = any (indkey) where attrelid = b.oid),
        'in_expressions', (select json_agg(distinct attname) from pg_depend d join pg_index i on i.indexrelid = d.objid
            and (indexprs is not null or indpred is not null) join pg_attribute a on attrelid = refobjid and attnum = refobjsubid
            where d.classid = 'pg_class'::regclass and d.refclassid = 'pg_class'::regclass and refobjid = b.oid),
        'generated', (select json_object_agg(attname, attgenerated) from pg_attribute where attrelid = b.oid and attgenerated <> ''),
        'persistence', (select relpersistence from pg_class c where c.oid = b.oid),
        'parents', (select json_agg(inhparent::regclass::text) from pg_inherits where inhrelid = b.oid),
        'default_partition', (select partdefid::regclass::text from pg_partitioned_table where partrelid = b.oid and partdefid <> 0),
        'keys', (select json_object_agg(conname, json_build_array(confrelid::regclass::text, (select json_agg(attname)
            from pg_attribute where attrelid = conrelid and attnum = any (conkey)), (select json_agg(attname)
            from pg_attribute where attrelid = confrelid and attnum = any (confkey)), convalidated)) from pg_constraint
            where conrelid = b.oid and contype = 'f' and conparentid = 0),
        'constraints', (select json_object_agg(conname, json_build_array(contype, convalidated, (select json_agg(attname)
            from pg_attribute where attrelid = conrelid and attnum = any (conkey)))) from pg_constraint
            where conrelid = b.oid and contype in ('c', 'u', 'p', 'x'))
    )) order by b.name) from watch.before b),
    'statistics', (select json_object_agg(stxname, stxrelid::regclass::text) from pg_statistic_ext),
    'types', (select json_object_agg(t.oid::regtype, json_strip_nulls(json_build_object(
        'kind', case t.typtype when 'e' then 'enum' when 'c' then 'composite' when 'd' then 'domain' end,
        'typed', (select json_agg(c.oid::regclass::text) from pg_class c where c.reloftype = t.oid),
        'base', case t.typtype when 'd' then format_type(typbasetype, typtypmod) end,
        'constrained', case t.typtype when 'd' then typnotnull or exists (select from pg_constraint where contypid = t.oid) end,
        'tables', (select json_agg(distinct attrelid::regclass::text) from pg_attribute join pg_class c on c.oid = attrelid
            where atttypid = t.oid and not attisdropped and relkind in ('r', 'p'))
    )) order by t.oid::regtype::text) from pg_type t join pg_namespace n on n.oid = typnamespace left join pg_class c on c.oid = typrelid
    where nspname = 'public' and (typtype in ('e', 'd') or typtype = 'c' and c.relkind = 'c')));
