-- The rest of an office's day: what happens to a stay after its acceptance, who waited how long, complaints, opinions, and who
-- read whose data. Like 001: facts, INSERT only, written by their author alone. A row that is about no application names its
-- office instead, so that nobody can write into another office's day.

-- Written by an office: the stay may last longer, on a longer visa where one is named.
CREATE TABLE extension (
  id INTEGER PRIMARY KEY,
  application_id INTEGER NOT NULL,
  recorded_at INTEGER NOT NULL,
  clerk TEXT NOT NULL,
  reason TEXT NOT NULL,
  stay_until TEXT NOT NULL,
  visa_number TEXT,
  visa_category TEXT,
  visa_from TEXT,
  visa_until TEXT,
  rule_set TEXT NOT NULL
) STRICT;

-- Written by an office: another address of the same stay. The place of registration stays where it is (cl. 15).
CREATE TABLE address_change (
  id INTEGER PRIMARY KEY,
  application_id INTEGER NOT NULL,
  recorded_at INTEGER NOT NULL,
  clerk TEXT NOT NULL,
  reason TEXT NOT NULL,
  moved_on TEXT NOT NULL,
  stay_office TEXT NOT NULL,
  locality TEXT NOT NULL,
  street TEXT,
  house TEXT,
  flat TEXT
) STRICT;

-- Written by an office: a new migration card for one that was lost or damaged, with the registration mark again.
CREATE TABLE duplicate_card (
  id INTEGER PRIMARY KEY,
  application_id INTEGER NOT NULL,
  recorded_at INTEGER NOT NULL,
  clerk TEXT NOT NULL,
  cause TEXT NOT NULL,               -- lost, damaged
  former_card TEXT NOT NULL,
  card_number TEXT NOT NULL,
  issued_on TEXT NOT NULL
) STRICT;

-- Written by an office: a document of the applicant was taken into the office's keeping, or given back (cl. 15, 17).
CREATE TABLE custody (
  id INTEGER PRIMARY KEY,
  application_id INTEGER NOT NULL,
  recorded_at INTEGER NOT NULL,
  clerk TEXT NOT NULL,
  event TEXT NOT NULL,               -- received, returned
  item TEXT NOT NULL,                -- a paper's code: identity_document, migration_card ...
  person TEXT,                       -- from whom, to whom; NULL: the applicant
  note TEXT
) STRICT;

-- Written by an office: one visit to its counter, when it is over (cl. 7.2, 7.3, 9).
CREATE TABLE visit (
  id INTEGER PRIMARY KEY,
  office TEXT NOT NULL,
  day TEXT NOT NULL,                 -- local, ISO 8601
  number INTEGER NOT NULL,           -- in the queue of that day
  purpose TEXT NOT NULL,             -- application, collection, question, complaint
  arrived_at INTEGER NOT NULL,
  called_at INTEGER,                 -- NULL: left before
  finished_at INTEGER NOT NULL,
  outcome TEXT NOT NULL,             -- served, left
  clerk TEXT NOT NULL,
  skipped INTEGER NOT NULL,          -- how often somebody behind was called first
  skip_reason TEXT,                  -- of the last time
  outside_hours INTEGER NOT NULL     -- 1: arrived when the office was closed
) STRICT;

-- Written by whom it was handed to: a complaint about the service (cl. 20-25). An office forwards it; the hub works on it.
CREATE TABLE complaint (
  id INTEGER PRIMARY KEY,
  office TEXT NOT NULL,              -- that received it
  number TEXT NOT NULL,
  received_at INTEGER NOT NULL,
  accepted_by TEXT NOT NULL,
  channel TEXT NOT NULL,             -- person, post, email
  kind TEXT NOT NULL,                -- person, organisation
  name TEXT NOT NULL,
  patronymic TEXT,
  postal_address TEXT NOT NULL,
  contact TEXT,
  outgoing_number TEXT,              -- an organisation's letter
  outgoing_date TEXT,
  signed INTEGER NOT NULL,           -- 1: it bears a signature
  about_office TEXT NOT NULL,
  ticket_number TEXT,                -- of the application that it is about
  text TEXT NOT NULL,
  due_on TEXT NOT NULL               -- day of the answer
) STRICT;

