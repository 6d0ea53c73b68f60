/** UBL-SR-* and UBL-DT-*: how often elements occur, and what they carry. */
import type { XmlElement } from '@ventanilla/xml';
import { countPath, type Inspect, type Note } from '../xml-syntax/inspector.ts';
import { all, allBasic, attribute, cac, cbc, indicator, path, text } from './tree.ts';
import { paragraphs } from './ubl-schema.ts';
import { AT_MOST_ONCE } from './unused-elements.ts';

interface Once {
  readonly code: string;
  readonly steps: readonly string[];
}

const ONCE: ReadonlyMap<string, readonly Once[]> = new Map(
  paragraphs(AT_MOST_ONCE).map(([name, words]) => [
    name,
    words.map((word) => {
      const [number = '', steps = ''] = word.split('=');
      return { code: `UBL-SR-${number}`, steps: steps.split('/') };
    }),
  ]),
);

const inspectOnce =
  (entries: readonly Once[]): Inspect =>
  (element, note) => {
    for (const { code, steps } of entries) {
      const found = countPath(element, steps);
      if (found > 1)
        note(code, element, { expected: '≤ 1', actual: `${found} × ${steps.join('/')}` });
    }
  };

function inspectAmount(element: XmlElement, note: Note): void {
  const { parent, text: content } = element;
  if (parent?.name === 'AllowanceCharge' && parent.parent?.name === 'Price') return;
  const point = content.indexOf('.');
  if (point >= 0 && content.length - point - 1 > 2) {
    note('UBL-DT-01', element, { actual: content.trim() });
  }
}

function inspectBinary(element: XmlElement, note: Note): void {
  if (attribute(element, 'mimeCode') === undefined)
    note('UBL-DT-06', element, { expected: 'mimeCode' });
  if (attribute(element, 'filename') === undefined)
    note('UBL-DT-07', element, { expected: 'filename' });
}

function inspectSupporting(element: XmlElement, note: Note): void {
  const code = text(element, 'DocumentTypeCode');
  const scheme = attribute(cbc(element, 'ID'), 'schemeID');
  let root = element;
  while (root.parent !== undefined) root = root.parent;
  const isAllowed =
    code === '130' ||
    (root.name === 'CreditNote' && code === '50') ||
    (code ?? scheme) === undefined;
  if (!isAllowed) note('UBL-SR-43', element, code === undefined ? {} : { actual: code });
  if (code === '130') {
    if (cac(element, 'Attachment') !== undefined)
      note('UBL-CR-666', element, { actual: 'Attachment' });
    if (cbc(element, 'DocumentDescription') !== undefined) {
      note('UBL-CR-673', element, { actual: 'DocumentDescription' });
    }
  } else if (scheme !== undefined) note('UBL-CR-665', element, { actual: 'schemeID' });
}

function inspectPayee(element: XmlElement, note: Note): void {
  const seller = path(element.parent, 'AccountingSupplierParty', 'Party', 'PartyLegalEntity');
  const sellerName = cbc(seller, 'RegistrationName')?.text;
  const names = all(element, 'PartyName').flatMap((holder) => allBasic(holder, 'Name'));
  const differs = sellerName !== undefined && names.some((name) => name.text !== sellerName);
  const ids = all(element, 'PartyIdentification').flatMap((holder) => allBasic(holder, 'ID'));
  const plainIds = ids.filter((id) => attribute(id, 'schemeID')?.toUpperCase() !== 'SEPA');
  if (!differs || names.length > 1) note('UBL-SR-19', element);
  if (!differs || plainIds.length > 1) note('UBL-SR-20', element);
  if (!differs || countPath(element, ['PartyLegalEntity', 'CompanyID']) > 1)
    note('UBL-SR-21', element);
}

function inspectAllowance(element: XmlElement, note: Note): void {
  if (allBasic(element, 'AllowanceChargeReason').length <= 1) return;
  const isCharge = indicator(element, 'ChargeIndicator');
  if (isCharge !== undefined)
    note(isCharge ? 'UBL-SR-31' : 'UBL-SR-30', element, { expected: '≤ 1' });
}

function inspectLine(element: XmlElement, note: Note): void {
  const found = countPath(element, ['Item', 'ClassifiedTaxCategory']);
  if (found !== 1) {
    note('UBL-SR-48', element, { expected: '1', actual: `${found} × ClassifiedTaxCategory` });
  }
}

