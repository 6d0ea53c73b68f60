/** PEPPOL-EN16931-CL*, P* and PEPPOL-COMMON-*: code lists, types by profile, and check digits. */
import type { XmlElement } from '@ventanilla/xml';
import {
  ALLOWANCE_REASONS,
  CHARGE_REASONS,
  CURRENCIES,
  MEDIA_TYPES,
  TAX_POINT_CODES,
} from '../en16931/code-lists.ts';
import { attribute, cac, cbc, text } from '../en16931-ubl/tree.ts';
import type { Inspect, Note } from '../xml-syntax/inspector.ts';
import {
  isAbn,
  isBelgian,
  isCodiceFiscale,
  isCodiceIpa,
  isGln,
  isMod11,
  isPartitaIva,
  isSwedish,
} from './check-digits.ts';
import { isGerman, type PeppolInspect } from './context.ts';

export const codes = (list: string): ReadonlySet<string> => new Set(list.trim().split(/\s+/));

/** UNTDID 1001 as the billing process takes it. */
export const INVOICE_TYPES = codes(
  '71 80 82 84 102 218 219 326 331 380 382 383 384 386 388 393 395 553 575 623 780 817 870 875 876 877',
);
export const CREDIT_NOTE_TYPES = codes('381 396 81 83 532');
/** Peppol edition of May 2026. */
const EAS =
  codes(`0002 0007 0009 0060 0088 0096 0097 0106 0130 0135 0142 0151 0183 0184 0188 0190 0191 0192
  0195 0196 0198 0199 0200 0201 0204 0208 0209 0210 0211 0216 0218 0221 0225 0230 0235 0240
  0242 0244 0245 0246 0248 9910 9913 9914 9915 9918 9919 9920 9922 9923 9924 9925 9926 9927
  9928 9929 9930 9931 9932 9933 9934 9935 9936 9937 9938 9939 9940 9941 9942 9943 9944 9945
  9946 9947 9948 9949 9950 9951 9952 9953 9957 9959`);

export const inList =
  (code: string, list: ReadonlySet<string>): Inspect =>
  (element, note) => {
    const value = element.text.trim();
    if (!list.has(value)) note(code, element, { actual: value });
  };

export const attributeIn =
  (code: string, name: string, list: ReadonlySet<string>, isRequired = false): Inspect =>
  (element, note) => {
    const value = attribute(element, name);
    if (value === undefined && !isRequired) return;
    if (!list.has(value ?? '')) note(code, element, { actual: value ?? '' });
  };

const inspectReason: Inspect = (element, note) => {
  if (element.parent?.name !== 'AllowanceCharge') return;
  const indicator = cbc(element.parent, 'ChargeIndicator')?.text;
  if (indicator === 'false') {
    inList('PEPPOL-EN16931-CL002', ALLOWANCE_REASONS)(element, note);
  } else if (indicator === 'true') {
    inList('PEPPOL-EN16931-CL003', CHARGE_REASONS)(element, note);
  }
};

const inspectInvoiceType: PeppolInspect = (element, note, context) => {
  const value = element.text.trim();
  if (context.profile !== undefined && !INVOICE_TYPES.has(value)) {
    note('PEPPOL-EN16931-P0100', element, { actual: value });
  }
  if ((value === '326' || value === '384') && !isGerman(context)) {
    note('PEPPOL-EN16931-P0112', element, { actual: value });
  }
};

const inspectCreditNoteType: PeppolInspect = (element, note, context) => {
  const value = element.text.trim();
  if (context.profile !== undefined && !CREDIT_NOTE_TYPES.has(value)) {
    note('PEPPOL-EN16931-P0101', element, { actual: value });
  }
};

/** Exemption reason, the rule, and the only category that may have it. */
const EXEMPTIONS: Readonly<Record<string, readonly [rule: string, category: string]>> = {
  'VATEX-EU-G': ['0104', 'G'],
  'VATEX-EU-O': ['0105', 'O'],
  'VATEX-EU-IC': ['0106', 'K'],
  'VATEX-EU-AE': ['0107', 'AE'],
  'VATEX-EU-D': ['0108', 'E'],
  'VATEX-EU-F': ['0109', 'E'],
  'VATEX-EU-I': ['0110', 'E'],
  'VATEX-EU-J': ['0111', 'E'],
};

const inspectExemption: PeppolInspect = (element, note) => {
  const reason = cbc(element, 'TaxExemptionReasonCode')?.text.toUpperCase() ?? '';
  if (!Object.hasOwn(EXEMPTIONS, reason)) return;
  const [rule = '', category = ''] = EXEMPTIONS[reason] ?? [];
  const actual = text(element, 'ID') ?? '';
  if (actual !== category) note(`PEPPOL-EN16931-P${rule}`, element, { expected: category, actual });
};

