-- By which keys messages wait: their headers, and not of whom they are.
CREATE FUNCTION ventanilla.waiting_headers() RETURNS SETOF bytea
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
  SELECT substring(message FROM 1 FOR 4096) FROM ventanilla.waiting
$$;
REVOKE ALL ON FUNCTION ventanilla.waiting_headers() FROM PUBLIC;

-- Custody points rows at a segment that was encrypted again. It may change where content lies, and
-- nothing else of an outcome: so it gets this function and no right to the tables.
CREATE FUNCTION ventanilla.move_segment(
  from_object text, to_object text, to_size bigint,
  ids bytea, offsets integer[], lengths integer[]
) RETURNS boolean
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
  moved bigint;
BEGIN
  UPDATE ventanilla.segments SET object = to_object, size_bytes = to_size
    WHERE object = from_object RETURNING segment_id INTO moved;
  IF moved IS NULL THEN RETURN false; END IF;
  UPDATE ventanilla.archive_index row SET segment_offset = place.start, segment_length = place.size
    FROM (SELECT substr(ids, 32 * (n::int - 1) + 1, 32) AS id, start, size
      FROM unnest(offsets, lengths) WITH ORDINALITY AS t (start, size, n)) place
    WHERE row.document_id = place.id AND row.segment_id = moved
      AND (row.segment_offset, row.segment_length) <> (place.start, place.size);
  UPDATE ventanilla.documents row SET segment_offset = place.start, segment_length = place.size
    FROM (SELECT substr(ids, 32 * (n::int - 1) + 1, 32) AS id, start, size
      FROM unnest(offsets, lengths) WITH ORDINALITY AS t (start, size, n)) place
    WHERE row.document_id = place.id AND row.segment_id = moved
      AND (row.segment_offset, row.segment_length) <> (place.start, place.size);
  UPDATE ventanilla.attempts row SET segment_offset = place.start, segment_length = place.size
    FROM (SELECT substr(ids, 32 * (n::int - 1) + 1, 32) AS id, start, size
      FROM unnest(offsets, lengths) WITH ORDINALITY AS t (start, size, n)) place
    WHERE row.document_id = place.id AND row.segment_id = moved
      AND (row.segment_offset, row.segment_length) <> (place.start, place.size);
  RETURN true;
END $$;
REVOKE ALL ON FUNCTION
  ventanilla.move_segment(text, text, bigint, bytea, integer[], integer[]) FROM PUBLIC;
