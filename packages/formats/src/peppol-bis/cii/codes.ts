/** PEPPOL-EN16931-CL*, F*, P* and PEPPOL-COMMON-* in CII. */
import type { XmlElement } from '@ventanilla/xml';
import {
  ALLOWANCE_REASONS,
  CHARGE_REASONS,
  CURRENCIES,
  MEDIA_TYPES,
} from '../../en16931/code-lists.ts';
import { UDT_NS } from '../../en16931-cii/cii-schema.ts';
import type { Note } from '../../xml-syntax/inspector.ts';
import { attribute } from '../../xml-syntax/read.ts';
import { isCodiceFiscale, isPartitaIva } from '../check-digits.ts';
import {
  attributeIn,
  CREDIT_NOTE_TYPES,
  codes,
  INVOICE_TYPES,
  inList,
  inspectScheme,
} from '../codes.ts';
import type { CiiContext } from './context.ts';
import { type CiiInspect, indicatorOf } from './general.ts';

/** Schemes of electronic addresses as the CII set has them: older than those of UBL. */
const EAS =
  codes(`0002 0007 0009 0037 0060 0088 0096 0097 0106 0130 0135 0142 0147 0151 0154 0158 0170
  0177 0183 0184 0188 0190 0191 0192 0193 0194 0195 0196 0198 0199 0200 0201 0202 0203 0204 0205
  0208 0209 0210 0211 0212 0213 0215 0216 0217 0218 0221 0225 0230 0235 0240 9910 9913 9914 9915
  9918 9919 9920 9922 9923 9924 9925 9926 9927 9928 9929 9930 9931 9932 9933 9934 9935 9936 9937
  9938 9939 9940 9941 9942 9943 9944 9945 9946 9947 9948 9949 9950 9951 9952 9953 9957 9959`);

/** Currencies as the CII set has them: of May 2025, before those of Curaçao and Bulgaria ended. */
const CURRENCIES_CII = new Set(
  [...CURRENCIES, 'ANG', 'BGN', 'STN'].filter((code) => !['CNH', 'STD', 'XCG'].includes(code)),
);

const TYPES = new Set([...INVOICE_TYPES, ...CREDIT_NOTE_TYPES]);

const inspectReason: CiiInspect = (element, note) => {
  if (element.parent?.name !== 'SpecifiedTradeAllowanceCharge') return;
  const indicator = indicatorOf(element.parent);
  if (indicator === 'false') inList('PEPPOL-EN16931-CL002', ALLOWANCE_REASONS)(element, note);
  else if (indicator === 'true') inList('PEPPOL-EN16931-CL003', CHARGE_REASONS)(element, note);
};

/** The official test names the document in a namespace in which it never is; ours means the document. */
const inspectType: CiiInspect = (element, note, { document, profile }) => {
  if (element.parent !== document || profile !== '01') return;
  inList('PEPPOL-EN16931-P0100', TYPES)(element, note);
};

const inspectDate: CiiInspect = (element, note) => {
  if (element.namespace !== UDT_NS) return;
  const isCompact = attribute(element, 'format')?.trim() === '102';
  if (!isCompact || !/^20[0-9]{6}$/.test(element.text)) {
    note('PEPPOL-EN16931-F001', element, { expected: 'YYYYMMDD', actual: element.text });
  }
};

const PARTIES = new Set(['BuyerTradeParty', 'SellerTradeParty']);

/** Addresses known by schemes that only addresses have. */
const ITALIAN: Readonly<Record<string, readonly [rule: string, (id: string) => boolean]>> = {
  '9906': ['R048', isPartitaIva],
  '9907': ['R046', isCodiceFiscale],
};

const inspectAddress: CiiInspect = (element, note) => {
  inspectScheme(element, note);
  const scheme = attribute(element, 'schemeID') ?? '';
  const [rule, isRight] = Object.hasOwn(ITALIAN, scheme) ? (ITALIAN[scheme] ?? []) : [];
  const actual = element.text.trim();
  if (isRight?.(actual) === false) note(`PEPPOL-COMMON-${rule}`, element, { actual });
  const holder = element.parent;
  const isOfParty =
    holder?.name === 'URIUniversalCommunication' && PARTIES.has(holder.parent?.name ?? '');
  if (isOfParty) attributeIn('PEPPOL-EN16931-CL008', 'schemeID', EAS, true)(element, note);
};

const inspectId = (element: XmlElement, note: Note, _: CiiContext): void =>
  inspectScheme(element, note);

export const CII_CODES: readonly (readonly [name: string, inspect: CiiInspect])[] = [
  ['AttachmentBinaryObject', attributeIn('PEPPOL-EN16931-CL001', 'mimeCode', MEDIA_TYPES)],
  ['ReasonCode', inspectReason],
  ['TaxTotalAmount', attributeIn('PEPPOL-EN16931-CL007', 'currencyID', CURRENCIES_CII)],
  ['TypeCode', inspectType],
  ['DateTimeString', inspectDate],
  ['URIID', inspectAddress],
  ['ID', inspectId],
  ['GlobalID', inspectId],
];
