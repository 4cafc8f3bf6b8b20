--! needs tenant_feature_grants.tenant_id
--! needs tenant_feature_grants.feature_id
--! may INSERT tenant_feature_grants
--! may UPDATE tenant_feature_grants --? !tenant_feature_grants.grant_source
-- Features that a role's resource still needs. Only those, and if the tenant's offering is known, only features of that.

CREATE OR REPLACE FUNCTION licensewatch.do_grant_missing_licenses(command jsonb, execute boolean) RETURNS jsonb
    VOLATILE {{internal}} AS $$
DECLARE
    tenant text := command ->> 'tenantId';
    bought text := licensewatch.offering(tenant);
    at timestamptz := clock_timestamp();
    missing text[];
    features text[];
BEGIN
    missing := ARRAY(SELECT m FROM licensewatch.missing_features(tenant, command #>> '{parameters,roleId}',
        command #>> '{parameters,resource}', at) m);
    IF cardinality(missing) = 0 THEN
        RETURN licensewatch.refused('STALE', 'LICENSED');
    END IF;
    features := ARRAY(SELECT f FROM jsonb_array_elements_text(command #> '{parameters,featureIds}') f WHERE f = ANY (missing) ORDER BY f);
    IF cardinality(features) = 0 THEN
        RETURN licensewatch.refused('STALE', 'OTHERS_MISSING');
    END IF;
    --?{ product_offering_features tenants.subscription_offering_id
    IF EXISTS (SELECT FROM unnest(features) f WHERE bought IS NULL OR f NOT IN (SELECT o FROM licensewatch.offered(bought) o)) THEN
        RETURN licensewatch.refused('STALE', 'NOT_IN_OFFERING');
    END IF;
    --?}
    RETURN licensewatch.changes(licensewatch.grant_features(command, features, at, true, execute));
END $$;

-- @param again whether an existing grant that has ended or is inactive is renewed, if a feature can only have one
CREATE OR REPLACE FUNCTION licensewatch.grant_features(command jsonb, features text[], at timestamptz, again boolean, execute boolean)
    RETURNS jsonb VOLATILE {{internal}} AS $$
DECLARE
    tenant text := command ->> 'tenantId';
    today date := (at AT TIME ZONE licensewatch.zone())::date;
    present text[] := '{}';
    rows jsonb := '[]';
    more jsonb;
BEGIN
    --?{ !tenant_feature_grants.grant_source
    IF execute THEN
        PERFORM FROM public.tenant_feature_grants g
            WHERE g.tenant_id = {{as:tenant_feature_grants.tenant_id:tenant}} AND g.feature_id::text = ANY (features)
            ORDER BY g.feature_id FOR NO KEY UPDATE;
    END IF;
    SELECT jsonb_agg(licensewatch.changed('public.tenant_feature_grants', {{key:tenant_feature_grants:g}},
            '{}'::jsonb
            || jsonb_build_object('is_active', g.is_active)                     --? tenant_feature_grants.is_active
            || jsonb_build_object('expires_at', g.expires_at)                   --? tenant_feature_grants.expires_at
            , '{}'::jsonb
            || jsonb_build_object('is_active', true)                            --? tenant_feature_grants.is_active
            || jsonb_build_object('expires_at', NULL)                           --? tenant_feature_grants.expires_at
            ) ORDER BY g.feature_id), array_agg(g.feature_id::text)
        INTO more, present FROM public.tenant_feature_grants g
        WHERE g.tenant_id = {{as:tenant_feature_grants.tenant_id:tenant}} AND g.feature_id::text = ANY (features);
    present := coalesce(present, '{}');
    IF again AND more IS NOT NULL THEN
        rows := more;
        IF execute THEN
            UPDATE public.tenant_feature_grants g SET tenant_id = g.tenant_id
                , is_active = true                                              --? tenant_feature_grants.is_active
                , expires_at = NULL                                             --? tenant_feature_grants.expires_at
                WHERE g.tenant_id = {{as:tenant_feature_grants.tenant_id:tenant}} AND g.feature_id::text = ANY (present);
        END IF;
    END IF;
    --?}
    SELECT jsonb_agg(licensewatch.changed('public.tenant_feature_grants',
            format('{"id":"%s"}', licensewatch.made_id(command, f)),            --? tenant_feature_grants.id:uuid
            format('{"tenant_id":"%s","feature_id":"%s"}', tenant, f),          --? !tenant_feature_grants.id:uuid
            '{}', jsonb_build_object('feature_id', f)) ORDER BY f)
        INTO more FROM unnest(features) f WHERE f <> ALL (present);
    IF execute THEN
        INSERT INTO public.tenant_feature_grants (tenant_id, feature_id
                , grant_source                                                  --? tenant_feature_grants.grant_source
                , id                                                            --? tenant_feature_grants.id:uuid
                , source_reference                                              --? tenant_feature_grants.source_reference
                , starts_at                                                     --? tenant_feature_grants.starts_at
                , is_active                                                     --? tenant_feature_grants.is_active
                , granted_at                                                    --? tenant_feature_grants.granted_at
                , created_at                                                    --? tenant_feature_grants.created_at:timestamptz
                , updated_at                                                    --? tenant_feature_grants.updated_at:timestamptz
            ) SELECT {{as:tenant_feature_grants.tenant_id:tenant}}, {{as:tenant_feature_grants.feature_id:f}}
                , 'direct'                                                      --? tenant_feature_grants.grant_source
                , licensewatch.made_id(command, f)                              --? tenant_feature_grants.id:uuid
                , 'licensewatch:' || (command ->> 'commandId')                  --? tenant_feature_grants.source_reference
                , today                                                         --? tenant_feature_grants.starts_at:date
                , at                                                            --? tenant_feature_grants.starts_at !tenant_feature_grants.starts_at:date
                , true                                                          --? tenant_feature_grants.is_active
                , at                                                            --? tenant_feature_grants.granted_at
                , at                                                            --? tenant_feature_grants.created_at:timestamptz
                , at                                                            --? tenant_feature_grants.updated_at:timestamptz
            FROM unnest(features) f WHERE f <> ALL (present) ORDER BY f;
    END IF;
    RETURN rows || coalesce(more, '[]');
END $$;
