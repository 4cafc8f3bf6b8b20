-- What functions per type answer.

-- A row of a plan. Of "after", only what is the same whenever the plan is made: a plan that was approved must not change with the clock.
-- @param wrote what was written, where somebody has to take it back
CREATE OR REPLACE FUNCTION licensewatch.changed(name text, key text, before jsonb, after jsonb, wrote jsonb DEFAULT NULL)
    RETURNS jsonb IMMUTABLE {{internal}} AS $$
BEGIN
    RETURN jsonb_build_object('table', name, 'key', key, 'before', before, 'after', after, 'wrote', wrote);
END $$;

CREATE OR REPLACE FUNCTION licensewatch.refused(verdict text, reason text) RETURNS jsonb IMMUTABLE {{internal}} AS $$
BEGIN
    RETURN jsonb_build_object('verdict', verdict, 'reason', reason, 'rows', '[]'::jsonb);
END $$;

CREATE OR REPLACE FUNCTION licensewatch.changes(rows jsonb, person boolean DEFAULT false, reason text DEFAULT NULL) RETURNS jsonb
    IMMUTABLE {{internal}} AS $$
BEGIN
    RETURN jsonb_build_object('verdict', NULL, 'reason', reason, 'rows', coalesce(rows, '[]'), 'person', person);
END $$;
