import type { Address, Identifier, Party } from '@ventanilla/invoice';
import type { XmlElement } from '@ventanilla/xml';
import { attribute, compact, list, textOf } from '../xml-syntax/read.ts';
import { ram, rams, text } from './tree.ts';

type Maybe = XmlElement | undefined;

export function readIdentifier(element: Maybe): Identifier | undefined {
  if (element === undefined) return undefined;
  return compact<Identifier>({ id: textOf(element), scheme: attribute(element, 'schemeID') });
}

export function readAddress(element: Maybe): Address | undefined {
  if (element === undefined) return undefined;
  return compact<Address>({
    line1: text(element, 'LineOne'),
    line2: text(element, 'LineTwo'),
    line3: text(element, 'LineThree'),
    city: text(element, 'CityName'),
    postCode: text(element, 'PostcodeCode'),
    subdivision: text(element, 'CountrySubDivisionName'),
    country: text(element, 'CountryID'),
  });
}

function readContact(element: Maybe): Party['contact'] {
  if (element === undefined) return undefined;
  return compact<NonNullable<Party['contact']>>({
    name: text(element, 'PersonName') ?? text(element, 'DepartmentName'),
    phone: text(element, 'TelephoneUniversalCommunication', 'CompleteNumber'),
    email: text(element, 'EmailURIUniversalCommunication', 'URIID'),
  });
}

const registration = (party: XmlElement, scheme: 'VA' | 'FC'): string | undefined =>
  textOf(
    rams(party, 'SpecifiedTaxRegistration')
      .flatMap((holder) => rams(holder, 'ID'))
      .find((id) => attribute(id, 'schemeID') === scheme),
  );

export function readParty(party: Maybe): Party | undefined {
  if (party === undefined) return undefined;
  const legal = ram(party, 'SpecifiedLegalOrganization');
  const ids = [...rams(party, 'ID'), ...rams(party, 'GlobalID')];
  return compact<Party>({
    name: text(party, 'Name'),
    tradingName: text(legal, 'TradingBusinessName'),
    identifiers: list(ids.flatMap((id) => readIdentifier(id) ?? [])),
    legalRegistration: readIdentifier(ram(legal, 'ID')),
    vatId: registration(party, 'VA'),
    taxRegistrationId: registration(party, 'FC'),
    legalInformation: text(party, 'Description'),
    electronicAddress: readIdentifier(ram(party, 'URIUniversalCommunication', 'URIID')),
    address: readAddress(ram(party, 'PostalTradeAddress')),
    contact: readContact(ram(party, 'DefinedTradeContact')),
  });
}
