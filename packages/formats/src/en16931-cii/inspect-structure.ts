/** CII-SR-* and CII-DT-* that take more than a name: counts, types and combinations. */
import type { XmlElement } from '@ventanilla/xml';
import { countPath, type Inspect, type Note } from '../xml-syntax/inspector.ts';
import { attribute, find, findAll } from '../xml-syntax/read.ts';
import { paragraphs, RAM_NS, RSM_NS, UDT_NS } from './cii-schema.ts';
import { CATEGORIES_APART, ram, rams, text, vatIn } from './tree.ts';
import { AT_MOST_ONCE } from './unused-elements.ts';

const ONCE: ReadonlyMap<string, readonly (readonly [code: string, steps: readonly string[]])[]> =
  new Map(
    paragraphs(AT_MOST_ONCE).map(([name, words]) => [
      name,
      words.map((word) => {
        const [rule = '', steps = ''] = word.split('=');
        return [`CII-${rule}`, steps.split('/')] as const;
      }),
    ]),
  );

const exactlyOne =
  (code: string, ...steps: readonly string[]): Inspect =>
  (element, note) => {
    const found = countPath(element, steps);
    if (found !== 1)
      note(code, element, { expected: '1', actual: `${found} × ${steps.join('/')}` });
  };

/** An identifier with scheme and one without exclude each other. */
const oneKindOfId =
  (code: string, party: string): Inspect =>
  (element, note) => {
    const holder = ram(element, party);
    if (ram(holder, 'ID') !== undefined && ram(holder, 'GlobalID') !== undefined) {
      note(code, holder ?? element, { actual: 'ID, GlobalID' });
    }
  };

const ofType = (element: XmlElement, code: string): readonly XmlElement[] =>
  rams(element, 'AdditionalReferencedDocument').filter(
    (reference) => text(reference, 'TypeCode') === code,
  );

function inspectAgreement(element: XmlElement, note: Note): void {
  for (const [code, type] of [
    ['CII-SR-457', '50'],
    ['CII-SR-458', '130'],
  ] as const) {
    const found = ofType(element, type);
    if (found.length > 1) note(code, found[1]!, { expected: '≤ 1', actual: type });
  }
  for (const [code, party] of [
    ['CII-SR-465', 'SellerTradeParty'],
    ['CII-SR-466', 'BuyerTradeParty'],
  ] as const) {
    const contacts = rams(ram(element, party), 'DefinedTradeContact');
    const has = (name: string) => contacts.some((contact) => ram(contact, name) !== undefined);
    if (has('PersonName') && has('DepartmentName'))
      note(code, contacts[0]!, { actual: 'DepartmentName' });
  }
  const supporting = ofType(element, '916');
  const total = (name: string) => supporting.reduce((sum, one) => sum + rams(one, name).length, 0);
  if (total('Name') > 1) note('CII-SR-475', element, { expected: '≤ 1', actual: 'Name' });
  if (total('AttachmentBinaryObject') > 1) {
    note('CII-SR-476', element, { expected: '≤ 1', actual: 'AttachmentBinaryObject' });
  }
}

function inspectLineAgreement(element: XmlElement, note: Note): void {
  const discounts = rams(
    ram(element, 'GrossPriceProductTradePrice'),
    'AppliedTradeAllowanceCharge',
  );
  const hasIndicator = discounts.some((one) => ram(one, 'ChargeIndicator') !== undefined);
  const isAllowance = discounts.some((one) =>
    rams(one, 'ChargeIndicator').some((indicator) =>
      findAll(indicator, 'Indicator', UDT_NS).some(({ text: value }) =>
        ['false', '0'].includes(value.trim()),
      ),
    ),
  );
  const hasAmount = discounts.some((one) => ram(one, 'ActualAmount') !== undefined);
  if (!((isAllowance && hasAmount) || (!hasIndicator && !hasAmount))) note('CII-SR-119', element);
}

