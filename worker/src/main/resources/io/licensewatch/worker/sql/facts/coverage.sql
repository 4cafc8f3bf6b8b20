-- The features that a tenant's grants cover, as in stream-app: a date covers its whole day, grants that overlap or touch are one, and the end of
-- a subscription that does not renew bounds them all.

CREATE OR REPLACE FUNCTION licensewatch.subscription_end(tenant text) RETURNS timestamptz STABLE {{internal}} AS $$
BEGIN
    RETURN (SELECT t.subscription_end_date FROM public.tenants t                --? tenants.subscription_end_date:timestamptz
        WHERE t.id = {{as:tenants.id:tenant}}                                   --? tenants.subscription_end_date:timestamptz
        AND lower(t.subscription_status::text) IS DISTINCT FROM 'active'              --? tenants.subscription_end_date:timestamptz tenants.subscription_status
        );                                                                      --? tenants.subscription_end_date:timestamptz
    RETURN NULL;                                                                --? !tenants.subscription_end_date:timestamptz
END $$;

-- @return licensed: by grants alone. covered_until: also by the subscription; null for no end. lapsed: was covered by grants and is not.
CREATE OR REPLACE FUNCTION licensewatch.coverage(tenant text, at timestamptz)
    RETURNS TABLE (feature_id text, licensed boolean, covered_until timestamptz, lapsed boolean) STABLE {{internal}} AS $$
DECLARE
    bound timestamptz := licensewatch.subscription_end(tenant);
    zone text := licensewatch.zone();
BEGIN
    RETURN QUERY
    WITH each AS (
        SELECT g.feature_id::text AS feature,
            nullif(                                                             --? tenant_feature_grants.expires_at
            (g.expires_at + 1)::timestamp AT TIME ZONE zone                     --? tenant_feature_grants.expires_at:date
            g.expires_at                                                        --? tenant_feature_grants.expires_at:timestamptz
            g.expires_at AT TIME ZONE zone                                      --? tenant_feature_grants.expires_at:timestamp
            , 'infinity')                                                       --? tenant_feature_grants.expires_at
            NULL::timestamptz                                                   --? !tenant_feature_grants.expires_at
            AS ends,
            g.starts_at::timestamp AT TIME ZONE zone                            --? tenant_feature_grants.starts_at:date
            g.starts_at                                                         --? tenant_feature_grants.starts_at:timestamptz
            g.starts_at AT TIME ZONE zone                                       --? tenant_feature_grants.starts_at:timestamp
            g.granted_at                                                        --? !tenant_feature_grants.starts_at tenant_feature_grants.granted_at:timestamptz
            NULL::timestamptz                                                   --? !tenant_feature_grants.starts_at !tenant_feature_grants.granted_at:timestamptz
            AS starts
        FROM public.tenant_feature_grants g WHERE g.tenant_id = {{as:tenant_feature_grants.tenant_id:tenant}}
        AND g.is_active IS TRUE                                                 --? tenant_feature_grants.is_active
        ),
    spans AS (
        SELECT e.feature, unnest(range_agg(tstzrange(e.starts, e.ends))) AS span FROM each e
        WHERE coalesce(e.starts < e.ends, true) GROUP BY e.feature),
    judged AS (
        SELECT s.feature, bool_or(s.span @> at) AS present,
            coalesce(max(upper(s.span)) FILTER (WHERE s.span @> at), 'infinity') AS present_end,
            max(upper(s.span)) FILTER (WHERE upper(s.span) <= at) AS past_end
        FROM spans s GROUP BY s.feature)
    SELECT j.feature, j.present,
        CASE WHEN j.present THEN nullif(least(j.present_end, bound), 'infinity') ELSE least(j.past_end, bound) END,
        NOT j.present AND j.past_end IS NOT NULL
    FROM judged j WHERE (j.present OR j.past_end IS NOT NULL) AND licensewatch.feature_live(j.feature);
END $$;

-- Whether none of these features ends at or before that time any more: then the reason of a notice or a renewal is resolved.
CREATE OR REPLACE FUNCTION licensewatch.covered_beyond(command jsonb, at timestamptz) RETURNS boolean STABLE {{internal}} AS $$
DECLARE
    until timestamptz := (command #>> '{guard,coveredUntil}')::timestamptz;
    features jsonb := command #> '{parameters,featureIds}';
BEGIN
    IF until IS NULL THEN
        RETURN false;
    END IF;
    RETURN NOT EXISTS (SELECT FROM licensewatch.coverage(command ->> 'tenantId', at) c
        WHERE c.covered_until <= until AND (features IS NULL OR jsonb_exists(features, c.feature_id)));
END $$;
