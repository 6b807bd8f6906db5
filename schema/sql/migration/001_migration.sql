-- Which numbered files this database was made of, each with a digest of its text. A file that changed after it was applied, or
-- one that this program does not have, means that the database belongs to another program version: it is refused, not guessed.
CREATE TABLE migration (
  file_set TEXT NOT NULL,            -- folder of schema/sql
  number INTEGER NOT NULL,
  digest BLOB NOT NULL,
  PRIMARY KEY (file_set, number)
) STRICT, WITHOUT ROWID;
