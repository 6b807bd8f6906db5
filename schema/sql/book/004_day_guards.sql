-- The guards of 002 for the tables of 003.

CREATE TRIGGER extension_no_update BEFORE UPDATE ON extension BEGIN
  SELECT RAISE(ABORT, 'rows of the book are never changed');
END;
CREATE TRIGGER extension_no_delete BEFORE DELETE ON extension BEGIN
  SELECT RAISE(ABORT, 'rows of the book are never removed');
END;

CREATE TRIGGER address_change_no_update BEFORE UPDATE ON address_change BEGIN
  SELECT RAISE(ABORT, 'rows of the book are never changed');
END;
CREATE TRIGGER address_change_no_delete BEFORE DELETE ON address_change BEGIN
  SELECT RAISE(ABORT, 'rows of the book are never removed');
END;

CREATE TRIGGER duplicate_card_no_update BEFORE UPDATE ON duplicate_card BEGIN
  SELECT RAISE(ABORT, 'rows of the book are never changed');
END;
CREATE TRIGGER duplicate_card_no_delete BEFORE DELETE ON duplicate_card BEGIN
  SELECT RAISE(ABORT, 'rows of the book are never removed');
END;

CREATE TRIGGER custody_no_update BEFORE UPDATE ON custody BEGIN
  SELECT RAISE(ABORT, 'rows of the book are never changed');
END;
CREATE TRIGGER custody_no_delete BEFORE DELETE ON custody BEGIN
  SELECT RAISE(ABORT, 'rows of the book are never removed');
END;

CREATE TRIGGER visit_no_update BEFORE UPDATE ON visit BEGIN
  SELECT RAISE(ABORT, 'rows of the book are never changed');
END;
CREATE TRIGGER visit_no_delete BEFORE DELETE ON visit BEGIN
  SELECT RAISE(ABORT, 'rows of the book are never removed');
END;

CREATE TRIGGER complaint_no_update BEFORE UPDATE ON complaint BEGIN
  SELECT RAISE(ABORT, 'rows of the book are never changed');
END;
CREATE TRIGGER complaint_no_delete BEFORE DELETE ON complaint BEGIN
  SELECT RAISE(ABORT, 'rows of the book are never removed');
END;

CREATE TRIGGER complaint_step_no_update BEFORE UPDATE ON complaint_step BEGIN
  SELECT RAISE(ABORT, 'rows of the book are never changed');
END;
CREATE TRIGGER complaint_step_no_delete BEFORE DELETE ON complaint_step BEGIN
  SELECT RAISE(ABORT, 'rows of the book are never removed');
END;

CREATE TRIGGER feedback_no_update BEFORE UPDATE ON feedback BEGIN
  SELECT RAISE(ABORT, 'rows of the book are never changed');
END;
CREATE TRIGGER feedback_no_delete BEFORE DELETE ON feedback BEGIN
  SELECT RAISE(ABORT, 'rows of the book are never removed');
END;

CREATE TRIGGER audit_no_update BEFORE UPDATE ON audit BEGIN
  SELECT RAISE(ABORT, 'rows of the book are never changed');
END;
CREATE TRIGGER audit_no_delete BEFORE DELETE ON audit BEGIN
  SELECT RAISE(ABORT, 'rows of the book are never removed');
END;

CREATE TRIGGER person_judgement_no_update BEFORE UPDATE ON person_judgement BEGIN
  SELECT RAISE(ABORT, 'rows of the book are never changed');
END;
CREATE TRIGGER person_judgement_no_delete BEFORE DELETE ON person_judgement BEGIN
  SELECT RAISE(ABORT, 'rows of the book are never removed');
END;

CREATE TRIGGER person_notice_no_update BEFORE UPDATE ON person_notice BEGIN
  SELECT RAISE(ABORT, 'rows of the book are never changed');
END;
CREATE TRIGGER person_notice_no_delete BEFORE DELETE ON person_notice BEGIN
  SELECT RAISE(ABORT, 'rows of the book are never removed');
END;

CREATE TRIGGER place_transfer_no_update BEFORE UPDATE ON place_transfer BEGIN
  SELECT RAISE(ABORT, 'rows of the book are never changed');
END;
CREATE TRIGGER place_transfer_no_delete BEFORE DELETE ON place_transfer BEGIN
  SELECT RAISE(ABORT, 'rows of the book are never removed');
END;

CREATE TRIGGER portal_request_no_update BEFORE UPDATE ON portal_request BEGIN
  SELECT RAISE(ABORT, 'rows of the book are never changed');
END;
CREATE TRIGGER portal_request_no_delete BEFORE DELETE ON portal_request BEGIN
  SELECT RAISE(ABORT, 'rows of the book are never removed');
END;
