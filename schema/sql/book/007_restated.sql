-- Written by an office: the entry in which this row stands says again, in the words of a later life, what an entry of another log said that
-- lay in quarantine. Old and new entry say the same about the same people at the same times; only the ids of the rows are those of the new
-- life. The old entry stays as evidence where it is, and counts nowhere.
CREATE TABLE restated (
  id INTEGER PRIMARY KEY,
  office TEXT NOT NULL,
  incarnation INTEGER NOT NULL,      -- of the old entry
  sign_key BLOB NOT NULL,            -- that signed it: an incarnation may have been led by two machines
  sequence INTEGER NOT NULL,
  digest BLOB NOT NULL,              -- 32 bytes: commits to the old entry and to all before it
  restated_at INTEGER NOT NULL       -- by the office's clock; the entry around it keeps the time of the old one
) STRICT;
CREATE INDEX restated_by_digest ON restated (digest);

CREATE TRIGGER restated_no_update BEFORE UPDATE ON restated BEGIN
  SELECT RAISE(ABORT, 'rows of the book are never changed');
END;
CREATE TRIGGER restated_no_delete BEFORE DELETE ON restated BEGIN
  SELECT RAISE(ABORT, 'rows of the book are never removed');
END;