function inspectReference(element: XmlElement, note: Note): void {
  const type = rams(element, 'TypeCode').map(({ text: value }) => value);
  const isAdditional = element.name === 'AdditionalReferencedDocument';
  const is = (...codes: readonly string[]) =>
    isAdditional && type.some((code) => codes.includes(code));
  const unless = (code: string, name: string, allowed: boolean): void => {
    if (!allowed && ram(element, name) !== undefined) note(code, element, { actual: name });
  };
  unless('CII-DT-015', 'URIID', is('916'));
  unless('CII-DT-018', 'TypeCode', is('50', '130', '916'));
  unless('CII-DT-021', 'Name', is('916'));
  unless('CII-DT-022', 'AttachmentBinaryObject', is('916'));
  unless('CII-DT-024', 'ReferenceTypeCode', is('130'));
  unless('CII-DT-027', 'FormattedIssueDateTime', element.name === 'InvoiceReferencedDocument');
  // BR-52 in this syntax holds for every additional document, on lines too.
  if (isAdditional && (text(element, 'IssuerAssignedID') ?? '') === '') note('BR-52', element);
}

const isInHeaderSettlement = (element: XmlElement): boolean => {
  for (let at = element.parent; at !== undefined; at = at.parent) {
    if (at.name === 'ApplicableHeaderTradeSettlement') return true;
  }
  return false;
};

function inspectTax(element: XmlElement, note: Note): void {
  const has = (name: string): boolean => ram(element, name) !== undefined;
  const types = rams(element, 'TypeCode');
  if (types.length > 0 && !types.some(({ text: value }) => value === 'VAT')) {
    note('CII-DT-037', element, { expected: 'VAT', actual: types[0]?.text.trim() ?? '' });
  }
  const isApplicable = element.name === 'ApplicableTradeTax';
  if (has('ExemptionReasonCode') && !isApplicable)
    note('CII-DT-052', element, { actual: 'ExemptionReasonCode' });
  if (has('ExemptionReason') && !isApplicable)
    note('CII-DT-098', element, { actual: 'ExemptionReason' });
  if (isInHeaderSettlement(element)) return;
  for (const [code, name] of [
    ['CII-DT-041', 'BasisAmount'],
    ['CII-DT-054', 'TaxPointDate'],
    ['CII-DT-058', 'DueDateTypeCode'],
  ] as const) {
    if (has(name)) note(code, element, { actual: name });
  }
}

const CREDIT_TRANSFER = new Set(['30', '58']);

function inspectSettlement(element: XmlElement, note: Note): void {
  for (const means of rams(element, 'SpecifiedTradeSettlementPaymentMeans')) {
    const account = rams(means, 'PayeePartyCreditorFinancialAccount');
    const hasAccount = account.some(
      (one) => (ram(one, 'IBANID') ?? ram(one, 'ProprietaryID')) !== undefined,
    );
    if (CREDIT_TRANSFER.has(text(means, 'TypeCode') ?? '') && !hasAccount) {
      note('CII-SR-470', means, { expected: 'IBANID' });
    }
  }
}

const dayTexts = (period: XmlElement, name: string): readonly string[] =>
  rams(period, name)
    .flatMap((holder) => findAll(holder, 'DateTimeString', UDT_NS))
    .filter((day) => attribute(day, 'format') === '102')
    .map(({ text: written }) => written);

/** The official rules compare start and end as text: one that is not a day of format 102 is never right. */
function inspectPeriod(element: XmlElement, note: Note): void {
  const holder = element.parent?.name;
  const code =
    holder === 'ApplicableHeaderTradeSettlement'
      ? 'BR-29'
      : holder === 'SpecifiedLineTradeSettlement'
        ? 'BR-30'
        : undefined;
  const hasBoth = ['StartDateTime', 'EndDateTime'].every(
    (name) => ram(element, name) !== undefined,
  );
  if (code === undefined || !hasBoth) return;
  const starts = dayTexts(element, 'StartDateTime');
  const ends = dayTexts(element, 'EndDateTime');
  if (ends.some((end) => starts.some((start) => end >= start))) return;
  note(code, element, { expected: starts.join(' '), actual: ends.join(' ') });
}

/** An electronic address without scheme, or an empty one. */
const inspectAddress =
  (code: string): Inspect =>
  (party, note) => {
    const [address] = rams(party, 'URIUniversalCommunication');
    if (party.parent?.name !== 'ApplicableHeaderTradeAgreement' || address === undefined) return;
    const scheme = attribute(ram(address, 'URIID'), 'schemeID') ?? '';
    if (scheme.trim() === '') note(code, address, { expected: 'schemeID' });
  };

const ISO_102 = /^\s*(\d{4})(1[0-2]|0[1-9])(3[01]|[12][0-9]|0[1-9])\s*$/;

