-- The queue of an office: visits that are not over. Local, never replicated; a visit that is over becomes a row of the book.

CREATE TABLE open_visit (
  id INTEGER PRIMARY KEY,            -- of the visit it becomes
  day TEXT NOT NULL,                 -- local, ISO 8601
  number INTEGER NOT NULL,           -- in the queue of that day
  purpose TEXT NOT NULL,
  arrived_at INTEGER NOT NULL,
  called_at INTEGER,                 -- NULL: still waits
  skipped INTEGER NOT NULL,         -- how often somebody behind was called first
  skip_reason TEXT,
  outside_hours INTEGER NOT NULL,
  UNIQUE (day, number)
) STRICT;