const isDanish = (id: string): boolean => /^DK[0-9]{8}$/.test(id) || /^[0-9]{8}$/.test(id);

const isDutchVat = (id: string): boolean => /^NL[0-9]{9}B[0-9]{2}$/.test(id.trim());

/** Identifier scheme, the rule, and the test of the identifier. */
const SCHEMES: Readonly<Record<string, readonly [rule: string, isRight: (id: string) => boolean]>> =
  {
    '0088': ['R040', (id) => isGln(id.trim())],
    '0192': ['R041', (id) => /^[0-9]{9}$/.test(id.trim()) && isMod11(id.trim())],
    '0184': ['R042', isDanish],
    '0208': ['R043', (id) => isBelgian(id.trim())],
    '0201': ['R044', (id) => isCodiceIpa(id.trim())],
    '0210': ['R045', (id) => isCodiceFiscale(id.trim())],
    '0211': ['R047', (id) => isPartitaIva(id.trim())],
    '0007': ['R049', (id) => /^[0-9]{10}$/.test(id.trim()) && isSwedish(id.trim())],
    '0151': ['R050', (id) => isAbn(id.trim())],
    '0096': ['R052', (id) => /^[0-9]{10}$/.test(id)],
    '0198': ['R053', (id) => /^DK[0-9]{8}$/.test(id)],
    '0106': ['R054', (id) => /^[0-9]{8}$/.test(id.trim())],
    '0190': ['R055', (id) => /^[0-9]{20}$/.test(id.trim())],
    '9944': ['R056-1', isDutchVat],
    '0217': ['R057', (id) => /^[0-9]{12}$/.test(id.trim())],
  };

/** PEPPOL-COMMON-R*: an identifier has the form and check digits of its scheme. */
export function inspectScheme(element: XmlElement, note: Note): void {
  const scheme = attribute(element, 'schemeID') ?? '';
  if (!Object.hasOwn(SCHEMES, scheme)) return;
  const [rule, isRight] = SCHEMES[scheme] ?? [];
  if (isRight?.(element.text) === false) {
    note(`PEPPOL-COMMON-${rule}`, element, { actual: element.text.trim() });
  }
}

const inspectCompanyId: PeppolInspect = (element, note) => {
  inspectScheme(element, note);
  const { parent } = element;
  const isVat = text(cac(parent, 'TaxScheme'), 'ID') === 'VAT';
  if (parent?.name !== 'PartyTaxScheme' || !isVat) return;
  if (element.text.trim().startsWith('NL') && !isDutchVat(element.text)) {
    note('PEPPOL-COMMON-R056-2', element, { actual: element.text.trim() });
  }
};

/** The standard still has the dobra of before 2018; Peppol has the one of today. */
const PEPPOL_CURRENCIES = new Set([...CURRENCIES, 'STN'].filter((code) => code !== 'STD'));
const CURRENCY = attributeIn('PEPPOL-EN16931-CL007', 'currencyID', PEPPOL_CURRENCIES, true);
const AMOUNTS = `Amount BaseAmount PriceAmount TaxAmount TaxableAmount LineExtensionAmount TaxExclusiveAmount
  TaxInclusiveAmount AllowanceTotalAmount ChargeTotalAmount PrepaidAmount PayableRoundingAmount PayableAmount`;

export const CODES: readonly (readonly [name: string, inspect: PeppolInspect])[] = [
  ['EmbeddedDocumentBinaryObject', attributeIn('PEPPOL-EN16931-CL001', 'mimeCode', MEDIA_TYPES)],
  ['AllowanceChargeReasonCode', inspectReason],
  [
    'DescriptionCode',
    (element, note) => {
      if (element.parent?.name !== 'InvoicePeriod') return;
      inList('PEPPOL-EN16931-CL006', TAX_POINT_CODES)(element, note);
    },
  ],
  ['InvoiceTypeCode', inspectInvoiceType],
  ['CreditNoteTypeCode', inspectCreditNoteType],
  ['TaxCategory', inspectExemption],
  [
    'EndpointID',
    (element, note) => {
      attributeIn('PEPPOL-EN16931-CL008', 'schemeID', EAS)(element, note);
      inspectScheme(element, note);
      const isItalian = attribute(element, 'schemeID') === '9907';
      if (isItalian && !isCodiceFiscale(element.text.trim())) {
        note('PEPPOL-COMMON-R046', element, { actual: element.text.trim() });
      }
    },
  ],
  [
    'ID',
    (element, note) => {
      if (element.parent?.name === 'PartyIdentification') inspectScheme(element, note);
    },
  ],
  ['CompanyID', inspectCompanyId],
  ...AMOUNTS.split(/\s+/).map((name) => [name, CURRENCY] as const),
];
