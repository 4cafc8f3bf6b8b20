-- Deletes commands that ended long ago, so that the ledger does not grow forever.

-- A topic may deliver a command again much later: from a backup, or with a longer retention. Without its row only the deadline prevents a second
-- effect, so the row is kept until the deadline is as old as the end; worker_receive rejects commands with such an old deadline.
CREATE OR REPLACE FUNCTION licensewatch.may_be_forgotten(entry licensewatch.ledger) RETURNS boolean STABLE {{internal}} AS $$
BEGIN
    RETURN entry.next_attempt_at IS NULL
        AND entry.finished_at < licensewatch.forgotten_before()
        AND licensewatch.deadline(entry) < licensewatch.forgotten_before()
        AND NOT (entry.state = 'APPLIED' AND entry.wrote <> '[]'); -- END_EXTENSION still has to restore it
END $$;

CREATE OR REPLACE FUNCTION licensewatch.forgotten_before() RETURNS timestamptz STABLE {{internal}} AS $$
BEGIN
    RETURN clock_timestamp() - (SELECT r.keep FROM licensewatch.retention r);
END $$;

-- @param published the last published entry of this partition: later ones are kept
-- @return the number of deleted commands
CREATE OR REPLACE FUNCTION licensewatch.worker_forget(partition integer, published bigint, most integer) RETURNS integer
    VOLATILE {{definer}} AS $$
DECLARE
    ids text[];
BEGIN
    PERFORM licensewatch.require_read_committed();
    ids := ARRAY(SELECT l.command_id FROM licensewatch.ledger l
        WHERE l.partition = worker_forget.partition AND l.finished_at < licensewatch.forgotten_before()
            AND licensewatch.may_be_forgotten(l)
            AND NOT EXISTS (SELECT FROM licensewatch.ledger_history h WHERE h.command_id = l.command_id AND h.seq > published)
        ORDER BY l.finished_at LIMIT least(most, 1000) FOR UPDATE SKIP LOCKED);
    DELETE FROM licensewatch.ledger_history h WHERE h.command_id = ANY (ids);
    DELETE FROM licensewatch.ledger l WHERE l.command_id = ANY (ids);
    RETURN cardinality(ids);
END $$;

-- Enforced here for every writer.
CREATE OR REPLACE FUNCTION licensewatch.check_forgotten() RETURNS trigger {{internal}} AS $$
BEGIN
    IF NOT EXISTS (SELECT FROM licensewatch.ledger l WHERE l.command_id = old.command_id AND licensewatch.may_be_forgotten(l)) THEN
        RAISE EXCEPTION '% is append only: command % cannot be removed yet', tg_table_name, old.command_id USING ERRCODE = 'LW003';
    END IF;
    RETURN old;
END $$;
CREATE OR REPLACE TRIGGER check_forgotten BEFORE DELETE ON licensewatch.ledger_history
    FOR EACH ROW EXECUTE FUNCTION licensewatch.check_forgotten();
CREATE OR REPLACE TRIGGER check_forgotten BEFORE DELETE ON licensewatch.ledger
    FOR EACH ROW EXECUTE FUNCTION licensewatch.check_forgotten();
