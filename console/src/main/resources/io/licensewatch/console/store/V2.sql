-- The next offset of each partition; written in the same transaction as the records before it.
CREATE TABLE position (
  topic TEXT NOT NULL,
  partition INTEGER NOT NULL,
  topic_id TEXT NOT NULL,
  next_offset INTEGER NOT NULL,
  PRIMARY KEY (topic, partition)
) STRICT, WITHOUT ROWID;

CREATE TABLE meta (name TEXT NOT NULL PRIMARY KEY, value TEXT NOT NULL) STRICT, WITHOUT ROWID;

-- The present state: the compacted topics.

CREATE TABLE tenant (
  n INTEGER PRIMARY KEY,
  tenant_id TEXT NOT NULL UNIQUE,
  name TEXT NOT NULL, -- empty if the source has no name for it
  in_scope INTEGER NOT NULL,
  score INTEGER NOT NULL,
  open_alerts INTEGER NOT NULL,
  worst_severity INTEGER NOT NULL, -- -1 without an open alert
  seats_used INTEGER NOT NULL,
  seats_limit INTEGER,
  seats_percent INTEGER,
  seats_stage TEXT NOT NULL,
  as_of_lsn TEXT NOT NULL,
  as_of_ms INTEGER NOT NULL,
  counted TEXT NOT NULL, -- its kinds in the tally, one per line
  record TEXT NOT NULL
) STRICT;

-- The number of tenants in scope by feature, and by state of onboarding.
CREATE TABLE tally (what TEXT NOT NULL PRIMARY KEY, tenants INTEGER NOT NULL) STRICT, WITHOUT ROWID;

-- Its rows have the number of their tenant; it holds no copy of the text.
CREATE VIRTUAL TABLE tenant_search USING fts5(name, tenant_id, tokenize = 'trigram', content = '', contentless_delete = 1);

CREATE TABLE alert (
  record_key TEXT NOT NULL PRIMARY KEY,
  alert_id TEXT NOT NULL,
  tenant_id TEXT NOT NULL,
  tenant_name TEXT,
  rule TEXT NOT NULL,
  subject TEXT NOT NULL,
  stage TEXT NOT NULL,
  severity INTEGER NOT NULL,
  level INTEGER NOT NULL,
  summary TEXT NOT NULL,
  affected_users INTEGER NOT NULL,
  episode INTEGER NOT NULL,
  sequence INTEGER NOT NULL,
  opened_ms INTEGER NOT NULL,
  occurred_ms INTEGER NOT NULL,
  record TEXT NOT NULL
) STRICT;
CREATE UNIQUE INDEX alert_by_id ON alert (alert_id);

CREATE TABLE health (one INTEGER PRIMARY KEY CHECK (one = 1), record TEXT NOT NULL, as_of_lsn TEXT NOT NULL, as_of_ms INTEGER NOT NULL) STRICT;

-- The pauses that the worker reports.
CREATE TABLE pauses (one INTEGER PRIMARY KEY CHECK (one = 1), at_ms INTEGER NOT NULL, record TEXT NOT NULL) STRICT;

-- The last frontier of cdc: the position of the feed.
CREATE TABLE frontier (one INTEGER PRIMARY KEY CHECK (one = 1), lsn TEXT NOT NULL, source_ms INTEGER NOT NULL) STRICT;

-- The history: kept longer than on the topics.

CREATE TABLE score_point (
  minute_ms INTEGER NOT NULL PRIMARY KEY,
  score INTEGER NOT NULL,
  live_tenants INTEGER NOT NULL,
  open_alerts INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE seat_point (
  tenant_id TEXT NOT NULL,
  day TEXT NOT NULL,
  used INTEGER NOT NULL,
  seats_limit INTEGER,
  PRIMARY KEY (tenant_id, day)
) STRICT, WITHOUT ROWID;

CREATE TABLE transition (
  event_id TEXT NOT NULL PRIMARY KEY,
  alert_id TEXT NOT NULL,
  episode INTEGER NOT NULL,
  sequence INTEGER NOT NULL,
  tenant_id TEXT NOT NULL,
  rule TEXT NOT NULL,
  status TEXT NOT NULL,
  severity INTEGER NOT NULL,
  level INTEGER NOT NULL,
  occurred_ms INTEGER NOT NULL,
  record TEXT NOT NULL
) STRICT;

-- One row per command, combined from four topics, which are read in any order.
CREATE TABLE command (
  command_id TEXT NOT NULL PRIMARY KEY,
  tenant_id TEXT NOT NULL,
  alert_id TEXT NOT NULL,
  type TEXT NOT NULL,
  mode TEXT, -- null while its ISSUE is unknown
  origin TEXT,
  issued_ms INTEGER,
  deadline_ms INTEGER,
  taken_back INTEGER NOT NULL DEFAULT 0,
  state TEXT, -- null while no worker has reported it
  state_n INTEGER NOT NULL DEFAULT 0,
  state_ms INTEGER,
  effect TEXT,
  effect_n INTEGER NOT NULL DEFAULT 0
) STRICT;

CREATE TABLE command_record (
  command_id TEXT NOT NULL,
  kind TEXT NOT NULL,
  event_id TEXT NOT NULL,
  at_ms INTEGER NOT NULL,
  record TEXT NOT NULL,
  PRIMARY KEY (command_id, kind)
) STRICT;

CREATE TABLE result (
  result_id TEXT NOT NULL PRIMARY KEY,
  command_id TEXT NOT NULL,
  tenant_id TEXT NOT NULL,
  n INTEGER NOT NULL,
  state TEXT NOT NULL,
  at_ms INTEGER NOT NULL,
  record TEXT NOT NULL
) STRICT;

CREATE TABLE verdict (
  verdict_id TEXT NOT NULL PRIMARY KEY,
  command_id TEXT NOT NULL,
  tenant_id TEXT NOT NULL,
  n INTEGER NOT NULL,
  effect TEXT NOT NULL,
  at_ms INTEGER NOT NULL,
  record TEXT NOT NULL
) STRICT;

CREATE TABLE action (
  action_id TEXT NOT NULL PRIMARY KEY,
  kind TEXT NOT NULL,
  tenant_id TEXT NOT NULL,
  command_id TEXT,
  by TEXT NOT NULL,
  at_ms INTEGER NOT NULL,
  record TEXT NOT NULL
) STRICT;

-- The place of a record that this or another process rejected. Never its value, which may be personal.
CREATE TABLE dead_letter (
  topic TEXT NOT NULL,
  partition INTEGER NOT NULL,
  record_offset INTEGER NOT NULL,
  at_ms INTEGER NOT NULL,
  reason TEXT NOT NULL,
  origin_topic TEXT,
  origin_partition INTEGER,
  origin_offset INTEGER,
  bytes INTEGER NOT NULL,
  PRIMARY KEY (topic, partition, record_offset, at_ms) -- a topic that was created again counts from 0
) STRICT, WITHOUT ROWID;

-- Records that were deleted before they were read.
CREATE TABLE gap (
  topic TEXT NOT NULL,
  partition INTEGER NOT NULL,
  from_offset INTEGER NOT NULL,
  to_offset INTEGER NOT NULL,
  noticed_ms INTEGER NOT NULL,
  PRIMARY KEY (topic, partition, from_offset)
) STRICT, WITHOUT ROWID;