const BY_NAME: Readonly<Record<string, readonly Inspect[]>> = {
  ExchangedDocumentContext: [
    exactlyOne('CII-SR-009', 'GuidelineSpecifiedDocumentContextParameter'),
    exactlyOne('CII-SR-010', 'GuidelineSpecifiedDocumentContextParameter', 'ID'),
  ],
  BillingSpecifiedPeriod: [inspectPeriod],
  SellerTaxRepresentativeTradeParty: [
    (party, note) => {
      const ids = rams(party, 'SpecifiedTaxRegistration').flatMap((holder) => rams(holder, 'ID'));
      const [, second] = ids.filter((id) => attribute(id, 'schemeID') === 'VA');
      if (second !== undefined) note('VEN-CII-001', second, { actual: 'ID' });
    },
  ],
  SellerTradeParty: [inspectAddress('BR-62')],
  BuyerTradeParty: [inspectAddress('BR-63')],
  ExchangedDocument: [exactlyOne('CII-SR-014', 'TypeCode')],
  SpecifiedTradeProduct: [
    (element, note) => {
      const ids = rams(element, 'GlobalID');
      if (ids.length > 0 && !ids.some((id) => attribute(id, 'schemeID') !== undefined)) {
        note('CII-SR-046', ids[0]!, { expected: 'schemeID' });
      }
      if (ram(element, 'OriginTradeCountry') === undefined) return;
      const found = countPath(element, ['OriginTradeCountry', 'ID']);
      if (found !== 1)
        note('CII-SR-090', element, { expected: '1', actual: `${found} × OriginTradeCountry/ID` });
    },
  ],
  ApplicableProductCharacteristic: [
    exactlyOne('CII-SR-069', 'Description'),
    exactlyOne('CII-SR-072', 'Value'),
  ],
  SpecifiedLineTradeAgreement: [
    exactlyOne('CII-SR-439', 'NetPriceProductTradePrice', 'ChargeAmount'),
    inspectLineAgreement,
  ],
  SpecifiedTradeAllowanceCharge: [
    (element, note) => {
      if (ram(element, 'ChargeIndicator') === undefined)
        note('CII-SR-463', element, { expected: 'ChargeIndicator' });
    },
  ],
  SpecifiedLineTradeSettlement: [
    exactlyOne('CII-SR-454', 'ApplicableTradeTax'),
    (element, note) => {
      const found = ofType(element, '130');
      if (found.length > 1) note('CII-SR-474', found[1]!, { expected: '≤ 1', actual: '130' });
    },
  ],
  ApplicableHeaderTradeAgreement: [inspectAgreement, oneKindOfId('CII-SR-450', 'BuyerTradeParty')],
  ApplicableHeaderTradeDelivery: [oneKindOfId('CII-SR-449', 'ShipToTradeParty')],
  ApplicableHeaderTradeSettlement: [
    inspectSettlement,
    oneKindOfId('CII-SR-451', 'PayeeTradeParty'),
  ],
  DateTimeString: [
    (element, note) => {
      if (
        attribute(element, 'format') === '102' &&
        element.namespace === UDT_NS &&
        !ISO_102.test(element.text)
      ) {
        note('CII-DT-097', element, { expected: 'YYYYMMDD', actual: element.text.trim() });
      }
    },
  ],
};

const once =
  (entries: readonly (readonly [string, readonly string[]])[]): Inspect =>
  (element, note) => {
    for (const [code, steps] of entries) {
      const found = countPath(element, steps);
      if (found > 1)
        note(code, element, { expected: '≤ 1', actual: `${found} × ${steps.join('/')}` });
    }
  };

/** Elements that the schema lets repeat and the official rules cannot read then: they end in an error. */
const REPEATED: Readonly<Record<string, readonly string[]>> = {
  SpecifiedTradeProduct: ['Name'],
  SpecifiedTradeSettlementLineMonetarySummation: ['LineTotalAmount'],
  ApplicableTradeTax: ['CalculatedAmount', 'BasisAmount'],
};

const TAX = 'ApplicableTradeTax';

/** A breakdown that the official set does not leave to the rules of its category alone. */
const isCommon = (tax: XmlElement): boolean =>
  vatIn([tax]) === undefined || !CATEGORIES_APART.has(text(tax, 'CategoryCode') ?? '');

