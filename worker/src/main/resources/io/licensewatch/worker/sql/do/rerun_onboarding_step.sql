--! needs onboarding_progress.tenant_id
-- A webhook: the SaaS runs the step again. This function only checks whether the onboarding has progressed.

CREATE OR REPLACE FUNCTION licensewatch.do_rerun_onboarding_step(command jsonb, execute boolean) RETURNS jsonb VOLATILE {{internal}} AS $$
BEGIN
    IF licensewatch.onboarding_went_on(command) THEN
        RETURN licensewatch.refused('STALE', 'WENT_ON');
    END IF;
    RETURN licensewatch.changes('[]');
END $$;
