/** BR-CL-* and BR-CO-09: which element or attribute of CII holds a code of which list. */
import type { XmlElement } from '@ventanilla/xml';
import {
  ALLOWANCE_REASONS,
  CHARGE_REASONS,
  COUNTRIES,
  CREDIT_NOTE_TYPES,
  CURRENCIES,
  EAS_SCHEMES,
  EXEMPTION_REASONS,
  ICD_SCHEMES,
  INVOICE_TYPES,
  ITEM_CLASS_SCHEMES,
  MEDIA_TYPES,
  PAYMENT_MEANS,
  TAX_POINT_CODES_2475,
  VAT_CATEGORIES,
} from '../en16931/code-lists.ts';
import { REFERENCE_QUALIFIERS, SUBJECT_CODES, UNITS } from '../en16931/code-lists-long.ts';
import type { Inspect, Note } from '../xml-syntax/inspector.ts';
import { attribute } from '../xml-syntax/read.ts';
import { isCharge } from './tree.ts';

interface CodeCheck {
  readonly code: string;
  readonly list: ReadonlySet<string>;
  readonly attribute?: string;
  readonly where?: (element: XmlElement) => boolean;
  readonly isUpperCased?: boolean;
}

const under =
  (name: string) =>
  ({ parent }: XmlElement): boolean =>
    parent?.name === name;

const isWithin = (element: XmlElement, name: string): boolean => {
  for (let at = element.parent; at !== undefined; at = at.parent) if (at.name === name) return true;
  return false;
};

const ofAllowance =
  (charge: boolean) =>
  ({ parent }: XmlElement): boolean =>
    parent?.name === 'SpecifiedTradeAllowanceCharge' && isCharge(parent) === charge;

/** The CII edition still lists the Netherlands Antilles, and not yet South Sudan. */
const COUNTRIES_CII: ReadonlySet<string> = new Set(
  [...COUNTRIES, 'AN'].filter((code) => code !== 'SS'),
);
const DOCUMENT_TYPES: ReadonlySet<string> = new Set([...INVOICE_TYPES, ...CREDIT_NOTE_TYPES]);
/** A VAT identifier starts with one of these. */
const VAT_PREFIXES: ReadonlySet<string> = new Set([...COUNTRIES_CII, 'EL']);

const UNIT: readonly CodeCheck[] = [{ code: 'BR-CL-23', list: UNITS, attribute: 'unitCode' }];

const CHECKS: ReadonlyMap<string, readonly CodeCheck[]> = new Map(
  Object.entries({
    TypeCode: [
      { code: 'BR-CL-01', list: DOCUMENT_TYPES, where: under('ExchangedDocument') },
      {
        code: 'BR-CL-16',
        list: PAYMENT_MEANS,
        where: under('SpecifiedTradeSettlementPaymentMeans'),
      },
    ],
    TaxTotalAmount: [{ code: 'BR-CL-03', list: CURRENCIES, attribute: 'currencyID' }],
    InvoiceCurrencyCode: [{ code: 'BR-CL-04', list: CURRENCIES }],
    TaxCurrencyCode: [{ code: 'BR-CL-05', list: CURRENCIES }],
    DueDateTypeCode: [{ code: 'BR-CL-06', list: TAX_POINT_CODES_2475 }],
    ReferenceTypeCode: [{ code: 'BR-CL-07', list: REFERENCE_QUALIFIERS }],
    SubjectCode: [{ code: 'BR-CL-08', list: SUBJECT_CODES }],
    GlobalID: [
      {
        code: 'BR-CL-10',
        list: ICD_SCHEMES,
        attribute: 'schemeID',
        where: (element) =>
          !isWithin(element, 'SpecifiedTradeProduct') && !isWithin(element, 'ShipToTradeParty'),
      },
      {
        code: 'BR-CL-21',
        list: ICD_SCHEMES,
        attribute: 'schemeID',
        where: under('SpecifiedTradeProduct'),
      },
      {
        code: 'BR-CL-26',
        list: ICD_SCHEMES,
        attribute: 'schemeID',
        where: ({ parent }) =>
          parent?.name === 'ShipToTradeParty' &&
          parent.parent?.name === 'ApplicableHeaderTradeDelivery',
      },
    ],
    ID: [
      {
        code: 'BR-CL-11',
        list: ICD_SCHEMES,
        attribute: 'schemeID',
        where: (element) => !isWithin(element, 'SpecifiedTaxRegistration'),
      },
      { code: 'BR-CL-15', list: COUNTRIES_CII, where: under('OriginTradeCountry') },
    ],
    ClassCode: [{ code: 'BR-CL-13', list: ITEM_CLASS_SCHEMES, attribute: 'listID' }],
    CountryID: [{ code: 'BR-CL-14', list: COUNTRIES_CII }],
    CategoryCode: [
      { code: 'BR-CL-17', list: VAT_CATEGORIES, where: under('CategoryTradeTax') },
      { code: 'BR-CL-18', list: VAT_CATEGORIES, where: under('ApplicableTradeTax') },
    ],
    ReasonCode: [
      { code: 'BR-CL-19', list: ALLOWANCE_REASONS, where: ofAllowance(false) },
      { code: 'BR-CL-20', list: CHARGE_REASONS, where: ofAllowance(true) },
    ],
    ExemptionReasonCode: [{ code: 'BR-CL-22', list: EXEMPTION_REASONS, isUpperCased: true }],
    BasisQuantity: UNIT,
    BilledQuantity: UNIT,
    AttachmentBinaryObject: [{ code: 'BR-CL-24', list: MEDIA_TYPES, attribute: 'mimeCode' }],
    URIID: [
      {
        code: 'BR-CL-25',
        list: EAS_SCHEMES,
        attribute: 'schemeID',
        where: under('URIUniversalCommunication'),
      },
    ],
  } satisfies Record<string, readonly CodeCheck[]>),
);

function inspectOne(element: XmlElement, check: CodeCheck, note: Note): void {
  if (check.where !== undefined && !check.where(element)) return;
  const raw = check.attribute === undefined ? element.text : attribute(element, check.attribute);
  if (raw === undefined) return;
  const value = raw.trim();
  if (check.list.has(check.isUpperCased === true ? value.toUpperCase() : value)) return;
  note(check.code, element, { actual: value });
}

function inspectVatId(element: XmlElement, note: Note): void {
  if (element.parent?.name !== 'SpecifiedTaxRegistration') return;
  if (attribute(element, 'schemeID') !== 'VA' || VAT_PREFIXES.has(element.text.slice(0, 2))) return;
  note('BR-CO-09', element, { actual: element.text.trim() });
}

/** The code lists that an element of that name is judged by. */
export const codeInspections = (name: string): readonly Inspect[] => [
  ...(CHECKS.get(name) ?? []).map(
    (check): Inspect =>
      (element, note) =>
        inspectOne(element, check, note),
  ),
  ...(name === 'ID' ? [inspectVatId] : []),
];
