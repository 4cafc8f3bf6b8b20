-- The state transitions: the same table as in CommandState, enforced here for every writer.

DELETE FROM licensewatch.state_transitions t WHERE (t.from_state, t.to_state) NOT IN (
    {{transitions}});
INSERT INTO licensewatch.state_transitions (from_state, to_state) VALUES
    {{transitions}}
ON CONFLICT DO NOTHING;

CREATE OR REPLACE FUNCTION licensewatch.is_final(state text) RETURNS boolean STABLE {{internal}} AS $$
BEGIN
    RETURN state = 'APPLIED' OR NOT EXISTS (SELECT FROM licensewatch.state_transitions t WHERE t.from_state = state);
END $$;

CREATE OR REPLACE FUNCTION licensewatch.check_transition() RETURNS trigger {{internal}} AS $$
BEGIN
    IF tg_op = 'INSERT' THEN
        IF new.state NOT IN ('ISSUED', 'CANCELLED') THEN
            RAISE EXCEPTION 'command % cannot begin in state %', new.command_id, new.state USING ERRCODE = 'LW003';
        END IF;
    ELSIF new.state <> old.state AND NOT EXISTS (
            SELECT FROM licensewatch.state_transitions t WHERE t.from_state = old.state AND t.to_state = new.state) THEN
        RAISE EXCEPTION 'command % cannot go from % to %', new.command_id, old.state, new.state USING ERRCODE = 'LW003';
    ELSIF new.command_id <> old.command_id OR new.command <> old.command OR new.entries NOT IN (old.entries, old.entries + 1) THEN
        RAISE EXCEPTION 'what command % is cannot change', old.command_id USING ERRCODE = 'LW003';
    END IF;
    RETURN new;
END $$;
CREATE OR REPLACE TRIGGER check_transition BEFORE INSERT OR UPDATE ON licensewatch.ledger
    FOR EACH ROW EXECUTE FUNCTION licensewatch.check_transition();

CREATE OR REPLACE FUNCTION licensewatch.refuse_change() RETURNS trigger {{internal}} AS $$
BEGIN
    RAISE EXCEPTION '% is append only', tg_table_name USING ERRCODE = 'LW003';
END $$;
CREATE OR REPLACE TRIGGER append_only BEFORE UPDATE OR TRUNCATE ON licensewatch.ledger_history
    FOR EACH STATEMENT EXECUTE FUNCTION licensewatch.refuse_change();
CREATE OR REPLACE TRIGGER append_only BEFORE TRUNCATE ON licensewatch.ledger
    FOR EACH STATEMENT EXECUTE FUNCTION licensewatch.refuse_change();
