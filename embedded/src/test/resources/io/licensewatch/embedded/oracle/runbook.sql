-- What the tables that the runbook assumes mean for licensing at a time, computed from scratch.

CREATE SCHEMA oracle;

CREATE FUNCTION oracle.iso(t timestamptz) RETURNS text IMMUTABLE LANGUAGE sql
    AS $$ SELECT to_char(t AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') $$;

CREATE FUNCTION oracle.tenant_ids() RETURNS SETOF uuid STABLE LANGUAGE sql AS $$
    SELECT tenant_id FROM tenant_feature_grants
    UNION SELECT tenant_id FROM user_roles
    UNION SELECT tenant_id FROM onboarding_progress
$$;

CREATE FUNCTION oracle.scope() RETURNS TABLE (tenant_id uuid, in_scope boolean) STABLE LANGUAGE sql AS $$
    SELECT id, true FROM oracle.tenant_ids() i (id)
$$;

CREATE FUNCTION oracle.live_assignment(at timestamptz) RETURNS TABLE (tenant_id uuid, user_id uuid, role_id uuid)
    STABLE LANGUAGE sql AS $$
    SELECT ur.tenant_id, ur.user_id, ur.role_id
    FROM user_roles ur JOIN auth.users u ON u.id = ur.user_id
    WHERE u.is_active IS TRUE
$$;

-- Nothing says what a tenant has bought.
CREATE FUNCTION oracle.seats(at timestamptz)
    RETURNS TABLE (tenant_id uuid, used bigint, allowed bigint, percent bigint, stage text) STABLE LANGUAGE sql AS $$
    SELECT i.id, count(DISTINCT a.user_id), NULL::bigint, NULL::bigint, 'UNKNOWN_LIMIT'
    FROM oracle.tenant_ids() i (id) LEFT JOIN oracle.live_assignment(at) a ON a.tenant_id = i.id
    GROUP BY i.id
$$;

CREATE FUNCTION oracle.subscription_end() RETURNS TABLE (tenant_id uuid, ends timestamptz) STABLE LANGUAGE sql AS $$
    SELECT NULL::uuid, NULL::timestamptz WHERE false
$$;

-- A feature has one grant, from when it was made until its end.
CREATE FUNCTION oracle.features(at timestamptz) RETURNS TABLE (tenant_id uuid, feature_id uuid, licensed boolean,
    reason text, covered_until timestamptz, resumes_at timestamptz, stage text) STABLE LANGUAGE sql AS $$
    WITH evaluated AS (
        SELECT g.tenant_id, g.feature_id, nullif(g.expires_at, 'infinity') AS ends, g.granted_at,
            g.is_active IS TRUE AND coalesce(g.granted_at < g.expires_at, true) AS counts,
            g.granted_at <= at AS begun,
            coalesce(g.expires_at <= at, false) AS ended
        FROM tenant_feature_grants g)
    SELECT tenant_id, feature_id, counts AND begun AND NOT ended,
        CASE WHEN NOT counts THEN 'INACTIVE' WHEN ended THEN 'LAPSED' WHEN begun THEN 'ACTIVE' ELSE 'NOT_STARTED' END,
        CASE WHEN counts AND begun THEN ends END,
        CASE WHEN counts AND NOT begun THEN granted_at END,
        CASE WHEN NOT counts OR NOT begun OR ends IS NULL THEN 'NONE'
            WHEN ended THEN 'EXPIRED'
            WHEN ends - at <= interval '24 hours' THEN 'FINAL'
            WHEN ends - at <= interval '7 days' THEN 'SOON'
            WHEN ends - at <= interval '30 days' THEN 'NOTICE'
            ELSE 'NONE' END
    FROM evaluated
$$;

-- Roles need all features of the bundles of their surfaces.
CREATE FUNCTION oracle.drift(at timestamptz) RETURNS TABLE (tenant_id uuid, role_id uuid, resource text, mode text,
    missing text, users bigint) STABLE LANGUAGE sql AS $$
    WITH holders AS (
        SELECT tenant_id, role_id, count(DISTINCT user_id) AS users FROM oracle.live_assignment(at) GROUP BY 1, 2)
    SELECT h.tenant_id, h.role_id, rs.surface_id::text, 'ALL_OF',
        string_agg(DISTINCT b.feature_id::text, ',' ORDER BY b.feature_id::text), h.users
    FROM holders h
    JOIN role_surface_bindings rs ON rs.role_id = h.role_id
    JOIN surface_license_bindings sl ON sl.surface_id = rs.surface_id
    JOIN license_feature_bundle_features b ON b.bundle_id = sl.required_bundle_id
    WHERE NOT EXISTS (SELECT FROM oracle.features(at) f
        WHERE f.tenant_id = h.tenant_id AND f.feature_id = b.feature_id AND f.licensed)
    GROUP BY h.tenant_id, h.role_id, rs.surface_id, h.users
$$;

-- No column says when a row was written last; within a test nothing stalls.
CREATE FUNCTION oracle.onboarding(at timestamptz) RETURNS TABLE (tenant_id uuid, completed boolean, step text,
    steps text[], last_progress timestamptz, stalled boolean) STABLE LANGUAGE sql AS $$
    SELECT i.id, coalesce(p.completed, false), p.current_step, p.completed_steps, NULL::timestamptz, false
    FROM oracle.tenant_ids() i (id) LEFT JOIN onboarding_progress p ON p.tenant_id = i.id
$$;

-- Here every job that has no success has failed: nothing distinguishes those that are still running.
CREATE FUNCTION oracle.views(at timestamptz) RETURNS TABLE (view_name text, failing boolean, stale boolean)
    STABLE LANGUAGE sql AS $$
    WITH last AS (SELECT j.view_name, max(j.started_at) FILTER (WHERE j.success) AS success
        FROM materialized_view_refresh_jobs j GROUP BY 1)
    SELECT l.view_name,
        (SELECT count(*) FROM materialized_view_refresh_jobs j WHERE j.view_name = l.view_name
            AND j.success IS NOT TRUE AND (l.success IS NULL OR j.started_at > l.success)) > 2,
        coalesce(at - l.success > interval '1 hour', false)
    FROM last l
$$;
