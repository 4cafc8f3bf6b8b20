-- One step of one command. Everything that limits it is checked in the transaction that has the effect.

-- Commands that can be advanced now, in the order of receipt.
CREATE OR REPLACE FUNCTION licensewatch.worker_due(partition integer, most integer) RETURNS SETOF text STABLE {{definer}} AS $$
BEGIN
    RETURN QUERY SELECT l.command_id FROM licensewatch.ledger l
        WHERE l.partition = worker_due.partition AND l.next_attempt_at <= clock_timestamp()
        ORDER BY l.place LIMIT most;
END $$;

CREATE OR REPLACE FUNCTION licensewatch.paused(entry licensewatch.ledger) RETURNS boolean STABLE {{internal}} AS $$
BEGIN
    RETURN EXISTS (SELECT FROM licensewatch.pauses p
        WHERE (p.tenant_id IS NULL OR p.tenant_id = entry.tenant_id) AND (p.type IS NULL OR p.type = entry.type));
END $$;

-- Never later than the deadline: then it expires.
CREATE OR REPLACE FUNCTION licensewatch.again(entry licensewatch.ledger, wait interval) RETURNS timestamptz STABLE {{internal}} AS $$
BEGIN
    RETURN least(licensewatch.deadline(entry), clock_timestamp() + wait);
END $$;

CREATE OR REPLACE FUNCTION licensewatch.deadline(entry licensewatch.ledger) RETURNS timestamptz STABLE {{internal}} AS $$
BEGIN
    RETURN (entry.command ->> 'deadline')::timestamptz;
END $$;

CREATE OR REPLACE FUNCTION licensewatch.answer(state text, external jsonb DEFAULT NULL) RETURNS jsonb STABLE {{internal}} AS $$
BEGIN
    RETURN jsonb_build_object('state', state, 'external', external);
END $$;

-- A wait is published once, not at each attempt.
CREATE OR REPLACE FUNCTION licensewatch.hold(entry licensewatch.ledger, why text, worker jsonb, wait interval) RETURNS text
    VOLATILE {{internal}} AS $$
BEGIN
    IF entry.state = 'HELD' AND entry.reason = why THEN
        UPDATE licensewatch.ledger l SET next_attempt_at = licensewatch.again(entry, wait) WHERE l.command_id = entry.command_id;
        RETURN entry.state;
    END IF;
    RETURN licensewatch.step(entry.command_id, 'HELD', why, worker, licensewatch.again(entry, wait));
END $$;

CREATE OR REPLACE FUNCTION licensewatch.outcome_of(entry licensewatch.ledger, execute boolean) RETURNS jsonb VOLATILE {{internal}} AS $$
DECLARE
    outcome jsonb;
BEGIN
    EXECUTE format('SELECT licensewatch.%I($1, $2)', 'do_' || lower(entry.type)) INTO STRICT outcome USING entry.command, execute;
    RETURN outcome;
END $$;

-- Keys and new values identify a plan; old values do not.
CREATE OR REPLACE FUNCTION licensewatch.plan_of(entry licensewatch.ledger, outcome jsonb) RETURNS jsonb STABLE {{internal}} AS $$
DECLARE
    rows jsonb := outcome -> 'rows';
    writes text;
BEGIN
    SELECT coalesce(string_agg(concat_ws(chr(31), r ->> 'table', r ->> 'key', r -> 'after'), chr(30) ORDER BY r ->> 'table', r ->> 'key'), '')
        INTO writes FROM jsonb_array_elements(rows) r;
    RETURN jsonb_build_object(
        'planHash', encode(sha256(convert_to(concat_ws(chr(29), entry.command_id, entry.type, writes), 'UTF8')), 'hex'),
        'rows', jsonb_array_length(rows),
        'sampleKeys', coalesce((SELECT jsonb_agg(r.value -> 'key' ORDER BY r.ordinality)
            FROM jsonb_array_elements(rows) WITH ORDINALITY r WHERE r.ordinality <= 20), '[]'));
END $$;

-- The request to an external service; worker_recipients returns the addresses.
CREATE OR REPLACE FUNCTION licensewatch.external(entry licensewatch.ledger, kind text) RETURNS jsonb STABLE {{internal}} AS $$
BEGIN
    RETURN jsonb_build_object('kind', lower(kind), 'commandId', entry.command_id, 'type', entry.type, 'tenantId', entry.tenant_id,
        'target', entry.command -> 'target', 'parameters', coalesce(entry.command -> 'parameters', '{}'),
        'summary', entry.command -> 'summary', 'alertId', entry.command -> 'alertId',
        'issuedAt', entry.command -> 'issuedAt', 'attempt', entry.attempts);
END $$;

