-- How long content is kept, and what is held beyond that. Outcomes, the log and the trail are for ever;
-- what ends is content: segments, and the search index of the same documents.

ALTER TABLE ventanilla.segments ADD COLUMN purged_at timestamptz(3);

-- Months from reception, by format; '*' stands for every format without a row. What no row speaks of is
-- kept for ever.
CREATE TABLE ventanilla.retention (
  format text PRIMARY KEY,
  months integer NOT NULL CHECK (months BETWEEN 1 AND 1200),
  changed_at timestamptz(3) NOT NULL DEFAULT now()
);

-- Legal holds: on a document, a taxpayer, a period of reception, or a taxpayer within a period.
CREATE TABLE ventanilla.holds (
  hold_id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  document_id bytea CHECK (length(document_id) = 32),
  taxpayer_id text,
  first_day date,
  last_day date,
  reason text NOT NULL CHECK (reason <> ''),
  placed_by text NOT NULL,
  placed_at timestamptz(3) NOT NULL DEFAULT now(),
  released_by text,
  released_at timestamptz(3),
  CHECK (num_nonnulls(document_id, taxpayer_id, first_day, last_day) > 0),
  CHECK (first_day <= last_day)
);

CREATE FUNCTION ventanilla.is_held(document bytea, received timestamptz, except_hold bigint)
RETURNS boolean LANGUAGE sql STABLE SET search_path = pg_catalog, pg_temp AS $$
  SELECT EXISTS (SELECT FROM ventanilla.holds hold
    WHERE hold.released_at IS NULL AND hold.hold_id <> except_hold
      AND (hold.document_id IS NULL OR hold.document_id = document)
      AND (hold.first_day IS NULL OR received >= hold.first_day::timestamp AT TIME ZONE 'UTC')
      AND (hold.last_day IS NULL
        OR received < (hold.last_day + 1)::timestamp AT TIME ZONE 'UTC')
      AND (hold.taxpayer_id IS NULL
        OR EXISTS (SELECT FROM ventanilla.documents d WHERE d.document_id = document
          AND hold.taxpayer_id IN (d.issuer_id, d.buyer_id, d.submitter_taxpayer_id))
        OR EXISTS (SELECT FROM ventanilla.archive_index a WHERE a.document_id = document
          AND a.submitter_taxpayer_id = hold.taxpayer_id)
        OR EXISTS (SELECT FROM ventanilla.co_submitters c WHERE c.document_id = document
          AND c.taxpayer_id = hold.taxpayer_id)))
$$;
REVOKE ALL ON FUNCTION ventanilla.is_held(bytea, timestamptz, bigint) FROM PUBLIC;

-- What lies in segments, until when it has to be kept (NULL: for ever, as is what has no outcome yet).
CREATE VIEW ventanilla.kept_content AS
  SELECT content.segment_id, content.document_id, content.received_at,
    content.received_at + make_interval(months => coalesce(own.months, other.months)) AS keep_until
  FROM (
    SELECT segment_id, document_id, received_at FROM ventanilla.archive_index
    UNION ALL SELECT segment_id, document_id, received_at FROM ventanilla.documents
    UNION ALL SELECT segment_id, document_id, received_at FROM ventanilla.attempts
  ) content
  LEFT JOIN ventanilla.documents latest USING (document_id)
  LEFT JOIN ventanilla.retention own ON own.format = latest.format
  LEFT JOIN ventanilla.retention other ON other.format = '*' AND latest.document_id IS NOT NULL;

-- Segments with nothing left that has to be kept, or that a hold alone keeps.
CREATE FUNCTION ventanilla.past_segments(at timestamptz)
RETURNS TABLE (segment_id bigint, object text, documents bigint, held bigint, last_kept timestamptz)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp SET enable_seqscan = on
AS $$
  SELECT past.segment_id, s.object, past.documents,
    (SELECT count(*) FROM ventanilla.kept_content kept WHERE kept.segment_id = past.segment_id
      AND ventanilla.is_held(kept.document_id, kept.received_at, 0)),
    past.last_kept
  FROM (SELECT kept.segment_id, count(*) AS documents, max(keep_until) AS last_kept
    FROM ventanilla.kept_content kept GROUP BY kept.segment_id
    HAVING bool_and(coalesce(keep_until <= at, false))) past
  JOIN ventanilla.segments s USING (segment_id)
  WHERE s.purged_at IS NULL
  ORDER BY past.segment_id
$$;
REVOKE ALL ON FUNCTION ventanilla.past_segments(timestamptz) FROM PUBLIC;

