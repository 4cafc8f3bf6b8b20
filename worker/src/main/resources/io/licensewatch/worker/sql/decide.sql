-- Decisions of people. An approval is bound to one plan: it does not count for another plan.

CREATE OR REPLACE FUNCTION licensewatch.approvals_required(command jsonb) RETURNS integer STABLE {{internal}} AS $$
BEGIN
    RETURN greatest(1, coalesce((command ->> 'approvalsRequired')::numeric, 1)::integer);
END $$;

-- Number of distinct people who have approved this plan.
CREATE OR REPLACE FUNCTION licensewatch.approvers(approvals jsonb, plan_hash text) RETURNS bigint STABLE {{internal}} AS $$
BEGIN
    RETURN (SELECT count(DISTINCT a ->> 'by') FROM jsonb_array_elements(approvals) a WHERE a ->> 'planHash' = plan_hash);
END $$;

CREATE OR REPLACE FUNCTION licensewatch.worker_decide(partition integer, action jsonb, worker jsonb) RETURNS void
    VOLATILE {{definer}} AS $$
DECLARE
    entry licensewatch.ledger;
    plan_hash text := action ->> 'planHash';
    held jsonb;
BEGIN
    PERFORM licensewatch.require_read_committed();
    IF action ->> 'kind' IN ('PAUSE', 'RESUME') THEN
        PERFORM licensewatch.pause_by_action(action);
        RETURN;
    END IF;
    IF action ->> 'kind' NOT IN ('APPROVE', 'REJECT') THEN
        RETURN; -- a request: stream-app issues the command
    END IF;
    SELECT * INTO entry FROM licensewatch.ledger l WHERE l.command_id = action ->> 'commandId' FOR UPDATE;
    IF NOT FOUND OR entry.tenant_id IS DISTINCT FROM action ->> 'tenantId' THEN
        RETURN;
    END IF;
    IF coalesce(action ->> 'actionId', '') = '' OR coalesce(action ->> 'by', '') = '' THEN
        RAISE EXCEPTION 'no decision: actionId or by is missing' USING ERRCODE = '22023';
    END IF;

    IF action ->> 'kind' = 'REJECT' THEN
        -- Also for a command that is not planned yet, or approved and not begun.
        IF entry.state IN ('ISSUED', 'AWAITING_APPROVAL', 'APPROVED', 'HELD') THEN
            PERFORM licensewatch.step(entry.command_id, 'REJECTED', left(coalesce(action ->> 'reason', 'REJECTED'), 500), worker, NULL);
        END IF;
        RETURN;
    END IF;

    IF entry.state NOT IN ('AWAITING_APPROVAL', 'HELD') OR plan_hash IS NULL
        OR entry.approvals @> jsonb_build_array(jsonb_build_object('actionId', action ->> 'actionId')) THEN
        RETURN;
    END IF;
    IF plan_hash IS DISTINCT FROM entry.plan ->> 'planHash' THEN
        -- The plan may have changed since it was published: it is computed again, and published if it has.
        UPDATE licensewatch.ledger l SET next_attempt_at = clock_timestamp() WHERE l.command_id = entry.command_id;
        RETURN;
    END IF;
    held := entry.approvals || jsonb_build_array(jsonb_build_object(
        'actionId', action ->> 'actionId', 'by', action ->> 'by',
        'at', coalesce(action ->> 'at', licensewatch.iso(clock_timestamp())), 'planHash', plan_hash));
    UPDATE licensewatch.ledger l SET approvals = held WHERE l.command_id = entry.command_id;
    IF entry.state = 'HELD' THEN
        PERFORM licensewatch.step(entry.command_id, 'HELD', entry.reason, worker, clock_timestamp());
    ELSIF licensewatch.approvers(held, plan_hash) >= licensewatch.approvals_required(entry.command) THEN
        PERFORM licensewatch.step(entry.command_id, 'APPROVED', NULL, worker, clock_timestamp());
    ELSE
        PERFORM licensewatch.step(entry.command_id, 'AWAITING_APPROVAL', entry.reason, worker, entry.next_attempt_at);
    END IF;
END $$;
