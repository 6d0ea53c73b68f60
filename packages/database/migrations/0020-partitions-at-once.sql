-- Two processes that need the same month at once: the one that waited for the lock must see what the
-- other made. to_regclass may answer from a cache that an advisory lock does not refresh; a scan of
-- the catalogue does not.

CREATE OR REPLACE FUNCTION ventanilla.ensure_invoice_month(day date) RETURNS boolean
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
  first date := date_trunc('month', day)::date;
  next date := (date_trunc('month', day) + interval '1 month')::date;
  part text := 'invoices_' || to_char(first, 'YYYY_MM');
BEGIN
  IF first NOT BETWEEN date '2000-01-01' AND date '2199-12-31' THEN
    RAISE EXCEPTION 'no monthly partition outside 2000 to 2199' USING ERRCODE = '22008';
  END IF;
  PERFORM pg_advisory_xact_lock(hashtext('ventanilla.ensure_invoice_month'));
  IF EXISTS (SELECT FROM pg_class
    WHERE relname = part AND relnamespace = 'ventanilla'::regnamespace) THEN RETURN false; END IF;
  EXECUTE format('CREATE TABLE ventanilla.%I (LIKE ventanilla.invoices INCLUDING ALL)', part);
  EXECUTE format('WITH moved AS (DELETE FROM ventanilla.invoices_default
      WHERE issue_date >= %L AND issue_date < %L RETURNING *)
    INSERT INTO ventanilla.%I SELECT * FROM moved', first, next, part);
  EXECUTE format('ALTER TABLE ventanilla.invoices ATTACH PARTITION ventanilla.%I
    FOR VALUES FROM (%L) TO (%L)', part, first, next);
  RETURN true;
END $$;
