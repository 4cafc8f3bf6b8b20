-- The only way to change the state of a command: the ledger's row and the history's, in one transaction.

-- In the format of RemediationResult. effectiveLsn is set when the entry is published: it is unknown before the commit.
CREATE OR REPLACE FUNCTION licensewatch.result(entry licensewatch.ledger, at timestamptz) RETURNS jsonb STABLE {{internal}} AS $$
BEGIN
    RETURN jsonb_build_object(
        'resultId', entry.command_id || ':' || entry.entries,
        'commandId', entry.command_id,
        'alertId', entry.command ->> 'alertId',
        'tenantId', entry.tenant_id,
        'type', entry.type,
        'state', entry.state,
        'reason', entry.reason,
        'plan', entry.plan,
        'rowsAffected', entry.rows_affected,
        'before', entry.before,
        'effectiveLsn', NULL,
        'approvals', entry.approvals,
        'worker', entry.worker,
        'attempts', entry.attempts,
        'at', licensewatch.iso(at),
        'startedAt', licensewatch.iso(entry.received_at),
        'finishedAt', licensewatch.iso(entry.finished_at),
        'error', entry.error);
END $$;

CREATE OR REPLACE FUNCTION licensewatch.iso(t timestamptz) RETURNS text STABLE {{internal}} AS $$
BEGIN
    RETURN to_char(t AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"');
END $$;

-- Id and version of the worker, without its other fields.
CREATE OR REPLACE FUNCTION licensewatch.named(worker jsonb) RETURNS jsonb STABLE {{internal}} AS $$
BEGIN
    RETURN jsonb_build_object(
        'id', left(coalesce(worker ->> 'id', 'unknown'), 200), 'version', left(coalesce(worker ->> 'version', 'unknown'), 100));
END $$;

-- @param again time of the next attempt; null for none
CREATE OR REPLACE FUNCTION licensewatch.step(id text, to_state text, why text, worker jsonb, again timestamptz)
    RETURNS text VOLATILE {{internal}} AS $$
DECLARE
    entry licensewatch.ledger;
    place bigint;
    at timestamptz := clock_timestamp();
BEGIN
    UPDATE licensewatch.ledger l SET
        state = to_state,
        reason = why,
        worker = licensewatch.named(step.worker),
        entries = l.entries + 1,
        next_attempt_at = again,
        finished_at = CASE WHEN licensewatch.is_final(to_state) THEN coalesce(l.finished_at, at) END
    WHERE l.command_id = id RETURNING l.* INTO STRICT entry;
    INSERT INTO licensewatch.partitions AS p (partition, seq) VALUES (entry.partition, 1)
        ON CONFLICT (partition) DO UPDATE SET seq = p.seq + 1 RETURNING p.seq INTO STRICT place;
    INSERT INTO licensewatch.ledger_history (partition, seq, command_id, n, state, at, result)
        VALUES (entry.partition, place, id, entry.entries, to_state, at, licensewatch.result(entry, at));
    RETURN to_state;
END $$;
