-- The book: replicated facts. INSERT only, in every database that holds them; each row is written by its author alone, whose
-- incarnation is part of the id (department 6 bits, incarnation 17, counter 40). Ids are never NULL, there are no generated
-- columns, no triggers besides the guards of 002, and no UNIQUE constraints besides the key, because rows arrive from elsewhere
-- and a conflict is an alarm, never a rule. Columns are only ever appended, by later files. Times are milliseconds since 1970 in UTC, days ISO 8601.

-- Written by an office: one application accepted at its counter (cl. 11, 14). The act that fixes the place (cl. 15).
CREATE TABLE application (
  id INTEGER PRIMARY KEY,
  office TEXT NOT NULL,
  ticket_number TEXT NOT NULL,
  accepted_at INTEGER NOT NULL,      -- by the office's clock
  clerk TEXT NOT NULL,
  rule_set TEXT NOT NULL,
  despite_reason TEXT,               -- accepted although a first application was known: why
  despite_first TEXT,                -- and which: office and ticket number, separated by a blank
  origin TEXT NOT NULL,              -- counter; paper: a ticket by hand, entered later; portal; taken_on: registered before this system
  paper_number TEXT,                 -- number of the ticket by hand, or in the register that it was taken on from
  filing INTEGER,                    -- first application of the filing that this one belongs to: a family comes together
  visit INTEGER,                     -- the visit at which it was accepted
  portal_request INTEGER,            -- the portal's request that it answers
  surname TEXT NOT NULL,
  given_names TEXT NOT NULL,
  surname_local TEXT,
  given_names_local TEXT,
  patronymic TEXT,
  birth_date TEXT NOT NULL,          -- ISO 8601, or its known prefix
  sex TEXT NOT NULL,                 -- M, F, X
  citizenship TEXT NOT NULL,         -- ICAO code
  birth_place TEXT,
  document_type TEXT NOT NULL,
  issuing_state TEXT NOT NULL,
  document_number TEXT NOT NULL,
  document_issued TEXT,
  document_expires TEXT,
  visa_number TEXT,
  visa_category TEXT,
  visa_from TEXT,
  visa_until TEXT,
  card_number TEXT NOT NULL,         -- migration card
  border_point TEXT,
  entry_date TEXT NOT NULL,
  purpose TEXT NOT NULL,
  stay_from TEXT NOT NULL,
  stay_until TEXT NOT NULL,
  stay_office TEXT NOT NULL,         -- whose district the place of stay lies in
  locality TEXT NOT NULL,
  street TEXT,
  house TEXT,
  flat TEXT,
  host_kind TEXT,
  host_name TEXT,
  host_number TEXT,
  host_address TEXT,
  host_phone TEXT,
  category TEXT,                     -- Annex 2
  papers TEXT NOT NULL,              -- codes handed in, separated by blanks
  mrz TEXT,
  iin TEXT                           -- the applicant's, where one was issued
) STRICT;

-- Written by an office: the particulars as they should have been, all of them, with the reason.
CREATE TABLE correction (
  id INTEGER PRIMARY KEY,
  application_id INTEGER NOT NULL,
  recorded_at INTEGER NOT NULL,
  clerk TEXT NOT NULL,
  reason TEXT NOT NULL,
  surname TEXT NOT NULL,
  given_names TEXT NOT NULL,
  surname_local TEXT,
  given_names_local TEXT,
  patronymic TEXT,
  birth_date TEXT NOT NULL,          -- ISO 8601, or its known prefix
  sex TEXT NOT NULL,                 -- M, F, X
  citizenship TEXT NOT NULL,         -- ICAO code
  birth_place TEXT,
  document_type TEXT NOT NULL,
  issuing_state TEXT NOT NULL,
  document_number TEXT NOT NULL,
  document_issued TEXT,
  document_expires TEXT,
  visa_number TEXT,
  visa_category TEXT,
  visa_from TEXT,
  visa_until TEXT,
  card_number TEXT NOT NULL,         -- migration card
  border_point TEXT,
  entry_date TEXT NOT NULL,
  purpose TEXT NOT NULL,
  stay_from TEXT NOT NULL,
  stay_until TEXT NOT NULL,
  stay_office TEXT NOT NULL,         -- whose district the place of stay lies in
  locality TEXT NOT NULL,
  street TEXT,
  house TEXT,
  flat TEXT,
  host_kind TEXT,
  host_name TEXT,
  host_number TEXT,
  host_address TEXT,
  host_phone TEXT,
  category TEXT,                     -- Annex 2
  papers TEXT NOT NULL,              -- codes handed in, separated by blanks
  mrz TEXT,
  iin TEXT                           -- the applicant's, where one was issued
) STRICT;

-- Written by an office: papers handed in after acceptance.
CREATE TABLE later_papers (
  id INTEGER PRIMARY KEY,
  application_id INTEGER NOT NULL,
  recorded_at INTEGER NOT NULL,
  clerk TEXT NOT NULL,
  papers TEXT NOT NULL
) STRICT;

