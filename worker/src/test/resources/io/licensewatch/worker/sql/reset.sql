-- Every row as in a new database, of ours and of the source.
SET session_replication_role = replica; -- our own tables refuse it
TRUNCATE licensewatch.ledger, licensewatch.ledger_history, licensewatch.partitions, licensewatch.pauses, licensewatch.control_log;
UPDATE licensewatch.retention SET keep = DEFAULT;
UPDATE licensewatch.limits SET max_rows = 50, per_tenant_day = 3 WHERE type = '*';
DO $$
DECLARE
    t text;
BEGIN
    FOR t IN SELECT format('%I.%I', n.nspname, c.relname) FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
        WHERE c.relkind = 'r' AND n.nspname IN ('public', 'auth') LOOP
        EXECUTE 'DELETE FROM ' || t;
    END LOOP;
END $$;
