-- Cases: the present state of each application, folded from the facts of the book in the same transaction that adds one. Local,
-- rebuildable; `verify` rebuilds it on a snapshot and compares.

CREATE TABLE case_state (
  application_id INTEGER PRIMARY KEY,
  office TEXT NOT NULL,
  ticket_number TEXT NOT NULL,
  accepted_at INTEGER NOT NULL,
  state TEXT NOT NULL,               -- accepted, registered, refused, withdrawn
  confirmation TEXT NOT NULL,        -- pending, confirmed, annulled, review
  document_key TEXT NOT NULL,        -- issuing state, blank, normalised document number, as corrected
  card_key TEXT NOT NULL,            -- normalised migration card number
  entry_date TEXT NOT NULL,
  birth_date TEXT NOT NULL,
  departed_on TEXT,
  changed_at INTEGER NOT NULL        -- time of the newest fact
) STRICT;
CREATE INDEX case_state_by_document ON case_state (document_key);
CREATE INDEX case_state_by_time ON case_state (accepted_at, application_id);
CREATE INDEX case_state_by_confirmation ON case_state (confirmation, accepted_at);

-- What a search finds a case by: folded words of names, and normalised numbers.
CREATE TABLE case_word (
  word TEXT NOT NULL,
  application_id INTEGER NOT NULL,
  PRIMARY KEY (word, application_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX case_word_by_application ON case_word (application_id);
