-- Annulments long after the day of issue | Anulaciones mucho después de la emisión
SELECT issuer_id, document_id, issue_date, day AS registered_on,
  date_diff('day', CAST(issue_date AS date), CAST(day AS date)) AS days_later
FROM invoices
WHERE day BETWEEN :from AND :to AND document_class = 'annulment' AND verdict <> 'rejected'
  AND date_diff('day', CAST(issue_date AS date), CAST(day AS date)) > 30
ORDER BY days_later DESC
LIMIT 1000
