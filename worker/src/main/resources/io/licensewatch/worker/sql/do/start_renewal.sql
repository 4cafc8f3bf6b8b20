--! needs tenant_feature_grants.tenant_id
-- A webhook: the SaaS renews. This function only checks whether that is still needed.

CREATE OR REPLACE FUNCTION licensewatch.do_start_renewal(command jsonb, execute boolean) RETURNS jsonb VOLATILE {{internal}} AS $$
BEGIN
    IF licensewatch.covered_beyond(command, clock_timestamp()) THEN
        RETURN licensewatch.refused('STALE', 'COVERED');
    END IF;
    RETURN licensewatch.changes('[]');
END $$;
