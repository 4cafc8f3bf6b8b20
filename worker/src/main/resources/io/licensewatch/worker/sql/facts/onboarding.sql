-- The state of a tenant's onboarding: its row, if there is one, and whether one of both places says that it is complete.

CREATE OR REPLACE FUNCTION licensewatch.onboarding(tenant text)
    RETURNS TABLE (row_key text, step text, completed boolean, only_flag_missing boolean, registered_by text) STABLE {{internal}} AS $$
DECLARE
    said boolean := coalesce(
        (SELECT t.onboarding_completed FROM public.tenants t WHERE t.id = {{as:tenants.id:tenant}}), --? tenants.onboarding_completed
        false);
BEGIN
    RETURN QUERY SELECT {{key:onboarding_progress:o}}, o.current_step::text, said
            OR coalesce(o.is_completed, false)                                  --? onboarding_progress.is_completed
            OR coalesce(o.completed, false)                                     --? onboarding_progress.completed
        , lower(coalesce(o.current_step::text, '')) IN ('complete', 'completed')
            OR EXISTS (SELECT FROM unnest(o.completed_steps) s WHERE lower(s) IN ('complete', 'completed')) --? onboarding_progress.completed_steps:text[]
            OR EXISTS (SELECT FROM jsonb_array_elements_text(CASE jsonb_typeof(o.completed_steps) WHEN 'array' THEN o.completed_steps END) s WHERE lower(s) IN ('complete', 'completed')) --? onboarding_progress.completed_steps:jsonb
        , o.user_id::text                                                       --? onboarding_progress.user_id
        , NULL                                                                  --? !onboarding_progress.user_id
    FROM public.onboarding_progress o WHERE o.tenant_id = {{as:onboarding_progress.tenant_id:tenant}}
    AND o.deleted_at IS NULL                                                    --? onboarding_progress.deleted_at
    LIMIT 1;
    IF NOT FOUND THEN
        RETURN QUERY SELECT NULL::text, NULL::text, said, false, NULL::text;
    END IF;
END $$;

-- Whether it has progressed since the command was decided: another step, or complete.
CREATE OR REPLACE FUNCTION licensewatch.onboarding_went_on(command jsonb) RETURNS boolean STABLE {{internal}} AS $$
BEGIN
    RETURN (SELECT o.completed OR (jsonb_exists(command -> 'guard', 'currentStep') AND o.step IS DISTINCT FROM command #>> '{guard,currentStep}')
        FROM licensewatch.onboarding(command ->> 'tenantId') o);
END $$;
