-- A webhook: the SaaS clears its caches. It is always needed.

CREATE OR REPLACE FUNCTION licensewatch.do_clear_caches(command jsonb, execute boolean) RETURNS jsonb VOLATILE {{internal}} AS $$
BEGIN
    RETURN licensewatch.changes('[]');
END $$;
