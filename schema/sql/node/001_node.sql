-- What only a node needs. Local, never replicated.

-- Applications being typed: saved per field, one per window of a clerk, gone once accepted or discarded.
CREATE TABLE draft (
  slot TEXT PRIMARY KEY NOT NULL,
  account TEXT NOT NULL,
  body TEXT NOT NULL,                -- JSON as the browser sent it
  saved_at INTEGER NOT NULL
) STRICT;

-- How far the hub can see, as of the newest answer: one row per office of the department.
CREATE TABLE horizon (
  office INTEGER PRIMARY KEY,
  held_through INTEGER NOT NULL      -- milliseconds since 1970; 0: never heard of
) STRICT;

-- The running number of tickets, per year, office and life.
CREATE TABLE ticket_counter (
  year INTEGER PRIMARY KEY,
  last INTEGER NOT NULL
) STRICT;
