-- Receives commands from the topic. Idempotent.

-- The following depends on statements that see everything committed before them: with one snapshot per transaction, two transactions could each
-- count a budget without the other.
CREATE OR REPLACE FUNCTION licensewatch.require_read_committed() RETURNS void STABLE {{internal}} AS $$
BEGIN
    IF current_setting('transaction_isolation') <> 'read committed' THEN
        RAISE EXCEPTION 'the transaction is %, and must be read committed', current_setting('transaction_isolation')
            USING ERRCODE = '25001';
    END IF;
END $$;

CREATE OR REPLACE FUNCTION licensewatch.check_command(command jsonb) RETURNS void STABLE {{internal}} AS $$
DECLARE
    wrong text;
BEGIN
    wrong := CASE
        WHEN coalesce(jsonb_typeof(command), 'null') <> 'object' THEN 'command'
        WHEN coalesce(length(command ->> 'commandId'), 0) NOT BETWEEN 1 AND 200 THEN 'commandId'
        WHEN coalesce(length(command ->> 'tenantId'), 0) NOT BETWEEN 1 AND 200 THEN 'tenantId'
        WHEN coalesce(length(command ->> 'alertId'), 0) NOT BETWEEN 1 AND 400 THEN 'alertId'
        WHEN coalesce(command ->> 'kind', '') NOT IN ('ISSUE', 'CANCEL') THEN 'kind'
        WHEN coalesce(command ->> 'mode', '') NOT IN ('AUTO', 'APPROVE', 'DRY_RUN') THEN 'mode'
        WHEN NOT EXISTS (SELECT FROM licensewatch.command_types t WHERE t.type = command ->> 'type') THEN 'type'
        WHEN coalesce(jsonb_typeof(command -> 'parameters'), 'object') <> 'object' THEN 'parameters'
        WHEN coalesce(jsonb_typeof(command -> 'guard'), 'object') NOT IN ('object', 'null') THEN 'guard'
        WHEN coalesce(jsonb_typeof(command -> 'maxRows'), 'number') NOT IN ('number', 'null') THEN 'maxRows'
        WHEN coalesce(jsonb_typeof(command -> 'approvalsRequired'), 'number') NOT IN ('number', 'null') THEN 'approvalsRequired'
        WHEN coalesce(command ->> 'bound', 'GRANT') NOT IN ('GRANT', 'SUBSCRIPTION') THEN 'bound'
    END;
    IF wrong IS NULL THEN
        BEGIN
            IF NOT coalesce(isfinite((command ->> 'deadline')::timestamptz), false) THEN
                wrong := 'deadline';
            END IF;
        EXCEPTION WHEN data_exception THEN
            wrong := 'deadline';
        END;
    END IF;
    IF wrong IS NOT NULL THEN
        RAISE EXCEPTION 'no command: % is missing or wrong', wrong USING ERRCODE = '22023';
    END IF;
END $$;

-- ISSUE: the first one with this id counts. CANCEL: before the effect it cancels, even an ISSUE that arrives later; after the effect it is TOO_LATE.
CREATE OR REPLACE FUNCTION licensewatch.worker_receive(partition integer, command jsonb, worker jsonb) RETURNS void
    VOLATILE {{definer}} AS $$
DECLARE
    id text := command ->> 'commandId';
    entry licensewatch.ledger;
BEGIN
    PERFORM licensewatch.require_read_committed();
    PERFORM licensewatch.check_command(command);
    IF (command ->> 'deadline')::timestamptz < licensewatch.forgotten_before()
            AND NOT EXISTS (SELECT FROM licensewatch.ledger l WHERE l.command_id = id) THEN
        RETURN; -- it has ended and was deleted, and its results must not be published again
    END IF;
    INSERT INTO licensewatch.turns (name) VALUES ('tenant ' || (command ->> 'tenantId')) ON CONFLICT DO NOTHING;
    INSERT INTO licensewatch.ledger AS l (command_id, tenant_id, type, partition, command, state, received_at, next_attempt_at, worker)
        VALUES (id, command ->> 'tenantId', command ->> 'type', worker_receive.partition, command,
            CASE command ->> 'kind' WHEN 'ISSUE' THEN 'ISSUED' ELSE 'CANCELLED' END,
            clock_timestamp(), clock_timestamp(), licensewatch.named(worker))
        ON CONFLICT (command_id) DO NOTHING;
    IF FOUND THEN
        IF command ->> 'kind' = 'ISSUE' THEN
            PERFORM licensewatch.step(id, 'ISSUED', NULL, worker, clock_timestamp());
        ELSE
            PERFORM licensewatch.step(id, 'CANCELLED', NULL, worker, NULL);
        END IF;
        RETURN;
    END IF;
    IF command ->> 'kind' = 'ISSUE' THEN
        RETURN;
    END IF;
    -- An execution locks this row, so one of the two is first.
    SELECT * INTO entry FROM licensewatch.ledger l WHERE l.command_id = id FOR UPDATE;
    IF entry.tenant_id <> command ->> 'tenantId' THEN
        RETURN; -- the id of another tenant's command: only that tenant can cancel it
    END IF;
    IF entry.state IN ('ISSUED', 'AWAITING_APPROVAL', 'APPROVED', 'HELD') THEN
        PERFORM licensewatch.step(id, 'CANCELLED', NULL, worker, NULL);
    ELSIF entry.state IN ('APPLIED', 'EXECUTING') AND NOT entry.too_late THEN
        UPDATE licensewatch.ledger l SET too_late = true WHERE l.command_id = id;
        PERFORM licensewatch.step(id, entry.state, 'TOO_LATE', worker, entry.next_attempt_at);
    END IF;
END $$;
