/** The canonical invoice of a DTE: EN 16931 terms for what both know, the rest under `national`. */
import {
  add,
  type Decimal,
  decimal,
  formatDecimal,
  type Invoice,
  type Line,
  multiply,
  type Party,
  subtract,
  sum,
  type TaxBreakdown,
  ZERO,
} from '@ventanilla/invoice';
import { attribute } from '../xml-tree.ts';
import { DOCUMENT_TYPES } from './data/document-types.ts';
import { findTaxUnit, TAX_KINDS } from './data/taxes.ts';
import type { FelAddress, FelDocument, FelDte, FelLine, FelTax } from './model.ts';
import { netOf, vatOf } from './rules/figures.ts';

const HUNDRED = decimal(100);

/** Only the fields that are there: an absent fact is an absent key. */
function present<T extends object>(fields: { [K in keyof T]: T[K] | undefined }): T {
  const result: Record<string, unknown> = {};
  for (const key in fields) if (fields[key] !== undefined) result[key] = fields[key];
  return result as T;
}

const readable = (text: string | undefined): string | undefined =>
  text === undefined || text === '' ? undefined : text;

const toAddress = (address: FelAddress | undefined): Party['address'] =>
  address === undefined
    ? undefined
    : present({
        line1: readable(address.street),
        city: readable(address.municipality),
        postCode: readable(address.postCode),
        subdivision: readable(address.department),
        country: readable(address.country),
      });

const toSeller = ({ issuer }: FelDte): Party =>
  present<Party>({
    name: readable(issuer.name),
    tradingName: readable(issuer.tradeName),
    taxRegistrationId: readable(issuer.id),
    identifiers: [{ id: issuer.establishment, scheme: 'GT-ESTABLISHMENT' }],
    address: toAddress(issuer.address),
    contact: readable(issuer.email) === undefined ? undefined : { email: issuer.email ?? '' },
  });

const toBuyer = ({ receiver }: FelDte): Party =>
  present<Party>({
    name: readable(receiver.name),
    taxRegistrationId: receiver.special === undefined ? readable(receiver.id) : undefined,
    identifiers:
      receiver.special === undefined ? undefined : [{ id: receiver.id, scheme: receiver.special }],
    address: toAddress(receiver.address),
    contact: readable(receiver.email) === undefined ? undefined : { email: receiver.email ?? '' },
  });

/** VAT at 12 % is S, at 0 % Z; a line without VAT is outside its scope. */
const categoryOf = (vat: FelTax | undefined): string =>
  vat === undefined ? 'O' : vat.unit === '1' ? 'S' : 'Z';

const rateOf = (tax: FelTax | undefined, day: string): Decimal | undefined => {
  if (tax === undefined) return undefined;
  const row = findTaxUnit(tax.name, tax.unit, day);
  return row === undefined ? undefined : multiply(row.factor, HUNDRED);
};

/** What the line is worth without VAT: the taxable amount where there is one. */
const lineNet = (line: FelLine): Decimal | undefined => vatOf(line)?.taxable ?? netOf(line);

function toLine(line: FelLine, index: number, day: string): Line {
  const vat = vatOf(line);
  const discounts = [line.discount, line.otherDiscount].filter(
    (amount): amount is Decimal => amount !== undefined && amount.units !== 0n,
  );
  return present<Line>({
    id: String(index + 1),
    quantity: line.quantity,
    unit: line.unit,
    netAmount: lineNet(line),
    allowances: discounts.length === 0 ? undefined : discounts.map((amount) => ({ amount })),
    price: line.unitPrice === undefined ? undefined : { gross: line.unitPrice },
    taxCategory: categoryOf(vat),
    taxRate: rateOf(vat, day),
    item: { name: line.description },
  });
}

