--! needs onboarding_progress.tenant_id
--! needs onboarding_progress.is_completed|onboarding_progress.completed
--! may UPDATE onboarding_progress
-- Sets the missing flag if every step has been done.

CREATE OR REPLACE FUNCTION licensewatch.do_mark_onboarding_complete(command jsonb, execute boolean) RETURNS jsonb
    VOLATILE {{internal}} AS $$
DECLARE
    tenant text := command ->> 'tenantId';
    at timestamptz := clock_timestamp();
    progress record;
    rows jsonb;
BEGIN
    IF execute THEN
        PERFORM FROM public.onboarding_progress o WHERE o.tenant_id = {{as:onboarding_progress.tenant_id:tenant}} FOR NO KEY UPDATE;
    END IF;
    SELECT * INTO progress FROM licensewatch.onboarding(tenant);
    IF progress.completed THEN
        RETURN licensewatch.refused('NO_CHANGE', 'COMPLETE');
    ELSIF progress.row_key IS NULL THEN
        RETURN licensewatch.refused('STALE', 'NO_ROW');
    ELSIF licensewatch.onboarding_went_on(command) THEN
        RETURN licensewatch.refused('STALE', 'WENT_ON');
    ELSIF NOT progress.only_flag_missing AND coalesce(command ->> 'origin', 'RULE') = 'RULE' THEN
        RETURN licensewatch.refused('STALE', 'STEPS_MISSING');
    END IF;
    SELECT jsonb_agg(licensewatch.changed('public.onboarding_progress', progress.row_key,
            '{}'::jsonb
            || jsonb_build_object('is_completed', o.is_completed)               --? onboarding_progress.is_completed
            || jsonb_build_object('completed', o.completed)                     --? onboarding_progress.completed
            || jsonb_build_object('completed_at', o.completed_at)               --? onboarding_progress.completed_at
            , '{"completed": true}'))
        INTO rows FROM public.onboarding_progress o WHERE {{key:onboarding_progress:o}} = progress.row_key
            AND o.tenant_id = {{as:onboarding_progress.tenant_id:tenant}};
    IF execute THEN
        UPDATE public.onboarding_progress o SET tenant_id = o.tenant_id
            , is_completed = true                                               --? onboarding_progress.is_completed
            , completed = true                                                  --? onboarding_progress.completed
            , completed_at = at                                                 --? onboarding_progress.completed_at
            , updated_at = at                                                   --? onboarding_progress.updated_at
            WHERE {{key:onboarding_progress:o}} = progress.row_key AND o.tenant_id = {{as:onboarding_progress.tenant_id:tenant}};
    END IF;
    RETURN licensewatch.changes(rows);
END $$;
