-- Entries that were said again in a later life (book/007_restated.sql). They leave the log that is applied, and their rows leave the book, in the
-- transaction that says them again; the entries themselves stay here for good, as they were signed.

CREATE TABLE replaced_entry (
  position INTEGER NOT NULL,         -- incarnation << 40 | sequence; a number may have been led by two machines, so it is no key
  digest BLOB NOT NULL,
  bytes BLOB NOT NULL,
  signature BLOB,
  recorded_at INTEGER NOT NULL,
  sign_key BLOB NOT NULL,
  restated_as INTEGER NOT NULL,      -- position of the entry that says it again
  PRIMARY KEY (position, digest)
) STRICT;

CREATE TRIGGER replaced_entry_no_update BEFORE UPDATE ON replaced_entry BEGIN
  SELECT RAISE(ABORT, 'evidence is never changed');
END;
CREATE TRIGGER replaced_entry_no_delete BEFORE DELETE ON replaced_entry BEGIN
  SELECT RAISE(ABORT, 'evidence is never removed');
END;

-- Under which id a row of the book goes on.
CREATE TABLE replaced_row (
  old_id INTEGER PRIMARY KEY,
  new_id INTEGER NOT NULL,
  leaving INTEGER NOT NULL           -- 1 only within the transaction that takes the old row out of the book
) STRICT;

-- An entry leaves the log only when the very same lies among the replaced ones.
DROP TRIGGER entry_no_delete;
CREATE TRIGGER entry_no_delete BEFORE DELETE ON entry
WHEN NOT EXISTS (SELECT 1 FROM replaced_entry WHERE position = OLD.position AND digest = OLD.digest AND bytes = OLD.bytes
                 AND signature IS OLD.signature)
BEGIN
  SELECT RAISE(ABORT, 'entries are never removed');
END;

-- A row leaves the book only while it is noted under which id it goes on.
DROP TRIGGER application_no_delete;
CREATE TRIGGER application_no_delete BEFORE DELETE ON application
WHEN NOT EXISTS (SELECT 1 FROM replaced_row WHERE old_id = OLD.id AND leaving = 1)
BEGIN
  SELECT RAISE(ABORT, 'rows of the book are never removed');
END;
DROP TRIGGER correction_no_delete;
CREATE TRIGGER correction_no_delete BEFORE DELETE ON correction
WHEN NOT EXISTS (SELECT 1 FROM replaced_row WHERE old_id = OLD.id AND leaving = 1)
BEGIN
  SELECT RAISE(ABORT, 'rows of the book are never removed');
END;
DROP TRIGGER later_papers_no_delete;
CREATE TRIGGER later_papers_no_delete BEFORE DELETE ON later_papers
WHEN NOT EXISTS (SELECT 1 FROM replaced_row WHERE old_id = OLD.id AND leaving = 1)
BEGIN
  SELECT RAISE(ABORT, 'rows of the book are never removed');
END;
DROP TRIGGER decision_no_delete;
CREATE TRIGGER decision_no_delete BEFORE DELETE ON decision
WHEN NOT EXISTS (SELECT 1 FROM replaced_row WHERE old_id = OLD.id AND leaving = 1)
BEGIN
  SELECT RAISE(ABORT, 'rows of the book are never removed');
END;
DROP TRIGGER withdrawal_no_delete;
CREATE TRIGGER withdrawal_no_delete BEFORE DELETE ON withdrawal
WHEN NOT EXISTS (SELECT 1 FROM replaced_row WHERE old_id = OLD.id AND leaving = 1)
BEGIN
  SELECT RAISE(ABORT, 'rows of the book are never removed');
END;
DROP TRIGGER departure_no_delete;
CREATE TRIGGER departure_no_delete BEFORE DELETE ON departure
WHEN NOT EXISTS (SELECT 1 FROM replaced_row WHERE old_id = OLD.id AND leaving = 1)
BEGIN
  SELECT RAISE(ABORT, 'rows of the book are never removed');
END;
DROP TRIGGER extension_no_delete;
CREATE TRIGGER extension_no_delete BEFORE DELETE ON extension
WHEN NOT EXISTS (SELECT 1 FROM replaced_row WHERE old_id = OLD.id AND leaving = 1)
BEGIN
  SELECT RAISE(ABORT, 'rows of the book are never removed');
END;
DROP TRIGGER address_change_no_delete;
CREATE TRIGGER address_change_no_delete BEFORE DELETE ON address_change
WHEN NOT EXISTS (SELECT 1 FROM replaced_row WHERE old_id = OLD.id AND leaving = 1)
BEGIN
  SELECT RAISE(ABORT, 'rows of the book are never removed');
END;
DROP TRIGGER duplicate_card_no_delete;
CREATE TRIGGER duplicate_card_no_delete BEFORE DELETE ON duplicate_card
WHEN NOT EXISTS (SELECT 1 FROM replaced_row WHERE old_id = OLD.id AND leaving = 1)
BEGIN
  SELECT RAISE(ABORT, 'rows of the book are never removed');
END;
DROP TRIGGER custody_no_delete;
CREATE TRIGGER custody_no_delete BEFORE DELETE ON custody
WHEN NOT EXISTS (SELECT 1 FROM replaced_row WHERE old_id = OLD.id AND leaving = 1)
BEGIN
  SELECT RAISE(ABORT, 'rows of the book are never removed');
END;
DROP TRIGGER visit_no_delete;
CREATE TRIGGER visit_no_delete BEFORE DELETE ON visit
WHEN NOT EXISTS (SELECT 1 FROM replaced_row WHERE old_id = OLD.id AND leaving = 1)
BEGIN
  SELECT RAISE(ABORT, 'rows of the book are never removed');
END;
DROP TRIGGER complaint_no_delete;
CREATE TRIGGER complaint_no_delete BEFORE DELETE ON complaint
WHEN NOT EXISTS (SELECT 1 FROM replaced_row WHERE old_id = OLD.id AND leaving = 1)
BEGIN
  SELECT RAISE(ABORT, 'rows of the book are never removed');
END;
DROP TRIGGER feedback_no_delete;
CREATE TRIGGER feedback_no_delete BEFORE DELETE ON feedback
WHEN NOT EXISTS (SELECT 1 FROM replaced_row WHERE old_id = OLD.id AND leaving = 1)
BEGIN
  SELECT RAISE(ABORT, 'rows of the book are never removed');
END;
DROP TRIGGER audit_no_delete;
CREATE TRIGGER audit_no_delete BEFORE DELETE ON audit
WHEN NOT EXISTS (SELECT 1 FROM replaced_row WHERE old_id = OLD.id AND leaving = 1)
BEGIN
  SELECT RAISE(ABORT, 'rows of the book are never removed');
END;
DROP TRIGGER attachment_no_delete;
CREATE TRIGGER attachment_no_delete BEFORE DELETE ON attachment
WHEN NOT EXISTS (SELECT 1 FROM replaced_row WHERE old_id = OLD.id AND leaving = 1)
BEGIN
  SELECT RAISE(ABORT, 'rows of the book are never removed');
END;
DROP TRIGGER restated_no_delete;
CREATE TRIGGER restated_no_delete BEFORE DELETE ON restated
WHEN NOT EXISTS (SELECT 1 FROM replaced_row WHERE old_id = OLD.id AND leaving = 1)
BEGIN
  SELECT RAISE(ABORT, 'rows of the book are never removed');
END;
