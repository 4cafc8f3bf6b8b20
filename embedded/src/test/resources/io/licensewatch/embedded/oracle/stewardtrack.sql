-- What StewardTrack's tables mean for licensing at a time, computed from scratch.

CREATE SCHEMA oracle;

CREATE FUNCTION oracle.iso(t timestamptz) RETURNS text IMMUTABLE LANGUAGE sql
    AS $$ SELECT to_char(t AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') $$;

-- Every tenant that anything is known of.
CREATE FUNCTION oracle.tenant_ids() RETURNS SETOF uuid STABLE LANGUAGE sql AS $$
    SELECT id FROM tenants
    UNION SELECT tenant_id FROM tenant_feature_grants
    UNION SELECT tenant_id FROM roles WHERE tenant_id IS NOT NULL
    UNION SELECT tenant_id FROM user_roles WHERE tenant_id IS NOT NULL
    UNION SELECT tenant_id FROM onboarding_progress
$$;

CREATE FUNCTION oracle.scope() RETURNS TABLE (tenant_id uuid, in_scope boolean) STABLE LANGUAGE sql AS $$
    SELECT id, EXISTS (SELECT FROM tenants t
        WHERE t.id = i.id AND t.deleted_at IS NULL AND lower(t.status) NOT IN ('deleted', 'archived', 'closed'))
    FROM oracle.tenant_ids() i (id)
$$;

-- The offering that the tenant says; null is one that nobody knows.
CREATE FUNCTION oracle.offering() RETURNS TABLE (tenant_id uuid, offering_id uuid) STABLE LANGUAGE sql AS $$
    SELECT t.id, t.subscription_offering_id FROM tenants t
$$;

-- Assignments that take a seat, whichever tenant the role is of. One without a tenant belongs to the tenant of its role.
CREATE FUNCTION oracle.live_assignment(at timestamptz) RETURNS TABLE (tenant_id uuid, user_id uuid, role_id uuid)
    STABLE LANGUAGE sql AS $$
    SELECT DISTINCT coalesce(ur.tenant_id, r.tenant_id), ur.user_id, ur.role_id
    FROM user_roles ur
    JOIN roles r ON r.id = ur.role_id
    JOIN auth.users u ON u.id = ur.user_id
    WHERE ur.is_active IS TRUE AND (ur.expires_at IS NULL OR ur.expires_at > at)
        AND r.is_active IS TRUE AND r.deleted_at IS NULL
        AND coalesce(ur.tenant_id, r.tenant_id) IS NOT NULL
        AND u.deleted_at IS NULL AND (u.banned_until IS NULL OR u.banned_until <= at)
$$;

CREATE FUNCTION oracle.seats(at timestamptz)
    RETURNS TABLE (tenant_id uuid, used bigint, allowed bigint, percent bigint, stage text) STABLE LANGUAGE sql AS $$
    WITH counted AS (
        SELECT i.id, p.id AS offering, p.max_users::bigint AS allowed, count(DISTINCT a.user_id) AS used
        FROM oracle.tenant_ids() i (id)
        LEFT JOIN oracle.offering() o ON o.tenant_id = i.id
        LEFT JOIN product_offerings p ON p.id = o.offering_id
        LEFT JOIN oracle.live_assignment(at) a ON a.tenant_id = i.id
        GROUP BY i.id, p.id, p.max_users)
    SELECT id, used, allowed, used * 100 / nullif(allowed, 0), CASE
            WHEN offering IS NULL THEN 'UNKNOWN_LIMIT'
            WHEN allowed IS NULL THEN 'UNLIMITED'
            WHEN used * 100 > allowed * 120 THEN 'CRITICAL'
            WHEN used > allowed THEN 'EXCEEDED'
            WHEN used * 100 > allowed * 90 THEN 'NEAR_LIMIT'
            ELSE 'NORMAL' END
    FROM counted
$$;

-- A date covers the whole day.
CREATE FUNCTION oracle.begins(day date) RETURNS timestamptz IMMUTABLE LANGUAGE sql
    AS $$ SELECT day::timestamp AT TIME ZONE 'UTC' $$;
CREATE FUNCTION oracle.begins(instant timestamptz) RETURNS timestamptz IMMUTABLE LANGUAGE sql AS $$ SELECT instant $$;
CREATE FUNCTION oracle.ends(day date) RETURNS timestamptz IMMUTABLE LANGUAGE sql
    AS $$ SELECT (day + 1)::timestamp AT TIME ZONE 'UTC' $$;
CREATE FUNCTION oracle.ends(instant timestamptz) RETURNS timestamptz IMMUTABLE LANGUAGE sql AS $$ SELECT instant $$;

-- Grants that overlap or touch are one.
CREATE FUNCTION oracle.covered() RETURNS TABLE (tenant_id uuid, feature_id uuid, span tstzrange) STABLE LANGUAGE sql AS $$
    SELECT g.tenant_id, g.feature_id, unnest(range_agg(tstzrange(
        oracle.begins(g.starts_at), nullif(oracle.ends(g.expires_at), 'infinity'))))
    FROM tenant_feature_grants g
    WHERE g.starts_at IS NULL OR g.expires_at IS NULL OR oracle.begins(g.starts_at) < oracle.ends(g.expires_at)
    GROUP BY g.tenant_id, g.feature_id
$$;

-- When a subscription that is not paid for on and on is over.
CREATE FUNCTION oracle.subscription_end() RETURNS TABLE (tenant_id uuid, ends timestamptz) STABLE LANGUAGE sql AS $$
    SELECT id, subscription_end_date FROM tenants WHERE lower(subscription_status) <> 'active'
$$;

CREATE FUNCTION oracle.features(at timestamptz) RETURNS TABLE (tenant_id uuid, feature_id uuid, licensed boolean,
    reason text, covered_until timestamptz, resumes_at timestamptz, stage text) STABLE LANGUAGE sql AS $$
    WITH granted AS (SELECT DISTINCT g.tenant_id, g.feature_id FROM tenant_feature_grants g),
    evaluated AS (
        SELECT g.tenant_id, g.feature_id,
            EXISTS (SELECT FROM feature_catalog f WHERE f.id = g.feature_id
                AND f.is_active IS TRUE AND f.deleted_at IS NULL) AS live,
            bool_or(c.span @> at) AS present,
            coalesce(max(upper(c.span)) FILTER (WHERE c.span @> at), 'infinity') AS present_end,
            max(upper(c.span)) FILTER (WHERE upper(c.span) <= at) AS past_end,
            min(lower(c.span)) FILTER (WHERE lower(c.span) > at) AS resumes_at,
            (SELECT s.ends FROM oracle.subscription_end() s WHERE s.tenant_id = g.tenant_id) AS bound
        FROM granted g LEFT JOIN oracle.covered() c USING (tenant_id, feature_id)
        GROUP BY g.tenant_id, g.feature_id),
    ended AS (
        SELECT *, CASE WHEN present THEN least(present_end, bound) WHEN past_end IS NOT NULL THEN least(past_end, bound)
            END AS ends
        FROM evaluated WHERE live)
    SELECT tenant_id, feature_id, coalesce(present, false),
        CASE WHEN present THEN 'ACTIVE' WHEN past_end IS NOT NULL THEN 'LAPSED'
            WHEN resumes_at IS NOT NULL THEN 'NOT_STARTED' ELSE 'INACTIVE' END,
        nullif(ends, 'infinity'), resumes_at,
        CASE WHEN ends IS NULL OR ends = 'infinity' THEN 'NONE'
            WHEN ends <= at OR NOT present THEN 'EXPIRED'
            WHEN ends - at <= interval '24 hours' THEN 'FINAL'
            WHEN ends - at <= interval '7 days' THEN 'SOON'
            WHEN ends - at <= interval '30 days' THEN 'NOTICE'
            ELSE 'NONE' END
    FROM ended
    UNION ALL
    SELECT tenant_id, feature_id, false, 'RETIRED', NULL, NULL, 'NONE' FROM evaluated WHERE NOT live
$$;

-- Permissions that a role has within the tenant of the role; a role of no tenant also has those of the tenant that uses it.
CREATE FUNCTION oracle.permitted() RETURNS TABLE (tenant_id uuid, role_id uuid, permission_id uuid) STABLE LANGUAGE sql AS $$
    SELECT rp.tenant_id, r.id, p.id
    FROM role_permissions rp
    JOIN roles r ON r.id = rp.role_id AND (r.tenant_id IS NULL OR r.tenant_id = rp.tenant_id)
    JOIN permissions p ON p.id = rp.permission_id AND p.tenant_id IS NOT DISTINCT FROM rp.tenant_id
$$;

-- What a role needs in a tenant: of each permission code any of the features. One that is gone has the name it had.
CREATE FUNCTION oracle.required() RETURNS TABLE (tenant_id uuid, role_id uuid, code text, feature_id text)
    STABLE LANGUAGE sql AS $$
    SELECT g.tenant_id, g.role_id, p.code, f.feature_id::text
    FROM oracle.permitted() g JOIN permissions p ON p.id = g.permission_id
    JOIN feature_permissions f ON f.permission_code = p.code
    UNION
    SELECT g.tenant_id, g.role_id, p.code, coalesce(
        (SELECT f.id::text FROM feature_catalog f WHERE f.id::text = lower(p.source_reference)),
        (SELECT f.id::text FROM feature_catalog f WHERE f.code = p.source_reference),
        nullif(p.source_reference, ''))
    FROM oracle.permitted() g JOIN permissions p ON p.id = g.permission_id
    WHERE p.source = 'license_feature'
        AND NOT EXISTS (SELECT FROM feature_permissions f WHERE f.permission_code = p.code)
$$;

CREATE FUNCTION oracle.drift(at timestamptz) RETURNS TABLE (tenant_id uuid, role_id uuid, resource text, mode text,
    missing text, users bigint) STABLE LANGUAGE sql AS $$
    WITH holders AS ( -- another tenant's role gives no access
        SELECT a.tenant_id, a.role_id, count(DISTINCT a.user_id) AS users
        FROM oracle.live_assignment(at) a JOIN roles r ON r.id = a.role_id
        WHERE r.tenant_id IS NULL OR r.tenant_id = a.tenant_id GROUP BY 1, 2),
    concerned AS ( -- roles that are held, and the tenant's own live roles that nobody holds
        SELECT tenant_id, role_id, users FROM holders
        UNION ALL
        SELECT r.tenant_id, r.id, 0 FROM roles r
        WHERE r.tenant_id IS NOT NULL AND r.is_active IS TRUE AND r.deleted_at IS NULL
            AND NOT EXISTS (SELECT FROM holders h WHERE h.tenant_id = r.tenant_id AND h.role_id = r.id)),
    licensed AS (SELECT tenant_id, feature_id FROM oracle.features(at) WHERE licensed)
    SELECT c.tenant_id, c.role_id, q.code, 'ANY_OF', string_agg(DISTINCT q.feature_id, ',' ORDER BY q.feature_id),
        c.users
    FROM concerned c
    JOIN oracle.required() q ON q.role_id = c.role_id AND (q.tenant_id = c.tenant_id OR q.tenant_id IS NULL)
    LEFT JOIN licensed l ON l.tenant_id = c.tenant_id AND l.feature_id::text = q.feature_id
    WHERE q.feature_id IS NOT NULL
    GROUP BY c.tenant_id, c.role_id, q.code, c.users
    HAVING count(l.feature_id) = 0
$$;

CREATE FUNCTION oracle.onboarding(at timestamptz) RETURNS TABLE (tenant_id uuid, completed boolean, step text,
    steps text[], last_progress timestamptz, stalled boolean) STABLE LANGUAGE sql AS $$
    WITH state AS (
        SELECT s.tenant_id, s.in_scope,
            coalesce(p.is_completed, false) OR coalesce(t.onboarding_completed, false) AS completed,
            p.current_step, p.completed_steps,
            CASE WHEN p.id IS NULL THEN t.created_at ELSE greatest(p.updated_at, p.created_at) END AS last_progress
        FROM oracle.scope() s
        LEFT JOIN tenants t ON t.id = s.tenant_id
        LEFT JOIN onboarding_progress p ON p.tenant_id = s.tenant_id AND p.deleted_at IS NULL)
    SELECT tenant_id, completed, current_step, completed_steps, last_progress,
        in_scope AND NOT completed AND coalesce(at - last_progress > interval '48 hours', false)
    FROM state
$$;

-- The state of each view: failing after more than two failures since the last success, stale an hour after it.
CREATE FUNCTION oracle.views(at timestamptz) RETURNS TABLE (view_name text, failing boolean, stale boolean)
    STABLE LANGUAGE sql AS $$
    WITH last AS (SELECT j.view_name, max(j.started_at) FILTER (WHERE j.success) AS success
        FROM materialized_view_refresh_jobs j GROUP BY 1)
    SELECT l.view_name,
        (SELECT count(*) FROM materialized_view_refresh_jobs j
            WHERE j.view_name = l.view_name AND NOT j.success
                AND (j.completed_at IS NOT NULL OR j.error_message IS NOT NULL)
                AND (l.success IS NULL OR j.started_at > l.success)) > 2,
        coalesce(at - l.success > interval '1 hour', false)
    FROM last l
$$;
