-- The mail addresses of a tenant's administrators. They are neither stored nor published.

CREATE OR REPLACE FUNCTION licensewatch.administrator_addresses(tenant text) RETURNS TABLE (address text) STABLE {{internal}} AS $$
BEGIN
    --?{ user_roles.tenant_id auth.users.email
    RETURN QUERY SELECT DISTINCT u.email::text
        FROM licensewatch.live_assignments(tenant, clock_timestamp()) a JOIN auth.users u ON u.id::text = a.user_id
        WHERE a.administrator AND u.email <> '';
    --?}
    RETURN;
END $$;
