/** Documents made to hurt: bounded time, bounded reports, and no rule that throws. */
import { describeWithCorpora, listFiles, readBytes } from '@ventanilla/testing/corpora';
import { createXmlEngine } from '@ventanilla/xml';
import { createValidator, formats } from './index.ts';

const validator = createValidator({ formats, engine: createXmlEngine() });
const facts = { receivedAt: '2026-03-02T10:00:00.000Z' };
const judge = (bytes: Uint8Array) => validator.judge(validator.read(bytes), facts);
const encode = (text: string) => new TextEncoder().encode(text);

const UBL = 'urn:oasis:names:specification:ubl:schema:xsd:';
const ubl = (body: string) =>
  encode(
    `<Invoice xmlns="${UBL}Invoice-2" xmlns:cac="${UBL}CommonAggregateComponents-2" xmlns:cbc="${UBL}CommonBasicComponents-2">${body}</Invoice>`,
  );
const CII = 'urn:un:unece:uncefact:data:standard:';
const cii = (settlement: string, lines = '') =>
  encode(
    `<rsm:CrossIndustryInvoice xmlns:rsm="${CII}CrossIndustryInvoice:100" xmlns:ram="${CII}ReusableAggregateBusinessInformationEntity:100" xmlns:udt="${CII}UnqualifiedDataType:100"><rsm:SupplyChainTradeTransaction>${lines}<ram:ApplicableHeaderTradeSettlement><ram:InvoiceCurrencyCode>EUR</ram:InvoiceCurrencyCode>${settlement}</ram:ApplicableHeaderTradeSettlement></rsm:SupplyChainTradeTransaction></rsm:CrossIndustryInvoice>`,
  );

const MANY = 2_000;
const VAT = '<cac:TaxScheme><cbc:ID>VAT</cbc:ID></cac:TaxScheme>';
const LINE = `<cac:InvoiceLine><cbc:UUID/><cbc:Note/><cbc:Note/><cbc:InvoicedQuantity unitCode="?">x</cbc:InvoicedQuantity><cac:Item><cac:ClassifiedTaxCategory><cbc:ID>?</cbc:ID><cbc:Percent>1</cbc:Percent>${VAT}</cac:ClassifiedTaxCategory></cac:Item></cac:InvoiceLine>`;
const SUBTOTAL = `<cac:TaxSubtotal><cac:TaxCategory><cbc:ID>S</cbc:ID><cbc:Percent>9</cbc:Percent>${VAT}</cac:TaxCategory></cac:TaxSubtotal>`;
const PEPPOL =
  '<cbc:CustomizationID>urn:cen.eu:en16931:2017#compliant#urn:fdc:peppol.eu:2017:poacc:billing:3.0</cbc:CustomizationID>';

/** Far above what any takes when linear, far below what it takes when not. */
const MILLISECONDS_MAX = 20_000;

describe('hostile documents', () => {
  it.each<[string, Uint8Array]>([
    ['many broken lines', ubl(LINE.repeat(MANY))],
    ['many broken lines, Peppol', ubl(PEPPOL + LINE.repeat(MANY))],
    ['many taxes', ubl(`<cac:TaxTotal>${SUBTOTAL.repeat(MANY)}</cac:TaxTotal>`)],
    ['many tax totals', ubl(`<cac:TaxTotal>${SUBTOTAL}</cac:TaxTotal>`.repeat(MANY))],
    ['many notes', ubl('<cbc:Note>#AAA#x</cbc:Note>'.repeat(MANY))],
    [
      'many totals and taxes',
      cii(
        `${'<ram:ApplicableTradeTax><ram:TypeCode>VAT</ram:TypeCode><ram:CalculatedAmount>1</ram:CalculatedAmount></ram:ApplicableTradeTax>'.repeat(MANY)}<ram:SpecifiedTradeSettlementHeaderMonetarySummation>${'<ram:TaxTotalAmount currencyID="EUR">1</ram:TaxTotalAmount>'.repeat(MANY)}</ram:SpecifiedTradeSettlementHeaderMonetarySummation>`,
      ),
    ],
    [
      'many quantities without a line unit',
      cii(
        '',
        '<ram:IncludedSupplyChainTradeLineItem><ram:SpecifiedLineTradeDelivery><ram:ReceivedQuantity unitCode="x">1</ram:ReceivedQuantity></ram:SpecifiedLineTradeDelivery></ram:IncludedSupplyChainTradeLineItem>'.repeat(
          MANY,
        ),
      ),
    ],
    [
      'many JSON lines',
      encode(
        `{"ventanilla":"invoice/1","lines":[${Array.from({ length: MANY }, () => '{"id":1,"x":{}}').join(',')}]}`,
      ),
    ],
    [
      'long numbers',
      ubl(
        `<cac:LegalMonetaryTotal><cbc:PayableAmount>${'9'.repeat(100_000)}</cbc:PayableAmount></cac:LegalMonetaryTotal>`,
      ),
    ],
  ])('%s: rejected with a bounded report', (_, bytes) => {
    const start = performance.now();
    const { report } = judge(bytes);
    expect(performance.now() - start).toBeLessThan(MILLISECONDS_MAX);
    expect(report.verdict).toBe('rejected');
    expect(report.faults.length).toBeLessThanOrEqual(1_000);
    expect(JSON.stringify(report).length).toBeLessThan(700_000);
  });

  it('a cut report still rejects, and says that it was cut', () => {
    const { report } = judge(ubl(LINE.repeat(300)));
    expect(report.faults.map(({ code }) => code)).toContain('VEN-REP-001');
    expect(report.faults.some(({ code }) => code === 'BR-01')).toBe(true);
  });
});

/** A small generator of our own: the same documents each time. */
function createDice(seed: number): (sides: number) => number {
  let state = seed;
  return (sides) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state % sides;
  };
}

const TOKENS = [
  '',
  '-1',
  '9'.repeat(50),
  '1e5',
  'NaN',
  '2026-02-30',
  '|',
  '#',
  'é',
  'AE',
  'K',
  ' ',
  '0',
];

/** Takes a document apart: drops, doubles or rewrites elements and values. */
function mutate(text: string, roll: (sides: number) => number): string {
  const elements = [...text.matchAll(/<([\w:]+)(?:\s[^<>]*)?>[^<>]*<\/\1>/g)];
  let mutant = text;
  for (let round = 0; round < 3 && elements.length > 0; round += 1) {
    const [whole, name = ''] = elements[roll(elements.length)] ?? [''];
    const kind = roll(4);
    const instead =
      kind === 0
        ? ''
        : kind === 1
          ? whole + whole
          : kind === 2
            ? `<${name}>${TOKENS[roll(TOKENS.length)]}</${name}>`
            : whole.replace(/\s[\w]+="[^"]*"/, '');
    mutant = mutant.replace(whole, () => instead);
  }
  return mutant;
}

describeWithCorpora('mutants of real documents', (folder) => {
  it.each([
    'en16931/ubl-examples',
    'en16931/cii-examples',
    'peppol-bis3',
    'gt-fel',
    'unit-cases/peppol-UBL-GR',
    'unit-cases/peppol-UBL-DK',
  ])('%s: every mutant is judged, none makes a rule throw', (corpus) => {
    const roll = createDice(7);
    const files = listFiles(`${folder}/${corpus}`, '.xml');
    let judged = 0;
    for (let round = 0; round < 60; round += 1) {
      const text = new TextDecoder().decode(readBytes(files[roll(files.length)]!));
      const { report } = judge(encode(mutate(text, roll)));
      expect(report.stages).toHaveLength(6);
      judged += 1;
    }
    expect(judged).toBe(60);
  });
});