-- Written by the hub: a step of a complaint's consideration. The newest holds.
CREATE TABLE complaint_step (
  id INTEGER PRIMARY KEY,
  complaint_id INTEGER NOT NULL,
  recorded_at INTEGER NOT NULL,
  official TEXT NOT NULL,
  step TEXT NOT NULL,                -- taken_up, extended, answered, reopened
  due_on TEXT,
  outcome TEXT,                      -- founded, unfounded, when answered
  text TEXT NOT NULL
) STRICT;

-- Written by an office: an opinion about the service, anonymous, so only the day is kept (cl. 18, Annex 5).
CREATE TABLE feedback (
  id INTEGER PRIMARY KEY,
  office TEXT NOT NULL,
  given_on TEXT NOT NULL,
  process INTEGER NOT NULL,          -- 1: satisfied with the process
  information INTEGER NOT NULL,      -- 1: satisfied with quality of and information about the service
  courtesy INTEGER NOT NULL,         -- 1: satisfied with the courtesy of the staff
  comment TEXT
) STRICT;

-- Written by office and hub: somebody read or printed a person's data (cl. 17). Several reads travel in one entry.
CREATE TABLE audit (
  id INTEGER PRIMARY KEY,
  office TEXT NOT NULL,              -- where
  recorded_at INTEGER NOT NULL,
  account TEXT NOT NULL,
  action TEXT NOT NULL,              -- read, search, print, export
  record_id INTEGER,                 -- the application, where it was one
  detail TEXT                        -- what was printed, how many were found: never a person's data
) STRICT;
CREATE INDEX audit_by_record ON audit (record_id);

-- Written by the hub into a log that stays with it: an administrator's judgement on whether two applications with different
-- documents are of one person. The newest of a pair holds.
CREATE TABLE person_judgement (
  id INTEGER PRIMARY KEY,
  decided_at INTEGER NOT NULL,
  decided_by TEXT NOT NULL,
  left_application INTEGER NOT NULL, -- the lower id
  right_application INTEGER NOT NULL,
  judgement TEXT NOT NULL,           -- same, different, unsure
  reason TEXT NOT NULL,
  identity BLOB NOT NULL             -- digest of what identified both when it was made: other data, another question
) STRICT;

-- Written by the hub into the log of the office concerned: the person of this application also applied under another document.
CREATE TABLE person_notice (
  id INTEGER PRIMARY KEY,
  application_id INTEGER NOT NULL,
  noticed_at INTEGER NOT NULL,
  other_office TEXT NOT NULL,
  other_ticket_number TEXT NOT NULL,
  other_document TEXT NOT NULL,      -- issuing state and the last four characters of the number
  holds INTEGER NOT NULL,            -- 0: the judgement was taken back
  decided_by TEXT NOT NULL,
  reason TEXT NOT NULL
) STRICT;

-- Written by the hub into a log that stays with it: an administrator moved the place of registration of a stay (cl. 15).
CREATE TABLE place_transfer (
  id INTEGER PRIMARY KEY,
  transferred_at INTEGER NOT NULL,
  decided_by TEXT NOT NULL,
  transferred_application INTEGER NOT NULL,  -- whose place is freed
  to_office TEXT NOT NULL,
  reason TEXT NOT NULL
) STRICT;

-- Written by the hub into the log of the office of the place of stay: an application from the portal (cl. 1, 5, 7.4, 11).
CREATE TABLE portal_request (
  id INTEGER PRIMARY KEY,
  office TEXT NOT NULL,
  request_key TEXT NOT NULL,         -- the portal's
  received_at INTEGER NOT NULL,
  body TEXT NOT NULL,                -- JSON as received
  signature BLOB NOT NULL,           -- the filer's digital signature as received; not verified here
  signature_kind TEXT NOT NULL
) STRICT;

CREATE INDEX extension_by_application ON extension (application_id);
CREATE INDEX address_change_by_application ON address_change (application_id);
CREATE INDEX duplicate_card_by_application ON duplicate_card (application_id);
CREATE INDEX custody_by_application ON custody (application_id);
CREATE INDEX visit_by_day ON visit (day, number);
CREATE INDEX complaint_step_by_complaint ON complaint_step (complaint_id);
CREATE INDEX feedback_by_day ON feedback (given_on);
CREATE INDEX place_transfer_by_application ON place_transfer (transferred_application);
CREATE INDEX person_notice_by_application ON person_notice (application_id);
CREATE INDEX application_by_filing ON application (filing) WHERE filing IS NOT NULL;
CREATE INDEX application_by_portal_request ON application (portal_request) WHERE portal_request IS NOT NULL;
