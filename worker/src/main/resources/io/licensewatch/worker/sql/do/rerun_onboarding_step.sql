--! needs onboarding_progress.tenant_id
-- A webhook: the SaaS runs the step again. Here it is only seen whether the onboarding has gone on.

CREATE OR REPLACE FUNCTION licensewatch.do_rerun_onboarding_step(command jsonb, execute boolean) RETURNS jsonb VOLATILE {{internal}} AS $$
BEGIN
    IF licensewatch.onboarding_went_on(command) THEN
        RETURN licensewatch.refused('STALE', 'WENT_ON');
    END IF;
    RETURN licensewatch.changes('[]');
END $$;
