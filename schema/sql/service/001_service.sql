-- What any of our daemons needs: people, logins, answers already given, settings. Local, never replicated.

CREATE TABLE account (
  name TEXT PRIMARY KEY NOT NULL,
  role TEXT NOT NULL,
  password_hash TEXT NOT NULL,       -- Argon2id
  disabled INTEGER NOT NULL,
  created_at INTEGER NOT NULL,
  changed_at INTEGER NOT NULL,
  must_change INTEGER NOT NULL,      -- 1: the password was set by somebody else
  failures INTEGER NOT NULL          -- wrong passwords since the last right one, from anywhere; shown, not judged
) STRICT;

-- Wrong passwords in a row from one address for one account name, known or not, and from one address for any. A throttle
-- per account alone would let anybody keep a clerk out; so what counts is where the attempts come from.
CREATE TABLE login_failure (
  subject BLOB PRIMARY KEY NOT NULL, -- digest of account and address: people type passwords into the field for the name
  failures INTEGER NOT NULL,
  boot_id BLOB NOT NULL,
  since_boot INTEGER NOT NULL        -- milliseconds; of the last failure
) STRICT;

CREATE TABLE login (
  token_digest BLOB PRIMARY KEY NOT NULL,
  account TEXT NOT NULL REFERENCES account (name),
  boot_id BLOB NOT NULL,             -- ages are measured on the boot clock, which nobody can set back
  started INTEGER NOT NULL,          -- milliseconds since boot
  used INTEGER NOT NULL,
  address TEXT NOT NULL
) STRICT;

-- Idempotency-Key of a write with the digest of its body and the answer it got.
CREATE TABLE answered (
  account TEXT NOT NULL,
  key TEXT NOT NULL,
  request_digest BLOB NOT NULL,
  status INTEGER NOT NULL,
  body TEXT NOT NULL,
  answered_at INTEGER NOT NULL,
  PRIMARY KEY (account, key)
) STRICT, WITHOUT ROWID;

CREATE TABLE setting (
  name TEXT PRIMARY KEY NOT NULL,
  value BLOB NOT NULL
) STRICT;
