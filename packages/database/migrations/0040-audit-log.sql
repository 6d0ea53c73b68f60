-- The audit trail is hashed into a log of its own, so that nobody alters or withdraws a line unseen.

-- `leaf_hash` is over the line and its `nonce`, which keeps the line from being guessed from the public
-- log. `written_in` orders lines so that none is missed: those of transactions older than every running
-- one are all there and final. Lines from before this migration have 0 and are in no log.
ALTER TABLE ventanilla.audit_reads
  ADD COLUMN nonce uuid NOT NULL DEFAULT gen_random_uuid(),
  ADD COLUMN leaf_hash bytea NOT NULL DEFAULT '',
  ADD COLUMN written_in xid8 NOT NULL DEFAULT '0';
ALTER TABLE ventanilla.audit_reads
  ALTER COLUMN nonce DROP DEFAULT,
  ALTER COLUMN leaf_hash DROP DEFAULT,
  ALTER COLUMN written_in SET DEFAULT pg_current_xact_id();
CREATE INDEX audit_reads_order ON ventanilla.audit_reads (written_in, read_id);
CREATE INDEX audit_reads_client ON ventanilla.audit_reads (client_id, read_id);

-- Which line is which leaf.
CREATE TABLE ventanilla.audit_leaves (
  log_index bigint PRIMARY KEY,
  read_id bigint NOT NULL UNIQUE
);

-- One row: the head of that log, and the last line in it. Locked while publishing.
CREATE TABLE ventanilla.audit_head (
  id boolean PRIMARY KEY DEFAULT true CHECK (id),
  size bigint NOT NULL,
  frontier bytea NOT NULL,
  last_written_in xid8 NOT NULL,
  last_read_id bigint NOT NULL,
  checkpoint text,
  published_at timestamptz(3)
) WITH (fillfactor = 10);
INSERT INTO ventanilla.audit_head (size, frontier, last_written_in, last_read_id)
  VALUES (0, '', '0', 9007199254740991);

-- Persistence, which signs, is given hashes and no line.
CREATE FUNCTION ventanilla.unlogged_audit(after_xid xid8, after_id bigint, lines integer)
RETURNS TABLE (read_id bigint, written_in xid8, leaf_hash bytea)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
  SELECT read_id, written_in, leaf_hash FROM ventanilla.audit_reads
  WHERE (written_in, read_id) > (after_xid, after_id)
    AND written_in < pg_snapshot_xmin(pg_current_snapshot())
  ORDER BY written_in, read_id LIMIT lines
$$;
REVOKE ALL ON FUNCTION ventanilla.unlogged_audit(xid8, bigint, integer) FROM PUBLIC;

-- Operators see the trail without seeing any document; custody writes what was done to keys and
-- originals.
CREATE POLICY scope_audit ON ventanilla.audit_reads FOR SELECT TO ventanilla_query
  USING ((SELECT current_setting('app.scope', true)) = 'audit');
CREATE POLICY custody ON ventanilla.audit_reads FOR INSERT TO ventanilla_custody WITH CHECK (true);
