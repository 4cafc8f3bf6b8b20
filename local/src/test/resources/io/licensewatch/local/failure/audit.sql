-- Notes every row change of the watched tables, in the transaction that makes it.

CREATE SCHEMA audit;

CREATE TABLE audit.change (tbl text, id uuid, op text, tx bigint);

-- A changed key is a delete and an insert.
CREATE FUNCTION audit.note() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    tbl text := TG_TABLE_SCHEMA || '.' || TG_TABLE_NAME;
BEGIN
    IF TG_OP = 'INSERT' THEN
        INSERT INTO audit.change VALUES (tbl, NEW.id, 'c', txid_current());
    ELSIF TG_OP = 'DELETE' THEN
        INSERT INTO audit.change VALUES (tbl, OLD.id, 'd', txid_current());
    ELSIF OLD.id = NEW.id THEN
        INSERT INTO audit.change VALUES (tbl, NEW.id, 'u', txid_current());
    ELSE
        INSERT INTO audit.change VALUES (tbl, OLD.id, 'd', txid_current()), (tbl, NEW.id, 'c', txid_current());
    END IF;
    RETURN NULL;
END
$$;

DO $$
DECLARE
    watched regclass;
BEGIN
    -- what is published but is ours alone, the requests for resyncs, is no row of the source
    FOR watched IN SELECT r.prrelid FROM pg_publication_rel r JOIN pg_class c ON c.oid = r.prrelid
            JOIN pg_namespace n ON n.oid = c.relnamespace WHERE n.nspname <> 'licensewatch' LOOP
        EXECUTE format('CREATE TRIGGER audit AFTER INSERT OR UPDATE OR DELETE ON %s FOR EACH ROW'
            || ' EXECUTE FUNCTION audit.note()', watched);
    END LOOP;
END
$$;
