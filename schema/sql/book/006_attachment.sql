-- Written by an office: a picture that belongs to an application. The picture itself is no part of the book: it lies in `content`, is found by its
-- digest, and follows after everything else.
CREATE TABLE attachment (
  id INTEGER PRIMARY KEY,
  application_id INTEGER NOT NULL,
  recorded_at INTEGER NOT NULL,
  clerk TEXT NOT NULL,
  kind TEXT NOT NULL,                -- photo, scan
  paper TEXT,                        -- of a scan: the code of the paper that it shows
  media_type TEXT NOT NULL,          -- image/jpeg, image/png
  width INTEGER NOT NULL,            -- pixels
  height INTEGER NOT NULL,
  size INTEGER NOT NULL,             -- bytes
  digest BLOB NOT NULL               -- of the bytes: 32 bytes, labelled BLAKE2b-256
) STRICT;
CREATE INDEX attachment_by_application ON attachment (application_id);

CREATE TRIGGER attachment_no_update BEFORE UPDATE ON attachment BEGIN
  SELECT RAISE(ABORT, 'rows of the book are never changed');
END;
CREATE TRIGGER attachment_no_delete BEFORE DELETE ON attachment BEGIN
  SELECT RAISE(ABORT, 'rows of the book are never removed');
END;
