-- The state of each command, and the limits of workers. Only the owner of these functions may read or write the tables.

-- The types that this source supports; written by each prepare-worker.
CREATE TABLE IF NOT EXISTS licensewatch.command_types (
    type text PRIMARY KEY,
    kind text NOT NULL CHECK (kind IN ('SQL', 'MAIL', 'WEBHOOK')),
    unsupported text -- why this source does not support it; null if it does
);

CREATE TABLE IF NOT EXISTS licensewatch.state_transitions (
    from_state text NOT NULL,
    to_state text NOT NULL,
    PRIMARY KEY (from_state, to_state)
);

-- One row per command, written in the transaction that executes it. Rows are kept longer than on the topic.
CREATE TABLE IF NOT EXISTS licensewatch.ledger (
    command_id text PRIMARY KEY,
    tenant_id text NOT NULL,
    type text NOT NULL REFERENCES licensewatch.command_types,
    partition integer NOT NULL,
    command jsonb NOT NULL,
    state text NOT NULL,
    reason text,
    plan jsonb,
    approvals jsonb NOT NULL DEFAULT '[]',
    attempts integer NOT NULL DEFAULT 0,
    next_attempt_at timestamptz, -- null if nothing is left to do
    received_at timestamptz NOT NULL,
    executed_at timestamptz, -- when it began to have an effect; budgets count by it
    finished_at timestamptz,
    rows_affected bigint,
    before jsonb NOT NULL DEFAULT '[]',
    wrote jsonb NOT NULL DEFAULT '[]', -- the written values that have to be restored later
    effective_lsn pg_lsn,
    error jsonb,
    worker jsonb NOT NULL,
    entries integer NOT NULL DEFAULT 0, -- in the history
    too_late boolean NOT NULL DEFAULT false, -- a CANCEL was answered with TOO_LATE
    place bigint GENERATED ALWAYS AS IDENTITY -- commands are processed in the order of receipt
);
CREATE INDEX IF NOT EXISTS ledger_due ON licensewatch.ledger (partition, next_attempt_at) WHERE next_attempt_at IS NOT NULL;
CREATE INDEX IF NOT EXISTS ledger_by_type ON licensewatch.ledger (type, executed_at);
CREATE INDEX IF NOT EXISTS ledger_by_tenant ON licensewatch.ledger (tenant_id, executed_at);
CREATE INDEX IF NOT EXISTS ledger_failed ON licensewatch.ledger (type, finished_at) WHERE state = 'FAILED';
CREATE INDEX IF NOT EXISTS ledger_finished ON licensewatch.ledger (partition, finished_at) WHERE finished_at IS NOT NULL;
CREATE INDEX IF NOT EXISTS ledger_executing ON licensewatch.ledger (type) WHERE state = 'EXECUTING';
CREATE INDEX IF NOT EXISTS ledger_without_lsn ON licensewatch.ledger (partition)
    WHERE state IN ('APPLIED', 'REVERTED') AND effective_lsn IS NULL;

-- How long commands are kept after their end. Topics keep them for 30 days, and the longest limit counts 30.
CREATE TABLE IF NOT EXISTS licensewatch.retention (
    singleton boolean PRIMARY KEY DEFAULT true CHECK (singleton),
    keep interval NOT NULL DEFAULT '90 days' CHECK (keep >= interval '45 days')
);
INSERT INTO licensewatch.retention DEFAULT VALUES ON CONFLICT DO NOTHING;

-- The published entries, in this order and without gaps. Append only, until the command is deleted.
CREATE TABLE IF NOT EXISTS licensewatch.ledger_history (
    partition integer NOT NULL,
    seq bigint NOT NULL,
    command_id text NOT NULL REFERENCES licensewatch.ledger,
    n integer NOT NULL,
    state text NOT NULL,
    at timestamptz NOT NULL,
    result jsonb NOT NULL,
    PRIMARY KEY (partition, seq),
    UNIQUE (command_id, n)
);

