/** Writes the XML Schema of the Cross Industry Invoice D16B from the facts tables. */
import { defineSchema, type XmlSchema } from '@ventanilla/xml';
import { FIXED, QUALIFIED } from './cii-datatypes.ts';
import { AGGREGATES } from './cii-facts.ts';

const BASE = 'urn:un:unece:uncefact:data:standard:';
export const RSM_NS = `${BASE}CrossIndustryInvoice:100`;
export const RAM_NS = `${BASE}ReusableAggregateBusinessInformationEntity:100`;
export const QDT_NS = `${BASE}QualifiedDataType:100`;
export const UDT_NS = `${BASE}UnqualifiedDataType:100`;

const ROOT = 'CrossIndustryInvoice';

/** Name, then content, of each paragraph of a table. */
export const paragraphs = (table: string): [name: string, words: string[]][] =>
  table
    .replace(/\n\s+/g, ' ')
    .trim()
    .split('\n')
    .map((line) => {
      const [name = '', content = ''] = line.split(': ');
      return [name, content.trim().split(' ')];
    });

const OCCURS: Readonly<Record<string, string>> = {
  '?': ' minOccurs="0"',
  '*': ' minOccurs="0" maxOccurs="unbounded"',
  '+': ' maxOccurs="unbounded"',
};
const PREFIX: Readonly<Record<string, string>> = { '/': 'ram:', '~': 'qdt:' };

function element(word: string): string {
  const occurs = OCCURS[word.at(-1) ?? ''];
  const marked = occurs === undefined ? word : word.slice(0, -1);
  const prefix = PREFIX[marked[0] ?? ''];
  const [name = '', type = name] = (prefix === undefined ? marked : marked.slice(1)).split('=');
  return `<element name="${name}" type="${prefix ?? 'udt:'}${type}"${occurs ?? ''}/>`;
}

const sequence = (words: readonly string[]): string =>
  `<sequence>${words.map(element).join('')}</sequence>`;

/** Values of attributes that have one only, by type. */
const FIXED_VALUES: ReadonlyMap<string, ReadonlyMap<string, string>> = new Map(
  FIXED.trim()
    .split('\n')
    .map((line) => {
      const [name = '', values = ''] = line.split(': ');
      const pairs = values.split(' | ').map((pair) => pair.split('=') as [string, string]);
      const agency: [string, string][] = values.includes('listID=') ? [['listAgencyID', '6']] : [];
      return [name, new Map([...agency, ...pairs])];
    }),
);

/** Base and attributes, `name=type`; an attribute without type is a token. */
function simple(name: string, [base = 'token', ...attributes]: readonly string[]): string {
  const declared = attributes.map((word) => {
    const [attribute = '', type = 'token'] = word.split('=');
    const value = FIXED_VALUES.get(name)?.get(attribute);
    const fixed = value === undefined ? '' : ` fixed="${value}"`;
    return `<attribute name="${attribute}" type="${type === 'unit' ? 'qdt:unit' : type}"${fixed}/>`;
  });
  return `<complexType name="${name}"><simpleContent><extension base="${base}">${declared.join('')}</extension></simpleContent></complexType>`;
}

/** A moment or truth value: as formatted text, or in XML Schema's own form. */
function choice(name: string, text: string, other: string, type: string): string {
  return `<complexType name="${name}"><choice><element name="${text}" type="udt:FormattedText"/><element name="${other}" type="${type}"/></choice></complexType>`;
}

const UNQUALIFIED = `
Amount: decimal currencyID currencyCodeListVersionID
BinaryObject: base64Binary format=string mimeCode encodingCode characterSetCode uri=anyURI filename=string
Code: token listID listAgencyID listAgencyName=string listName=string listVersionID name=string languageID listURI=anyURI listSchemeURI=anyURI
ID: token schemeID schemeName=string schemeAgencyID schemeAgencyName=string schemeVersionID schemeDataURI=anyURI schemeURI=anyURI
Measure: decimal unitCode unitCodeListVersionID
Numeric: decimal format=string
Percent: decimal format=string
Quantity: decimal unitCode unitCodeListID unitCodeListAgencyID unitCodeListAgencyName=string
Rate: decimal format=string
Text: string languageID languageLocaleID
Value: decimal format=string
FormattedText: string format=string
`;

const SPACES = `xmlns="http://www.w3.org/2001/XMLSchema" elementFormDefault="qualified" xmlns:ram="${RAM_NS}" xmlns:qdt="${QDT_NS}" xmlns:udt="${UDT_NS}"`;
const IMPORTS = [
  [RAM_NS, 'ram.xsd'],
  [QDT_NS, 'qdt.xsd'],
  [UDT_NS, 'udt.xsd'],
] as const;

const schema = (namespace: string, body: string): string =>
  `<schema ${SPACES} targetNamespace="${namespace}">${IMPORTS.filter(
    ([imported]) => imported !== namespace,
  )
    .map(([imported, file]) => `<import namespace="${imported}" schemaLocation="${file}"/>`)
    .join('')}${body}</schema>`;

function sources(): ReadonlyMap<string, string> {
  const aggregates = paragraphs(AGGREGATES);
  const root = aggregates.find(([name]) => name === ROOT)?.[1] ?? [];
  const ram = aggregates
    .filter(([name]) => name !== ROOT)
    .map(([name, words]) => `<complexType name="${name}">${sequence(words)}</complexType>`);
  const qualified = paragraphs(QUALIFIED).flatMap(([kind, names]) =>
    names.map((name) => simple(name, kind.split('|'))),
  );
  return new Map([
    [
      'cii.xsd',
      schema(
        RSM_NS,
        `<element name="${ROOT}"><complexType>${sequence(root)}</complexType></element>`,
      ),
    ],
    ['ram.xsd', schema(RAM_NS, ram.join(''))],
    [
      'qdt.xsd',
      schema(
        QDT_NS,
        `${qualified.join('')}<simpleType name="unit"><restriction base="token"><minLength value="1"/><maxLength value="3"/></restriction></simpleType><complexType name="FormattedDateTime"><sequence><element name="DateTimeString" type="udt:FormattedText"/></sequence></complexType>`,
      ),
    ],
    [
      'udt.xsd',
      schema(
        UDT_NS,
        paragraphs(UNQUALIFIED)
          .map(([name, words]) => simple(name, words))
          .join('') +
          choice('DateTime', 'DateTimeString', 'DateTime', 'dateTime') +
          choice('Date', 'DateString', 'Date', 'date') +
          choice('Indicator', 'IndicatorString', 'Indicator', 'boolean'),
      ),
    ],
  ]);
}

/** Compiled when the first document needs it. */
export const CII_SCHEMA: XmlSchema = defineSchema('cii.xsd', sources);
