import type { Address, Identifier, Party } from '@ventanilla/invoice';
import type { XmlElement } from '@ventanilla/xml';
import {
  all,
  attribute,
  cac,
  cbc,
  compact,
  list,
  otherThanVatIn,
  text,
  textOf,
  vatIn,
} from './tree.ts';

type Maybe = XmlElement | undefined;

export function readIdentifier(
  element: Maybe,
  scheme: 'schemeID' | 'listID' = 'schemeID',
): Identifier | undefined {
  if (element === undefined) return undefined;
  const version = scheme === 'listID' ? 'listVersionID' : 'schemeVersionID';
  return compact<Identifier>({
    id: textOf(element),
    scheme: attribute(element, scheme),
    schemeVersion: attribute(element, version),
  });
}

export function readAddress(element: Maybe): Address | undefined {
  if (element === undefined) return undefined;
  return compact<Address>({
    line1: text(element, 'StreetName'),
    line2: text(element, 'AdditionalStreetName'),
    line3: text(cac(element, 'AddressLine'), 'Line'),
    city: text(element, 'CityName'),
    postCode: text(element, 'PostalZone'),
    subdivision: text(element, 'CountrySubentity'),
    country: text(cac(element, 'Country'), 'IdentificationCode'),
  });
}

function readContact(element: Maybe): Party['contact'] {
  if (element === undefined) return undefined;
  return compact<NonNullable<Party['contact']>>({
    name: text(element, 'Name'),
    phone: text(element, 'Telephone'),
    email: text(element, 'ElectronicMail'),
  });
}

export const isSepa = (id: Identifier): boolean => id.scheme?.toUpperCase() === 'SEPA';

export const partyIdentifiers = (party: Maybe): Identifier[] =>
  all(party, 'PartyIdentification').flatMap((holder) => readIdentifier(cbc(holder, 'ID')) ?? []);

/** Of the first VAT scheme that has one. */
const vatIdOf = (schemes: readonly XmlElement[]): string | undefined =>
  text(vatIn(schemes.filter((scheme) => cbc(scheme, 'CompanyID') !== undefined)), 'CompanyID');

/** BG-4 or BG-7: the name is the registered one. */
function readParty(party: Maybe): Party | undefined {
  if (party === undefined) return undefined;
  const legal = cac(party, 'PartyLegalEntity');
  const schemes = all(party, 'PartyTaxScheme');
  return compact<Party>({
    name: text(legal, 'RegistrationName'),
    tradingName: text(cac(party, 'PartyName'), 'Name'),
    identifiers: list(partyIdentifiers(party).filter((id) => !isSepa(id))),
    legalRegistration: readIdentifier(cbc(legal, 'CompanyID')),
    vatId: vatIdOf(schemes),
    taxRegistrationId: text(otherThanVatIn(schemes), 'CompanyID'),
    legalInformation: text(legal, 'CompanyLegalForm'),
    electronicAddress: readIdentifier(cbc(party, 'EndpointID')),
    address: readAddress(cac(party, 'PostalAddress')),
    contact: readContact(cac(party, 'Contact')),
  });
}

/** The party of a supplier or customer; one that is held but not there is empty. */
export const readHeldParty = (holder: Maybe): Party | undefined =>
  holder === undefined ? undefined : (readParty(cac(holder, 'Party')) ?? {});

/** BG-10 or BG-11: the name is the trading one. */
export function readOtherParty(party: Maybe): Party | undefined {
  if (party === undefined) return undefined;
  return compact<Party>({
    name: text(cac(party, 'PartyName'), 'Name'),
    identifiers: list(partyIdentifiers(party).filter((id) => !isSepa(id))),
    legalRegistration: readIdentifier(cbc(cac(party, 'PartyLegalEntity'), 'CompanyID')),
    vatId: vatIdOf(all(party, 'PartyTaxScheme')),
    address: readAddress(cac(party, 'PostalAddress')),
  });
}
