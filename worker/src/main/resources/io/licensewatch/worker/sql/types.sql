-- The types that this source supports, and the rows for turns.

INSERT INTO licensewatch.command_types AS t (type, kind, unsupported) VALUES
    {{types}}
ON CONFLICT (type) DO UPDATE SET kind = excluded.kind, unsupported = excluded.unsupported
    WHERE (t.kind, t.unsupported) IS DISTINCT FROM (excluded.kind, excluded.unsupported);
INSERT INTO licensewatch.turns (name) SELECT 'type ' || t.type FROM licensewatch.command_types t ON CONFLICT DO NOTHING;
UPDATE licensewatch.control c SET zone = {{zone}} WHERE c.zone IS DISTINCT FROM {{zone}};
COMMENT ON TABLE licensewatch.control IS {{zonecomment}}; -- for roles that may not read it
