-- What should be open right now, from scratch and in plain SQL: one row per alert, "tenant rule stage severity".
WITH live_tenant AS (
    SELECT * FROM tenants WHERE deleted_at IS NULL AND lower(status) NOT IN ('deleted', 'archived', 'closed')
),
live_assignment AS (
    SELECT ur.tenant_id, ur.user_id, ur.role_id, r.tenant_id IS NULL OR r.tenant_id = ur.tenant_id AS access
    FROM user_roles ur JOIN roles r ON r.id = ur.role_id
    WHERE ur.is_active AND (ur.expires_at IS NULL OR ur.expires_at > now()) AND r.is_active AND r.deleted_at IS NULL
),
seats AS (
    SELECT t.id, o.max_users AS seat_limit,
        (SELECT count(DISTINCT a.user_id) FROM live_assignment a WHERE a.tenant_id = t.id) AS used
    FROM live_tenant t LEFT JOIN product_offerings o ON o.id = t.subscription_offering_id
),
covered AS ( -- contiguous coverage per feature; overlapping and adjacent grants are one
    SELECT g.tenant_id, g.feature_id, unnest(range_agg(daterange(g.starts_at, g.expires_at, '[]'))) AS days
    FROM tenant_feature_grants g JOIN feature_catalog f ON f.id = g.feature_id AND f.is_active AND f.deleted_at IS NULL
    WHERE g.expires_at IS NULL OR g.expires_at >= g.starts_at
    GROUP BY 1, 2
),
licensed AS (
    SELECT tenant_id, feature_id FROM covered WHERE days @> (now() AT TIME ZONE 'UTC')::date
),
feature_end AS (
    SELECT DISTINCT ON (c.tenant_id, c.feature_id) c.tenant_id, c.feature_id,
        least(upper(c.days)::timestamp AT TIME ZONE 'UTC',
              CASE WHEN t.subscription_status <> 'active' THEN t.subscription_end_date END) - now() AS time_left
    FROM covered c JOIN live_tenant t ON t.id = c.tenant_id
    WHERE lower(c.days) <= (now() AT TIME ZONE 'UTC')::date
    ORDER BY c.tenant_id, c.feature_id, lower(c.days) DESC
),
licence AS (
    SELECT tenant_id,
        bool_or(time_left <= interval '0') AS expired,
        min(time_left) FILTER (WHERE time_left > interval '0') AS next_end
    FROM feature_end GROUP BY tenant_id
),
drift AS (
    SELECT DISTINCT a.tenant_id
    FROM live_assignment a
    JOIN role_surface_bindings rs ON rs.role_id = a.role_id
    JOIN surface_license_bindings sl ON sl.surface_id = rs.surface_id
    JOIN license_feature_bundle_items i ON i.bundle_id = sl.required_bundle_id AND i.is_required
    WHERE a.access AND NOT EXISTS (
        SELECT FROM licensed l WHERE l.tenant_id = a.tenant_id AND l.feature_id = i.feature_id)
),
expected (tenant_id, rule, stage, severity) AS (
    SELECT id, 'seat-utilization',
        CASE WHEN used * 100 > seat_limit * 120 THEN 'CRITICAL' WHEN used > seat_limit THEN 'EXCEEDED' ELSE 'NEAR_LIMIT' END,
        CASE WHEN used * 100 > seat_limit * 120 THEN 'CRITICAL' ELSE 'WARNING' END
    FROM seats WHERE used * 100 > seat_limit * 90
    UNION ALL
    SELECT l.tenant_id, 'license-expired', 'EXPIRED', CASE WHEN s.used > 10 THEN 'CRITICAL' ELSE 'WARNING' END
    FROM licence l JOIN seats s ON s.id = l.tenant_id WHERE l.expired
    UNION ALL
    SELECT tenant_id, 'license-expiring',
        CASE WHEN next_end <= interval '24 hours' THEN 'FINAL' WHEN next_end <= interval '168 hours' THEN 'SOON' ELSE 'NOTICE' END,
        CASE WHEN next_end <= interval '168 hours' THEN 'WARNING' ELSE 'INFO' END
    FROM licence WHERE next_end <= interval '720 hours'
    UNION ALL
    SELECT d.tenant_id, 'rbac-drift', 'DRIFT', 'WARNING' FROM drift d JOIN live_tenant t ON t.id = d.tenant_id
    UNION ALL
    SELECT t.id, 'onboarding-stalled', 'STALLED', 'WARNING'
    FROM live_tenant t LEFT JOIN onboarding_progress p ON p.tenant_id = t.id AND p.deleted_at IS NULL
    WHERE NOT t.onboarding_completed AND NOT coalesce(p.is_completed, false)
        AND now() - coalesce(greatest(p.updated_at, p.created_at), t.created_at) > interval '48 hours'
)
SELECT tenant_id || ' ' || rule || ' ' || stage || ' ' || severity FROM expected ORDER BY 1
