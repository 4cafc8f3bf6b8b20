-- Errors: transient ones are retried, at most 5 times, with increasing delays.

CREATE OR REPLACE FUNCTION licensewatch.may_pass(sql_state text) RETURNS boolean IMMUTABLE {{internal}} AS $$
BEGIN
    RETURN left(sql_state, 2) IN ('08', '40', '53', '55', '57', '58');
END $$;

-- Triggers of the source may put anything into their messages, such as an address. Postgres' own messages name objects, not values.
CREATE OR REPLACE FUNCTION licensewatch.public_message(sql_state text, message text) RETURNS text STABLE {{internal}} AS $$
BEGIN
    IF sql_state IS NOT NULL AND (left(sql_state, 2) IN ('P0', '22') OR left(sql_state, 1) NOT BETWEEN '0' AND '5') THEN
        RETURN 'an error of class ' || left(sql_state, 2) || '; its words are in the log of Postgres';
    END IF;
    RETURN coalesce(nullif(left(message, 300), ''), 'no message');
END $$;

CREATE OR REPLACE FUNCTION licensewatch.failed(entry licensewatch.ledger, sql_state text, message text, worker jsonb) RETURNS text
    VOLATILE {{internal}} AS $$
DECLARE
    retry boolean := licensewatch.may_pass(sql_state) AND entry.attempts < 4;
BEGIN
    RETURN licensewatch.fail(entry, retry, jsonb_build_object(
        'sqlState', sql_state, 'message', licensewatch.public_message(sql_state, message), 'retryable', retry), worker);
END $$;

CREATE OR REPLACE FUNCTION licensewatch.fail(entry licensewatch.ledger, retry boolean, error jsonb, worker jsonb) RETURNS text
    VOLATILE {{internal}} AS $$
DECLARE
    pause interval := interval '5 s' * 2 ^ entry.attempts;
BEGIN
    UPDATE licensewatch.ledger l SET error = fail.error,
        attempts = l.attempts + CASE WHEN l.state = 'EXECUTING' THEN 0 ELSE 1 END, -- of those the attempt was counted when it began
        next_attempt_at = clock_timestamp() + pause
        WHERE l.command_id = entry.command_id;
    IF NOT retry THEN
        RETURN licensewatch.step(entry.command_id, 'FAILED', NULL, worker, NULL);
    ELSIF entry.state = 'EXECUTING' THEN
        RETURN licensewatch.step(entry.command_id, 'EXECUTING', 'RETRY', worker, clock_timestamp() + pause);
    END IF;
    RETURN entry.state; -- nothing to report yet
END $$;

CREATE OR REPLACE FUNCTION licensewatch.too_many(entry licensewatch.ledger, plan jsonb, worker jsonb) RETURNS text
    VOLATILE {{internal}} AS $$
BEGIN
    UPDATE licensewatch.ledger l SET plan = too_many.plan WHERE l.command_id = entry.command_id;
    RETURN licensewatch.fail(entry, false, jsonb_build_object('sqlState', NULL, 'retryable', false, 'message',
        format('it would change %s rows, and may change %s', plan ->> 'rows', licensewatch.allowed_rows(entry))), worker);
END $$;

-- The worker could not even run worker_advance.
CREATE OR REPLACE FUNCTION licensewatch.worker_error(command_id text, error jsonb, worker jsonb) RETURNS void VOLATILE {{definer}} AS $$
DECLARE
    entry licensewatch.ledger;
    retry boolean;
BEGIN
    PERFORM licensewatch.require_read_committed();
    SELECT * INTO entry FROM licensewatch.ledger l WHERE l.command_id = worker_error.command_id FOR UPDATE;
    IF NOT FOUND OR entry.next_attempt_at IS NULL THEN
        RETURN;
    END IF;
    retry := entry.attempts < CASE WHEN entry.state = 'EXECUTING' THEN 5 ELSE 4 END;
    PERFORM licensewatch.fail(entry, retry, jsonb_build_object('sqlState', substring(error ->> 'sqlState' FROM '^[0-9A-Z]{5}$'),
        'message', licensewatch.public_message(error ->> 'sqlState', error ->> 'message'), 'retryable', retry), worker);
END $$;
