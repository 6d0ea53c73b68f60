/** Writes the XML Schema of UBL 2.1 Invoice and CreditNote from the facts table. */
import { defineSchema, type XmlSchema } from '@ventanilla/xml';
import { AGGREGATES } from './ubl-facts.ts';
import { ALIASES, BASIC_ELEMENTS } from './ubl-names.ts';

const UBL = 'urn:oasis:names:specification:ubl:schema:xsd:';
export const INVOICE_NS = `${UBL}Invoice-2`;
export const CREDIT_NOTE_NS = `${UBL}CreditNote-2`;
export const CAC_NS = `${UBL}CommonAggregateComponents-2`;
export const CBC_NS = `${UBL}CommonBasicComponents-2`;
export const EXT_NS = `${UBL}CommonExtensionComponents-2`;

/** Name, then content, of each paragraph of a table. */
export function paragraphs(table: string): [name: string, words: string[]][] {
  return table
    .replace(/\n\s+/g, ' ')
    .trim()
    .split('\n')
    .map((line) => {
      const [name = '', content = ''] = line.split(': ');
      return [name, content.trim().split(' ')];
    });
}

const OCCURS: Readonly<Record<string, string>> = {
  '?': ' minOccurs="0"',
  '*': ' minOccurs="0" maxOccurs="unbounded"',
  '+': ' maxOccurs="unbounded"',
};
const PREFIX: Readonly<Record<string, string>> = { '/': 'cac:', '@': 'ext:' };

function reference(word: string): string {
  const occurs = OCCURS[word.at(-1) ?? ''];
  const marked = occurs === undefined ? word : word.slice(0, -1);
  const prefix = PREFIX[marked[0] ?? ''];
  const name = prefix === undefined ? `cbc:${marked}` : prefix + marked.slice(1);
  return `<element ref="${name}"${occurs ?? ''}/>`;
}

const sequence = (words: readonly string[]): string =>
  `<complexType><sequence>${words.map(reference).join('')}</sequence></complexType>`;

/** Base type and attributes of each datatype; `!` marks a required attribute. */
const DATATYPES = `
Amount: decimal currencyID! currencyCodeListVersionID
BinaryObject: base64Binary mimeCode! format=string encodingCode characterSetCode uri=anyURI filename=string
Code: normalizedString listID listAgencyID listAgencyName=string listName=string listVersionID name=string languageID=language listURI=anyURI listSchemeURI=anyURI
Date: cbc:date
Identifier: normalizedString schemeID schemeName=string schemeAgencyID schemeAgencyName=string schemeVersionID schemeDataURI=anyURI schemeURI=anyURI
Indicator: boolean
Measure: decimal unitCode! unitCodeListVersionID
Name: string languageID=language languageLocaleID
Numeric: decimal format=string
Percent: decimal format=string
Quantity: decimal unitCode unitCodeListID unitCodeListAgencyID unitCodeListAgencyName=string
Rate: decimal format=string
Text: string languageID=language languageLocaleID
Time: time
`;

function datatype([name, [base = 'string', ...attributes]]: [string, string[]]): string {
  const declared = attributes.map((word) => {
    const [attribute = '', type = 'normalizedString'] = word.replace('!', '').split('=');
    const use = word.endsWith('!') ? ' use="required"' : '';
    return `<attribute name="${attribute}" type="${type}"${use}/>`;
  });
  return `<complexType name="${name}"><simpleContent><extension base="${base}">${declared.join('')}</extension></simpleContent></complexType>`;
}

const SPACES = `xmlns="http://www.w3.org/2001/XMLSchema" elementFormDefault="qualified" xmlns:cac="${CAC_NS}" xmlns:cbc="${CBC_NS}" xmlns:ext="${EXT_NS}"`;
const IMPORTS = [
  [CAC_NS, 'cac.xsd'],
  [CBC_NS, 'cbc.xsd'],
  [EXT_NS, 'ext.xsd'],
] as const;

function schema(namespace: string, body: string): string {
  const imports = IMPORTS.filter(([imported]) => imported !== namespace)
    .map(([imported, file]) => `<import namespace="${imported}" schemaLocation="${file}"/>`)
    .join('');
  return `<schema ${SPACES} targetNamespace="${namespace}">${imports}${body}</schema>`;
}

/** libxml2 takes white space around a date, which XML Schema allows, only where it also has a pattern to try. */
const DAY =
  '<simpleType name="date"><restriction base="date"><pattern value=".*"/></restriction></simpleType>';

function basicSchema(): string {
  const elements = paragraphs(BASIC_ELEMENTS).flatMap(([type, names]) =>
    names.map((name) => `<element name="${name}" type="cbc:${type}"/>`),
  );
  return schema(CBC_NS, DAY + paragraphs(DATATYPES).map(datatype).join('') + elements.join(''));
}

function aggregateSchema(): string {
  const named = paragraphs(AGGREGATES).filter(([name]) => !name.startsWith('#'));
  const types = named.map(([name, words]) =>
    sequence(words).replace('<complexType>', `<complexType name="${name}">`),
  );
  const aliases = ALIASES.trim()
    .split(/\s+/)
    .map((pair) => pair.split('=') as [string, string]);
  const elements = [...named.map(([name]) => [name, name] as const), ...aliases].map(
    ([name, type]) => `<element name="${name}" type="cac:${type}"/>`,
  );
  return schema(CAC_NS, types.join('') + elements.join(''));
}

/** Extensions hold anything of another namespace: signatures and national additions pass. */
const EXTENSIONS = `<element name="UBLExtensions"><complexType><sequence><element ref="ext:UBLExtension" maxOccurs="unbounded"/></sequence></complexType></element>
<element name="UBLExtension"><complexType><sequence><element ref="cbc:ID" minOccurs="0"/><element ref="cbc:Name" minOccurs="0"/>
${['AgencyID', 'AgencyName', 'VersionID', 'AgencyURI', 'URI', 'ReasonCode', 'Reason']
  .map((name) => `<element ref="ext:Extension${name}" minOccurs="0"/>`)
  .join('')}<element ref="ext:ExtensionContent"/></sequence></complexType></element>
${['AgencyID', 'VersionID', 'AgencyURI', 'URI'].map((name) => `<element name="Extension${name}" type="cbc:Identifier"/>`).join('')}
${['AgencyName', 'Reason'].map((name) => `<element name="Extension${name}" type="cbc:Text"/>`).join('')}
<element name="ExtensionReasonCode" type="cbc:Code"/>
<element name="ExtensionContent"><complexType><sequence><any namespace="##other" processContents="lax"/></sequence></complexType></element>`;

function documentSchema(name: string, namespace: string): string {
  const words = paragraphs(AGGREGATES).find(([paragraph]) => paragraph === `#${name}`)?.[1] ?? [];
  return schema(namespace, `<element name="${name}">${sequence(words)}</element>`);
}

function sources(): ReadonlyMap<string, string> {
  return new Map([
    ['invoice.xsd', documentSchema('Invoice', INVOICE_NS)],
    ['credit-note.xsd', documentSchema('CreditNote', CREDIT_NOTE_NS)],
    ['cac.xsd', aggregateSchema()],
    ['cbc.xsd', basicSchema()],
    ['ext.xsd', schema(EXT_NS, EXTENSIONS)],
  ]);
}

/** Compiled when the first document needs them. */
export const INVOICE_SCHEMA: XmlSchema = defineSchema('invoice.xsd', sources);
export const CREDIT_NOTE_SCHEMA: XmlSchema = defineSchema('credit-note.xsd', sources);
