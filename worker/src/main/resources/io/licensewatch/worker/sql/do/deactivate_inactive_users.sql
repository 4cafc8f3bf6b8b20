--! needs user_roles.tenant_id
--! needs user_roles.user_id
--! needs auth.users.last_sign_in_at
--! may UPDATE user_roles --? user_roles.is_active
--! may UPDATE user_roles --? !user_roles.is_active
--! may DELETE user_roles --? !user_roles.is_active
-- Frees seats only in this tenant, never in auth.users, which other tenants share: those of the users who have been inactive longest, and at
-- most the current excess. Never those of an administrator.

CREATE OR REPLACE FUNCTION licensewatch.do_deactivate_inactive_users(command jsonb, execute boolean) RETURNS jsonb
    VOLATILE {{internal}} AS $$
DECLARE
    tenant text := command ->> 'tenantId';
    days integer := coalesce((command #>> '{parameters,inactiveDays}')::integer, 90);
    keys text[];
    rows jsonb;
BEGIN
    IF days < 30 THEN
        RETURN licensewatch.refused('UNSUPPORTED', 'whoever has signed in within 30 days is not inactive');
    END IF;
    IF execute THEN
        -- Locked first and then checked again, when nobody else can change these rows.
        PERFORM FROM public.user_roles x WHERE (x.tenant_id = {{as:user_roles.tenant_id:tenant}} OR x.tenant_id IS NULL)
            AND {{key:user_roles:x}} = ANY (ARRAY(SELECT i.row_key FROM licensewatch.inactive(command, days) i))
            ORDER BY {{key:user_roles:x}} FOR UPDATE;
    END IF;
    IF licensewatch.overage(command, clock_timestamp()) <= 0 THEN
        RETURN licensewatch.refused('STALE', 'WITHIN_LIMIT');
    END IF;
    keys := ARRAY(SELECT i.row_key FROM licensewatch.inactive(command, days) i);
    SELECT jsonb_agg(licensewatch.changed('public.user_roles', {{key:user_roles:x}},
            jsonb_build_object('is_active', x.is_active), '{"is_active": false}' --? user_roles.is_active
            jsonb_build_object('tenant_id', x.tenant_id, 'user_id', x.user_id, 'role_id', x.role_id), '{"deleted": true}' --? !user_roles.is_active
            ) ORDER BY {{key:user_roles:x}})
        INTO rows FROM public.user_roles x
        WHERE (x.tenant_id = {{as:user_roles.tenant_id:tenant}} OR x.tenant_id IS NULL) AND {{key:user_roles:x}} = ANY (keys);
    IF execute THEN
        --?{ user_roles.is_active
        UPDATE public.user_roles x SET is_active = false
            , updated_at = clock_timestamp()                                    --? user_roles.updated_at:timestamptz
        --?}
        DELETE FROM public.user_roles x                                         --? !user_roles.is_active
            WHERE (x.tenant_id = {{as:user_roles.tenant_id:tenant}} OR x.tenant_id IS NULL) AND {{key:user_roles:x}} = ANY (keys);
    END IF;
    RETURN licensewatch.changes(rows,
        false,                                                                  --? roles
        true, -- nobody knows here who administers: a person has to see to it   --? !roles
        CASE WHEN rows IS NULL THEN 'NOBODY_INACTIVE' END);
END $$;

-- All live assignments in this tenant of the users whose seats are freed.
CREATE OR REPLACE FUNCTION licensewatch.inactive(command jsonb, days integer) RETURNS TABLE (row_key text) STABLE {{internal}} AS $$
DECLARE
    tenant text := command ->> 'tenantId';
    at timestamptz := clock_timestamp();
    since timestamptz := ((at AT TIME ZONE licensewatch.zone())::date - days)::timestamp AT TIME ZONE licensewatch.zone();
    most bigint := least(licensewatch.overage(command, at), (command #>> '{parameters,atMost}')::bigint);
BEGIN
    RETURN QUERY
    WITH live AS MATERIALIZED (SELECT * FROM licensewatch.live_assignments(tenant, at)),
    chosen AS (
        SELECT l.user_id FROM live l GROUP BY l.user_id
        HAVING NOT bool_or(l.administrator) AND max(l.last_sign_in_at) < since
        ORDER BY max(l.last_sign_in_at), l.user_id LIMIT greatest(most, 0))
    SELECT l.row_key FROM live l JOIN chosen c ON c.user_id = l.user_id;
END $$;
