-- The e-government portals that may hand applications in (cl. 1). Only a digest of each token is kept. Local to the hub; what they
-- handed in is in the book (portal_request).
CREATE TABLE portal_token (
  name TEXT PRIMARY KEY,
  token_digest BLOB NOT NULL,
  made_at INTEGER NOT NULL,
  revoked_at INTEGER                 -- NULL: good
) STRICT;

-- A portal asks by its own key. request_key is the portal's name, a blank, and that key.
CREATE INDEX portal_request_by_key ON portal_request (request_key);