-- The last seq of each partition. A row, not a sequence: its lock makes the order of seq the order of commits, and a rollback leaves no gap.
CREATE TABLE IF NOT EXISTS licensewatch.partitions (
    partition integer PRIMARY KEY,
    seq bigint NOT NULL
);

-- An execution locks the rows of its tenant and its type, so that one transaction at a time counts budgets. Rows, not advisory locks, which
-- everybody can take.
CREATE TABLE IF NOT EXISTS licensewatch.turns (
    name text PRIMARY KEY
);

-- One row. Executing transactions lock it FOR SHARE; a pause updates it, so both wait for each other.
CREATE TABLE IF NOT EXISTS licensewatch.control (
    singleton boolean PRIMARY KEY DEFAULT true CHECK (singleton),
    changes bigint NOT NULL DEFAULT 0,
    zone text NOT NULL DEFAULT 'UTC' -- the licensing zone: a date covers that day of this zone
);
INSERT INTO licensewatch.control DEFAULT VALUES ON CONFLICT DO NOTHING;

-- Null means all.
CREATE TABLE IF NOT EXISTS licensewatch.pauses (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    tenant_id text,
    type text REFERENCES licensewatch.command_types,
    by text NOT NULL,
    reason text,
    at timestamptz NOT NULL
);
-- The action that created it; null for a pause that was created here, which no action ends.
ALTER TABLE licensewatch.pauses ADD COLUMN IF NOT EXISTS action_id text;

-- The log of pauses and resumes. Append only.
CREATE TABLE IF NOT EXISTS licensewatch.control_log (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    at timestamptz NOT NULL,
    login name NOT NULL, -- of the session; the name that it gave is in "by"
    by text NOT NULL,
    act text NOT NULL,
    tenant_id text,
    type text,
    reason text
);
-- The applied pause and resume actions: each counts once.
ALTER TABLE licensewatch.control_log ADD COLUMN IF NOT EXISTS action_id text;
CREATE UNIQUE INDEX IF NOT EXISTS control_log_by_action ON licensewatch.control_log (action_id);

-- '*' has the defaults; null in another row means the default.
CREATE TABLE IF NOT EXISTS licensewatch.limits (
    type text PRIMARY KEY,
    max_rows integer,
    per_tenant_day integer,
    tenants_per_hour integer,
    tenants_percent integer,
    at_once integer,
    failure_percent integer,
    failures_of_at_least integer,
    alone boolean NOT NULL DEFAULT false, -- whether per_tenant_day counts this type separately
    counted_from timestamptz NOT NULL DEFAULT '-infinity', -- failures before it do not count, because the type was resumed
    why text
);
INSERT INTO licensewatch.limits (type, max_rows, per_tenant_day, tenants_per_hour, tenants_percent, at_once, failure_percent,
    failures_of_at_least, alone, why)
VALUES
    ('*', 50, 3, 20, 5, 2, 50, 5, false, 'what a person would still notice and can take back by hand'),
    ('NOTIFY_TENANT_ADMIN', NULL, 10, 500, 100, 5, NULL, NULL, true,
        'changes no data; many licences end at one midnight, and each tenant is to hear of it in time'),
    ('REFRESH_VIEWS', NULL, 200, 200, 100, NULL, NULL, NULL, true,
        'changes no data; tenant _system has all views, and each may be refreshed every hour'),
    ('CLEAR_CACHES', NULL, 50, 200, 100, NULL, NULL, NULL, true, 'changes no data'),
    ('REBUILD_VIEW_INDEX', NULL, NULL, NULL, 100, NULL, NULL, NULL, true, 'tenant _system has all views'),
    ('END_EXTENSION', NULL, NULL, 200, 100, NULL, NULL, NULL, true, 'takes back what was limited when it was given')
ON CONFLICT DO NOTHING;
