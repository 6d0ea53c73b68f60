-- The public check asks by business key, and whether a document was annulled. Query gets these two
-- answers and not the table, which has no policies.
CREATE FUNCTION ventanilla.accepted_document(key text)
RETURNS TABLE (document_id bytea, annulled boolean)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
  SELECT document_id, annulled_at IS NOT NULL FROM ventanilla.origins WHERE business_key = key
$$;
REVOKE ALL ON FUNCTION ventanilla.accepted_document(text) FROM PUBLIC;
