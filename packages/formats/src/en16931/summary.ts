/** How the platform keys and indexes an EN 16931 invoice, whatever its syntax. */
import {
  absolute,
  type DocumentClass,
  type DocumentSummary,
  formatDecimal,
  type Invoice,
  type Party,
  ZERO,
} from '@ventanilla/invoice';

// UNTDID 1001: the codes that credit, and those that debit; all others claim money.
const CREDIT_NOTES = new Set('81 83 261 262 296 308 381 396 420 458 532 502 503'.split(' '));
const DEBIT_NOTES = new Set('80 84 383'.split(' '));

const classOf = (typeCode: string | undefined): DocumentClass =>
  CREDIT_NOTES.has(typeCode ?? '')
    ? 'credit-note'
    : DEBIT_NOTES.has(typeCode ?? '')
      ? 'debit-note'
      : 'invoice';

const KEY_CLASS: Partial<Record<DocumentClass, string>> = {
  invoice: '380',
  'credit-note': '381',
  'debit-note': '383',
};

const ID_CHARS_MAX = 64;
const NUMBER_CHARS_MAX = 200;
const NAME_CHARS_MAX = 500;
const ISO_DAY = /^(\d{4})-(\d{2})-(\d{2})/;

/** Upper case without separators: how the registry knows an id. */
const normaliseId = (id: string): string => id.toUpperCase().replace(/[^\p{L}\p{N}]/gu, '');

/** VAT id, else tax registration, else legal registration, else first identifier. */
export function partyId(party: Party | undefined): string | undefined {
  if (party === undefined) return undefined;
  const candidates = [
    party.vatId,
    party.taxRegistrationId,
    party.legalRegistration?.id,
    ...(party.identifiers ?? []).map(({ id }) => id),
  ];
  for (const candidate of candidates) {
    const id = candidate === undefined ? '' : normaliseId(candidate);
    if (id !== '' && id.length <= ID_CHARS_MAX) return id;
  }
  return undefined;
}

const DAYS = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];

function daysIn(year: number, month: number): number {
  const isLeap = (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0;
  return month === 2 && isLeap ? 29 : (DAYS[month - 1] ?? 0);
}

/** The day of an ISO date (a zone is cut off); undefined when there is no such day. */
export function isoDay(text: string | undefined): string | undefined {
  const match = text === undefined ? null : ISO_DAY.exec(text);
  if (match === null) return undefined;
  const [day = '', year, month, date] = match;
  const number = Number(date);
  return number >= 1 && number <= daysIn(Number(year), Number(month)) ? day : undefined;
}

const businessKey = (issuerId: string, documentClass: DocumentClass, number: string): string =>
  `en16931:${issuerId}:${KEY_CLASS[documentClass] ?? '380'}:${number}`.toUpperCase();

/** undefined when issuer, number, date, currency or total is missing or unusable as a key. */
export function summarise(format: string, invoice: Invoice): DocumentSummary | undefined {
  const { number, currency, totals } = invoice;
  const issuerId = partyId(invoice.seller);
  const issueDate = isoDay(invoice.issueDate);
  const total = totals?.withTax;
  if (number === undefined || number === '' || number.length > NUMBER_CHARS_MAX) return undefined;
  if (issuerId === undefined || issueDate === undefined || total === undefined) return undefined;
  if (currency === undefined || !/^[A-Z]{3}$/.test(currency)) return undefined;
  const documentClass = classOf(invoice.typeCode);
  const buyerId = partyId(invoice.buyer);
  const origin = originOf(invoice, issuerId, documentClass);
  return {
    format,
    documentType: (invoice.typeCode ?? '').slice(0, 3),
    documentClass,
    businessKey: businessKey(issuerId, documentClass, number),
    issuerId,
    ...named('issuerName', invoice.seller?.name),
    ...(buyerId === undefined ? {} : { buyerId }),
    ...named('buyerName', invoice.buyer?.name),
    number,
    issueDate,
    currency,
    totalAmount: formatDecimal(absolute(total)),
    taxAmount: formatDecimal(absolute(totals?.tax ?? ZERO)),
    ...(origin === undefined ? {} : { origin }),
  };
}

const named = (key: 'issuerName' | 'buyerName', name: string | undefined) =>
  name === undefined || name === '' ? {} : { [key]: name.slice(0, NAME_CHARS_MAX) };

/** BG-3 of a credit or debit note. EN 16931 does not demand that it be known here. */
function originOf(
  invoice: Invoice,
  issuerId: string,
  documentClass: DocumentClass,
): DocumentSummary['origin'] {
  const preceding = invoice.precedingInvoices?.[0];
  const number = preceding?.number;
  const isNote = documentClass === 'credit-note' || documentClass === 'debit-note';
  if (!isNote || number === undefined || number === '' || number.length > NUMBER_CHARS_MAX) {
    return undefined;
  }
  const issueDate = isoDay(preceding?.issueDate);
  return {
    effect: documentClass === 'credit-note' ? 'credits' : 'debits',
    businessKey: businessKey(issuerId, 'invoice', number),
    presence: 'optional',
    ...(issueDate === undefined ? {} : { expected: { issueDate } }),
  };
}
