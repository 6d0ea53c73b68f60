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
const text = (bytes: Uint8Array): string => new TextDecoder().decode(bytes);
const noted = (note: string): string => text(ubl(`<cbc:Note>${note}</cbc:Note>`));
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

/** CPU time: what other work the machine does is no matter. Far above the most measured, 1.1 s. */
const CPU_MS_MAX = 20_000;
const times = (count: number, write: (n: number) => string): string =>
  Array.from({ length: count }, (_, n) => write(n)).join('');
const TAXED = (n: number): string =>
  `<cac:TaxCategory><cbc:ID>S</cbc:ID><cbc:Percent>${n}</cbc:Percent>${VAT}</cac:TaxCategory>`;
const FEL = 'http://www.sat.gob.gt/dte/fel/0.2.0';
const CFDI_TAX = (n: number): string =>
  `<cfdi:Traslado Base="1" Impuesto="002" TipoFactor="Tasa" TasaOCuota="0.${n}" Importe="0.16"/>`;

describe('documents as large as they may be, and larger', () => {
  it.each<[string, string, () => string]>([
    ['entity bomb', 'VEN-ADM-002', () => `<!DOCTYPE a [<!ENTITY a "a">]><a>&a;</a>`],
    ['a million elements deep', 'VEN-ADM-005', () => '<a>'.repeat(1e6) + '</a>'.repeat(1e6)],
    ['more elements than a million', 'VEN-ADM-006', () => `<a>${'<b/>'.repeat(1.1e6)}</a>`],
    [
      'a million attributes',
      'VEN-ADM-006',
      () => `<a>${`<b ${times(200, (n) => `a${n}="" `)}/>`.repeat(5_001)}</a>`,
    ],
    ['a million on one element', 'VEN-ADM-006', () => `<a ${times(1e6, (n) => `a${n}="" `)}/>`],
    ['many namespaces', 'VEN-ADM-006', () => `<a ${times(2e5, (n) => `xmlns:a${n}="u${n}" `)}/>`],
    ['a text of 15 MB', 'VEN-ADM-006', () => `<a>${'x'.repeat(15e6)}</a>`],
    ['17 MB', 'VEN-ADM-004', () => `<a>${'x'.repeat(17e6)}</a>`],
    ['a text in a million pieces', 'BR-01', () => noted(`${'a<!-- -->'.repeat(1e6)}`)],
    ['references to characters', 'BR-01', () => noted('&#x41;'.repeat(2e6))],
    [
      'UBL of 10,000 lines and taxes',
      'BR-01',
      () =>
        text(
          ubl(
            `<cac:TaxTotal>${times(1e4, (n) => `<cac:TaxSubtotal>${TAXED(n)}</cac:TaxSubtotal>`)}</cac:TaxTotal>${times(
              1e4,
              (n) => `<cac:InvoiceLine><cbc:ID>${n}</cbc:ID></cac:InvoiceLine>`,
            )}`,
          ),
        ),
    ],
    [
      'FEL of 10,000 items and taxes',
      'GEN101',
      () =>
        `<dte:GTDocumento xmlns:dte="${FEL}" Version="0.1"><dte:SAT ClaseDocumento="dte"><dte:DTE ID="DatosCertificados"><dte:DatosEmision ID="DatosEmision"><dte:Items>${times(
          1e4,
          (n) =>
            `<dte:Item NumeroLinea="${n}"><dte:Precio>1</dte:Precio><dte:Impuestos><dte:Impuesto><dte:NombreCorto>T${n}</dte:NombreCorto></dte:Impuesto></dte:Impuestos><dte:Total>1</dte:Total></dte:Item>`,
        )}</dte:Items><dte:Totales><dte:TotalImpuestos>${times(1e4, (n) => `<dte:TotalImpuesto NombreCorto="T${n}" TotalMontoImpuesto="1"/>`)}</dte:TotalImpuestos></dte:Totales></dte:DatosEmision></dte:DTE></dte:SAT></dte:GTDocumento>`,
    ],
    [
      'CFDI of 10,000 items and taxes',
      'CFDI40106',
      () =>
        `<cfdi:Comprobante xmlns:cfdi="http://www.sat.gob.mx/cfd/4" Version="4.0"><cfdi:Conceptos>${times(1e4, (n) => `<cfdi:Concepto Importe="1"><cfdi:Impuestos><cfdi:Traslados>${CFDI_TAX(n)}</cfdi:Traslados></cfdi:Impuestos></cfdi:Concepto>`)}</cfdi:Conceptos><cfdi:Impuestos><cfdi:Traslados>${times(1e4, CFDI_TAX)}</cfdi:Traslados></cfdi:Impuestos></cfdi:Comprobante>`,
    ],
    ['JSON a million deep', 'VEN-ADM-005', () => '['.repeat(1e6) + ']'.repeat(1e6)],
    ['JSON objects a million deep', 'VEN-ADM-005', () => '{"a":'.repeat(1e6)],
    [
      'JSON of 100,000 names',
      'BR-01',
      () => `{"ventanilla":"invoice/1",${times(1e5, (n) => `"k${n}":1,`)}"z":1}`,
    ],
    ['a JSON number of 10 MB', 'VEN-ADM-014', () => `{"x":${'9'.repeat(1e7)}}`],
  ])('%s: %s', (_, code, write) => {
    const bytes = encode(write());
    const before = process.cpuUsage();
    const { report } = judge(bytes);
    const { user, system } = process.cpuUsage(before);
    expect((user + system) / 1_000).toBeLessThan(CPU_MS_MAX);
    expect(report.verdict).toBe('rejected');
    expect(report.faults.map((fault) => fault.code)).toContain(code);
  });

  it('a schema that a document names is never fetched, and changes nothing', () => {
    const plain = '<Invoice ';
    const hinted = `<Invoice xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xsi:schemaLocation="${UBL}Invoice-2 http://127.0.0.1:9/x.xsd u:other file:///etc/passwd" `;
    const codes = (bytes: Uint8Array) => judge(bytes).report.faults.map(({ code }) => code);
    const document = text(ubl('<cbc:ID>1</cbc:ID>'));
    expect(codes(encode(document.replace(plain, hinted)))).toEqual(codes(encode(document)));
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
