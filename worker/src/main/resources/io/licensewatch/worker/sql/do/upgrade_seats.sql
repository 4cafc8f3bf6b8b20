--! needs user_roles.tenant_id
-- A webhook: the SaaS offers more seats. This function only checks whether that is still needed.

CREATE OR REPLACE FUNCTION licensewatch.do_upgrade_seats(command jsonb, execute boolean) RETURNS jsonb VOLATILE {{internal}} AS $$
BEGIN
    IF licensewatch.overage(command, clock_timestamp()) <= 0 THEN
        RETURN licensewatch.refused('STALE', 'WITHIN_LIMIT');
    END IF;
    RETURN licensewatch.changes('[]');
END $$;
