-- The seats with their rows. As in stream-app: an assignment that is active and has not ended, of a live user and a live role, whatever tenant
-- the role belongs to. A role of another tenant makes nobody an administrator here.

CREATE OR REPLACE FUNCTION licensewatch.zone() RETURNS text STABLE {{internal}} AS $$
BEGIN
    RETURN (SELECT c.zone FROM licensewatch.control c);
END $$;

-- An assignment without a tenant belongs to the tenant of its role.
CREATE OR REPLACE FUNCTION licensewatch.live_assignments(tenant text, at timestamptz)
    RETURNS TABLE (user_id text, role_id text, administrator boolean, last_sign_in_at timestamptz, row_key text, tenant_id text)
    STABLE {{internal}} AS $$
BEGIN
    RETURN QUERY SELECT ur.user_id::text, ur.role_id::text,
        false                                                               --? !roles
        lower(coalesce(r.metadata_key, r.name)) LIKE '%admin%'              --? roles.metadata_key roles.name
        coalesce(lower(r.metadata_key) LIKE '%admin%', false)               --? roles.metadata_key !roles.name
        coalesce(lower(r.name) LIKE '%admin%', false)                       --? roles.name !roles.metadata_key
        false                                                               --? roles !roles.name !roles.metadata_key
        AND (r.tenant_id IS NULL OR r.tenant_id = {{as:roles.tenant_id:tenant}}) --? roles.tenant_id
        , u.last_sign_in_at                                                 --? auth.users.last_sign_in_at
        , NULL::timestamptz                                                 --? !auth.users.last_sign_in_at
        , {{key:user_roles:ur}}, ur.tenant_id::text
    FROM (
        SELECT own.* FROM public.user_roles own WHERE own.tenant_id = {{as:user_roles.tenant_id:tenant}}
        UNION ALL                                                           --? roles.tenant_id
        SELECT other.* FROM public.roles o JOIN public.user_roles other ON other.role_id = o.id AND other.tenant_id IS NULL --? roles.tenant_id
        WHERE o.tenant_id = {{as:roles.tenant_id:tenant}}                   --? roles.tenant_id
    ) ur
    JOIN public.roles r ON r.id = ur.role_id                                --? roles
    JOIN auth.users u ON u.id = ur.user_id                                  --? auth.users
    WHERE ur.user_id IS NOT NULL AND ur.role_id IS NOT NULL
        AND ur.is_active IS TRUE                                            --? user_roles.is_active
        AND (ur.expires_at IS NULL OR ur.expires_at > at)                   --? user_roles.expires_at
        AND r.is_active IS TRUE                                             --? roles.is_active
        AND r.deleted_at IS NULL                                            --? roles.deleted_at
        AND u.deleted_at IS NULL                                            --? auth.users.deleted_at
        AND u.is_active IS TRUE                                             --? auth.users.is_active
        AND (u.banned_until IS NULL OR u.banned_until <= at)                --? auth.users.banned_until
    ;
END $$;
