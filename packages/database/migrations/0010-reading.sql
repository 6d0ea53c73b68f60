-- What query needs to tell a sender that a document is on its way, and a reader who else has read.

-- Of the first submitter; NULL for originals archived before. Only its owner and staff are told of a
-- document that has no outcome yet.
ALTER TABLE ventanilla.archive_index ADD COLUMN submitter_taxpayer_id text;

-- The trail is appended by query and read back within scope: staff see every reading of what they
-- may see, a taxpayer its own readings only.
ALTER TABLE ventanilla.audit_reads ENABLE ROW LEVEL SECURITY;
CREATE POLICY appending ON ventanilla.audit_reads FOR INSERT TO ventanilla_query WITH CHECK (true);
CREATE POLICY operating ON ventanilla.audit_reads FOR SELECT TO ventanilla_operator USING (true);
CREATE POLICY scope_staff ON ventanilla.audit_reads FOR SELECT TO ventanilla_query
  USING ((SELECT current_setting('app.scope', true)) = 'all'
    OR ((SELECT current_setting('app.scope', true)) = 'regions' AND EXISTS (
      SELECT FROM ventanilla.documents seen WHERE seen.document_id = audit_reads.document_id)));
CREATE POLICY scope_taxpayer ON ventanilla.audit_reads FOR SELECT TO ventanilla_query
  USING ((SELECT current_setting('app.scope', true)) = 'taxpayer'
    AND taxpayer_id = (SELECT current_setting('app.taxpayer_id', true)));
