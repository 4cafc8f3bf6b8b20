-- Restores a subscription's end that a lease moved, if nobody else has moved it since, and marks the lease as REVERTED. A lease of grants ends
-- by its own data.

CREATE OR REPLACE FUNCTION licensewatch.do_end_extension(command jsonb, execute boolean) RETURNS jsonb VOLATILE {{internal}} AS $$
DECLARE
    tenant text := command ->> 'tenantId';
    lease licensewatch.ledger;
    rows jsonb := '[]';
    given timestamptz;
    formerly timestamptz;
    row_key text;
BEGIN
    IF execute THEN
        PERFORM FROM licensewatch.ledger l WHERE l.command_id = do_end_extension.command #>> '{parameters,leaseCommandId}' FOR UPDATE;
    END IF;
    SELECT * INTO lease FROM licensewatch.ledger l
        WHERE l.command_id = do_end_extension.command #>> '{parameters,leaseCommandId}' AND l.type = 'EXTEND_LICENSE' AND l.tenant_id = tenant;
    IF NOT FOUND OR lease.state NOT IN ('APPLIED', 'REVERTED') THEN
        RETURN licensewatch.refused('STALE', 'NO_LEASE');
    ELSIF lease.state = 'REVERTED' THEN
        RETURN licensewatch.refused('NO_CHANGE', 'REVERTED');
    END IF;
    --?{ tenants.subscription_end_date:timestamptz
    given := (SELECT (w #>> '{columns,subscription_end_date}')::timestamptz FROM jsonb_array_elements(lease.wrote) w
        WHERE w ->> 'table' = 'public.tenants');
    IF given IS NOT NULL THEN
        IF execute THEN
            PERFORM FROM public.tenants t WHERE t.id = {{as:tenants.id:tenant}} FOR NO KEY UPDATE;
        END IF;
        SELECT {{key:tenants:t}} INTO row_key FROM public.tenants t
            WHERE t.id = {{as:tenants.id:tenant}} AND t.subscription_end_date = given;
        IF FOUND THEN
            formerly := (SELECT (b #>> '{columns,subscription_end_date}')::timestamptz FROM jsonb_array_elements(lease.before) b
                WHERE b ->> 'table' = 'public.tenants');
            IF execute THEN
                UPDATE public.tenants t SET subscription_end_date = formerly
                    , updated_at = clock_timestamp()                            --? tenants.updated_at:timestamptz
                    WHERE t.id = {{as:tenants.id:tenant}};
            END IF;
            rows := jsonb_build_array(licensewatch.changed('public.tenants', row_key,
                jsonb_build_object('subscription_end_date', given), jsonb_build_object('subscription_end_date', formerly)));
        END IF;
    END IF;
    --?}
    IF execute THEN
        PERFORM licensewatch.step(lease.command_id, 'REVERTED', 'ENDED', lease.worker, NULL);
    END IF;
    RETURN licensewatch.changes(rows || licensewatch.changed('licensewatch.ledger', format('{"command_id":%s}', to_json(lease.command_id)),
        jsonb_build_object('state', 'APPLIED'), jsonb_build_object('state', 'REVERTED')));
END $$;
