-- What only a hub needs. Local to the hub; what offices learn of it goes through its logs.

-- Enrolment grants: one per enrolment file written.
CREATE TABLE enrolment (
  first_incarnation INTEGER PRIMARY KEY,
  grant_id BLOB NOT NULL,
  office INTEGER NOT NULL,
  grant_bytes BLOB NOT NULL,
  secret BLOB NOT NULL,              -- kept: tells a second key that had the file from a stranger
  issued_at INTEGER NOT NULL,
  expires_at INTEGER NOT NULL
) STRICT;

-- Nodes: the key that holds an incarnation.
CREATE TABLE node (
  incarnation INTEGER PRIMARY KEY,
  office INTEGER NOT NULL,
  sign_key BLOB NOT NULL,
  seal_key BLOB NOT NULL,
  grant_digest BLOB NOT NULL,
  bound_at INTEGER NOT NULL,
  state TEXT NOT NULL,               -- active, revoked, equivocated, superseded
  held_through INTEGER NOT NULL,
  applied_through INTEGER NOT NULL,
  last_round_at INTEGER,             -- hub time of the last bundle
  covered_until INTEGER,             -- hub time up to which this hub provably holds everything that the node had written
  last_receipt INTEGER NOT NULL,     -- number of the newest receipt given
  claimed_offset INTEGER,            -- node's clock minus hub's at the last round over a line, milliseconds
  clock_flags INTEGER NOT NULL,
  program TEXT NOT NULL
) STRICT;
CREATE INDEX node_by_office ON node (office);

-- Bundles kept whole because somebody must look at them: a second key, a late enrolment, a fork, a broken entry.
CREATE TABLE quarantine (
  id INTEGER PRIMARY KEY,
  incarnation INTEGER NOT NULL,
  office INTEGER NOT NULL,
  sign_key BLOB NOT NULL,
  seal_key BLOB,
  cause TEXT NOT NULL,               -- second_key, late_enrolment, equivocation, broken
  detail TEXT NOT NULL,
  bundle BLOB NOT NULL,
  bundle_digest BLOB NOT NULL,
  received_at INTEGER NOT NULL,
  settled_at INTEGER                 -- approved or dismissed
) STRICT;
CREATE INDEX quarantine_open ON quarantine (settled_at, office);

-- One claim per application: what can be proved about when it was made.
CREATE TABLE claim (
  application_id INTEGER PRIMARY KEY,
  document_key TEXT NOT NULL,
  entry_position INTEGER NOT NULL,   -- of the log entry that carries it
  not_before INTEGER NOT NULL,
  not_after INTEGER NOT NULL,
  clock_flags INTEGER NOT NULL,
  uncertainty_ms INTEGER NOT NULL,
  after_revocation INTEGER NOT NULL
) STRICT;
CREATE INDEX claim_by_document ON claim (document_key);

-- Questions for an administrator: stays with a claim in review. Open until a judgement covers its claims.
CREATE TABLE duplicate (
  id INTEGER PRIMARY KEY,
  document_key TEXT NOT NULL,
  claims TEXT NOT NULL,              -- ids ascending, separated by blanks
  state TEXT NOT NULL,               -- open, decided, settled (decided without a person)
  outcome TEXT NOT NULL,             -- review, annulled
  opened_at INTEGER NOT NULL,
  changed_at INTEGER NOT NULL
) STRICT;
CREATE INDEX duplicate_by_state ON duplicate (state, id);
CREATE INDEX duplicate_by_document ON duplicate (document_key);

-- Keys of the blind index, newest generation in use.
CREATE TABLE index_generation (
  generation INTEGER PRIMARY KEY,
  key BLOB NOT NULL,
  made_at INTEGER NOT NULL
) STRICT;

-- Applications whose index entry is still to be made: its tag costs milliseconds, so it follows the round that wants it.
CREATE TABLE index_wanted (
  application_id INTEGER PRIMARY KEY
) STRICT;
