/** GR-R-*, GR-S-*: Greek sellers, and Greek buyers of Greek sellers. */
import type { XmlElement } from '@ventanilla/xml';
import { all, allBasic, attribute, cac, cbc, path, text } from '../en16931-ubl/tree.ts';
import type { Note } from '../xml-syntax/inspector.ts';
import { isGreekTin } from './check-digits.ts';
import {
  countryByVat,
  isBlank,
  isNumeric,
  numberOf,
  type PeppolContext,
  placeOf,
  vatId,
} from './context.ts';

const DATE = /^(0?[1-9]|[12][0-9]|3[01])[-\\/ ]?(0?[1-9]|1[0-2])[-\\/ ]?(19|20)[0-9]{2}/;
const TYPES = new Set(['1.1', '1.6', '2.1', '2.4', '5.1', '5.2']);
const MARK = '##M.AR.K##';
const URL = '##INVOICE|URL##';

const isGreek = (country: string): boolean => country === 'GR' || country === 'EL';

/** The number has six parts: TIN, date, branch, type, series, serial number. */
function inspectNumber(context: PeppolContext, note: Note): void {
  const { root, seller } = context;
  const number = cbc(root, 'ID');
  if (number === undefined) return;
  const [tin = '', date = '', branch = '', type = '', series = '', serial = ''] =
    number.text.split('|');
  const fail = (part: number, actual: string): void => note(`GR-R-001-${part}`, number, { actual });
  if (number.text.split('|').length !== 6) fail(1, number.text);
  const own = [vatId(seller), vatId(cac(root, 'TaxRepresentativeParty'))].map((id) =>
    id?.slice(2, 11),
  );
  if (tin.trim().length !== 9 || !isGreekTin(tin) || !own.includes(tin)) fail(2, tin);
  const [year = '', month = '', day = ''] = (cbc(root, 'IssueDate')?.text ?? '').split('-');
  const parts = date.split('/');
  const isSameDay = parts[0] === day && parts[1] === month && parts[2] === year;
  if (isBlank(date) || !DATE.test(date) || !isSameDay) fail(3, date);
  if (isBlank(branch) || !isNumeric(branch) || numberOf(branch) < 0) fail(4, branch);
  if (!TYPES.has(type)) fail(5, type);
  if (series === '') fail(6, series);
  if (serial === '') fail(7, serial);
}

const vatIds = (party: XmlElement | undefined): readonly XmlElement[] =>
  all(party, 'PartyTaxScheme')
    .filter((holder) => text(cac(holder, 'TaxScheme'), 'ID') === 'VAT')
    .flatMap((holder) => allBasic(holder, 'CompanyID'));

const isGreekVat = (id: string): boolean => id.startsWith('EL') && isGreekTin(id.slice(2));

function isIdentified(party: XmlElement | undefined): boolean {
  const ids = vatIds(party);
  return ids.length === 1 && isGreekVat(ids[0]?.text ?? '');
}

const isEndpoint = (endpoint: XmlElement): boolean =>
  attribute(endpoint, 'schemeID') === '9933' && isGreekTin(endpoint.text);

function inspectDocuments({ root, sellerAddressCountry }: PeppolContext, note: Note): void {
  const described = (description: string) =>
    all(root, 'AdditionalDocumentReference').filter(
      (reference) => cbc(reference, 'DocumentDescription')?.text === description,
    );
  const marks = described(MARK);
  const urls = described(URL);
  for (const reference of urls) {
    if (isBlank(cbc(path(reference, 'Attachment', 'ExternalReference'), 'URI')?.text)) {
      note('GR-R-008-3', reference, { expected: 'URI' });
    }
  }
  if (sellerAddressCountry !== 'GR') return;
  if (marks.length !== 1)
    note('GR-R-004-1', root, { expected: MARK, actual: String(marks.length) });
  if (urls.length !== 1) note('GR-S-008-1', root, { expected: URL, actual: String(urls.length) });
  if (urls.length > 1) note('GR-R-008-2', root, { expected: '≤ 1', actual: String(urls.length) });
  for (const mark of marks.flatMap((reference) => allBasic(reference, 'ID'))) {
    if (!/^[1-9]/.test(mark.text)) note('GR-R-004-2', mark, { actual: mark.text });
  }
}

export function inspectGreece(context: PeppolContext, note: Note): void {
  const { seller, buyer, supplierCountry, customerCountry, sellerAddressCountry } = context;
  const accounting = countryByVat(seller, sellerAddressCountry);
  const endpoint = cbc(seller, 'EndpointID');
  if (isGreek(accounting) && endpoint !== undefined && !isEndpoint(endpoint)) {
    note('GR-R-009', endpoint, { expected: '9933', actual: endpoint.text });
  }
  if (!isGreek(supplierCountry)) return;
  inspectNumber(context, note);
  inspectDocuments(context, note);
  const named = (party: XmlElement | undefined): boolean =>
    (cbc(cac(party, 'PartyName'), 'Name')?.text ?? '') !== '';
  if (seller !== undefined && !named(seller)) note('GR-R-002', seller, { expected: 'PartyName' });
  if (seller !== undefined && !isIdentified(seller)) note('GR-S-011', seller, { expected: 'EL…' });
  for (const id of vatIds(seller))
    if (!isGreekVat(id.text)) note('GR-R-003', id, { actual: id.text });
  if (buyer !== undefined && !named(buyer)) note('GR-R-005', buyer, { expected: 'PartyName' });
  if (!isGreek(customerCountry)) return;
  if (buyer !== undefined && !isIdentified(buyer)) {
    note('GR-R-006', placeOf(context, buyer), { expected: 'EL…' });
  }
  const buyerEndpoint = cbc(buyer, 'EndpointID');
  if (buyerEndpoint !== undefined && !isEndpoint(buyerEndpoint)) {
    note('GR-R-010', buyerEndpoint, { expected: '9933', actual: buyerEndpoint.text });
  }
}
