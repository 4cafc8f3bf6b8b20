--! needs user_roles.tenant_id
--! needs auth.users.email
--! needs roles.name|roles.metadata_key
-- A mail to the tenant's administrators. This function only checks whether the notice is still needed and has a recipient.

CREATE OR REPLACE FUNCTION licensewatch.do_notify_tenant_admin(command jsonb, execute boolean) RETURNS jsonb VOLATILE {{internal}} AS $$
BEGIN
    IF licensewatch.covered_beyond(command, clock_timestamp()) THEN             --? tenant_feature_grants
        RETURN licensewatch.refused('STALE', 'COVERED');                        --? tenant_feature_grants
    END IF;                                                                     --? tenant_feature_grants
    IF NOT EXISTS (SELECT FROM licensewatch.administrator_addresses(command ->> 'tenantId')) THEN
        RETURN licensewatch.refused('UNSUPPORTED', 'the tenant has no administrator with an address');
    END IF;
    RETURN licensewatch.changes('[]');
END $$;
