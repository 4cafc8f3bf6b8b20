-- How far cdc was with a snapshot when it last said so.
CREATE TABLE snapshot (one INTEGER PRIMARY KEY CHECK (one = 1), record TEXT NOT NULL) STRICT;