-- @param worker {id, version, unsupported: [types that this worker is not configured for]}
CREATE OR REPLACE FUNCTION licensewatch.worker_advance(command_id text, worker jsonb) RETURNS jsonb VOLATILE {{definer}} AS $$
DECLARE
    entry licensewatch.ledger;
    known licensewatch.command_types;
    outcome jsonb;
    planned jsonb;
    why text;
    person boolean;
BEGIN
    PERFORM licensewatch.require_read_committed();
    SELECT * INTO entry FROM licensewatch.ledger l WHERE l.command_id = worker_advance.command_id FOR UPDATE;
    IF NOT FOUND THEN
        RAISE EXCEPTION 'no command % was received', worker_advance.command_id USING ERRCODE = '22023';
    END IF;
    IF entry.next_attempt_at IS NULL OR entry.next_attempt_at > clock_timestamp() THEN
        RETURN licensewatch.answer(entry.state); -- done, or not due: a duplicate, or another worker was first
    END IF;
    SELECT * INTO STRICT known FROM licensewatch.command_types t WHERE t.type = entry.type;

    IF entry.state <> 'EXECUTING' AND licensewatch.deadline(entry) <= clock_timestamp() THEN
        RETURN licensewatch.answer(licensewatch.step(entry.command_id, 'EXPIRED', NULL, worker, NULL));
    END IF;
    PERFORM FROM licensewatch.control FOR SHARE; -- from here on a pause waits for this transaction, which has waited for an earlier pause
    PERFORM FROM licensewatch.turns t WHERE t.name = 'tenant ' || entry.tenant_id FOR UPDATE;
    IF licensewatch.paused(entry) THEN
        IF entry.state IN ('EXECUTING', 'AWAITING_APPROVAL') THEN -- neither is held: one has begun, the other waits for approval anyway
            UPDATE licensewatch.ledger l SET next_attempt_at = CASE entry.state
                    WHEN 'EXECUTING' THEN clock_timestamp() + interval '15 s' ELSE licensewatch.again(entry, interval '15 s') END
                WHERE l.command_id = entry.command_id;
            RETURN licensewatch.answer(entry.state);
        END IF;
        RETURN licensewatch.answer(licensewatch.hold(entry, 'PAUSED', worker, interval '15 s'));
    END IF;
    IF entry.state = 'EXECUTING' THEN
        RETURN licensewatch.execute_again(entry, known.kind, worker);
    END IF;
    IF known.unsupported IS NOT NULL OR coalesce(jsonb_exists(worker -> 'unsupported', entry.type), false) THEN
        RETURN licensewatch.answer(licensewatch.step(entry.command_id, 'UNSUPPORTED',
            coalesce(known.unsupported, 'NOT_CONFIGURED'), worker, NULL));
    END IF;

    BEGIN
        outcome := licensewatch.outcome_of(entry, false);
    EXCEPTION WHEN OTHERS THEN
        RETURN licensewatch.answer(licensewatch.failed(entry, sqlstate, sqlerrm, worker));
    END;
    IF outcome ->> 'verdict' IS NOT NULL THEN
        RETURN licensewatch.answer(licensewatch.step(entry.command_id, outcome ->> 'verdict', outcome ->> 'reason', worker, NULL));
    END IF;
    planned := licensewatch.plan_of(entry, outcome);
    IF known.kind = 'SQL' AND planned ->> 'rows' = '0' THEN
        RETURN licensewatch.answer(licensewatch.step(entry.command_id, 'NO_CHANGE', outcome ->> 'reason', worker, NULL));
    END IF;
    IF (planned ->> 'rows')::bigint > licensewatch.allowed_rows(entry) THEN
        RETURN licensewatch.answer(licensewatch.too_many(entry, planned, worker));
    END IF;
    why := CASE WHEN entry.plan ->> 'planHash' <> planned ->> 'planHash' THEN 'PLAN_CHANGED' END;
    UPDATE licensewatch.ledger l SET plan = planned, approvals = licensewatch.of_plan(l.approvals, planned ->> 'planHash')
        WHERE l.command_id = entry.command_id RETURNING l.approvals INTO entry.approvals;
    entry.plan := planned;

    IF entry.command ->> 'mode' = 'DRY_RUN' THEN
        RETURN licensewatch.answer(licensewatch.step(entry.command_id, 'PLANNED', NULL, worker, NULL));
    END IF;
    person := entry.command ->> 'mode' <> 'AUTO' OR entry.state = 'AWAITING_APPROVAL' OR licensewatch.needs_person(entry, outcome);
    IF person AND licensewatch.approvers(entry.approvals, planned ->> 'planHash') < licensewatch.approvals_required(entry.command) THEN
        RETURN licensewatch.answer(licensewatch.await_approval(entry, why, worker));
    END IF;

    why := licensewatch.over_budget(entry);
    IF why IS NOT NULL THEN
        RETURN licensewatch.answer(licensewatch.hold(entry, why, worker, interval '30 s'));
    END IF;
    IF licensewatch.deadline(entry) <= clock_timestamp() THEN -- the wait for the turn may have taken long
        RETURN licensewatch.answer(licensewatch.step(entry.command_id, 'EXPIRED', NULL, worker, NULL));
    END IF;
    IF known.kind <> 'SQL' THEN
        RETURN licensewatch.begin_external(entry, known.kind, worker);
    END IF;
    RETURN licensewatch.answer(licensewatch.carry_out(entry, person, worker));
