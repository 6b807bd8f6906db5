-- Who read whose data at the department, as long as it is in no log entry yet. Local, never replicated; drained into `audit` rows of
-- the book.
CREATE TABLE audit_pending (
  number INTEGER PRIMARY KEY,        -- in the order of reading
  recorded_at INTEGER NOT NULL,
  account TEXT NOT NULL,
  action TEXT NOT NULL,              -- as in audit
  record_id INTEGER,
  detail TEXT
) STRICT;

-- The department looks through the reads of all offices, newest first.
CREATE INDEX audit_by_time ON audit (recorded_at, id);
