-- Guards: a row of the book, once written, is never changed and never removed, whatever statement a later version of the
-- program gets wrong. The guards only ever abort, and only on UPDATE and DELETE. Rows from elsewhere are plain INSERTs, so no guard
-- fires while they are applied, and none can drop or change an arriving row. INSERT OR REPLACE is stopped too, because the
-- connection runs with recursive_triggers on. Dropping a table in a later migration does not fire them.

CREATE TRIGGER application_no_update BEFORE UPDATE ON application BEGIN
  SELECT RAISE(ABORT, 'rows of the book are never changed');
END;
CREATE TRIGGER application_no_delete BEFORE DELETE ON application BEGIN
  SELECT RAISE(ABORT, 'rows of the book are never removed');
END;

CREATE TRIGGER correction_no_update BEFORE UPDATE ON correction BEGIN
  SELECT RAISE(ABORT, 'rows of the book are never changed');
END;
CREATE TRIGGER correction_no_delete BEFORE DELETE ON correction BEGIN
  SELECT RAISE(ABORT, 'rows of the book are never removed');
END;

CREATE TRIGGER later_papers_no_update BEFORE UPDATE ON later_papers BEGIN
  SELECT RAISE(ABORT, 'rows of the book are never changed');
END;
CREATE TRIGGER later_papers_no_delete BEFORE DELETE ON later_papers BEGIN
  SELECT RAISE(ABORT, 'rows of the book are never removed');
END;

CREATE TRIGGER decision_no_update BEFORE UPDATE ON decision BEGIN
  SELECT RAISE(ABORT, 'rows of the book are never changed');
END;
CREATE TRIGGER decision_no_delete BEFORE DELETE ON decision BEGIN
  SELECT RAISE(ABORT, 'rows of the book are never removed');
END;

CREATE TRIGGER withdrawal_no_update BEFORE UPDATE ON withdrawal BEGIN
  SELECT RAISE(ABORT, 'rows of the book are never changed');
END;
CREATE TRIGGER withdrawal_no_delete BEFORE DELETE ON withdrawal BEGIN
  SELECT RAISE(ABORT, 'rows of the book are never removed');
END;

CREATE TRIGGER departure_no_update BEFORE UPDATE ON departure BEGIN
  SELECT RAISE(ABORT, 'rows of the book are never changed');
END;
CREATE TRIGGER departure_no_delete BEFORE DELETE ON departure BEGIN
  SELECT RAISE(ABORT, 'rows of the book are never removed');
END;

CREATE TRIGGER verdict_no_update BEFORE UPDATE ON verdict BEGIN
  SELECT RAISE(ABORT, 'rows of the book are never changed');
END;
CREATE TRIGGER verdict_no_delete BEFORE DELETE ON verdict BEGIN
  SELECT RAISE(ABORT, 'rows of the book are never removed');
END;

CREATE TRIGGER index_key_no_update BEFORE UPDATE ON index_key BEGIN
  SELECT RAISE(ABORT, 'rows of the book are never changed');
END;
CREATE TRIGGER index_key_no_delete BEFORE DELETE ON index_key BEGIN
  SELECT RAISE(ABORT, 'rows of the book are never removed');
END;

CREATE TRIGGER index_entry_no_update BEFORE UPDATE ON index_entry BEGIN
  SELECT RAISE(ABORT, 'rows of the book are never changed');
END;
CREATE TRIGGER index_entry_no_delete BEFORE DELETE ON index_entry BEGIN
  SELECT RAISE(ABORT, 'rows of the book are never removed');
END;

CREATE TRIGGER index_ended_no_update BEFORE UPDATE ON index_ended BEGIN
  SELECT RAISE(ABORT, 'rows of the book are never changed');
END;
CREATE TRIGGER index_ended_no_delete BEFORE DELETE ON index_ended BEGIN
  SELECT RAISE(ABORT, 'rows of the book are never removed');
END;

CREATE TRIGGER rule_set_no_update BEFORE UPDATE ON rule_set BEGIN
  SELECT RAISE(ABORT, 'rows of the book are never changed');
END;
CREATE TRIGGER rule_set_no_delete BEFORE DELETE ON rule_set BEGIN
  SELECT RAISE(ABORT, 'rows of the book are never removed');
END;

CREATE TRIGGER revocation_no_update BEFORE UPDATE ON revocation BEGIN
  SELECT RAISE(ABORT, 'rows of the book are never changed');
END;
CREATE TRIGGER revocation_no_delete BEFORE DELETE ON revocation BEGIN
  SELECT RAISE(ABORT, 'rows of the book are never removed');
END;

CREATE TRIGGER judgement_no_update BEFORE UPDATE ON judgement BEGIN
  SELECT RAISE(ABORT, 'rows of the book are never changed');
END;
CREATE TRIGGER judgement_no_delete BEFORE DELETE ON judgement BEGIN
  SELECT RAISE(ABORT, 'rows of the book are never removed');
END;
