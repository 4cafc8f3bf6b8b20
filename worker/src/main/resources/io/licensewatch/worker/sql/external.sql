-- Mail and webhooks, which no transaction can roll back. The ledger records the start before the sending; if a worker dies in between, the
-- command stays EXECUTING, and it is sent again with the same id.

CREATE OR REPLACE FUNCTION licensewatch.begin_external(entry licensewatch.ledger, kind text, worker jsonb) RETURNS jsonb
    VOLATILE {{internal}} AS $$
BEGIN
    UPDATE licensewatch.ledger l SET executed_at = clock_timestamp(), attempts = 1, error = NULL
        WHERE l.command_id = entry.command_id RETURNING l.attempts INTO entry.attempts;
    PERFORM licensewatch.step(entry.command_id, 'EXECUTING', NULL, worker, clock_timestamp() + interval '60 s');
    RETURN licensewatch.answer('EXECUTING', licensewatch.external(entry, kind));
END $$;

CREATE OR REPLACE FUNCTION licensewatch.execute_again(entry licensewatch.ledger, kind text, worker jsonb) RETURNS jsonb
    VOLATILE {{internal}} AS $$
BEGIN
    IF entry.attempts >= 5 THEN
        RETURN licensewatch.answer(licensewatch.fail(entry, false, coalesce(entry.error, '{}') || jsonb_build_object(
            'sqlState', NULL, 'retryable', false, 'message', coalesce(entry.error ->> 'message', 'no outcome after 5 attempts')), worker));
    END IF;
    UPDATE licensewatch.ledger l SET attempts = l.attempts + 1 WHERE l.command_id = entry.command_id
        RETURNING l.attempts INTO entry.attempts;
    PERFORM licensewatch.step(entry.command_id, 'EXECUTING', 'RETRY', worker, clock_timestamp() + interval '60 s');
    RETURN licensewatch.answer('EXECUTING', licensewatch.external(entry, kind));
END $$;

-- @param outcome {ok, retryable, message, retryAfterSeconds: what the service has demanded}
CREATE OR REPLACE FUNCTION licensewatch.worker_external_done(command_id text, outcome jsonb, worker jsonb) RETURNS void
    VOLATILE {{definer}} AS $$
DECLARE
    entry licensewatch.ledger;
    retry boolean;
BEGIN
    PERFORM licensewatch.require_read_committed();
    SELECT * INTO entry FROM licensewatch.ledger l WHERE l.command_id = worker_external_done.command_id FOR UPDATE;
    IF NOT FOUND OR entry.state <> 'EXECUTING' THEN
        RETURN;
    END IF;
    IF coalesce((outcome ->> 'ok')::boolean, false) THEN
        UPDATE licensewatch.ledger l SET rows_affected = 0, error = NULL WHERE l.command_id = entry.command_id;
        PERFORM licensewatch.step(entry.command_id, 'APPLIED', NULL, worker, NULL);
        RETURN;
    END IF;
    retry := coalesce((outcome ->> 'retryable')::boolean, false) AND entry.attempts < 5;
    PERFORM licensewatch.fail(entry, retry, jsonb_build_object('sqlState', NULL, 'retryable', retry,
        'message', coalesce(nullif(left(outcome ->> 'message', 300), ''), 'no message')), worker);
    IF retry AND (outcome ->> 'retryAfterSeconds')::numeric > 0 THEN
        UPDATE licensewatch.ledger l SET next_attempt_at = greatest(l.next_attempt_at,
                clock_timestamp() + make_interval(secs => least((outcome ->> 'retryAfterSeconds')::numeric, 3600)::double precision))
            WHERE l.command_id = entry.command_id;
    END IF;
END $$;

-- Addresses of the tenant's administrators, only for a mail that is being sent.
CREATE OR REPLACE FUNCTION licensewatch.worker_recipients(command_id text) RETURNS SETOF text STABLE {{definer}} AS $$
BEGIN
    RETURN QUERY SELECT DISTINCT a.address
        FROM licensewatch.ledger l, licensewatch.administrator_addresses(l.tenant_id) a
        WHERE l.command_id = worker_recipients.command_id AND l.type = 'NOTIFY_TENANT_ADMIN' AND l.state = 'EXECUTING'
        ORDER BY 1;
END $$;
