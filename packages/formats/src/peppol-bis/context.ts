/** What the Peppol rules ask of a document again and again: countries, profile, currency. */
import { absolute, compare, type Decimal, decimal, subtract } from '@ventanilla/invoice';
import type { XmlElement } from '@ventanilla/xml';
import { round2, shown } from '../en16931/money.ts';
import { all, cac, cbc, path, text } from '../en16931-ubl/tree.ts';
import type { Note } from '../xml-syntax/inspector.ts';

export interface PeppolContext {
  readonly root: XmlElement;
  readonly isInvoice: boolean;
  readonly profile: string | undefined;
  readonly currency: string | undefined;
  readonly seller: XmlElement | undefined;
  readonly buyer: XmlElement | undefined;
  /** By VAT identifier first, then by address; `XX` when unknown. */
  readonly supplierCountry: string;
  readonly customerCountry: string;
  /** By address alone, as written. */
  readonly sellerAddressCountry: string;
  readonly buyerAddressCountry: string;
}

export type PeppolInspect = (element: XmlElement, note: Note, context: PeppolContext) => void;

/** First tax scheme of exactly that id. */
export const taxScheme = (party: XmlElement | undefined, id: string): XmlElement | undefined =>
  all(party, 'PartyTaxScheme').find((holder) => text(cac(holder, 'TaxScheme'), 'ID') === id);

export const vatId = (party: XmlElement | undefined): string | undefined =>
  cbc(taxScheme(party, 'VAT'), 'CompanyID')?.text;

const addressCountry = (party: XmlElement | undefined): string =>
  text(path(party, 'PostalAddress', 'Country'), 'IdentificationCode') ?? '';

export const countryOf = (...candidates: readonly (string | undefined)[]): string =>
  candidates.find((candidate) => candidate !== undefined && candidate !== '')?.toUpperCase() ??
  'XX';

/** The processes that Peppol has approved by May 2026, and which rules on types of document they follow. */
const PROFILES: ReadonlyMap<string | undefined, string> = new Map([
  ['urn:fdc:peppol.eu:2017:poacc:billing:01:1.0', '01'],
  ['urn:peppol:france:billing:regulated', '01'],
  ['urn:peppol:france:billing:non-regulated', '01'],
  ['urn:peppol:bis:billing_with_response', '02'],
]);

/**
 * The country of a party by its VAT identifier, then by the others given. Two identifiers name no
 * one country: the official rules then take none, and none of that country's rules is looked at.
 */
export function countryByVat(
  party: XmlElement | undefined,
  ...others: readonly (string | undefined)[]
): string {
  const schemes = all(party, 'PartyTaxScheme').filter(
    (holder) => text(cac(holder, 'TaxScheme'), 'ID') === 'VAT',
  );
  if (schemes.length > 1) return countryOf();
  return countryOf(cbc(schemes[0], 'CompanyID')?.text.slice(0, 2).trim(), ...others);
}

export function contextOf(root: XmlElement): PeppolContext {
  const seller = path(root, 'AccountingSupplierParty', 'Party');
  const buyer = path(root, 'AccountingCustomerParty', 'Party');
  const sellerAddressCountry = addressCountry(seller);
  const buyerAddressCountry = addressCountry(buyer);
  return {
    root,
    isInvoice: root.name === 'Invoice',
    profile: PROFILES.get(text(root, 'ProfileID')),
    currency: text(root, 'DocumentCurrencyCode'),
    seller,
    buyer,
    supplierCountry: countryByVat(
      seller,
      vatId(cac(root, 'TaxRepresentativeParty'))?.slice(0, 2).trim(),
      sellerAddressCountry,
    ),
    customerCountry: countryByVat(buyer, buyerAddressCountry),
    sellerAddressCountry,
    buyerAddressCountry,
  };
}

export const isGerman = (context: PeppolContext): boolean =>
  context.sellerAddressCountry.toUpperCase() === 'DE' &&
  context.buyerAddressCountry.toUpperCase() === 'DE';

export const isBlank = (value: string | undefined): boolean =>
  value === undefined || value.trim() === '';

/** XPath `number()`: NaN for what is no number. */
export const numberOf = (value: string | undefined): number =>
  value !== undefined && /^\s*[+-]?(\d+(\.\d*)?|\.\d+)([eE][+-]?\d+)?\s*$/.test(value)
    ? Number(value)
    : Number.NaN;

export const isNumeric = (value: string | undefined): boolean => !Number.isNaN(numberOf(value));

const SLACK = decimal(2, 2);

/** Notes an amount that is more than two hundredths from what it should be. */
export function noteUnlessNear(
  note: Note,
  code: string,
  element: XmlElement,
  { stated, expected }: { readonly stated: Decimal; readonly expected: Decimal },
): void {
  if (compare(absolute(subtract(stated, expected)), SLACK) <= 0) return;
  note(code, element, { expected: shown(round2(expected)), actual: shown(stated) });
}

/** What there is to look at in elements of each name. */
export function byName<I>(
  entries: readonly (readonly [name: string, inspect: I])[],
): ReadonlyMap<string, readonly I[]> {
  const found = new Map<string, I[]>();
  for (const [name, inspect] of entries) found.set(name, [...(found.get(name) ?? []), inspect]);
  return found;
}

/** A place to report: the element, or the nearest there is. */
export const placeOf = (context: PeppolContext, element: XmlElement | undefined): XmlElement =>
  element ?? context.root;