-- Written by an office: the result of the service (cl. 5).
CREATE TABLE decision (
  id INTEGER PRIMARY KEY,
  application_id INTEGER NOT NULL,
  recorded_at INTEGER NOT NULL,
  clerk TEXT NOT NULL,
  outcome TEXT NOT NULL,             -- registered, refused
  ground TEXT,                       -- of the closed list, when refused
  text TEXT,
  missing TEXT,                      -- papers that were missing, when that is the ground (cl. 16)
  rule_set TEXT NOT NULL,            -- by which it was decided
  registered_until TEXT              -- last day of the registration, when registered
) STRICT;

-- Written by an office: the applicant took the application back. Frees the place of registration.
CREATE TABLE withdrawal (
  id INTEGER PRIMARY KEY,
  application_id INTEGER NOT NULL,
  recorded_at INTEGER NOT NULL,
  clerk TEXT NOT NULL,
  reason TEXT NOT NULL
) STRICT;

-- Written by an office: the stay ended.
CREATE TABLE departure (
  id INTEGER PRIMARY KEY,
  application_id INTEGER NOT NULL,
  recorded_at INTEGER NOT NULL,
  clerk TEXT NOT NULL,
  departed_on TEXT NOT NULL,
  note TEXT
) STRICT;

-- Written by the hub into the log of the office concerned: where the stay is registered (cl. 15). The newest by id holds.
CREATE TABLE verdict (
  id INTEGER PRIMARY KEY,
  application_id INTEGER NOT NULL,
  decided_at INTEGER NOT NULL,       -- hub time
  outcome TEXT NOT NULL,             -- confirmed, annulled, review
  grade TEXT NOT NULL,               -- certain, probable, undetermined, decided
  first_application_id INTEGER,
  first_office TEXT,
  first_ticket_number TEXT,
  first_accepted_at INTEGER,
  reason_key TEXT NOT NULL,          -- of the catalogue
  reason_arguments TEXT NOT NULL,    -- JSON object of texts
  evidence TEXT NOT NULL,
  decided_by TEXT                    -- the administrator, when a person decided
) STRICT;

-- Written by the hub into the log of the office concerned: the key of one generation of the blind index, sealed to the node.
CREATE TABLE index_key (
  id INTEGER PRIMARY KEY,
  generation INTEGER NOT NULL,
  sealed_to BLOB NOT NULL,           -- key id of the node's sealing key
  sealed BLOB NOT NULL
) STRICT;

-- Written by the hub into the index log: somebody's first application, findable only by who can compute the tag.
CREATE TABLE index_entry (
  id INTEGER PRIMARY KEY,
  application_id INTEGER NOT NULL,
  generation INTEGER NOT NULL,
  tag INTEGER NOT NULL,              -- 32 bits
  office TEXT NOT NULL,
  ticket_number TEXT NOT NULL,
  accepted_on TEXT NOT NULL,
  entry_date TEXT NOT NULL
) STRICT;
CREATE INDEX index_entry_by_tag ON index_entry (tag);

-- Written by the hub into the index log: that entry holds no place any more.
CREATE TABLE index_ended (
  id INTEGER PRIMARY KEY,
  index_entry_id INTEGER NOT NULL,
  ended_on TEXT NOT NULL,
  cause TEXT NOT NULL                -- withdrawn, departed, annulled, superseded
) STRICT;
CREATE INDEX index_ended_by_entry ON index_ended (index_entry_id);

-- Written by the hub into the department's log.
CREATE TABLE rule_set (
  id INTEGER PRIMARY KEY,
  rule_set TEXT NOT NULL,
  content TEXT NOT NULL,             -- JSON
  issued_by TEXT NOT NULL,
  issued_at INTEGER NOT NULL
) STRICT;

-- Written by the hub into the department's log: that key is refused beyond its last sequence.
CREATE TABLE revocation (
  id INTEGER PRIMARY KEY,
  incarnation INTEGER NOT NULL,
  sign_key BLOB NOT NULL,
  last_sequence INTEGER NOT NULL,
  reason TEXT NOT NULL,
  revoked_at INTEGER NOT NULL,
  revoked_by TEXT NOT NULL
) STRICT;

-- Written by the hub into a log that stays with it: an administrator's judgement about who was first. A later one over the
-- same claims supersedes it; the machine never does.
CREATE TABLE judgement (
  id INTEGER PRIMARY KEY,
  decided_at INTEGER NOT NULL,
  decided_by TEXT NOT NULL,
  claims TEXT NOT NULL,              -- ids of the applications that the person saw, ascending, separated by blanks
  first_application_id INTEGER,      -- NULL: all of them are distinct
  reason TEXT NOT NULL
) STRICT;

CREATE INDEX application_by_document ON application (document_number, issuing_state);
CREATE INDEX correction_by_application ON correction (application_id);
CREATE INDEX correction_by_document ON correction (document_number, issuing_state);
CREATE INDEX later_papers_by_application ON later_papers (application_id);
CREATE INDEX decision_by_application ON decision (application_id);
CREATE INDEX withdrawal_by_application ON withdrawal (application_id);
CREATE INDEX departure_by_application ON departure (application_id);
CREATE INDEX verdict_by_application ON verdict (application_id);
CREATE INDEX index_entry_by_application ON index_entry (application_id);
