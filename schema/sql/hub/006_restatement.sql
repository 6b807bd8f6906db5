-- Orders to machines whose key lay in quarantine and was approved: begin a life under this grant and say your facts again. One per approval.
CREATE TABLE restatement (
  first_incarnation INTEGER PRIMARY KEY,  -- of the grant (enrolment)
  office INTEGER NOT NULL,
  life INTEGER NOT NULL,             -- number under which the key lay in quarantine
  sign_key BLOB NOT NULL,            -- only who has it may use the grant
  seal_key BLOB NOT NULL,
  from_life INTEGER NOT NULL,        -- the oldest life of that machine of which this hub may lack entries
  from_sequence INTEGER NOT NULL,
  ordered_at INTEGER NOT NULL,
  ordered_by TEXT NOT NULL,
  done_at INTEGER                    -- when the new life was first heard; NULL: the order goes out with every answer
) STRICT;
CREATE INDEX restatement_by_key ON restatement (sign_key);

-- How a case of quarantine was settled, and by whom. The bytes stay whatever was decided.
ALTER TABLE quarantine ADD COLUMN settled_as TEXT;  -- approved, restated, released, dismissed
ALTER TABLE quarantine ADD COLUMN settled_by TEXT;
ALTER TABLE quarantine ADD COLUMN reason TEXT;      -- of a dismissal
CREATE INDEX quarantine_by_key ON quarantine (sign_key);
