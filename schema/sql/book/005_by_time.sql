-- What the indicators of a period read (cl. 18, Annex 5), so that a month costs a month and not the whole book.
CREATE INDEX application_by_time ON application (accepted_at);
CREATE INDEX decision_by_time ON decision (recorded_at);
CREATE INDEX visit_by_end ON visit (finished_at);
CREATE INDEX complaint_step_by_time ON complaint_step (recorded_at);
CREATE INDEX portal_request_by_time ON portal_request (received_at);
