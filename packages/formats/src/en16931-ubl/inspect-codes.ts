/** BR-CL-*: which element or attribute holds a code of which list. */
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
  TAX_POINT_CODES,
  VAT_CATEGORIES,
} from '../en16931/code-lists.ts';
import { REFERENCE_QUALIFIERS, SUBJECT_CODES, UNITS } from '../en16931/code-lists-long.ts';
import { isPartOfPrefix } from '../en16931/vat-prefixes.ts';
import type { Inspect, Note } from '../xml-syntax/inspector.ts';
import { attribute, cbc, indicator, text, vatIn } from './tree.ts';

interface CodeCheck {
  readonly code: string;
  readonly list: ReadonlySet<string>;
  /** Attribute that holds the code; the element's text when absent. */
  readonly attribute?: string;
  /** Judged even where the attribute is not there. */
  readonly isRequired?: boolean;
  /** Where the element has to stand. */
  readonly where?: (element: XmlElement) => boolean;
  readonly isUpperCased?: boolean;
}

const under =
  (...names: readonly string[]) =>
  ({ parent }: XmlElement): boolean =>
    parent !== undefined && names.includes(parent.name);

const ofCharge =
  (isCharge: boolean) =>
  ({ parent }: XmlElement): boolean =>
    parent?.name === 'AllowanceCharge' && indicator(parent, 'ChargeIndicator') === isCharge;

const ofObject = ({ parent }: XmlElement): boolean =>
  (parent?.name === 'AdditionalDocumentReference' || parent?.name === 'DocumentReference') &&
  text(parent, 'DocumentTypeCode') === '130';

const CURRENCY: readonly CodeCheck[] = [
  { code: 'BR-CL-03', list: CURRENCIES, attribute: 'currencyID', isRequired: true },
];
const UNIT: readonly CodeCheck[] = [{ code: 'BR-CL-23', list: UNITS, attribute: 'unitCode' }];

const CHECKS: ReadonlyMap<string, readonly CodeCheck[]> = new Map(
  Object.entries({
    InvoiceTypeCode: [{ code: 'BR-CL-01', list: INVOICE_TYPES }],
    CreditNoteTypeCode: [{ code: 'BR-CL-01', list: CREDIT_NOTE_TYPES }],
    Amount: CURRENCY,
    BaseAmount: CURRENCY,
    PriceAmount: CURRENCY,
    TaxAmount: CURRENCY,
    TaxableAmount: CURRENCY,
    LineExtensionAmount: CURRENCY,
    TaxExclusiveAmount: CURRENCY,
    TaxInclusiveAmount: CURRENCY,
    AllowanceTotalAmount: CURRENCY,
    ChargeTotalAmount: CURRENCY,
    PrepaidAmount: CURRENCY,
    PayableRoundingAmount: CURRENCY,
    PayableAmount: CURRENCY,
    DocumentCurrencyCode: [{ code: 'BR-CL-04', list: CURRENCIES }],
    TaxCurrencyCode: [{ code: 'BR-CL-05', list: CURRENCIES }],
    DescriptionCode: [{ code: 'BR-CL-06', list: TAX_POINT_CODES, where: under('InvoicePeriod') }],
    ID: [
      { code: 'BR-CL-07', list: REFERENCE_QUALIFIERS, attribute: 'schemeID', where: ofObject },
      {
        code: 'BR-CL-10',
        list: ICD_SCHEMES,
        attribute: 'schemeID',
        where: under('PartyIdentification'),
      },
      { code: 'BR-CL-17', list: VAT_CATEGORIES, where: under('TaxCategory') },
      { code: 'BR-CL-18', list: VAT_CATEGORIES, where: under('ClassifiedTaxCategory') },
      {
        code: 'BR-CL-21',
        list: ICD_SCHEMES,
        attribute: 'schemeID',
        where: under('StandardItemIdentification'),
      },
      {
        code: 'BR-CL-26',
        list: ICD_SCHEMES,
        attribute: 'schemeID',
        where: under('DeliveryLocation'),
      },
    ],
    CompanyID: [
      {
        code: 'BR-CL-11',
        list: ICD_SCHEMES,
        attribute: 'schemeID',
        where: under('PartyLegalEntity'),
      },
    ],
    ItemClassificationCode: [
      {
        code: 'BR-CL-13',
        list: ITEM_CLASS_SCHEMES,
        attribute: 'listID',
        where: under('CommodityClassification'),
      },
    ],
    IdentificationCode: [
      { code: 'BR-CL-14', list: COUNTRIES, where: under('Country') },
      { code: 'BR-CL-15', list: COUNTRIES, where: under('OriginCountry') },
    ],
    PaymentMeansCode: [{ code: 'BR-CL-16', list: PAYMENT_MEANS, where: under('PaymentMeans') }],
    AllowanceChargeReasonCode: [
      { code: 'BR-CL-19', list: ALLOWANCE_REASONS, where: ofCharge(false) },
      { code: 'BR-CL-20', list: CHARGE_REASONS, where: ofCharge(true) },
    ],
    TaxExemptionReasonCode: [{ code: 'BR-CL-22', list: EXEMPTION_REASONS, isUpperCased: true }],
    InvoicedQuantity: UNIT,
    CreditedQuantity: UNIT,
    BaseQuantity: UNIT,
    EmbeddedDocumentBinaryObject: [{ code: 'BR-CL-24', list: MEDIA_TYPES, attribute: 'mimeCode' }],
    EndpointID: [{ code: 'BR-CL-25', list: EAS_SCHEMES, attribute: 'schemeID' }],
  } satisfies Record<string, readonly CodeCheck[]>),
);

