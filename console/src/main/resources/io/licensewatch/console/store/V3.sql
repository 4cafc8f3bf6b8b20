-- The last progress report of cdc's snapshot.
CREATE TABLE snapshot (one INTEGER PRIMARY KEY CHECK (one = 1), record TEXT NOT NULL) STRICT;