-- Marks a segment as purged, unless anything in it still has to be kept or is held.
CREATE FUNCTION ventanilla.purge_segment(segment bigint, at timestamptz) RETURNS boolean
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp SET enable_seqscan = on
AS $$
BEGIN
  -- A hold that is being placed waits, or is seen.
  LOCK TABLE ventanilla.holds IN SHARE MODE;
  IF EXISTS (SELECT FROM ventanilla.kept_content kept WHERE kept.segment_id = segment
    AND (keep_until IS NULL OR keep_until > at
      OR ventanilla.is_held(kept.document_id, kept.received_at, 0)))
  THEN RETURN false; END IF;
  UPDATE ventanilla.segments SET purged_at = now() WHERE segment_id = segment;
  RETURN FOUND;
END $$;
REVOKE ALL ON FUNCTION ventanilla.purge_segment(bigint, timestamptz) FROM PUBLIC;

-- Objects with content under a hold, and whether another hold keeps them too.
CREATE FUNCTION ventanilla.held_objects(hold bigint)
RETURNS TABLE (object text, otherwise_held boolean)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp SET enable_seqscan = on
AS $$
  SELECT s.object, bool_or(ventanilla.is_held(kept.document_id, kept.received_at, hold))
  FROM ventanilla.holds h
  JOIN ventanilla.kept_content kept
    ON (h.document_id IS NULL OR h.document_id = kept.document_id)
    AND (h.first_day IS NULL OR kept.received_at >= h.first_day::timestamp AT TIME ZONE 'UTC')
    AND (h.last_day IS NULL
      OR kept.received_at < (h.last_day + 1)::timestamp AT TIME ZONE 'UTC')
  JOIN ventanilla.segments s USING (segment_id)
  WHERE h.hold_id = hold AND s.purged_at IS NULL
    AND (h.taxpayer_id IS NULL
      OR EXISTS (SELECT FROM ventanilla.documents d WHERE d.document_id = kept.document_id
        AND h.taxpayer_id IN (d.issuer_id, d.buyer_id, d.submitter_taxpayer_id))
      OR EXISTS (SELECT FROM ventanilla.archive_index a WHERE a.document_id = kept.document_id
        AND a.submitter_taxpayer_id = h.taxpayer_id)
      OR EXISTS (SELECT FROM ventanilla.co_submitters c WHERE c.document_id = kept.document_id
        AND c.taxpayer_id = h.taxpayer_id))
  GROUP BY s.object ORDER BY s.object
$$;
REVOKE ALL ON FUNCTION ventanilla.held_objects(bigint) FROM PUBLIC;

-- Drops the search index of a month once all content of its documents is purged; says whether it did,
-- or with `really` false whether it would.
CREATE FUNCTION ventanilla.drop_invoice_month(part text, really boolean) RETURNS boolean
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp SET enable_seqscan = on
AS $$
DECLARE
  kept boolean;
  filled boolean;
BEGIN
  IF part !~ '^invoices_[0-9]{4}_[0-9]{2}$' THEN
    RAISE EXCEPTION 'not a monthly partition: %', part USING ERRCODE = '22023';
  END IF;
  EXECUTE format('SELECT EXISTS (SELECT FROM ventanilla.%I)', part) INTO filled;
  EXECUTE format('SELECT EXISTS (SELECT FROM ventanilla.%I invoice
    JOIN ventanilla.documents d USING (document_id)
    JOIN ventanilla.segments s ON s.segment_id = d.segment_id
    WHERE s.purged_at IS NULL)', part) INTO kept;
  IF kept OR NOT filled THEN RETURN false; END IF;
  IF really THEN
    EXECUTE format('ALTER TABLE ventanilla.invoices DETACH PARTITION ventanilla.%I', part);
    EXECUTE format('DROP TABLE ventanilla.%I', part);
  END IF;
  RETURN true;
END $$;
REVOKE ALL ON FUNCTION ventanilla.drop_invoice_month(text, boolean) FROM PUBLIC;

CREATE FUNCTION ventanilla.invoice_months() RETURNS SETOF text
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
  SELECT relname::text FROM pg_class JOIN pg_inherits ON inhrelid = oid
  WHERE inhparent = 'ventanilla.invoices'::regclass AND relname ~ '^invoices_[0-9]{4}_[0-9]{2}$'
  ORDER BY relname
$$;
REVOKE ALL ON FUNCTION ventanilla.invoice_months() FROM PUBLIC;
