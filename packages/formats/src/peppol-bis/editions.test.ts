/**
 * What the editions of the official sets say where ours said something else: UBL of May 2026, CII
 * of May 2025. Found by comparing every list and code of them with ours, beside tools/fuzz.
 */
import { createXmlEngine } from '@ventanilla/xml';
import { enExamples } from '../examples/en16931.ts';
import { createValidator } from '../index.ts';
import { peppolBisCii, peppolBisUbl } from './format.ts';

const validator = createValidator({
  formats: [peppolBisUbl, peppolBisCii],
  engine: createXmlEngine(),
});

/** The sound document that shows the rule, changed. */
function faultsOf(
  syntax: 'ubl' | 'cii',
  shown: string,
  change: (text: string) => string,
): readonly string[] {
  const text = enExamples(syntax, false).example(shown)?.passing.content ?? '';
  const changed = change(text);
  expect(changed).not.toBe(text);
  const reading = validator.read(new TextEncoder().encode(changed));
  const { report } = validator.judge(reading, { receivedAt: '2026-05-06T16:00:00.000Z' });
  return report.faults.map(({ code, severity }) => `${code} ${severity}`);
}

const PROCESS = 'urn:fdc:peppol.eu:2017:poacc:billing:01:1.0';
const process = (id: string) => (text: string) => text.replaceAll(PROCESS, id);
const currency = (code: string) => (text: string) => text.replaceAll(/"EUR"/g, `"${code}"`);
const ofType = (code: string) => (text: string) =>
  text.replace(/(InvoiceTypeCode>)380/, `$1${code}`);

describe('the business process', () => {
  it('in UBL is one of those approved, and says which types there are', () => {
    expect(faultsOf('ubl', 'BR-01', process('urn:peppol:france:billing:regulated'))).toEqual([]);
    const response = process('urn:peppol:bis:billing_with_response');
    expect(faultsOf('ubl', 'BR-01', response)).toEqual([]);
    const faults = faultsOf('ubl', 'BR-01', (text) => ofType('130')(response(text)));
    expect(faults).toEqual(['PEPPOL-EN16931-P0100 fatal']);
    for (const id of ['02', '01:1x0', '99'].map((part) => PROCESS.replace('01:1.0', part))) {
      expect(faultsOf('ubl', 'BR-01', process(id))).toEqual(['PEPPOL-EN16931-R007 fatal']);
    }
  });

  it('in CII has a form', () => {
    expect(faultsOf('cii', 'BR-01', process(PROCESS.replace('01:1.0', '02:1.0')))).toEqual([]);
    const french = faultsOf('cii', 'BR-01', process('urn:peppol:france:billing:regulated'));
    expect(french).toEqual(['PEPPOL-EN16931-R007 fatal']);
  });
});

it('a currency is in the list of its set', () => {
  const unknown = 'PEPPOL-EN16931-CL007 fatal';
  expect(faultsOf('ubl', 'BR-01', currency('STN'))).not.toContain(unknown);
  expect(faultsOf('ubl', 'BR-01', currency('STD'))).toContain(unknown);
  expect(faultsOf('ubl', 'BR-01', currency('ANG'))).toContain(unknown);
  expect(faultsOf('cii', 'BR-01', currency('ANG'))).not.toContain(unknown);
  expect(faultsOf('cii', 'BR-01', currency('XCG'))).toContain(unknown);
});

it('Denmark: the buyer is registered under 0184 and UNSPSC has an edition, strictly in UBL alone', () => {
  const without = (text: string) =>
    text.replace('schemeID="0184">DK87654321', 'schemeID="0088">7300010000001');
  expect(faultsOf('ubl', 'DK-R-002', without)).toEqual(['DK-R-017 fatal']);
  const classified = (text: string) =>
    text.replace(/(<cbc:ItemClassificationCode listID=")\w+/, '$1TST');
  expect(faultsOf('ubl', 'DK-R-002', classified)).toEqual(['DK-R-003 fatal']);
  const inCii = (text: string) => text.replace(/(<ram:ClassCode listID=")\w+/, '$1TST');
  expect(faultsOf('cii', 'DK-R-002', inCii)).toEqual(['DK-R-003 warning']);
});

it('Germany: addresses of mail and documents, and discounts on a line of their own', () => {
  const mail = (address: string) => (text: string) =>
    text.replace(/(ElectronicMail>)[^<]+/, `$1${address}`);
  expect(faultsOf('ubl', 'DE-R-001', mail('ä@ö.example'))).toEqual([]);
  expect(faultsOf('ubl', 'DE-R-001', mail('a@b..example'))).toEqual(['DE-R-028 warning']);
  const terms = (start: string) => (text: string) =>
    text.replace(/(<cac:PaymentTerms>\s*<cbc:Note>)[^<]*/, `$1${start}#TAGE=14#PROZENT=2.00#\n`);
  expect(faultsOf('ubl', 'DE-R-001', terms('#SKONTO'))).toEqual([]);
  expect(faultsOf('ubl', 'DE-R-001', terms('#x#SKONTO'))).toEqual(['DE-R-018 fatal']);
});

it('Germany: a tax on allowances alone asks for the tax number of the seller, where their indicators are words', () => {
  const onAllowances = (indicator: string) => (text: string) =>
    text
      .replace(/<cac:TaxRepresentativeParty>.*<\/cac:TaxRepresentativeParty>/s, '')
      .replaceAll(/<cac:PartyTaxScheme>.*?<\/cac:PartyTaxScheme>/gs, '')
      .replace(/(<cac:ClassifiedTaxCategory>\s*<cbc:ID>)S/g, '$1O')
      .replace(/(ChargeIndicator>)(?:true|false)/g, `$1${indicator}`);
  expect(faultsOf('ubl', 'DE-R-016', onAllowances('true'))).toContain('DE-R-016 fatal');
  expect(faultsOf('ubl', 'DE-R-016', onAllowances('1'))).not.toContain('DE-R-016 fatal');
});

it('a subject code of the newest edition is known in CII, not in UBL', () => {
  const note = (text: string) => text.replace(/(<cbc:Note>)Note</, '$1#BAT#Note<');
  expect(faultsOf('ubl', 'BR-01', note)).toEqual(['BR-CL-08 fatal']);
});
