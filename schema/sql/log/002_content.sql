-- Contents of attachments by their digest, each once, however many facts name it. They arrive piece by piece from the front; what is here of
-- one is bytes 0 to held - 1. Local to each database; the bytes are the same everywhere.

CREATE TABLE content (
  digest BLOB PRIMARY KEY,           -- labelled BLAKE2b-256 of all bytes
  size INTEGER NOT NULL,
  held INTEGER NOT NULL,
  wanted_at INTEGER NOT NULL,        -- since when it is known by name
  told INTEGER NOT NULL              -- a node: of these, how many the hub said it holds; a hub: 0
) STRICT;
-- Almost always short: what is on its way.
CREATE INDEX content_coming ON content (wanted_at) WHERE held < size;
CREATE INDEX content_going ON content (wanted_at) WHERE told < size AND held = size;

CREATE TABLE content_piece (
  digest BLOB NOT NULL,
  first INTEGER NOT NULL,            -- place of the piece's first byte
  bytes BLOB NOT NULL,
  PRIMARY KEY (digest, first)
) STRICT;
