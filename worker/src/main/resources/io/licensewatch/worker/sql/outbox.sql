-- The results to publish, in order and without gaps.

-- The position of an effect: this transaction only sees committed effects, so the end of the log is at or after their commits. The position is
-- set once. Only entries that were visible before that are returned: an entry that commits in between has no position yet.
CREATE OR REPLACE FUNCTION licensewatch.worker_outbox(partition integer, after bigint, most integer)
    RETURNS TABLE (seq bigint, result jsonb) VOLATILE {{definer}} AS $$
DECLARE
    last bigint;
BEGIN
    PERFORM licensewatch.require_read_committed();
    SELECT max(page.seq) INTO last FROM (
        SELECT h.seq FROM licensewatch.ledger_history h
        WHERE h.partition = worker_outbox.partition AND h.seq > after ORDER BY h.seq LIMIT most) page;
    IF last IS NULL THEN
        RETURN;
    END IF;
    UPDATE licensewatch.ledger l SET effective_lsn = pg_current_wal_insert_lsn()
        WHERE l.partition = worker_outbox.partition AND l.state IN ('APPLIED', 'REVERTED') AND l.effective_lsn IS NULL;
    RETURN QUERY SELECT h.seq, CASE WHEN h.state IN ('APPLIED', 'REVERTED')
            THEN h.result || jsonb_build_object('effectiveLsn', l.effective_lsn) ELSE h.result END
        FROM licensewatch.ledger_history h JOIN licensewatch.ledger l ON l.command_id = h.command_id
        WHERE h.partition = worker_outbox.partition AND h.seq > after AND h.seq <= last ORDER BY h.seq;
END $$;
