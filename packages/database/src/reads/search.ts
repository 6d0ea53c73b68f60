/** Search over the monthly partitions: only filters that are given become conditions. */

import type { Transaction } from '../database.ts';
import { and, desc, eq, gte, lte, type SQL, sql } from '../drizzle.ts';
import { invoices } from '../schema/index.ts';
import type { SearchFilter, SearchKey, SearchRow } from './port.ts';
import { idBytes, isoOf } from './rows.ts';

const columns = {
  documentId: invoices.documentId,
  issueDate: invoices.issueDate,
  verdict: invoices.verdict,
  registeredAt: invoices.registeredAt,
  format: invoices.format,
  documentType: invoices.documentType,
  documentClass: invoices.documentClass,
  businessKey: invoices.businessKey,
  issuerId: invoices.issuerId,
  issuerName: invoices.issuerName,
  buyerId: invoices.buyerId,
  buyerName: invoices.buyerName,
  series: invoices.series,
  number: invoices.number,
  currency: invoices.currency,
  totalAmount: invoices.totalAmount,
  taxAmount: invoices.taxAmount,
  region: invoices.region,
  activity: invoices.activity,
};

export async function searchInvoices(
  { drizzle }: Transaction,
  filter: SearchFilter,
  after: SearchKey | undefined,
  limit: number,
): Promise<readonly SearchRow[]> {
  const rows = await drizzle
    .select(columns)
    .from(invoices)
    .where(and(...conditions(filter), after && beyond(after)))
    .orderBy(desc(invoices.issueDate), desc(invoices.documentId))
    .limit(limit);
  return rows.map((row) => ({ ...row, registeredAt: isoOf(row.registeredAt) }));
}

function conditions(filter: SearchFilter): readonly SQL[] {
  const { issuer, buyer, number, from, to, minAmount, maxAmount, verdict, type } = filter;
  return [
    issuer !== undefined && eq(invoices.issuerId, issuer),
    buyer !== undefined && eq(invoices.buyerId, buyer),
    number !== undefined && eq(invoices.number, number),
    from !== undefined && gte(invoices.issueDate, from),
    to !== undefined && lte(invoices.issueDate, to),
    minAmount !== undefined && gte(invoices.totalAmount, minAmount),
    maxAmount !== undefined && lte(invoices.totalAmount, maxAmount),
    verdict !== undefined && eq(invoices.verdict, verdict),
    type !== undefined && eq(invoices.documentType, type),
  ].filter((condition) => condition !== false);
}

/** The date alone is said again, because partitions are pruned by it and not by the pair. */
const beyond = ({ issueDate, documentId }: SearchKey): SQL =>
  sql`(${invoices.issueDate} <= ${issueDate}::date AND (${invoices.issueDate}, ${invoices.documentId})
    < (${issueDate}::date, ${idBytes(documentId)}::bytea))`;
