-- For operators. A null tenant or type means all.

-- After it has returned, nothing that it covers commits: it waits for running executions.
CREATE OR REPLACE FUNCTION licensewatch.pause(tenant text, type text, by text, reason text) RETURNS void VOLATILE {{definer}} AS $$
BEGIN
    PERFORM licensewatch.check_operator(by, type);
    UPDATE licensewatch.control c SET changes = c.changes + 1;
    IF NOT EXISTS (SELECT FROM licensewatch.pauses p
            WHERE p.tenant_id IS NOT DISTINCT FROM tenant AND p.type IS NOT DISTINCT FROM pause.type AND p.action_id IS NULL) THEN
        INSERT INTO licensewatch.pauses (tenant_id, type, by, reason, at) VALUES (tenant, pause.type, pause.by, pause.reason, clock_timestamp());
    END IF;
    INSERT INTO licensewatch.control_log (at, login, by, act, tenant_id, type, reason)
        VALUES (clock_timestamp(), session_user, pause.by, 'PAUSE', tenant, pause.type, pause.reason);
END $$;

-- Ends exactly that pause, however it was created.
CREATE OR REPLACE FUNCTION licensewatch.resume(tenant text, type text, by text) RETURNS void VOLATILE {{definer}} AS $$
BEGIN
    PERFORM licensewatch.check_operator(by, type);
    UPDATE licensewatch.control c SET changes = c.changes + 1;
    DELETE FROM licensewatch.pauses p
        WHERE p.tenant_id IS NOT DISTINCT FROM tenant AND p.type IS NOT DISTINCT FROM resume.type;
    PERFORM licensewatch.resumed(tenant, resume.type);
    INSERT INTO licensewatch.control_log (at, login, by, act, tenant_id, type)
        VALUES (clock_timestamp(), session_user, resume.by, 'RESUME', tenant, resume.type);
END $$;

-- Commands that the pause held are due. It also resets the failures of the type, or of all types.
CREATE OR REPLACE FUNCTION licensewatch.resumed(tenant text, type text) RETURNS void VOLATILE {{internal}} AS $$
BEGIN
    IF tenant IS NULL THEN
        INSERT INTO licensewatch.limits AS l (type, counted_from)
            SELECT t.type, clock_timestamp() FROM licensewatch.command_types t WHERE resumed.type IS NULL OR t.type = resumed.type
            ON CONFLICT ON CONSTRAINT limits_pkey DO UPDATE SET counted_from = excluded.counted_from;
    END IF;
    -- The holder of a row lock may be waiting for control, which we hold: it continues by itself.
    UPDATE licensewatch.ledger l SET next_attempt_at = clock_timestamp() WHERE l.command_id IN (
        SELECT h.command_id FROM licensewatch.ledger h
        WHERE h.state = 'HELD' AND h.reason IN ('PAUSED', 'FAILURES')
          AND (tenant IS NULL OR h.tenant_id = tenant) AND (resumed.type IS NULL OR h.type = resumed.type)
        FOR UPDATE SKIP LOCKED);
END $$;

-- Actions of people from the topic. The worker passes them on, so they cannot end a pause that was created here: a compromised worker must not
-- be able to end its own pause. An action counts once, even if it is read again after another one has undone it.
CREATE OR REPLACE FUNCTION licensewatch.pause_by_action(action jsonb) RETURNS void VOLATILE {{internal}} AS $$
DECLARE
    whose text := nullif(action ->> 'tenantId', '_system');
    wanted text := action ->> 'commandType';
