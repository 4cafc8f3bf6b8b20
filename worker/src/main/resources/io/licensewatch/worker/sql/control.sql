-- For operators. A null tenant or type stands for all.

-- After it has returned, nothing that it covers commits: it waits for executions that are under way.
CREATE OR REPLACE FUNCTION licensewatch.pause(tenant text, type text, by text, reason text) RETURNS void VOLATILE {{definer}} AS $$
BEGIN
    PERFORM licensewatch.check_operator(by, type);
    UPDATE licensewatch.control c SET changes = c.changes + 1;
    IF NOT EXISTS (SELECT FROM licensewatch.pauses p
            WHERE p.tenant_id IS NOT DISTINCT FROM tenant AND p.type IS NOT DISTINCT FROM pause.type) THEN
        INSERT INTO licensewatch.pauses (tenant_id, type, by, reason, at) VALUES (tenant, pause.type, pause.by, pause.reason, clock_timestamp());
    END IF;
    INSERT INTO licensewatch.control_log (at, login, by, act, tenant_id, type, reason)
        VALUES (clock_timestamp(), session_user, pause.by, 'PAUSE', tenant, pause.type, pause.reason);
END $$;

-- Ends exactly that pause. Of a type, or of all, failures so far count no more: whoever resumes has dealt with them.
CREATE OR REPLACE FUNCTION licensewatch.resume(tenant text, type text, by text) RETURNS void VOLATILE {{definer}} AS $$
BEGIN
    PERFORM licensewatch.check_operator(by, type);
    UPDATE licensewatch.control c SET changes = c.changes + 1;
    DELETE FROM licensewatch.pauses p
        WHERE p.tenant_id IS NOT DISTINCT FROM tenant AND p.type IS NOT DISTINCT FROM resume.type;
    IF tenant IS NULL THEN
        INSERT INTO licensewatch.limits AS l (type, counted_from)
            SELECT t.type, clock_timestamp() FROM licensewatch.command_types t WHERE resume.type IS NULL OR t.type = resume.type
            ON CONFLICT ON CONSTRAINT limits_pkey DO UPDATE SET counted_from = excluded.counted_from;
    END IF;
    UPDATE licensewatch.ledger l SET next_attempt_at = clock_timestamp()
        WHERE l.state = 'HELD' AND l.reason IN ('PAUSED', 'FAILURES')
          AND (tenant IS NULL OR l.tenant_id = tenant) AND (resume.type IS NULL OR l.type = resume.type);
    INSERT INTO licensewatch.control_log (at, login, by, act, tenant_id, type)
        VALUES (clock_timestamp(), session_user, resume.by, 'RESUME', tenant, resume.type);
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
                'at', licensewatch.iso(p.at)) ORDER BY p.id), '[]') FROM licensewatch.pauses p),
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