/** A creditor identifier (SEPA) stands among the identifiers of seller and payee. */
function isSepaOfCreditor(element: XmlElement, value: string): boolean {
  if (value !== 'SEPA') return false;
  for (let at = element.parent; at !== undefined; at = at.parent) {
    if (at.name === 'AccountingSupplierParty' || at.name === 'PayeeParty') return true;
  }
  return false;
}

function inspectOne(element: XmlElement, check: CodeCheck, note: Note): void {
  if (check.where !== undefined && !check.where(element)) return;
  const raw = check.attribute === undefined ? element.text : attribute(element, check.attribute);
  if (raw === undefined && check.isRequired !== true) return;
  const value = (raw ?? '').trim();
  if (check.list.has(check.isUpperCased === true ? value.toUpperCase() : value)) return;
  if (check.code === 'BR-CL-10' && isSepaOfCreditor(element, value)) return;
  note(check.code, element, { actual: value });
}

/** UNTDID 4451 as the official rule for UBL has it: an older edition than that for CII. */
const NEWER = 'BAT BAU BAV BAW BAX BAY BAZ BBA BBB BMF BMG BMH CCJ CCK CCL CCM CCN CCO'.split(' ');
const SUBJECT_CODES_UBL = new Set([...SUBJECT_CODES].filter((code) => !NEWER.includes(code)));

/** A subject code stands between the first two number signs of a note, if three characters do. */
function inspectNote(element: XmlElement, note: Note): void {
  if (element.parent?.parent !== undefined) return;
  const [, subject, ...rest] = element.text.split('#', 3);
  if (subject?.length !== 3 || rest.length === 0) return;
  if (!SUBJECT_CODES_UBL.has(subject)) note('BR-CL-08', element, { actual: subject });
}

/** Of every registration for VAT, a party's or another's. */
function inspectVatId(scheme: XmlElement, note: Note): void {
  if (vatIn([scheme]) === undefined) return;
  const id = cbc(scheme, 'CompanyID');
  const written = id?.text ?? '';
  if (!isPartOfPrefix(written.slice(0, 2))) note('BR-CO-09', id ?? scheme, { actual: written });
}

const PARTICULAR: Readonly<Record<string, Inspect>> = {
  Note: inspectNote,
  PartyTaxScheme: inspectVatId,
};

/** The code lists that an element of that name is judged by. */
export function codeInspections(name: string): readonly Inspect[] {
  const lists = CHECKS.get(name) ?? [];
  const particular = Object.hasOwn(PARTICULAR, name) ? PARTICULAR[name] : undefined;
  return [
    ...lists.map(
      (check): Inspect =>
        (element, note) =>
          inspectOne(element, check, note),
    ),
    ...(particular === undefined ? [] : [particular]),
  ];
}
