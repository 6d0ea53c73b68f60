-- Largest buyers of each issuer | Mayores receptores de cada emisor
SELECT issuer_id, buyer_id, count(*) AS documents, sum(total_amount) AS total_amount
FROM invoices
WHERE day BETWEEN :from AND :to AND verdict <> 'rejected' AND buyer_id IS NOT NULL
GROUP BY issuer_id, buyer_id
ORDER BY total_amount DESC
LIMIT 1000
