-- Tax by region and activity | Impuesto por región y actividad
SELECT region, activity, currency, count(*) AS documents, sum(tax_amount) AS tax_amount
FROM invoices
WHERE day BETWEEN :from AND :to AND verdict <> 'rejected'
GROUP BY region, activity, currency
ORDER BY tax_amount DESC
