/** What the official rules say of mutants of our own examples, where ours said something else; found by tools/fuzz. */
import { createXmlEngine } from '@ventanilla/xml';
import { enExamples } from '../examples/en16931.ts';
import { createValidator } from '../index.ts';
import { peppolBisCii, peppolBisUbl } from '../peppol-bis/format.ts';

const validator = createValidator({
  formats: [peppolBisUbl, peppolBisCii],
  engine: createXmlEngine(),
});

/** Codes of the sound document that shows the rule, after the changes; each must find its place. */
function codesOf(
  syntax: 'ubl' | 'cii',
  shown: string,
  ...changes: readonly (readonly [from: string | RegExp, to: string])[]
): readonly string[] {
  let text = (enExamples(syntax, false).example(shown)?.passing.content ?? '').replace(
    />\s+</g,
    '><',
  );
  for (const [from, to] of changes) {
    const changed = text.replace(from, to);
    expect(changed === text).toBe(false);
    text = changed;
  }
  const reading = validator.read(new TextEncoder().encode(text));
  const { report } = validator.judge(reading, { receivedAt: '2026-05-06T16:00:00.000Z' });
  return report.faults.map(({ code }) => code);
}

const category = (code: string) =>
  `<cac:TaxCategory><cbc:ID>${code}</cbc:ID><cac:TaxScheme/></cac:TaxCategory>`;

describe('split payment in UBL', () => {
  const withheld = (code: string) =>
    `<cac:WithholdingTaxTotal><cbc:TaxAmount currencyID="EUR">1.00</cbc:TaxAmount><cac:TaxSubtotal><cbc:TaxAmount currencyID="EUR">1.00</cbc:TaxAmount>${category(code)}</cac:TaxSubtotal></cac:WithholdingTaxTotal>`;
  const totals = '<cac:LegalMonetaryTotal>';

  it('BR-B-01 sees B in a tax withheld', () => {
    expect(codesOf('ubl', 'BR-01', [totals, withheld('B') + totals])).toContain('BR-B-01');
    expect(codesOf('ubl', 'BR-01', [totals, withheld('S') + totals])).not.toContain('BR-B-01');
  });

  it('BR-B-02 does not see S in a tax withheld or on an allowance of a line', () => {
    const itself = codesOf('ubl', 'BR-B-01', [totals, withheld('S') + totals]);
    expect(itself).not.toContain('BR-B-02');
    const ofLine =
      /(<cac:InvoiceLine>.*?<cbc:BaseAmount currencyID="EUR">[\d.]+<\/cbc:BaseAmount>)/;
    const onLine = codesOf('ubl', 'BR-B-01', [ofLine, `$1${category('S')}`]);
    expect(onLine).not.toContain('BR-B-02');
    const ofDocument = /(<cac:AllowanceCharge>.*?<cac:TaxCategory><cbc:ID>)B/;
    expect(codesOf('ubl', 'BR-B-01', [ofDocument, '$1S'])).toContain('BR-B-02');
  });
});

it('in CII an indicator in digits is none to the rules on reasons and amounts', () => {
  const reasons =
    /(10.00<\/ram:ActualAmount>)<ram:ReasonCode>\w+<\/ram:ReasonCode><ram:Reason>Reason<\/ram:Reason>/g;
  const words = codesOf('cii', 'BR-01', [reasons, '$1']);
  for (const code of ['BR-33', 'BR-38', 'BR-42', 'BR-44']) expect(words).toContain(code);
  const digits = codesOf(
    'cii',
    'BR-01',
    [reasons, '$1'],
    [/Indicator>true</g, 'Indicator>1<'],
    [/Indicator>false</g, 'Indicator>0<'],
  );
  expect(digits.filter((code) => code.startsWith('BR-'))).toEqual([]);
});

it('R110 looks at every period of a line', () => {
  const later = '<cac:InvoicePeriod><cbc:StartDate>2020-01-01</cbc:StartDate></cac:InvoicePeriod>';
  const codes = codesOf('ubl', 'BR-01', [
    /(<cac:InvoiceLine>.*?<\/cac:InvoicePeriod>)/,
    `$1${later}`,
  ]);
  expect(codes).toContain('PEPPOL-EN16931-R110');
});

it('a registration under no tax is another than VAT in Sweden and Italy', () => {
  const scheme = /<cac:TaxScheme><cbc:ID>TAX<\/cbc:ID><\/cac:TaxScheme>/;
  const id = /Godkänd för F-skatt|12345678901/;
  const codes = (rule: string) => codesOf('ubl', rule, [scheme, '<cac:TaxScheme/>'], [id, 'X']);
  expect(codes('SE-R-005')).toContain('SE-R-005');
  expect(codes('IT-R-001')).toContain('IT-R-001');
});

it('a seller with two VAT identifiers is of no one country', () => {
  const cii =
    /<ram:SpecifiedTaxRegistration><ram:ID schemeID="VAT">[^/]+<\/ram:ID><\/ram:SpecifiedTaxRegistration>/;
  const wrong = [/NO974760673MVA/, 'NO974760674MVA'] as const;
  expect(codesOf('cii', 'NO-R-001', wrong)).toEqual(['NO-R-001']);
  expect(codesOf('cii', 'NO-R-001', wrong, [cii, '$&$&'])).not.toContain('NO-R-001');
});

it('two business processes in CII are none', () => {
  const process =
    /<ram:BusinessProcessSpecified.*?<\/ram:BusinessProcessSpecifiedDocumentContextParameter>/;
  expect(codesOf('cii', 'BR-01', [process, '$&$&'])).toContain('PEPPOL-EN16931-R007');
});

it('without a currency of the invoice no total is in another', () => {
  const currency = /<ram:InvoiceCurrencyCode>EUR<\/ram:InvoiceCurrencyCode>/;
  const codes = codesOf('cii', 'BR-01', [currency, '']);
  expect(codes).toContain('PEPPOL-EN16931-R053');
  expect(codes).not.toContain('PEPPOL-EN16931-R054');
});

it('BR-CO-14 in CII adds both tax amounts of one entry', () => {
  const amount = /<ram:CalculatedAmount>7.00<\/ram:CalculatedAmount>/;
  expect(codesOf('cii', 'BR-AF-08', [amount, '$&$&'])).toContain('BR-CO-14');
});

it('UBL-CR-412 warns of a due date of a payment, which a credit note has nowhere else', () => {
  const code = /(<cbc:PaymentMeansCode[^/]+<\/cbc:PaymentMeansCode>)/;
  const due = '$1<cbc:PaymentDueDate>2026-06-04</cbc:PaymentDueDate>';
  expect(codesOf('ubl', 'BR-01', [code, due])).toEqual(['UBL-CR-412']);
  expect(codesOf('ubl', 'PEPPOL-EN16931-P0101', [code, due])).toEqual([]);
});
