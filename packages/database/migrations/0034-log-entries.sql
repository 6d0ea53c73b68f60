-- Entries of the log that are committed and not published yet, as one bundle an append: the object
-- store has the others. Short rows would only cost time to compress, and these leave within a second.
CREATE TABLE ventanilla.log_entries (
  first_index bigint PRIMARY KEY,
  entries bytea NOT NULL
);
ALTER TABLE ventanilla.log_entries ALTER COLUMN entries SET STORAGE EXTERNAL;
