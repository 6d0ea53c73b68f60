-- Issuers and series whose numbers jump | Emisores y series con saltos de numeración
WITH numbered AS (
  SELECT issuer_id, series, CAST(number AS bigint) AS n
  FROM invoices
  WHERE day BETWEEN :from AND :to AND verdict <> 'rejected' AND series IS NOT NULL
    AND length(number) BETWEEN 1 AND 15 AND translate(number, '0123456789', '') = ''
), steps AS (
  SELECT issuer_id, series, n, lag(n) OVER (PARTITION BY issuer_id, series ORDER BY n) AS before
  FROM numbered
)
SELECT issuer_id, series, before + 1 AS first_missing, n - 1 AS last_missing, n - before - 1 AS missing
FROM steps
WHERE n - before > 1
ORDER BY missing DESC, issuer_id, series
LIMIT 1000