END $$;

CREATE OR REPLACE FUNCTION licensewatch.of_plan(approvals jsonb, plan_hash text) RETURNS jsonb STABLE {{internal}} AS $$
BEGIN
    RETURN coalesce((SELECT jsonb_agg(a.value ORDER BY a.ordinality) FROM jsonb_array_elements(approvals) WITH ORDINALITY a
        WHERE a.value ->> 'planHash' = plan_hash), '[]');
END $$;

-- Planned again at intervals, so that people see the current plan.
CREATE OR REPLACE FUNCTION licensewatch.await_approval(entry licensewatch.ledger, why text, worker jsonb) RETURNS text
    VOLATILE {{internal}} AS $$
BEGIN
    IF entry.state = 'AWAITING_APPROVAL' AND why IS NULL THEN
        UPDATE licensewatch.ledger l SET next_attempt_at = licensewatch.again(entry, interval '10 min')
            WHERE l.command_id = entry.command_id;
        RETURN entry.state;
    END IF;
    RETURN licensewatch.step(entry.command_id, 'AWAITING_APPROVAL', why, worker, licensewatch.again(entry, interval '10 min'));
END $$;

-- The effect, in a subtransaction: after an error only the outcome remains.
CREATE OR REPLACE FUNCTION licensewatch.carry_out(entry licensewatch.ledger, person boolean, worker jsonb) RETURNS text
    VOLATILE {{internal}} AS $$
DECLARE
    outcome jsonb;
    planned jsonb;
BEGIN
    BEGIN
        -- First, so that cdc reads the command's id before its rows.
        PERFORM pg_logical_emit_message(true, 'licensewatch.command', entry.command_id);
        outcome := licensewatch.outcome_of(entry, true);
        IF outcome ->> 'verdict' IS NULL THEN
            planned := licensewatch.plan_of(entry, outcome);
            IF (planned ->> 'rows')::bigint > licensewatch.allowed_rows(entry) THEN
                RAISE EXCEPTION 'too many rows' USING ERRCODE = 'LW001';
            ELSIF person AND planned ->> 'planHash' <> entry.plan ->> 'planHash' THEN
                RAISE EXCEPTION 'another plan' USING ERRCODE = 'LW002';
            END IF;
        END IF;
    EXCEPTION
        WHEN SQLSTATE 'LW001' THEN
            RETURN licensewatch.too_many(entry, planned, worker);
        WHEN SQLSTATE 'LW002' THEN -- rows have changed since the planning a moment ago: approvals of the other plan are void
            UPDATE licensewatch.ledger l SET plan = planned, approvals = '[]', attempts = l.attempts + 1
                WHERE l.command_id = entry.command_id;
            RETURN licensewatch.step(entry.command_id, 'AWAITING_APPROVAL', 'PLAN_CHANGED', worker, clock_timestamp());
        WHEN OTHERS THEN
            RETURN licensewatch.failed(entry, sqlstate, sqlerrm, worker);
    END;
    UPDATE licensewatch.ledger l SET attempts = l.attempts + 1, error = NULL WHERE l.command_id = entry.command_id;
    IF outcome ->> 'verdict' IS NOT NULL THEN
        RETURN licensewatch.step(entry.command_id, outcome ->> 'verdict', outcome ->> 'reason', worker, NULL);
    ELSIF planned ->> 'rows' = '0' THEN
        RETURN licensewatch.step(entry.command_id, 'NO_CHANGE', outcome ->> 'reason', worker, NULL);
    END IF;
    UPDATE licensewatch.ledger l SET
        plan = planned,
        executed_at = clock_timestamp(),
        rows_affected = (planned ->> 'rows')::bigint,
        before = (SELECT jsonb_agg(jsonb_build_object('table', r -> 'table', 'key', r -> 'key', 'columns', r -> 'before'))
            FROM jsonb_array_elements(outcome -> 'rows') r),
        wrote = (SELECT coalesce(jsonb_agg(jsonb_build_object('table', r -> 'table', 'key', r -> 'key', 'columns', r -> 'wrote')), '[]')
            FROM jsonb_array_elements(outcome -> 'rows') r WHERE r -> 'wrote' <> 'null')
        WHERE l.command_id = entry.command_id;
    RETURN licensewatch.step(entry.command_id, 'APPLIED', outcome ->> 'reason', worker, NULL);
END $$;
