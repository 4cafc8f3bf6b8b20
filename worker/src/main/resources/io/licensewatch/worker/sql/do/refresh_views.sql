--! may INSERT materialized_view_refresh_jobs --? materialized_view_refresh_jobs.view_name materialized_view_refresh_jobs.success
--! may UPDATE materialized_view_refresh_jobs --? materialized_view_refresh_jobs.view_name materialized_view_refresh_jobs.success
-- Refreshes one view, or all of them after a repair (target "views"), and records it as the SaaS records its own: a row when it starts, success
-- when it ends. Not CONCURRENTLY: that is what fails when this command is issued.

CREATE OR REPLACE FUNCTION licensewatch.do_refresh_views(command jsonb, execute boolean) RETURNS jsonb VOLATILE {{internal}} AS $$
DECLARE
    wanted text := licensewatch.named_view(command);
    names text[] := ARRAY(SELECT v.name FROM licensewatch.views() v WHERE v.name = wanted OR wanted = 'views');
    name text;
BEGIN
    IF cardinality(names) = 0 THEN
        RETURN licensewatch.refused('UNSUPPORTED', 'there is no such materialized view in schema {{schema}} that the worker''s functions own');
    END IF;
    IF execute THEN
        FOREACH name IN ARRAY names LOOP
            PERFORM licensewatch.refresh_view(name);
        END LOOP;
    END IF;
    RETURN licensewatch.changes((SELECT jsonb_agg(licensewatch.changed('public.' || n, format('{"view":%s}', to_json(n)), '{}',
        '{"refreshed": true}') ORDER BY n) FROM unnest(names) n));
END $$;

CREATE OR REPLACE FUNCTION licensewatch.refresh_view(name text) RETURNS void VOLATILE {{internal}} AS $$
DECLARE
    started timestamptz := clock_timestamp();
    job text;
BEGIN
    --?{ materialized_view_refresh_jobs.view_name materialized_view_refresh_jobs.success
    INSERT INTO public.materialized_view_refresh_jobs AS j (view_name, started_at, success
            , id                                                                --? materialized_view_refresh_jobs.id:uuid
            , concurrent                                                        --? materialized_view_refresh_jobs.concurrent
            , created_at                                                        --? materialized_view_refresh_jobs.created_at
        ) VALUES (name, started, false
            , gen_random_uuid()                                                 --? materialized_view_refresh_jobs.id:uuid
            , false                                                             --? materialized_view_refresh_jobs.concurrent
            , started                                                           --? materialized_view_refresh_jobs.created_at
        ) RETURNING {{key:materialized_view_refresh_jobs:j}} INTO job;
    --?}
    EXECUTE format('REFRESH MATERIALIZED VIEW public.%I', name);
    --?{ materialized_view_refresh_jobs.view_name materialized_view_refresh_jobs.success
    UPDATE public.materialized_view_refresh_jobs j SET success = true
        , completed_at = clock_timestamp()                                      --? materialized_view_refresh_jobs.completed_at
        , duration_ms = extract(epoch FROM clock_timestamp() - started) * 1000  --? materialized_view_refresh_jobs.duration_ms
        , row_count = licensewatch.view_rows(name)                              --? materialized_view_refresh_jobs.row_count
        WHERE j.started_at = started AND j.view_name = name AND {{key:materialized_view_refresh_jobs:j}} = job;
    --?}
END $$;

CREATE OR REPLACE FUNCTION licensewatch.view_rows(name text) RETURNS bigint VOLATILE {{internal}} AS $$
DECLARE
    rows bigint;
BEGIN
    EXECUTE format('SELECT count(*) FROM public.%I', name) INTO rows;
    RETURN rows;
END $$;