function toBreakdown({ lines, emission }: FelDte): readonly TaxBreakdown[] {
  const rows = new Map<string, { taxable: Decimal; amount: Decimal; tax: FelTax }>();
  for (const { taxes } of lines) {
    for (const tax of taxes) {
      const key = `${tax.name}/${tax.unit}`;
      const row = rows.get(key) ?? { taxable: ZERO, amount: ZERO, tax };
      row.taxable = add(row.taxable, tax.taxable ?? ZERO);
      row.amount = add(row.amount, tax.amount ?? ZERO);
      rows.set(key, row);
    }
  }
  return [...rows.values()].map(({ taxable, amount, tax }) =>
    present<TaxBreakdown>({
      taxableAmount: taxable,
      taxAmount: amount,
      category: tax.name === 'IVA' ? categoryOf(tax) : tax.name,
      rate: TAX_KINDS[tax.name]?.base === 'taxable' ? rateOf(tax, emission?.day ?? '') : undefined,
    }),
  );
}

export const totalTax = ({ taxTotals }: FelDte): Decimal =>
  sum(taxTotals.map(({ amount }) => amount ?? ZERO));

function toTotals(dte: FelDte): Invoice['totals'] {
  const { grandTotal } = dte;
  if (grandTotal === undefined) return undefined;
  const tax = totalTax(dte);
  const withoutTax = subtract(grandTotal, tax);
  return { lineNet: withoutTax, withoutTax, tax, withTax: grandTotal, due: grandTotal };
}

const toNational = (dte: FelDte): Record<string, unknown> =>
  present({
    tipo: dte.type,
    afiliacion: dte.issuer.affiliation,
    establecimiento: dte.issuer.establishment,
    exportacion: dte.isExport || undefined,
    frases: dte.phrases.map(({ type, scenario }) => `${type}/${scenario}`),
    autorizacion: dte.certification?.uuid,
    serie: dte.certification?.series,
    numero: dte.certification?.number,
    certificador: dte.certification?.certifierId,
    certificado: dte.certification?.moment?.text,
    emitido: dte.emission?.text,
    complementos: dte.complements.map(({ kind }) => kind).filter((kind) => kind !== undefined),
  });

/** Document that a note corrects, as its complement states it. */
export function originOf(
  dte: FelDte,
): { readonly uuid: string; readonly day: string; readonly isPaper: boolean } | undefined {
  const note = dte.complements.find(({ kind }) => kind === 'note' || kind === 'certificate');
  const element = note?.element;
  const uuid = attribute(element, 'NumeroAutorizacionDocumentoOrigen');
  if (uuid === undefined) return undefined;
  return {
    uuid: uuid.toUpperCase(),
    day: attribute(element, 'FechaEmisionDocumentoOrigen') ?? '',
    isPaper: attribute(element, 'RegimenAntiguo') !== undefined,
  };
}

function toDteInvoice(dte: FelDte): Invoice {
  const day = dte.emission?.day;
  const { certification, lines } = dte;
  const origin = originOf(dte);
  return present<Invoice>({
    number:
      certification === undefined ? undefined : `${certification.series}-${certification.number}`,
    issueDate: day,
    typeCode: DOCUMENT_TYPES[dte.type]?.untdid,
    currency: readable(dte.currency),
    precedingInvoices:
      origin === undefined
        ? undefined
        : [present({ number: origin.uuid, issueDate: readable(origin.day) })],
    seller: toSeller(dte),
    buyer: toBuyer(dte),
    totals: toTotals(dte),
    taxBreakdown: toBreakdown(dte),
    lines: lines.map((line, index) => toLine(line, index, day ?? '')),
    national: { 'gt-fel': toNational(dte) },
  });
}

/** Total for any document: an annulment is an empty invoice that names what it withdraws. */
export function toInvoice(document: FelDocument): Invoice {
  if (document.kind === 'dte') return toDteInvoice(document);
  const { moment, uuid, issuerId, receiverId, reason, emission } = document;
  return present<Invoice>({
    issueDate: moment?.day,
    precedingInvoices: [present({ number: readable(uuid), issueDate: emission?.day })],
    seller: { taxRegistrationId: issuerId },
    buyer: { taxRegistrationId: receiverId },
    notes: reason === '' ? undefined : [{ text: reason }],
    national: { 'gt-fel': { tipo: document.kind } },
  });
}

export const formatAmount = (value: Decimal | undefined): string => formatDecimal(value ?? ZERO);
