-- Drops the unique indexes of a view and creates them again, with a refresh in between: what a concurrent refresh needs.

CREATE OR REPLACE FUNCTION licensewatch.do_rebuild_view_index(command jsonb, execute boolean) RETURNS jsonb VOLATILE {{internal}} AS $$
DECLARE
    wanted text := licensewatch.named_view(command);
    view oid := (SELECT v.id FROM licensewatch.views() v WHERE v.name = wanted);
    indexes jsonb;
    one jsonb;
BEGIN
    IF view IS NULL THEN
        RETURN licensewatch.refused('UNSUPPORTED', 'there is no such materialized view in schema {{schema}} that the worker''s functions own');
    END IF;
    indexes := (SELECT jsonb_agg(jsonb_build_object('name', c.relname, 'definition', pg_get_indexdef(i.indexrelid)) ORDER BY c.relname)
        FROM pg_index i JOIN pg_class c ON c.oid = i.indexrelid WHERE i.indrelid = view AND i.indisunique);
    IF indexes IS NULL THEN
        RETURN licensewatch.refused('UNSUPPORTED', 'the view has no unique index, and which one it needs is not known');
    END IF;
    IF execute THEN
        FOR one IN SELECT * FROM jsonb_array_elements(indexes) LOOP
            EXECUTE format('DROP INDEX public.%I', one ->> 'name');
        END LOOP;
        PERFORM licensewatch.refresh_view(wanted);
        FOR one IN SELECT * FROM jsonb_array_elements(indexes) LOOP
            EXECUTE one ->> 'definition';
        END LOOP;
    END IF;
    RETURN licensewatch.changes((SELECT jsonb_agg(licensewatch.changed('public.' || wanted, format('{"index":%s}', i -> 'name'),
        jsonb_build_object('definition', i -> 'definition'), jsonb_build_object('definition', i -> 'definition')))
        FROM jsonb_array_elements(indexes) i));
END $$;