const single =
  (names: readonly string[]): Inspect =>
  (element, note) => {
    // The official rules read neither the amounts of a tax of a line nor those of O, L and M as one number.
    const isOfLine = element.parent?.name === 'SpecifiedLineTradeSettlement';
    if (element.name === TAX && (isOfLine || !isCommon(element))) return;
    for (const name of names) {
      const [, second] = rams(element, name);
      if (second !== undefined) note('VEN-CII-001', second, { actual: name });
    }
  };

/** Rules of an element of that name wherever it stands. */
export function structureInspections(name: string): readonly Inspect[] {
  const entries = ONCE.get(name);
  return [
    ...(entries === undefined ? [] : [once(entries)]),
    ...(Object.hasOwn(REPEATED, name) ? [single(REPEATED[name] ?? [])] : []),
    ...(Object.hasOwn(BY_NAME, name) ? (BY_NAME[name] ?? []) : []),
    ...(name.endsWith('ReferencedDocument') ? [inspectReference] : []),
    ...(name.endsWith('TradeTax') ? [inspectTax] : []),
    ...(name.endsWith('Quantity') ? [inspectQuantity] : []),
  ];
}

/** Looked for once a document, not once a quantity. */
const LINE_UNITS = new WeakMap<XmlElement, boolean>();

/** A unit is allowed anywhere once a line states one. */
function inspectQuantity(element: XmlElement, note: Note): void {
  if (attribute(element, 'unitCode') === undefined) return;
  let root = element;
  while (root.parent !== undefined) root = root.parent;
  let isStated = LINE_UNITS.get(root);
  if (isStated === undefined) {
    isStated = hasLineUnit(root);
    LINE_UNITS.set(root, isStated);
  }
  if (!isStated) note('CII-DT-033', element, { actual: 'unitCode' });
}

const hasLineUnit = (root: XmlElement): boolean =>
  findAll(root, 'SupplyChainTradeTransaction', RSM_NS).some((trade) =>
    trade.children.some(
      (line) =>
        line.name === 'IncludedSupplyChainTradeLineItem' &&
        line.namespace === RAM_NS &&
        attribute(ram(line, 'SpecifiedLineTradeDelivery', 'BilledQuantity'), 'unitCode') !==
          undefined,
    ),
  );

interface Tally {
  readonly meansCodes: Set<string>;
  readonly meansTexts: Set<string>;
  readonly dueDateTypes: Set<string>;
  /** The first of each, of whatever tax. */
  taxPointDate?: XmlElement;
  dueDateType?: XmlElement;
}

function tally(element: XmlElement, sum: Tally): void {
  const { parent } = element;
  if (parent?.name === 'SpecifiedTradeSettlementPaymentMeans') {
    if (element.name === 'TypeCode') sum.meansCodes.add(element.text.trim());
    else if (element.name === 'Information') sum.meansTexts.add(element.text.trim());
  } else if (element.name === 'DueDateTypeCode') {
    sum.dueDateType ??= element;
    if (parent?.name === TAX) sum.dueDateTypes.add(element.text);
  } else if (element.name === 'TaxPointDate') {
    sum.taxPointDate ??= element;
  }
  for (const child of element.children) tally(child, sum);
}

/** Date and code of the tax point exclude each other anywhere in the document. */
function inspectTaxPoint(root: XmlElement, { taxPointDate, dueDateType }: Tally, note: Note): void {
  if (taxPointDate === undefined || dueDateType === undefined) return;
  const transaction = find(root, 'SupplyChainTradeTransaction', RSM_NS);
  const breakdown = rams(ram(transaction, 'ApplicableHeaderTradeSettlement'), TAX);
  if (breakdown.some(isCommon)) note('BR-CO-03', taxPointDate);
}

/** Rules of the document as a whole. */
export function inspectDocument(root: XmlElement, note: Note): void {
  const sum: Tally = { meansCodes: new Set(), meansTexts: new Set(), dueDateTypes: new Set() };
  tally(root, sum);
  if (sum.meansCodes.size > 1) note('CII-SR-467', root, { expected: '≤ 1' });
  if (sum.meansTexts.size > 1) note('CII-SR-468', root, { expected: '≤ 1' });
  if (sum.dueDateTypes.size > 1) note('CII-SR-462', root, { expected: '≤ 1' });
  inspectTaxPoint(root, sum, note);
}