const BY_NAME: Readonly<Record<string, Inspect>> = {
  AdditionalDocumentReference: inspectSupporting,
  PayeeParty: inspectPayee,
  AllowanceCharge: inspectAllowance,
  InvoiceLine: inspectLine,
  CreditNoteLine: inspectLine,
  BillingReference: (element, note) => {
    if (countPath(element, ['InvoiceDocumentReference', 'ID']) === 0) note('UBL-SR-07', element);
  },
  PartyTaxScheme: (element, note) => {
    const isWhole =
      cbc(cac(element, 'TaxScheme'), 'ID') !== undefined && cbc(element, 'CompanyID') !== undefined;
    if (!isWhole) note('UBL-SR-53', element);
  },
};

/** Rules of an element of that name wherever it stands. */
export function structureInspections(name: string): readonly Inspect[] {
  if (name.endsWith('Amount')) return name.endsWith('PriceAmount') ? [] : [inspectAmount];
  if (name.endsWith('BinaryObject')) return [inspectBinary];
  const own = Object.hasOwn(BY_NAME, name) ? BY_NAME[name] : undefined;
  const once = ONCE.get(name);
  return [...(once === undefined ? [] : [inspectOnce(once)]), ...(own === undefined ? [] : [own])];
}

/** Empty where it is missing: then it is another than VAT. */
const scheme = (holder: XmlElement): string =>
  cbc(cac(holder, 'TaxScheme'), 'ID')?.text.toUpperCase() ?? '';

/** CompanyIDs of a party's tax schemes, under VAT or under another. */
const taxIds = (party: XmlElement | undefined, isVat: boolean): number =>
  all(party, 'PartyTaxScheme').filter((holder) => {
    const hasScheme = cac(holder, 'TaxScheme') !== undefined;
    const isOfKind = hasScheme && (scheme(holder) === 'VAT') === isVat;
    return isOfKind && cbc(holder, 'CompanyID') !== undefined;
  }).length;

interface Tally {
  readonly paymentIds: Set<string>;
  readonly meansCodes: Set<string>;
  sepa: number;
}

function tally(element: XmlElement, sum: Tally): void {
  if (element.name === 'PaymentID') sum.paymentIds.add(element.text);
  else if (element.name === 'PaymentMeansCode') sum.meansCodes.add(element.text);
  else if (element.name === 'PartyIdentification') {
    const ids = allBasic(element, 'ID');
    sum.sepa += ids.filter((id) => attribute(id, 'schemeID')?.toUpperCase() === 'SEPA').length;
  }
  // Nothing of this lies within a line.
  if (element.name === 'InvoiceLine' || element.name === 'CreditNoteLine') return;
  for (const child of element.children) tally(child, sum);
}

/** Rules of the document as a whole. */
export function inspectDocument(root: XmlElement, note: Note): void {
  inspectOnce(ONCE.get('.') ?? [])(root, note);
  const version = cbc(root, 'UBLVersionID');
  if (version !== undefined && version.text !== '2.1')
    note('UBL-CR-002', version, { expected: '2.1' });
  const objects = all(root, 'AdditionalDocumentReference').filter(
    (reference) =>
      cbc(reference, 'DocumentTypeCode')?.text === '130' && cbc(reference, 'ID') !== undefined,
  );
  if (objects.length > 1) note('UBL-SR-04', objects[1]!, { expected: '≤ 1' });
  const seller = path(root, 'AccountingSupplierParty', 'Party');
  const buyer = path(root, 'AccountingCustomerParty', 'Party');
  if (taxIds(seller, true) > 1) note('UBL-SR-12', seller!, { expected: '≤ 1' });
  if (taxIds(seller, false) > 1) note('UBL-SR-13', seller!, { expected: '≤ 1' });
  if (taxIds(buyer, true) > 1) note('UBL-SR-18', buyer!, { expected: '≤ 1' });
  if (all(seller, 'PartyTaxScheme').length > 2) note('UBL-SR-42', seller!, { expected: '≤ 2' });
  const sum: Tally = { paymentIds: new Set(), meansCodes: new Set(), sepa: 0 };
  tally(root, sum);
  if (sum.sepa > 1) note('UBL-SR-29', root, { expected: '≤ 1' });
  if (sum.paymentIds.size > 1) note('UBL-SR-44', root, { expected: '≤ 1' });
  if (sum.meansCodes.size > 1) note('UBL-SR-47', root, { expected: '≤ 1' });
  const named = all(root, 'PaymentMeans')
    .flatMap((means) => allBasic(means, 'PaymentMeansCode'))
    .filter((code) => attribute(code, 'name') !== undefined);
  if (named.length > 1) note('UBL-SR-46', named[1]!, { expected: '≤ 1' });
}
