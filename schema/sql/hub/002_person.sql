-- Same person, other document: what the hub needs to find such pairs. Local, and computed anew from the book at any time.

-- What of each application is compared (packed traits, schema/registry/person_match.h).
CREATE TABLE person (
  application_id INTEGER PRIMARY KEY,
  traits TEXT NOT NULL
) STRICT;

-- Under which keys it is found: two applications of one person share at least one.
CREATE TABLE person_block (
  key INTEGER NOT NULL,
  application_id INTEGER NOT NULL,
  PRIMARY KEY (key, application_id)
) STRICT, WITHOUT ROWID;

-- How many applications have a surname, a given name, a birthday. Key 0: how many there are at all.
CREATE TABLE person_term (
  key INTEGER PRIMARY KEY,
  records INTEGER NOT NULL
) STRICT;

-- Pairs that an administrator looks at.
CREATE TABLE person_pair (
  left_application INTEGER NOT NULL,   -- the lower id
  right_application INTEGER NOT NULL,
  state TEXT NOT NULL,                 -- open, judged
  bits INTEGER NOT NULL,               -- of the score, in hundredths
  parts TEXT NOT NULL,                 -- "field level hundredths", separated by commas
  changed_at INTEGER NOT NULL,
  PRIMARY KEY (left_application, right_application)
) STRICT, WITHOUT ROWID;
CREATE INDEX person_pair_by_state ON person_pair (state, bits, left_application, right_application);
CREATE INDEX person_pair_by_right ON person_pair (right_application);

-- Judgements are in the book; this finds those of a pair.
CREATE INDEX person_judgement_by_pair ON person_judgement (left_application, right_application);
