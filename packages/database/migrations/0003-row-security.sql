-- Query reads rows only within the scope of the principal it serves, which it sets for the
-- transaction: app.scope is 'all', 'regions', 'taxpayer' or 'public'. Unset, it reads nothing.
-- Settings are read in a subquery, so that they are evaluated once a statement and not once a row.

ALTER TABLE ventanilla.documents ENABLE ROW LEVEL SECURITY;
ALTER TABLE ventanilla.attempts ENABLE ROW LEVEL SECURITY;
ALTER TABLE ventanilla.co_submitters ENABLE ROW LEVEL SECURITY;
ALTER TABLE ventanilla.invoices ENABLE ROW LEVEL SECURITY;
ALTER TABLE ventanilla.waiting ENABLE ROW LEVEL SECURITY;

CREATE POLICY ledger ON ventanilla.documents TO ventanilla_persistence
  USING (true) WITH CHECK (true);
CREATE POLICY ledger ON ventanilla.attempts TO ventanilla_persistence
  USING (true) WITH CHECK (true);
CREATE POLICY ledger ON ventanilla.co_submitters TO ventanilla_persistence
  USING (true) WITH CHECK (true);
CREATE POLICY ledger ON ventanilla.invoices TO ventanilla_persistence
  USING (true) WITH CHECK (true);
CREATE POLICY ledger ON ventanilla.waiting TO ventanilla_persistence
  USING (true) WITH CHECK (true);

CREATE POLICY operating ON ventanilla.documents FOR SELECT TO ventanilla_operator USING (true);
CREATE POLICY operating ON ventanilla.attempts FOR SELECT TO ventanilla_operator USING (true);
CREATE POLICY operating ON ventanilla.invoices FOR SELECT TO ventanilla_operator USING (true);
CREATE POLICY operating ON ventanilla.waiting FOR SELECT TO ventanilla_operator USING (true);

CREATE POLICY scope_all ON ventanilla.documents FOR SELECT TO ventanilla_query
  USING ((SELECT current_setting('app.scope', true)) = 'all');
CREATE POLICY scope_all ON ventanilla.invoices FOR SELECT TO ventanilla_query
  USING ((SELECT current_setting('app.scope', true)) = 'all');
CREATE POLICY scope_all ON ventanilla.waiting FOR SELECT TO ventanilla_query
  USING ((SELECT current_setting('app.scope', true)) = 'all');

CREATE POLICY scope_regions ON ventanilla.documents FOR SELECT TO ventanilla_query
  USING ((SELECT current_setting('app.scope', true)) = 'regions'
    AND region = ANY ((SELECT string_to_array(current_setting('app.regions', true), ','))::text[]));
CREATE POLICY scope_regions ON ventanilla.invoices FOR SELECT TO ventanilla_query
  USING ((SELECT current_setting('app.scope', true)) = 'regions'
    AND region = ANY ((SELECT string_to_array(current_setting('app.regions', true), ','))::text[]));
CREATE POLICY scope_regions ON ventanilla.waiting FOR SELECT TO ventanilla_query
  USING ((SELECT current_setting('app.scope', true)) = 'regions'
    AND region = ANY ((SELECT string_to_array(current_setting('app.regions', true), ','))::text[]));

CREATE POLICY scope_taxpayer ON ventanilla.co_submitters FOR SELECT TO ventanilla_query
  USING ((SELECT current_setting('app.scope', true)) = 'taxpayer'
    AND taxpayer_id = (SELECT current_setting('app.taxpayer_id', true)));
CREATE POLICY scope_taxpayer ON ventanilla.documents FOR SELECT TO ventanilla_query
  USING ((SELECT current_setting('app.scope', true)) = 'taxpayer'
    AND (issuer_id = (SELECT current_setting('app.taxpayer_id', true))
      OR submitter_taxpayer_id = (SELECT current_setting('app.taxpayer_id', true))
      OR (buyer_id = (SELECT current_setting('app.taxpayer_id', true)) AND verdict <> 'rejected')
      OR EXISTS (SELECT FROM ventanilla.co_submitters other
        WHERE other.document_id = documents.document_id)));
CREATE POLICY scope_taxpayer ON ventanilla.invoices FOR SELECT TO ventanilla_query
  USING ((SELECT current_setting('app.scope', true)) = 'taxpayer'
    AND (issuer_id = (SELECT current_setting('app.taxpayer_id', true))
      OR submitter_taxpayer_id = (SELECT current_setting('app.taxpayer_id', true))
      OR (buyer_id = (SELECT current_setting('app.taxpayer_id', true)) AND verdict <> 'rejected')));
CREATE POLICY scope_taxpayer ON ventanilla.waiting FOR SELECT TO ventanilla_query
  USING ((SELECT current_setting('app.scope', true)) = 'taxpayer'
    AND (issuer_id = (SELECT current_setting('app.taxpayer_id', true))
      OR submitter_taxpayer_id = (SELECT current_setting('app.taxpayer_id', true))));

-- The public check: accepted documents only, and query shows little of them.
CREATE POLICY scope_public ON ventanilla.documents FOR SELECT TO ventanilla_query
  USING ((SELECT current_setting('app.scope', true)) = 'public' AND verdict <> 'rejected');
CREATE POLICY scope_public ON ventanilla.invoices FOR SELECT TO ventanilla_query
  USING ((SELECT current_setting('app.scope', true)) = 'public' AND verdict <> 'rejected');

-- Earlier outcomes are seen by those who see the document, except its buyer.
CREATE POLICY with_document ON ventanilla.attempts FOR SELECT TO ventanilla_query
  USING (EXISTS (SELECT FROM ventanilla.documents latest
    WHERE latest.document_id = attempts.document_id
      AND ((SELECT current_setting('app.scope', true)) IN ('all', 'regions')
        OR latest.issuer_id = (SELECT current_setting('app.taxpayer_id', true))
        OR latest.submitter_taxpayer_id = (SELECT current_setting('app.taxpayer_id', true))
        OR EXISTS (SELECT FROM ventanilla.co_submitters other
          WHERE other.document_id = latest.document_id))));
