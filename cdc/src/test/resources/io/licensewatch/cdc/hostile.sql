-- What a stranger who may create objects in a schema can put there. Every object raises, and leaves a trace that no rollback takes.
CREATE FUNCTION pg_temp.set_trap(target text) RETURNS void LANGUAGE plpgsql SET search_path = pg_catalog AS $set_trap$
DECLARE
    found record;
BEGIN
    EXECUTE format('CREATE SEQUENCE IF NOT EXISTS %I.trap', target);
    EXECUTE format($$CREATE FUNCTION %1$I.sprung(what text) RETURNS boolean LANGUAGE plpgsql SECURITY DEFINER
        SET search_path = pg_catalog AS 'BEGIN PERFORM nextval(''%1$I.trap''); RAISE EXCEPTION ''trap: %%'', what; END'$$, target);
    EXECUTE format('GRANT USAGE ON SCHEMA %I TO PUBLIC', target);

    -- Functions: each of those that Postgres has, with the same arguments, and so earlier in a path that names this schema first.
    FOR found IN
        SELECT p.oid, p.proname, pg_get_function_identity_arguments(p.oid) AS arguments, pg_get_function_result(p.oid) AS result
        FROM pg_proc p WHERE p.pronamespace = 'pg_catalog'::regnamespace AND p.prokind = 'f'
          AND NOT 'internal'::regtype = ANY (p.proargtypes) AND p.proname NOT IN ('nextval')
    LOOP
        BEGIN
            EXECUTE format('CREATE FUNCTION %I.%I(%s) RETURNS %s LANGUAGE plpgsql AS %L', target, found.proname, found.arguments,
                found.result, format('BEGIN PERFORM %I.sprung(%L); END', target, found.proname));
        EXCEPTION WHEN OTHERS THEN NULL; -- of a pseudo-type, or with a form that is no function's
        END;
    END LOOP;

    -- Operators: the same, and those that fit what only a cast fits.
    FOR found IN
        SELECT DISTINCT name, l::regtype AS l, r::regtype AS r FROM (
            SELECT o.oprname AS name, o.oprleft AS l, o.oprright AS r FROM pg_operator o
            WHERE o.oprnamespace = 'pg_catalog'::regnamespace AND o.oprleft <> 0
            UNION ALL
            SELECT name, l::regtype, r::regtype
            FROM unnest(ARRAY['||', '=', '<>', '<', '>', '<=', '>=', '~', '~~', '&&', '+', '-', '/']) AS name,
                 unnest(ARRAY['name', 'text', 'varchar', 'oid', 'int4', 'int8', '"char"', 'regclass', 'name[]', 'text[]', 'pg_lsn',
                              'timestamptz', 'bool', 'int2']) AS l,
                 unnest(ARRAY['name', 'text', 'varchar', 'oid', 'int4', 'int8', '"char"', 'regclass', 'name[]', 'text[]', 'pg_lsn',
                              'timestamptz', 'bool', 'int2']) AS r) AS pairs
    LOOP
        BEGIN
            EXECUTE format('CREATE FUNCTION %I.%I(%s, %s) RETURNS %s LANGUAGE plpgsql AS %L', target,
                format('operator %s %s %s', found.name, found.l, found.r), found.l, found.r,
                CASE WHEN found.name = '||' THEN 'text' ELSE 'bool' END,
                format('BEGIN PERFORM %I.sprung(%L); END', target, format('operator %s', found.name)));
            EXECUTE format('CREATE OPERATOR %I.%s (LEFTARG = %s, RIGHTARG = %s, FUNCTION = %I.%I)', target, found.name, found.l,
                found.r, target, format('operator %s %s %s', found.name, found.l, found.r));
        EXCEPTION WHEN OTHERS THEN NULL;
        END;
    END LOOP;

    -- Views and tables, and types by way of domains.
    FOR found IN SELECT relname FROM pg_class WHERE relnamespace = 'pg_catalog'::regnamespace AND relkind IN ('r', 'v')
    LOOP
        BEGIN
            EXECUTE format('CREATE VIEW %1$I.%2$I AS SELECT * FROM pg_catalog.%2$I WHERE %1$I.sprung(%2$L)', target, found.relname);
            EXECUTE format('GRANT SELECT ON %I.%I TO PUBLIC', target, found.relname);
        EXCEPTION WHEN OTHERS THEN NULL;
        END;
    END LOOP;
    FOR found IN SELECT typname FROM pg_type WHERE typnamespace = 'pg_catalog'::regnamespace AND typtype = 'b' AND typcategory <> 'A'
    LOOP
        BEGIN
            EXECUTE format('CREATE DOMAIN %1$I.%2$I AS pg_catalog.%2$I CHECK (%1$I.sprung(%2$L))', target, found.typname);
        EXCEPTION WHEN OTHERS THEN NULL;
        END;
    END LOOP;
END
$set_trap$;
