-- Which rules' conditions hold; and what is compared, field by field.

CREATE FUNCTION oracle.conditions(at timestamptz) RETURNS TABLE (tenant_id text, rule text, stage text)
    STABLE LANGUAGE sql AS $$
    WITH features AS MATERIALIZED (SELECT * FROM oracle.features(at)),
    conditions (tenant_id, rule, stage) AS (
        SELECT tenant_id, 'seat-utilization', stage FROM oracle.seats(at)
            WHERE stage IN ('NEAR_LIMIT', 'EXCEEDED', 'CRITICAL')
        UNION ALL
        SELECT DISTINCT tenant_id, 'license-expired', 'EXPIRED' FROM features WHERE stage = 'EXPIRED'
        UNION ALL
        SELECT tenant_id, 'license-expiring', (array_agg(stage ORDER BY covered_until))[1]
            FROM features WHERE stage IN ('NOTICE', 'SOON', 'FINAL') GROUP BY tenant_id
        UNION ALL
        SELECT DISTINCT tenant_id, 'rbac-drift', 'DRIFT' FROM oracle.drift(at) WHERE users > 0
        UNION ALL
        SELECT tenant_id, 'onboarding-stalled', 'STALLED' FROM oracle.onboarding(at) WHERE stalled)
    SELECT c.tenant_id::text, c.rule, c.stage FROM conditions c JOIN oracle.scope() s USING (tenant_id) WHERE s.in_scope
$$;

CREATE FUNCTION oracle.fields(at timestamptz) RETURNS TABLE (tenant_id text, field text, value text)
    STABLE LANGUAGE sql AS $$
    WITH scope AS MATERIALIZED (SELECT * FROM oracle.scope()),
    features AS MATERIALIZED (
        SELECT f.* FROM oracle.features(at) f JOIN scope s USING (tenant_id) WHERE s.in_scope),
    ending AS ( -- the features of a tenant whose cover ends next
        SELECT * FROM (
            SELECT *, min(covered_until) OVER (PARTITION BY tenant_id) AS next
            FROM features WHERE licensed AND covered_until > at) ahead
        WHERE covered_until = next),
    drift AS MATERIALIZED (SELECT d.* FROM oracle.drift(at) d JOIN scope s USING (tenant_id) WHERE s.in_scope),
    drifting AS (
        SELECT d.tenant_id, count(DISTINCT a.user_id) AS users
        FROM (SELECT DISTINCT tenant_id, role_id FROM drift) d
        JOIN oracle.live_assignment(at) a ON a.tenant_id = d.tenant_id AND a.role_id = d.role_id
        GROUP BY 1)
    SELECT tenant_id::text, 'inScope', in_scope::text FROM scope
    UNION ALL
    SELECT tenant_id::text, 'seats', concat_ws(' ', used, coalesce(allowed::text, '-'), coalesce(percent::text, '-'), stage)
    FROM oracle.seats(at)
    UNION ALL
    SELECT f.tenant_id::text, 'feature ' || feature_id, concat_ws(' ', licensed::text, reason,
        coalesce(oracle.iso(covered_until), '-'), coalesce(oracle.iso(resumes_at), '-'), stage)
    FROM features f
    UNION ALL
    SELECT e.tenant_id::text, 'gap', concat_ws(' ', oracle.iso(e.next),
        coalesce(oracle.iso(CASE WHEN bool_and(coalesce(e.resumes_at < coalesce(b.ends, 'infinity'), false))
            THEN max(e.resumes_at) END), '-'),
        string_agg(e.feature_id::text, ',' ORDER BY e.feature_id::text),
        (SELECT used FROM oracle.seats(at) u WHERE u.tenant_id = e.tenant_id))
    FROM ending e LEFT JOIN oracle.subscription_end() b USING (tenant_id)
    GROUP BY e.tenant_id, e.next
    UNION ALL
    SELECT tenant_id::text, 'drift ' || role_id || ' ' || resource, concat_ws(' ', mode, missing, users) FROM drift
    UNION ALL
    SELECT s.tenant_id::text, 'drift', concat_ws(' ',
        (SELECT count(*) FROM drift d WHERE d.tenant_id = s.tenant_id AND d.users > 0),
        (SELECT count(*) FROM drift d WHERE d.tenant_id = s.tenant_id AND d.users = 0),
        coalesce((SELECT users FROM drifting d WHERE d.tenant_id = s.tenant_id), 0))
    FROM scope s
    UNION ALL
    SELECT tenant_id::text, 'onboarding', concat_ws(' ', completed::text, coalesce(step, '-'),
        array_to_string(coalesce(steps, '{}'), ','), coalesce(oracle.iso(last_progress), '-'), stalled::text)
    FROM oracle.onboarding(at)
    UNION ALL -- all rules but those with a for duration: what holds is open
    SELECT tenant_id, 'open ' || rule, stage FROM oracle.conditions(at)
    WHERE rule NOT IN ('seat-utilization', 'rbac-drift')
$$;
