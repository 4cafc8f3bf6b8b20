--! needs tenant_feature_grants.tenant_id
--! needs tenant_feature_grants.feature_id
--! needs onboarding_progress.tenant_id
--! may INSERT tenant_feature_grants
--! may INSERT user_roles --? onboarding_progress.user_id roles.tenant_id user_roles
-- Grants the features of a tenant's offering that it lacks; and if it has no administrator, makes the user who registered it one.

CREATE OR REPLACE FUNCTION licensewatch.do_provision_defaults(command jsonb, execute boolean) RETURNS jsonb VOLATILE {{internal}} AS $$
DECLARE
    tenant text := command ->> 'tenantId';
    bought text := coalesce(licensewatch.offering(tenant), command #>> '{parameters,offeringId}');
    at timestamptz := clock_timestamp();
    features text[];
    rows jsonb;
    administrator jsonb := '[]';
BEGIN
    IF licensewatch.onboarding_went_on(command) THEN
        RETURN licensewatch.refused('STALE', 'WENT_ON');
    END IF;
    IF bought IS DISTINCT FROM coalesce(command #>> '{parameters,offeringId}', bought) THEN
        RETURN licensewatch.refused('STALE', 'OTHER_OFFERING');
    END IF;
    features := ARRAY(SELECT f FROM jsonb_array_elements_text(coalesce(command #> '{parameters,featureIds}', '[]')) f
        WHERE f IN (SELECT o FROM licensewatch.offered(bought) o)
          AND f NOT IN (SELECT c.feature_id FROM licensewatch.coverage(tenant, at) c WHERE c.licensed)
        ORDER BY f);
    rows := licensewatch.grant_features(command, features, at, false, execute);
    IF coalesce((command #>> '{parameters,administratorMissing}')::boolean, false) THEN
        administrator := licensewatch.appoint(command, at, execute);
        IF administrator IS NULL AND rows = '[]' THEN
            RETURN licensewatch.refused('UNSUPPORTED', 'who is to administer the tenant is not known');
        END IF;
    END IF;
    RETURN licensewatch.changes(rows || coalesce(administrator, '[]'), false,
        CASE WHEN administrator IS NULL THEN 'NO_ADMINISTRATOR_KNOWN' END);
END $$;

-- Gives the administrator's role to the user who registered the tenant. Null if unknown: no such user, or not exactly one such role.
CREATE OR REPLACE FUNCTION licensewatch.appoint(command jsonb, at timestamptz, execute boolean) RETURNS jsonb VOLATILE {{internal}} AS $$
DECLARE
    tenant text := command ->> 'tenantId';
    person text := (SELECT o.registered_by FROM licensewatch.onboarding(tenant) o);
    candidates text[];
BEGIN
    IF EXISTS (SELECT FROM licensewatch.live_assignments(tenant, at) a WHERE a.administrator) THEN
        RETURN '[]';
    END IF;
    --?{ roles.tenant_id roles.name user_roles onboarding_progress.user_id
    candidates := ARRAY(SELECT r.id::text FROM public.roles r
        WHERE r.tenant_id = {{as:roles.tenant_id:tenant}}
        AND lower(coalesce(r.metadata_key, r.name)) LIKE '%admin%'              --? roles.metadata_key
        AND lower(r.name) LIKE '%admin%'                                        --? !roles.metadata_key
        AND r.is_active IS TRUE                                                 --? roles.is_active
        AND r.deleted_at IS NULL                                                --? roles.deleted_at
        LIMIT 2);
    IF cardinality(candidates) <> 1 OR person IS NULL
            OR NOT EXISTS (SELECT FROM auth.users u WHERE u.id = {{as:auth.users.id:person}} --? auth.users
                AND u.deleted_at IS NULL                                        --? auth.users.deleted_at
                AND (u.banned_until IS NULL OR u.banned_until <= at)            --? auth.users.banned_until
                AND u.is_active IS TRUE                                         --? auth.users.is_active
                )                                                               --? auth.users
            OR EXISTS (SELECT FROM public.user_roles x WHERE x.tenant_id = {{as:user_roles.tenant_id:tenant}}
                AND x.user_id = {{as:user_roles.user_id:person}} AND x.role_id = {{as:user_roles.role_id:candidates[1]}}) THEN
        RETURN NULL; -- an inactive assignment is a person's decision
    END IF;
    IF execute THEN
        INSERT INTO public.user_roles (tenant_id, user_id, role_id
                , id                                                            --? user_roles.id:uuid
                , is_active                                                     --? user_roles.is_active
                , is_primary                                                    --? user_roles.is_primary
                , assigned_at                                                   --? user_roles.assigned_at
            ) VALUES ({{as:user_roles.tenant_id:tenant}}, {{as:user_roles.user_id:person}}, {{as:user_roles.role_id:candidates[1]}}
                , licensewatch.made_id(command, 'administrator')                --? user_roles.id:uuid
                , true                                                          --? user_roles.is_active
                , true                                                          --? user_roles.is_primary
                , at                                                            --? user_roles.assigned_at
            );
    END IF;
    RETURN jsonb_build_array(licensewatch.changed('public.user_roles',
        format('{"id":"%s"}', licensewatch.made_id(command, 'administrator')),  --? user_roles.id:uuid
        format('{"tenant_id":"%s","user_id":"%s","role_id":"%s"}', tenant, person, candidates[1]), --? !user_roles.id:uuid
        '{}', jsonb_build_object('user_id', person, 'role_id', candidates[1])));
    --?}
    RETURN NULL;
END $$;
