-- Issuers whose documents are rejected most | Emisores con más documentos rechazados
SELECT issuer_id, count(DISTINCT document_id) AS documents,
  sum(CASE WHEN verdict = 'rejected' THEN 1 ELSE 0 END) AS rejected
FROM invoices
WHERE day BETWEEN :from AND :to
GROUP BY issuer_id
HAVING sum(CASE WHEN verdict = 'rejected' THEN 1 ELSE 0 END) > 0
ORDER BY rejected DESC, issuer_id
LIMIT 100