BEGIN
    PERFORM licensewatch.check_operator(action ->> 'by', wanted);
    IF coalesce(action ->> 'actionId', '') = '' THEN
        RAISE EXCEPTION 'no decision: actionId is missing' USING ERRCODE = '22023';
    END IF;
    UPDATE licensewatch.control c SET changes = c.changes + 1;
    INSERT INTO licensewatch.control_log AS l (at, login, by, act, tenant_id, type, reason, action_id)
        VALUES (clock_timestamp(), session_user, action ->> 'by', action ->> 'kind', whose, wanted, left(action ->> 'reason', 500),
            action ->> 'actionId')
        ON CONFLICT (action_id) DO NOTHING;
    IF NOT FOUND THEN
        RETURN;
    END IF;
    IF action ->> 'kind' = 'RESUME' THEN
        DELETE FROM licensewatch.pauses p
            WHERE p.tenant_id IS NOT DISTINCT FROM whose AND p.type IS NOT DISTINCT FROM wanted AND p.action_id IS NOT NULL;
        PERFORM licensewatch.resumed(whose, wanted);
    ELSIF NOT EXISTS (SELECT FROM licensewatch.pauses p
            WHERE p.tenant_id IS NOT DISTINCT FROM whose AND p.type IS NOT DISTINCT FROM wanted AND p.action_id IS NOT NULL) THEN
        INSERT INTO licensewatch.pauses (tenant_id, type, by, reason, at, action_id)
            VALUES (whose, wanted, action ->> 'by', left(action ->> 'reason', 500), clock_timestamp(), action ->> 'actionId');
    END IF;
END $$;

-- The pauses, for readers of the topics. Includes everything that was committed before "at".
CREATE OR REPLACE FUNCTION licensewatch.worker_pauses() RETURNS jsonb STABLE {{definer}} AS $$
BEGIN
    RETURN (SELECT jsonb_build_object(
        'pauses', coalesce(jsonb_agg(jsonb_build_object('tenantId', p.tenant_id, 'type', p.type, 'by', p.by, 'reason', p.reason,
            'since', licensewatch.iso(p.at), 'actionId', p.action_id) ORDER BY p.id), '[]'),
        'at', licensewatch.iso(greatest(statement_timestamp(), max(p.at)))) FROM licensewatch.pauses p);
END $$;

CREATE OR REPLACE FUNCTION licensewatch.check_operator(by text, wanted text) RETURNS void STABLE {{internal}} AS $$
BEGIN
    IF coalesce(by, '') = '' THEN
        RAISE EXCEPTION 'who pauses or resumes is missing' USING ERRCODE = '22023';
    ELSIF wanted IS NOT NULL AND NOT EXISTS (SELECT FROM licensewatch.command_types t WHERE t.type = wanted) THEN
        RAISE EXCEPTION 'no command has the type %', wanted USING ERRCODE = '22023';
    END IF;
END $$;

CREATE OR REPLACE FUNCTION licensewatch.worker_status() RETURNS jsonb STABLE {{definer}} AS $$
BEGIN
    RETURN jsonb_build_object(
        'pauses', (SELECT coalesce(jsonb_agg(jsonb_build_object('tenant', p.tenant_id, 'type', p.type, 'by', p.by, 'reason', p.reason,
                'at', licensewatch.iso(p.at), 'byAction', p.action_id IS NOT NULL) ORDER BY p.id), '[]') FROM licensewatch.pauses p),
        'open', (SELECT coalesce(jsonb_object_agg(s.state, s.commands), '{}') FROM (
            SELECT l.state, count(*) AS commands FROM licensewatch.ledger l WHERE l.next_attempt_at IS NOT NULL GROUP BY l.state) s),
        'held', (SELECT coalesce(jsonb_object_agg(s.reason, s.commands), '{}') FROM (
            SELECT l.reason, count(*) AS commands FROM licensewatch.ledger l
            WHERE l.next_attempt_at IS NOT NULL AND l.state = 'HELD' GROUP BY l.reason) s),
        'oldestOpen', (SELECT licensewatch.iso(min(l.received_at)) FROM licensewatch.ledger l WHERE l.next_attempt_at IS NOT NULL),
        'lastDay', (SELECT coalesce(jsonb_object_agg(s.state, s.commands), '{}') FROM (
            SELECT l.state, count(*) AS commands FROM licensewatch.ledger l
            WHERE l.finished_at > clock_timestamp() - interval '24 hours' GROUP BY l.state) s),
        'history', (SELECT coalesce(jsonb_object_agg(p.partition, p.seq), '{}') FROM licensewatch.partitions p),
        'unsupported', (SELECT coalesce(jsonb_object_agg(t.type, t.unsupported), '{}') FROM licensewatch.command_types t
            WHERE t.unsupported IS NOT NULL));
END $$;
