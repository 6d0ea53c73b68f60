/** What the platform keys and indexes of a FEL document. */
import type { DocumentSummary, OriginReference } from '@ventanilla/invoice';
import { DOCUMENT_TYPES } from './data/document-types.ts';
import { formatAmount, originOf, totalTax } from './invoice.ts';
import type { FelDocument, FelDte, FelWithdrawal } from './model.ts';

export const FORMAT_ID = 'gt-fel';
const UUID = /^[0-9A-F]{8}-([0-9A-F]{4}-){3}[0-9A-F]{12}$/;
const CURRENCY = /^[A-Z]{3}$/;
const ISO_DAY = /^\d{4}-\d{2}-\d{2}$/;

const keyOf = (uuid: string): string => `${FORMAT_ID}:${uuid}`;

const named = (key: 'issuerName' | 'buyerName', name: string) =>
  name === '' ? {} : { [key]: name };

/**
 * A note corrects one registered DTE. Notes to paper documents of the old régime name a resolution
 * instead, which is not in the ledger.
 */
function originReference(dte: FelDte): OriginReference | undefined {
  if (dte.type !== 'NCRE' && dte.type !== 'NDEB') return undefined;
  const origin = originOf(dte);
  if (origin === undefined || origin.isPaper || !UUID.test(origin.uuid)) return undefined;
  return {
    effect: dte.type === 'NCRE' ? 'credits' : 'debits',
    businessKey: keyOf(origin.uuid),
    presence: 'required',
    expected: {
      issuerId: dte.issuer.id,
      buyerId: dte.receiver.id,
      ...(ISO_DAY.test(origin.day) && { issueDate: origin.day }),
    },
  };
}

function summariseDte(dte: FelDte): DocumentSummary | undefined {
  const { certification, issuer, receiver, emission, grandTotal, currency } = dte;
  if (certification === undefined || !UUID.test(certification.uuid)) return undefined;
  if (issuer.id === '' || emission === undefined || grandTotal === undefined) return undefined;
  if (!CURRENCY.test(currency)) return undefined;
  const origin = originReference(dte);
  return {
    format: FORMAT_ID,
    documentType: dte.type,
    documentClass: DOCUMENT_TYPES[dte.type]?.class ?? 'other',
    businessKey: keyOf(certification.uuid),
    issuerId: issuer.id,
    ...named('issuerName', issuer.name),
    ...(receiver.id !== '' && { buyerId: receiver.id }),
    ...named('buyerName', receiver.name),
    ...(certification.series !== '' && { series: certification.series }),
    number: certification.number,
    issueDate: emission.day,
    currency,
    totalAmount: formatAmount(grandTotal),
    taxAmount: formatAmount(totalTax(dte)),
    ...(origin !== undefined && { origin }),
  };
}

/** An annulment claims no money; its key is its own, so that a second one is seen for what it is. */
function summariseWithdrawal(document: FelWithdrawal): DocumentSummary | undefined {
  const { kind, uuid, issuerId, receiverId, moment, emission, certification } = document;
  if (!UUID.test(uuid) || issuerId === '' || moment === undefined) return undefined;
  if (certification === undefined) return undefined;
  const isAnnulment = kind === 'annulment';
  return {
    format: FORMAT_ID,
    documentType: isAnnulment ? 'ANULACION' : 'REVERSION',
    documentClass: isAnnulment ? 'annulment' : 'other',
    businessKey: `${FORMAT_ID}:${isAnnulment ? 'ANULACION' : 'REVERSION'}:${uuid}:${moment.ms}`,
    issuerId,
    ...(receiverId !== '' && { buyerId: receiverId }),
    number: uuid,
    issueDate: moment.day,
    currency: 'GTQ',
    totalAmount: '0',
    taxAmount: '0',
    ...(isAnnulment && {
      origin: {
        effect: 'annuls',
        businessKey: keyOf(uuid),
        presence: 'required',
        expected: {
          issuerId,
          ...(receiverId !== '' && { buyerId: receiverId }),
          ...(emission !== undefined && { issueDate: emission.day }),
        },
      },
    }),
  };
}

/** undefined when the document lacks what it takes to key it: authorisation, issuer, date, total, currency. */
export const summarise = (document: FelDocument): DocumentSummary | undefined =>
  document.kind === 'dte' ? summariseDte(document) : summariseWithdrawal(document);
