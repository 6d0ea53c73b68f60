/** What the Peppol rules ask of a CII document again and again: parties, countries, profile. */
import type { XmlElement } from '@ventanilla/xml';
import { RSM_NS } from '../../en16931-cii/cii-schema.ts';
import { ram, rams, text } from '../../en16931-cii/tree.ts';
import { attribute, find } from '../../xml-syntax/read.ts';
import { countryOf } from '../context.ts';

export interface CiiContext {
  readonly root: XmlElement;
  readonly document: XmlElement | undefined;
  readonly agreement: XmlElement | undefined;
  readonly settlement: XmlElement | undefined;
  readonly lines: readonly XmlElement[];
  readonly profile: string | undefined;
  readonly type: string;
  readonly currency: string | undefined;
  readonly seller: XmlElement | undefined;
  readonly buyer: XmlElement | undefined;
  /** By VAT identifier first, then by address; `XX` when unknown. */
  readonly supplierCountry: string;
  /** By address alone, as written. */
  readonly sellerAddressCountry: string;
  readonly buyerAddressCountry: string;
}

const PROFILE = /urn:fdc:peppol\.eu:2017:poacc:billing:([0-9]{2}):1.0/;

/** Number of the billing process in a profile id; undefined when it has not that form. */
const profileIn = (id: string | undefined): string | undefined => PROFILE.exec(id ?? '')?.[1];

/** Tax registrations of one kind; the official tests ask for `VAT` and `FC`, never for `VA`. */
export const registrations = (
  party: XmlElement | undefined,
  scheme: string,
): readonly XmlElement[] =>
  rams(party, 'SpecifiedTaxRegistration').flatMap((registration) => {
    const id = ram(registration, 'ID');
    return id !== undefined && attribute(id, 'schemeID') === scheme ? [id] : [];
  });

export const vatId = (party: XmlElement | undefined): XmlElement | undefined =>
  registrations(party, 'VAT')[0];

const addressCountry = (party: XmlElement | undefined): string =>
  text(party, 'PostalTradeAddress', 'CountryID') ?? '';

const prefix = (id: XmlElement | undefined): string | undefined => id?.text.slice(0, 2).trim();

export function ciiContextOf(root: XmlElement): CiiContext {
  const document = find(root, 'ExchangedDocument', RSM_NS);
  const trade = find(root, 'SupplyChainTradeTransaction', RSM_NS);
  const process = find(root, 'ExchangedDocumentContext', RSM_NS);
  const processes = rams(process, 'BusinessProcessSpecifiedDocumentContextParameter');
  const agreement = ram(trade, 'ApplicableHeaderTradeAgreement');
  const settlement = ram(trade, 'ApplicableHeaderTradeSettlement');
  const seller = ram(agreement, 'SellerTradeParty');
  const buyer = ram(agreement, 'BuyerTradeParty');
  const sellerAddressCountry = addressCountry(seller);
  return {
    root,
    document,
    agreement,
    settlement,
    lines: rams(trade, 'IncludedSupplyChainTradeLineItem'),
    profile: processes.length > 1 ? undefined : profileIn(text(processes[0], 'ID')),
    type: text(document, 'TypeCode') ?? '',
    currency: ram(settlement, 'InvoiceCurrencyCode')?.text,
    seller,
    buyer,
    // Two VAT identifiers name no one country: the official rules then take none.
    supplierCountry:
      registrations(seller, 'VAT').length > 1
        ? countryOf()
        : countryOf(
            prefix(vatId(seller)),
            prefix(vatId(ram(agreement, 'SellerTaxRepresentativeTradeParty'))),
            sellerAddressCountry,
          ),
    sellerAddressCountry,
    buyerAddressCountry: addressCountry(buyer),
  };
}
