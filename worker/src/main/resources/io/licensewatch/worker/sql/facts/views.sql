-- Materialized views that the owner of these functions may refresh: those in the schema of the watched tables that it owns.

CREATE OR REPLACE FUNCTION licensewatch.views() RETURNS TABLE (id oid, name text) STABLE {{internal}} AS $$
BEGIN
    RETURN QUERY SELECT c.oid, c.relname::text FROM pg_class c
        WHERE c.relkind = 'm' AND c.relnamespace = (SELECT n.oid FROM pg_namespace n WHERE n.nspname = '{{schema}}') AND pg_has_role(c.relowner, 'USAGE')
        ORDER BY c.oid; -- a view of another view was made after it
END $$;

-- The view that a command names, as its parameter or its target, with or without the schema.
CREATE OR REPLACE FUNCTION licensewatch.named_view(command jsonb) RETURNS text STABLE {{internal}} AS $$
BEGIN
    RETURN regexp_replace(coalesce(command #>> '{parameters,view}', command ->> 'target', ''), '^(public|{{schema}})[.]', '');
END $$;
