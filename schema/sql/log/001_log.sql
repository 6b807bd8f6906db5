-- Logs: who wrote what, in which order, under which signature. Local to each database; the entries are the same bytes everywhere.

CREATE TABLE log (
  incarnation INTEGER PRIMARY KEY,
  kind INTEGER NOT NULL,             -- wire::LogKind
  office INTEGER NOT NULL,           -- number within the department; -1: of no single office
  sign_key BLOB NOT NULL,            -- Ed25519 public key that identifies the log
  base_digest BLOB NOT NULL,         -- what entry 1 stands on: digest of the grant, or the genesis digest
  own INTEGER NOT NULL,              -- 1: written here
  last_row INTEGER NOT NULL          -- own logs: the last row counter minted
) STRICT;

CREATE TABLE entry (
  position INTEGER PRIMARY KEY,      -- incarnation << 40 | sequence
  digest BLOB NOT NULL,
  bytes BLOB NOT NULL,
  signature BLOB,                    -- own entries: each; received ones: NULL, the transfer's signature covers them
  recorded_at INTEGER NOT NULL,
  received_at INTEGER,               -- own: NULL
  applied INTEGER NOT NULL           -- 0: held, its schema or content waits
) STRICT;
-- Almost always empty; finds what waits without reading the log.
CREATE INDEX entry_unapplied ON entry (position) WHERE applied = 0;

-- An entry is evidence: it is appended, and the only thing that ever happens to it afterwards is being applied.
CREATE TRIGGER entry_no_update BEFORE UPDATE ON entry
WHEN OLD.position IS NOT NEW.position OR OLD.digest IS NOT NEW.digest OR OLD.bytes IS NOT NEW.bytes
  OR OLD.signature IS NOT NEW.signature OR OLD.recorded_at IS NOT NEW.recorded_at OR OLD.received_at IS NOT NEW.received_at
  OR OLD.applied IS NOT 0 OR NEW.applied IS NOT 1
BEGIN
  SELECT RAISE(ABORT, 'entries are never changed');
END;
CREATE TRIGGER entry_no_delete BEFORE DELETE ON entry BEGIN
  SELECT RAISE(ABORT, 'entries are never removed');
END;

-- Evidence for received runs: the bytes that the sender signed, which name the digest of the run's last entry.
CREATE TABLE transfer (
  position INTEGER PRIMARY KEY,      -- of the run's last entry
  signed_bytes BLOB NOT NULL,
  signature BLOB NOT NULL
) STRICT;

CREATE TRIGGER transfer_no_update BEFORE UPDATE ON transfer BEGIN
  SELECT RAISE(ABORT, 'evidence is never changed');
END;
CREATE TRIGGER transfer_no_delete BEFORE DELETE ON transfer BEGIN
  SELECT RAISE(ABORT, 'evidence is never removed');
END;

-- Receipts: at the hub those it issued, at a node those it was given.
CREATE TABLE receipt (
  id INTEGER PRIMARY KEY,            -- incarnation << 40 | number
  digest BLOB NOT NULL,
  hub_epoch BLOB NOT NULL,
  held_through INTEGER NOT NULL,
  applied_through INTEGER NOT NULL,
  hub_time INTEGER NOT NULL,
  signed_bytes BLOB NOT NULL,
  signature BLOB NOT NULL
) STRICT;
CREATE INDEX receipt_by_digest ON receipt (digest);

CREATE TRIGGER receipt_no_update BEFORE UPDATE ON receipt BEGIN
  SELECT RAISE(ABORT, 'receipts are never changed');
END;
