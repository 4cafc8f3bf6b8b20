-- Commands that ended long ago are removed, so that the ledger does not grow for ever.

-- A topic may give a command out again, much later too: from a backup, or where it is kept for longer. Without its row only the deadline
-- keeps it from a second effect, so the row stays until that is as long ago as the end; worker_receive takes no command of which it is.
CREATE OR REPLACE FUNCTION licensewatch.may_be_forgotten(entry licensewatch.ledger) RETURNS boolean STABLE {{internal}} AS $$
BEGIN
    RETURN entry.next_attempt_at IS NULL
        AND entry.finished_at < licensewatch.forgotten_before()
        AND licensewatch.deadline(entry) < licensewatch.forgotten_before()
        AND NOT (entry.state = 'APPLIED' AND entry.wrote <> '[]'); -- what END_EXTENSION has yet to take back
END $$;

CREATE OR REPLACE FUNCTION licensewatch.forgotten_before() RETURNS timestamptz STABLE {{internal}} AS $$
BEGIN
    RETURN clock_timestamp() - (SELECT r.keep FROM licensewatch.retention r);
END $$;

-- @param published how far the history of this partition is published: what is not stays
-- @return how many commands were removed
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

-- Held here against every writer.
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
