/** What is known of one document besides its outcome. */
import type { Report } from '@ventanilla/rules';
import { type Queryable, statement, type Transaction } from '../database.ts';
import { and, eq } from '../drizzle.ts';
import { archiveIndex, documents, invoices, segments } from '../schema/index.ts';
import type { CanonicalPlace, IndexedInvoice, OriginalPlace, PublicRow } from './port.ts';
import { idBytes, present } from './rows.ts';

/** The issue date comes along from the outcome, so that one monthly partition is read. */
export async function readIndexed(
  { drizzle }: Transaction,
  id: string,
): Promise<IndexedInvoice | undefined> {
  const [row] = await drizzle
    .select({
      summary: {
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
        issueDate: invoices.issueDate,
        currency: invoices.currency,
        totalAmount: invoices.totalAmount,
        taxAmount: invoices.taxAmount,
      },
      classification: {
        activity: invoices.activity,
        region: invoices.region,
        issuerSize: invoices.issuerSize,
        documentClass: invoices.documentClass,
      },
    })
    .from(documents)
    .innerJoin(
      invoices,
      and(
        eq(invoices.documentId, documents.documentId),
        eq(invoices.issueDate, documents.issueDate),
      ),
    )
    .where(eq(documents.documentId, id));
  return row && ({ ...row, summary: present(row.summary) } as IndexedInvoice);
}

export async function readCanonical(
  { drizzle }: Transaction,
  id: string,
): Promise<CanonicalPlace | undefined> {
  const [row] = await drizzle
    .select({
      object: segments.object,
      offset: documents.segmentOffset,
      length: documents.segmentLength,
      report: documents.report,
      purgedAt: segments.purgedAt,
    })
    .from(documents)
    .innerJoin(segments, eq(segments.segmentId, documents.segmentId))
    .where(eq(documents.documentId, id));
  if (!row) return undefined;
  const { report, purgedAt, ...place } = row;
  const isPurged = purgedAt !== null;
  return { place, isPurged, report: (report as Report | null) ?? undefined };
}

export async function readOriginal(
  { drizzle }: Transaction,
  id: string,
): Promise<OriginalPlace | undefined> {
  const [row] = await drizzle
    .select({
      object: segments.object,
      offset: archiveIndex.segmentOffset,
      length: archiveIndex.segmentLength,
      mediaType: archiveIndex.mediaType,
      sizeBytes: archiveIndex.sizeBytes,
      purgedAt: segments.purgedAt,
    })
    .from(archiveIndex)
    .innerJoin(segments, eq(segments.segmentId, archiveIndex.segmentId))
    .where(eq(archiveIndex.documentId, id));
  if (!row) return undefined;
  const { purgedAt, ...place } = row;
  return { ...place, isPurged: purgedAt !== null };
}

const PUBLIC = `
  SELECT encode(d.document_id, 'hex') AS "documentId", d.verdict,
    coalesce((SELECT annulled FROM ventanilla.accepted_document(d.business_key)), false) AS annulled,
    d.issue_date AS "issueDate", d.issuer_id AS "issuerId", i.issuer_name AS "issuerName",
    d.buyer_id AS "buyerId", i.buyer_name AS "buyerName", i.currency,
    i.total_amount::text AS "totalAmount"
  FROM ventanilla.documents d
  LEFT JOIN ventanilla.invoices i ON i.document_id = d.document_id AND i.issue_date = d.issue_date
  WHERE d.log_index < (SELECT size FROM ventanilla.log_head) AND d.document_id = `;
const PUBLIC_BY_ID = statement(`${PUBLIC} $1`);
const PUBLIC_BY_KEY = statement(
  `${PUBLIC} (SELECT document_id FROM ventanilla.accepted_document($1))`,
);

export async function readPublic(
  queryable: Queryable,
  key: { readonly documentId: string } | { readonly businessKey: string },
): Promise<PublicRow | undefined> {
  const { rows } =
    'documentId' in key
      ? await queryable.query<PublicRow>(PUBLIC_BY_ID, [idBytes(key.documentId)])
      : await queryable.query<PublicRow>(PUBLIC_BY_KEY, [key.businessKey]);
  return rows[0];
}
