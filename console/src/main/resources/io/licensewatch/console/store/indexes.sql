-- Created once all existing records have been read for the first time: in bulk that costs a fraction.

-- The indexes contain the columns of the lists' filters, so that a selective filter reads only the index, not the wide rows.
CREATE INDEX IF NOT EXISTS tenant_by_name ON tenant (name COLLATE NOCASE, tenant_id, in_scope, open_alerts, seats_stage);
CREATE INDEX IF NOT EXISTS tenant_by_score ON tenant (in_scope, score, tenant_id, open_alerts, seats_stage);
CREATE INDEX IF NOT EXISTS tenant_by_seats ON tenant (in_scope, COALESCE(seats_percent, -1), tenant_id, open_alerts, seats_stage);
CREATE INDEX IF NOT EXISTS alert_by_tenant ON alert (tenant_id);
CREATE INDEX IF NOT EXISTS alert_by_weight ON alert (severity DESC, level DESC, opened_ms, alert_id, rule, tenant_id);
CREATE INDEX IF NOT EXISTS alert_by_time ON alert (opened_ms, alert_id, severity, level, rule);
CREATE INDEX IF NOT EXISTS seat_point_by_day ON seat_point (day);
CREATE INDEX IF NOT EXISTS transition_by_alert ON transition (alert_id, episode, sequence);
CREATE INDEX IF NOT EXISTS transition_by_tenant ON transition (tenant_id, occurred_ms);
CREATE INDEX IF NOT EXISTS transition_by_time ON transition (occurred_ms, event_id);
CREATE INDEX IF NOT EXISTS command_by_tenant ON command (tenant_id, issued_ms);
CREATE INDEX IF NOT EXISTS command_by_alert ON command (alert_id, issued_ms);
CREATE INDEX IF NOT EXISTS command_by_time ON command (issued_ms, command_id);
CREATE INDEX IF NOT EXISTS command_by_state ON command (state, issued_ms, command_id, deadline_ms);
CREATE INDEX IF NOT EXISTS command_by_effect ON command (effect, issued_ms, command_id);
CREATE INDEX IF NOT EXISTS command_by_type ON command (type, issued_ms);
CREATE INDEX IF NOT EXISTS result_by_command ON result (command_id, n);
CREATE INDEX IF NOT EXISTS result_by_time ON result (at_ms);
CREATE INDEX IF NOT EXISTS verdict_by_command ON verdict (command_id, n);
CREATE INDEX IF NOT EXISTS verdict_by_time ON verdict (at_ms);
CREATE INDEX IF NOT EXISTS action_by_command ON action (command_id);
CREATE INDEX IF NOT EXISTS action_by_time ON action (at_ms, action_id);
CREATE INDEX IF NOT EXISTS action_of_pauses ON action (at_ms) WHERE kind IN ('PAUSE', 'RESUME');
CREATE INDEX IF NOT EXISTS dead_letter_by_time ON dead_letter (at_ms);

INSERT INTO tenant_search (tenant_search) VALUES ('delete-all');
INSERT INTO tenant_search (rowid, name, tenant_id) SELECT n, name, tenant_id FROM tenant;
