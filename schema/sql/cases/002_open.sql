-- What is still open, so that the lists of a day's end cost what is open and not the whole book.

CREATE INDEX case_state_undecided ON case_state (accepted_at, application_id) WHERE state = 'accepted';

-- Papers in an office's keeping now: the newest event of each is their receipt.
CREATE TABLE case_held (
  application_id INTEGER NOT NULL,
  item TEXT NOT NULL,
  custody_id INTEGER NOT NULL,       -- the receipt
  received_at INTEGER NOT NULL,
  PRIMARY KEY (application_id, item)
) STRICT, WITHOUT ROWID;

INSERT INTO case_held
  SELECT application_id, item, id, recorded_at FROM custody AS newest
   WHERE event = 'received' AND EXISTS (SELECT 1 FROM application WHERE application.id = newest.application_id)
     AND NOT EXISTS (SELECT 1 FROM custody AS later WHERE later.application_id = newest.application_id
                     AND later.item = newest.item AND later.id > newest.id);
