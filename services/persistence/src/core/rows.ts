/** Outcomes as rows of the hot store. */
import type { InvoiceRow, OutcomeRow } from '@ventanilla/database';
import { type DocumentSummary, formatDecimal, parseDecimal } from '@ventanilla/invoice';
import type { OutcomeEntry } from '@ventanilla/receipts';
import { codesOf, type Registered } from './decide.ts';
import type { FinalReport } from './final-report.ts';
import { clip, ledgerKey } from './ledger-key.ts';

/** Where the judged content of a document lies in the batch's segment. */
export interface SegmentPlace {
  readonly offset: number;
  readonly length: number;
}

const ID_MAX = 100;
const NAME_MAX = 1_000;
const WORD_MAX = 200;
const UNKNOWN = 'unknown';

/** The leaf of the log. */
export const entryOf = (
  { candidate, attempt, registeredAt, key }: Registered,
  { report, hash }: FinalReport,
): OutcomeEntry => ({
  documentId: candidate.message.submission.documentId,
  attempt,
  verdict: report.verdict,
  receivedAt: instant(candidate.message.submission.receivedAt),
  registeredAt: instant(registeredAt),
  ...(key !== undefined && { businessKey: key }),
  reportHash: hash,
});

const MILLISECONDS_UTC = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/;

/** With milliseconds and in UTC, which is what the database gives back. */
const instant = (iso: string): string =>
  MILLISECONDS_UTC.test(iso) ? iso : new Date(iso).toISOString();

export function outcomeRow(
  registered: Registered,
  { report, json, hash }: FinalReport,
  place: SegmentPlace,
): OutcomeRow {
  const { candidate, attempt, registeredAt, logIndex } = registered;
  const { submission, summary, classification } = candidate.message;
  return {
    documentId: submission.documentId,
    attempt,
    verdict: report.verdict,
    submissionId: submission.submissionId,
    receivedAt: submission.receivedAt,
    registeredAt,
    logIndex,
    reportHash: hash,
    // Without faults it is the one in the segment.
    ...(report.faults.length > 0 && { reportJson: json }),
    codes: codesOf(report),
    submitterClient: submission.submitter.clientId,
    submitterTaxpayerId: submission.submitter.taxpayerId,
    ...(submission.batchId !== undefined && { batchId: submission.batchId }),
    mediaType: submission.mediaType,
    sizeBytes: submission.sizeBytes,
    format: report.format,
    ...(summary !== undefined && summaryColumns(summary)),
    ...(classification !== undefined && { region: classification.region }),
    segmentOffset: place.offset,
    segmentLength: place.length,
  };
}

function summaryColumns(summary: DocumentSummary) {
  return {
    documentType: clip(summary.documentType, WORD_MAX),
    issuerId: clip(summary.issuerId, ID_MAX),
    ...(summary.buyerId !== undefined && { buyerId: clip(summary.buyerId, ID_MAX) }),
    businessKey: ledgerKey(summary.businessKey),
    ...(isDay(summary.issueDate) && { issueDate: summary.issueDate }),
  };
}

const DAY = /^(\d{4})-(\d\d)-(\d\d)$/;
const DAYS = [31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];
const isLeap = (year: number): boolean => (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0;

/** A day of the calendar as Postgres takes it; a rejected document may say 30 February. */
export function isDay(text: string): boolean {
  const [, year = 0, month = 0, day = 0] = (DAY.exec(text) ?? []).map(Number);
  if (year < 1 || day < 1 || day > (DAYS[month - 1] ?? 0)) return false;
  return month !== 2 || day < 29 || isLeap(year);
}

const amount = (text: string): string | undefined => {
  const value = parseDecimal(text);
  return value && formatDecimal(value);
};

/** undefined when the document cannot be searched: unreadable, or without a date or amounts. */
export function invoiceRow({
  candidate,
  registeredAt,
  report,
}: Registered): InvoiceRow | undefined {
  const { submission, summary, classification } = candidate.message;
  if (summary === undefined || !isDay(summary.issueDate)) return undefined;
  const totalAmount = amount(summary.totalAmount);
  const taxAmount = amount(summary.taxAmount);
  if (totalAmount === undefined || taxAmount === undefined) return undefined;
  const { origin, issuerName, buyerId, buyerName, series } = summary;
  return {
    documentId: submission.documentId,
    issueDate: summary.issueDate,
    verdict: report.verdict,
    documentClass: summary.documentClass,
    format: summary.format,
    documentType: clip(summary.documentType, WORD_MAX),
    businessKey: ledgerKey(summary.businessKey),
    issuerId: clip(summary.issuerId, ID_MAX),
    ...(issuerName !== undefined && { issuerName: clip(issuerName, NAME_MAX) }),
    ...(buyerId !== undefined && { buyerId: clip(buyerId, ID_MAX) }),
    ...(buyerName !== undefined && { buyerName: clip(buyerName, NAME_MAX) }),
    ...(series !== undefined && { series: clip(series, WORD_MAX) }),
    number: clip(summary.number, WORD_MAX),
    currency: clip(summary.currency, WORD_MAX),
    totalAmount,
    taxAmount,
    activity: classification?.activity ?? UNKNOWN,
    region: classification?.region ?? UNKNOWN,
    issuerSize: classification?.issuerSize ?? UNKNOWN,
    submitterTaxpayerId: submission.submitter.taxpayerId,
    receivedAt: submission.receivedAt,
    registeredAt,
    ...(origin !== undefined && {
      details: JSON.stringify({
        origin: { effect: origin.effect, businessKey: ledgerKey(origin.businessKey) },
      }),
    }),
  };
}
