-- Documents, base and tax by day of issue | Documentos, base e impuesto por día de emisión
SELECT issue_date, document_class, currency, count(*) AS documents, sum(total_amount) AS total_amount,
  sum(tax_amount) AS tax_amount
FROM invoices
WHERE day BETWEEN :from AND :to AND verdict <> 'rejected'
GROUP BY issue_date, document_class, currency
ORDER BY issue_date, document_class, currency
