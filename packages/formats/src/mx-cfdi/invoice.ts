/** The canonical invoice and the summary of a CFDI. */
import {
  add,
  type DocumentClass,
  type DocumentSummary,
  decimal,
  formatDecimal,
  type Invoice,
  type Line,
  multiply,
  type OriginReference,
  subtract,
  type TaxBreakdown,
  ZERO,
} from '@ventanilla/invoice';
import type { Cfdi, CfdiLine, CfdiTax } from './model.ts';

export const FORMAT_ID = 'mx-cfdi';
const HUNDRED = decimal(100);
const UUID = /^[0-9A-F]{8}-([0-9A-F]{4}-){3}[0-9A-F]{12}$/;
const ISO_DAY = /^\d{4}-\d{2}-\d{2}$/;

/** Credit and return of goods; a debit note; other relations do not move a balance. */
const EFFECTS: Readonly<Record<string, OriginReference['effect']>> = {
  '01': 'credits',
  '02': 'debits',
  '03': 'credits',
};

const CLASSES: Readonly<Record<string, readonly [DocumentClass, string]>> = {
  I: ['invoice', '380'],
  E: ['credit-note', '381'],
};

const present = <T extends object>(fields: { [K in keyof T]: T[K] | undefined }): T =>
  Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined)) as T;

const readable = (text: string | undefined): string | undefined => (text === '' ? undefined : text);

const categoryOf = (tax: CfdiTax | undefined): string => {
  if (tax === undefined) return 'O';
  if (tax.factor === 'Exento') return 'E';
  return tax.rate?.units === 0n ? 'Z' : 'S';
};

const vatOf = ({ transferred }: CfdiLine): CfdiTax | undefined =>
  transferred.find(({ tax }) => tax === '002');

function toLine(line: CfdiLine, index: number): Line {
  const vat = vatOf(line);
  const { amount, discount } = line;
  return present<Line>({
    id: String(index + 1),
    quantity: line.quantity,
    unit: readable(line.unit),
    netAmount: amount === undefined ? undefined : subtract(amount, discount ?? ZERO),
    allowances: discount === undefined ? undefined : [{ amount: discount }],
    price: line.unitPrice === undefined ? undefined : { net: line.unitPrice },
    taxCategory: categoryOf(vat),
    taxRate: vat?.rate === undefined ? undefined : multiply(vat.rate, HUNDRED),
    item: present({
      name: readable(line.description),
      classifications: [{ id: line.product, scheme: 'MX-CLAVEPRODSERV' }],
    }),
  });
}

const toBreakdown = (tax: CfdiTax): TaxBreakdown =>
  present<TaxBreakdown>({
    taxableAmount: tax.base,
    taxAmount: tax.amount ?? ZERO,
    category: tax.tax === '002' ? categoryOf(tax) : tax.tax,
    rate: tax.rate === undefined ? undefined : multiply(tax.rate, HUNDRED),
  });

function toTotals(document: Cfdi): Invoice['totals'] {
  const { subtotal, discount, total, transferredTotal } = document;
  if (subtotal === undefined || total === undefined) return undefined;
  const withoutTax = subtract(subtotal, discount ?? ZERO);
  const tax = transferredTotal ?? ZERO;
  return { lineNet: withoutTax, withoutTax, tax, withTax: add(withoutTax, tax), due: total };
}

const numberOf = ({ series, folio, stamp }: Cfdi): string | undefined => {
  const own = [series, folio].filter((part) => part !== undefined).join('-');
  return own === '' ? stamp?.uuid : own;
};

export function toInvoice(document: Cfdi): Invoice {
  const { issuer, receiver, relations, stamp } = document;
  return present<Invoice>({
    number: numberOf(document),
    issueDate: readable(document.moment.slice(0, 10)),
    typeCode: CLASSES[document.type]?.[1],
    currency: readable(document.currency),
    precedingInvoices:
      relations.length === 0
        ? undefined
        : relations.flatMap(({ uuids }) => uuids.map((number) => ({ number }))),
    seller: present({
      name: readable(issuer.name),
      taxRegistrationId: readable(issuer.rfc),
      address: { postCode: document.postCode, country: 'MX' },
    }),
    buyer: present({
      name: readable(receiver.name),
      taxRegistrationId: readable(receiver.rfc),
      address: { postCode: receiver.postCode, country: 'MX' },
    }),
    totals: toTotals(document),
    taxBreakdown: document.transferred.map(toBreakdown),
    lines: document.lines.map(toLine),
    national: {
      [FORMAT_ID]: present({
        tipo: document.type,
        uuid: stamp?.uuid,
        timbrado: stamp?.moment,
        regimen: issuer.regime,
        uso: receiver.use,
        metodoPago: document.paymentMethod,
        formaPago: document.paymentForm,
        relaciones: relations.map(({ type, uuids }) => `${type}:${uuids.join(',')}`),
      }),
    },
  });
}

function originOf({ type, relations }: Cfdi): OriginReference | undefined {
  for (const relation of relations) {
    const effect = EFFECTS[relation.type];
    const [uuid] = relation.uuids;
    const isNote = effect === 'credits' ? type === 'E' : type === 'I';
    if (effect === undefined || uuid === undefined || !isNote) continue;
    // Originals older than this platform are common: an unknown one is told, not refused.
    return { effect, businessKey: `${FORMAT_ID}:${uuid}`, presence: 'optional' };
  }
  return undefined;
}

/** undefined without stamp, issuer, date or total. */
export function summarise(document: Cfdi): DocumentSummary | undefined {
  const { stamp, issuer, receiver, moment, total, currency } = document;
  const issueDate = moment.slice(0, 10);
  if (stamp === undefined || !UUID.test(stamp.uuid) || issuer.rfc === '') return undefined;
  if (!ISO_DAY.test(issueDate) || total === undefined || currency === '') return undefined;
  const origin = originOf(document);
  const isDebit = origin?.effect === 'debits';
  return {
    format: FORMAT_ID,
    documentType: document.type,
    documentClass: isDebit ? 'debit-note' : (CLASSES[document.type]?.[0] ?? 'other'),
    businessKey: `${FORMAT_ID}:${stamp.uuid}`,
    issuerId: issuer.rfc,
    ...(issuer.name !== '' && { issuerName: issuer.name }),
    ...(receiver.rfc !== '' && { buyerId: receiver.rfc }),
    ...(receiver.name !== '' && { buyerName: receiver.name }),
    ...(document.series !== undefined && { series: document.series }),
    number: document.folio ?? stamp.uuid,
    issueDate,
    currency,
    totalAmount: formatDecimal(total),
    taxAmount: formatDecimal(document.transferredTotal ?? ZERO),
    ...(origin !== undefined && { origin }),
  };
}
