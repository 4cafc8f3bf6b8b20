-- The results of the functions per type.

-- A row of a plan. "after" has only values that do not depend on the time of planning: an approved plan must not change with the clock.
-- @param wrote the written values, if they have to be restored later
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
