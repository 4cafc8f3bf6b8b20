--! needs tenant_feature_grants.tenant_id
--! needs tenant_feature_grants.feature_id
--! needs tenant_feature_grants.expires_at
--! may INSERT tenant_feature_grants --? tenant_feature_grants.grant_source
--! may UPDATE tenant_feature_grants --? !tenant_feature_grants.grant_source
--! may UPDATE tenants --? tenants.subscription_end_date:timestamptz
-- A lease: its end is in the data, so that it ends even if no process of licensewatch runs.

CREATE OR REPLACE FUNCTION licensewatch.do_extend_license(command jsonb, execute boolean) RETURNS jsonb VOLATILE {{internal}} AS $$
DECLARE
    tenant text := command ->> 'tenantId';
    days integer := coalesce((command #>> '{parameters,extensionDays}')::integer, 3);
    at timestamptz := clock_timestamp();
    bound text := command ->> 'bound';
BEGIN
    IF days NOT BETWEEN 1 AND 14 THEN
        RETURN licensewatch.refused('UNSUPPORTED', 'an extension takes 1 to 14 days');
    END IF;
    IF bound IS NULL THEN -- of an operator: the bound is what ended first
        bound := CASE WHEN licensewatch.subscription_end(tenant) <= at THEN 'SUBSCRIPTION' ELSE 'GRANT' END;
    END IF;
    IF bound = 'SUBSCRIPTION' THEN
        RETURN licensewatch.extend_subscription(tenant, days, at, execute);
    END IF;
    RETURN licensewatch.extend_grants(command, days, at, execute);
END $$;

CREATE OR REPLACE FUNCTION licensewatch.extend_subscription(tenant text, days integer, at timestamptz, execute boolean) RETURNS jsonb
    VOLATILE {{internal}} AS $$
DECLARE
    ends timestamptz;
    extended timestamptz := at + make_interval(days => days);
    row_key text;
BEGIN
    --?{ tenants.subscription_end_date:timestamptz tenants.subscription_status
    IF execute THEN
        PERFORM FROM public.tenants t WHERE t.id = {{as:tenants.id:tenant}} FOR NO KEY UPDATE;
    END IF;
    SELECT t.subscription_end_date, {{key:tenants:t}} INTO ends, row_key FROM public.tenants t
        WHERE t.id = {{as:tenants.id:tenant}} AND lower(t.subscription_status::text) IS DISTINCT FROM 'active'
            AND t.subscription_end_date <= at
            AND t.deleted_at IS NULL                                            --? tenants.deleted_at
        ;
    IF NOT FOUND THEN
        RETURN licensewatch.refused('STALE', 'COVERED');
    END IF;
    IF execute THEN
        UPDATE public.tenants t SET subscription_end_date = extended
            , updated_at = at                                                   --? tenants.updated_at:timestamptz
            WHERE t.id = {{as:tenants.id:tenant}};
    END IF;
    RETURN licensewatch.changes(jsonb_build_array(licensewatch.changed('public.tenants', row_key,
        jsonb_build_object('subscription_end_date', ends), jsonb_build_object('subscription_end_date', format('now + %s days', days)),
        jsonb_build_object('subscription_end_date', extended))));
    --?}
    RETURN licensewatch.refused('UNSUPPORTED', 'tenants has no subscription_end_date of type timestamptz'); --? !tenants.subscription_end_date:timestamptz
    RETURN licensewatch.refused('UNSUPPORTED', 'tenants has no subscription_status'); --? tenants.subscription_end_date:timestamptz !tenants.subscription_status
END $$;

CREATE OR REPLACE FUNCTION licensewatch.extend_grants(command jsonb, days integer, at timestamptz, execute boolean) RETURNS jsonb
    VOLATILE {{internal}} AS $$
DECLARE
    tenant text := command ->> 'tenantId';
    today date := (at AT TIME ZONE licensewatch.zone())::date;
    features text[];
    rows jsonb;
BEGIN
    --?{ !tenant_feature_grants.grant_source
    IF execute THEN
        PERFORM FROM public.tenant_feature_grants g WHERE g.tenant_id = {{as:tenant_feature_grants.tenant_id:tenant}}
            AND jsonb_exists(command #> '{parameters,featureIds}', g.feature_id::text)
            ORDER BY g.feature_id FOR NO KEY UPDATE;
    END IF;
    --?}
    SELECT array_agg(c.feature_id ORDER BY c.feature_id) INTO features FROM licensewatch.coverage(tenant, at) c --? tenant_feature_grants.grant_source
        WHERE c.lapsed AND jsonb_exists(command #> '{parameters,featureIds}', c.feature_id); --? tenant_feature_grants.grant_source
    --?{ !tenant_feature_grants.grant_source
    -- Includes a grant that was deactivated after its end, not one that was deactivated before.
    SELECT array_agg(g.feature_id::text ORDER BY g.feature_id) INTO features FROM public.tenant_feature_grants g
        WHERE g.tenant_id = {{as:tenant_feature_grants.tenant_id:tenant}}
            AND jsonb_exists(command #> '{parameters,featureIds}', g.feature_id::text) AND licensewatch.feature_live(g.feature_id::text)
            AND g.expires_at < today                                            --? tenant_feature_grants.expires_at:date
            AND g.expires_at <= at                                              --? !tenant_feature_grants.expires_at:date
            ;
    --?}
    IF features IS NULL THEN
        RETURN licensewatch.refused('STALE', 'COVERED');
    END IF;
    --?{ tenant_feature_grants.grant_source
    SELECT jsonb_agg(licensewatch.changed('public.tenant_feature_grants',
            format('{"id":"%s"}', licensewatch.made_id(command, f)),            --? tenant_feature_grants.id:uuid
            format('{"tenant_id":"%s","feature_id":"%s"}', tenant, f),          --? !tenant_feature_grants.id:uuid
            '{}', jsonb_build_object('feature_id', f, 'grant_source', 'comp', 'expires_at', format('today + %s days', days))) ORDER BY f)
        INTO rows FROM unnest(features) f;
    IF execute THEN
        INSERT INTO public.tenant_feature_grants (tenant_id, feature_id, grant_source, expires_at
                , id                                                            --? tenant_feature_grants.id:uuid
                , source_reference                                              --? tenant_feature_grants.source_reference
                , starts_at                                                     --? tenant_feature_grants.starts_at
                , is_active                                                     --? tenant_feature_grants.is_active
                , granted_at                                                    --? tenant_feature_grants.granted_at
                , created_at                                                    --? tenant_feature_grants.created_at:timestamptz
                , updated_at                                                    --? tenant_feature_grants.updated_at:timestamptz
            ) SELECT {{as:tenant_feature_grants.tenant_id:tenant}}, {{as:tenant_feature_grants.feature_id:f}}, 'comp'
                , today + days                                                  --? tenant_feature_grants.expires_at:date
                , at + make_interval(days => days)                              --? !tenant_feature_grants.expires_at:date
                , licensewatch.made_id(command, f)                              --? tenant_feature_grants.id:uuid
                , 'licensewatch:' || (command ->> 'commandId')                  --? tenant_feature_grants.source_reference
                , today                                                         --? tenant_feature_grants.starts_at:date
                , at                                                            --? tenant_feature_grants.starts_at !tenant_feature_grants.starts_at:date
                , true                                                          --? tenant_feature_grants.is_active
                , at                                                            --? tenant_feature_grants.granted_at
                , at                                                            --? tenant_feature_grants.created_at:timestamptz
                , at                                                            --? tenant_feature_grants.updated_at:timestamptz
            FROM unnest(features) f ORDER BY f;
    END IF;
    --?}
    --?{ !tenant_feature_grants.grant_source
    SELECT jsonb_agg(licensewatch.changed('public.tenant_feature_grants', {{key:tenant_feature_grants:g}},
            jsonb_build_object('expires_at', g.expires_at)
            || jsonb_build_object('is_active', g.is_active)                     --? tenant_feature_grants.is_active
            , jsonb_build_object('expires_at', format('now + %s days', days))
            || jsonb_build_object('is_active', true)                            --? tenant_feature_grants.is_active
            ) ORDER BY g.feature_id)
        INTO rows FROM public.tenant_feature_grants g
        WHERE g.tenant_id = {{as:tenant_feature_grants.tenant_id:tenant}} AND g.feature_id::text = ANY (features);
    IF execute THEN
        UPDATE public.tenant_feature_grants g SET
            expires_at = today + days                                           --? tenant_feature_grants.expires_at:date
            expires_at = at + make_interval(days => days)                       --? !tenant_feature_grants.expires_at:date
            , is_active = true                                                  --? tenant_feature_grants.is_active
            , updated_at = at                                                   --? tenant_feature_grants.updated_at:timestamptz
            WHERE g.tenant_id = {{as:tenant_feature_grants.tenant_id:tenant}} AND g.feature_id::text = ANY (features);
    END IF;
    --?}
    RETURN licensewatch.changes(rows);
END $$;

-- The id of a row that a command inserts: deterministic, so it is known before and the same in each attempt.
CREATE OR REPLACE FUNCTION licensewatch.made_id(command jsonb, what text) RETURNS uuid IMMUTABLE {{internal}} AS $$
BEGIN
    RETURN md5('licensewatch ' || (command ->> 'commandId') || ' ' || what)::uuid;
END $$;
