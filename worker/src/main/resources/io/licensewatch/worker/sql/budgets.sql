-- Limits, counted here so that they also apply to a compromised worker and to every other caller.

-- The limits of a type, with the defaults for limits that it does not set.
CREATE OR REPLACE FUNCTION licensewatch.limits_of(wanted text) RETURNS licensewatch.limits STABLE {{internal}} AS $$
DECLARE
    own licensewatch.limits;
    general licensewatch.limits;
BEGIN
    SELECT * INTO STRICT general FROM licensewatch.limits l WHERE l.type = '*';
    SELECT * INTO own FROM licensewatch.limits l WHERE l.type = wanted;
    own.type := wanted;
    own.max_rows := coalesce(own.max_rows, general.max_rows);
    own.per_tenant_day := coalesce(own.per_tenant_day, general.per_tenant_day);
    own.tenants_per_hour := coalesce(own.tenants_per_hour, general.tenants_per_hour);
    own.tenants_percent := coalesce(own.tenants_percent, general.tenants_percent);
    own.at_once := coalesce(own.at_once, general.at_once);
    own.failure_percent := coalesce(own.failure_percent, general.failure_percent);
    own.failures_of_at_least := coalesce(own.failures_of_at_least, general.failures_of_at_least);
    own.alone := coalesce(own.alone, false);
    own.counted_from := coalesce(own.counted_from, '-infinity');
    RETURN own;
END $$;

CREATE OR REPLACE FUNCTION licensewatch.allowed_rows(entry licensewatch.ledger) RETURNS bigint STABLE {{internal}} AS $$
DECLARE
    wanted numeric := (entry.command ->> 'maxRows')::numeric;
    allowed integer := (licensewatch.limits_of(entry.type)).max_rows;
BEGIN
    RETURN CASE WHEN coalesce(wanted, 0) <= 0 THEN allowed ELSE least(wanted, allowed) END; -- older commands have no limit
END $$;

-- How many tenants may be changed in an hour. Counting stops where more tenants make no difference, since there may be very many.
CREATE OR REPLACE FUNCTION licensewatch.tenants_an_hour(l licensewatch.limits) RETURNS integer STABLE {{internal}} AS $$
DECLARE
    enough integer := ceil(l.tenants_per_hour * 100.0 / greatest(l.tenants_percent, 1));
BEGIN
    RETURN least(l.tenants_per_hour, greatest(1, licensewatch.tenant_count(enough) * l.tenants_percent / 100));
END $$;

CREATE OR REPLACE FUNCTION licensewatch.tenant_count(enough integer) RETURNS integer STABLE {{internal}} AS $$
BEGIN
    --?{ tenants
    RETURN (SELECT count(*) FROM (SELECT FROM public.tenants t
        WHERE t.deleted_at IS NULL                                              --? tenants.deleted_at
        LIMIT enough) counted);
    --?}
    --?{ !tenants tenant_feature_grants
    RETURN (SELECT count(*) FROM ( -- from tenant to tenant by the index: there may be dozens of grants of each
        WITH RECURSIVE each AS (
            (SELECT g.tenant_id FROM public.tenant_feature_grants g ORDER BY g.tenant_id LIMIT 1)
            UNION ALL
            SELECT (SELECT g.tenant_id FROM public.tenant_feature_grants g WHERE g.tenant_id > e.tenant_id
                ORDER BY g.tenant_id LIMIT 1)
            FROM each e WHERE e.tenant_id IS NOT NULL)
        SELECT FROM each e WHERE e.tenant_id IS NOT NULL LIMIT enough) counted);
    --?}
    RETURN 0;                                                                   --? !tenants !tenant_feature_grants
END $$;

-- Waits for its turn; then no other transaction counts for this type until this one commits. The tenant's turn is already locked.
-- Returns why the command has to wait; null if it does not.
CREATE OR REPLACE FUNCTION licensewatch.over_budget(entry licensewatch.ledger) RETURNS text VOLATILE {{internal}} AS $$
DECLARE
    l licensewatch.limits;
    day timestamptz;
    hour timestamptz;
    done bigint;
    failed bigint;
BEGIN
    PERFORM FROM licensewatch.turns t WHERE t.name = 'type ' || entry.type FOR UPDATE;
    l := licensewatch.limits_of(entry.type);
    day := clock_timestamp() - interval '24 hours';
    hour := clock_timestamp() - interval '1 hour';

    SELECT count(*) FILTER (WHERE e.state = 'FAILED'), count(*) INTO failed, done FROM licensewatch.ledger e
        WHERE e.type = entry.type AND e.command_id <> entry.command_id
          AND ((e.state = 'FAILED' AND e.finished_at > greatest(day, l.counted_from))
            OR (e.state IN ('APPLIED', 'REVERTED') AND e.executed_at > greatest(day, l.counted_from)));
    IF done >= l.failures_of_at_least AND failed * 100 >= done * l.failure_percent THEN
        RETURN 'FAILURES';
    END IF;

    SELECT count(*) INTO done FROM licensewatch.ledger e
        WHERE e.type = entry.type AND e.state = 'EXECUTING' AND e.command_id <> entry.command_id;
    IF done >= l.at_once THEN
        RETURN 'BUDGET';
    END IF;

    SELECT count(*) INTO done FROM licensewatch.ledger e
        WHERE e.tenant_id = entry.tenant_id AND e.executed_at > day AND e.command_id <> entry.command_id
          AND CASE WHEN l.alone THEN e.type = entry.type
                   ELSE NOT EXISTS (SELECT FROM licensewatch.limits o WHERE o.type = e.type AND o.alone) END;
    IF done >= l.per_tenant_day THEN
        RETURN 'BUDGET';
    END IF;

    IF entry.tenant_id <> '_system' AND NOT EXISTS (SELECT FROM licensewatch.ledger e
            WHERE e.type = entry.type AND e.tenant_id = entry.tenant_id AND e.executed_at > hour) THEN
        SELECT count(DISTINCT e.tenant_id) INTO done FROM licensewatch.ledger e
            WHERE e.type = entry.type AND e.executed_at > hour AND e.tenant_id <> '_system';
        IF done >= licensewatch.tenants_an_hour(l) THEN
            RETURN 'BUDGET';
        END IF;
    END IF;
    RETURN NULL;
END $$;

-- Whether a person has to approve, whatever the mode: a second lease within 30 days, or a change that only people can judge here.
CREATE OR REPLACE FUNCTION licensewatch.needs_person(entry licensewatch.ledger, outcome jsonb) RETURNS boolean
    STABLE {{internal}} AS $$
BEGIN
    RETURN coalesce((outcome ->> 'person')::boolean, false) OR (entry.type = 'EXTEND_LICENSE' AND EXISTS (
        SELECT FROM licensewatch.ledger e
        WHERE e.type = 'EXTEND_LICENSE' AND e.tenant_id = entry.tenant_id AND e.command_id <> entry.command_id
          AND e.executed_at > clock_timestamp() - interval '30 days'));
END $$;
