import { formatDecimal } from '@ventanilla/invoice';
import { createXmlEngine } from '@ventanilla/xml';
import { createValidator } from '../create-validator.ts';
import { en16931Ubl } from './format.ts';

const validator = createValidator({ formats: [en16931Ubl], engine: createXmlEngine() });
const UBL = 'urn:oasis:names:specification:ubl:schema:xsd:';

const party = (name: string, vatId: string) => `<cac:Party>
<cbc:EndpointID schemeID="0088">1</cbc:EndpointID>
<cac:PostalAddress><cac:Country><cbc:IdentificationCode>ES</cbc:IdentificationCode></cac:Country></cac:PostalAddress>
<cac:PartyTaxScheme><cbc:CompanyID>${vatId}</cbc:CompanyID><cac:TaxScheme><cbc:ID>VAT</cbc:ID></cac:TaxScheme></cac:PartyTaxScheme>
<cac:PartyLegalEntity><cbc:RegistrationName>${name}</cbc:RegistrationName></cac:PartyLegalEntity>
</cac:Party>`;
const CATEGORY =
  '<cbc:ID>S</cbc:ID><cbc:Percent>21</cbc:Percent><cac:TaxScheme><cbc:ID>VAT</cbc:ID></cac:TaxScheme>';
const line = (id: number, net: string) => `<cac:InvoiceLine><cbc:ID>${id}</cbc:ID>
<cbc:InvoicedQuantity unitCode="C62">1</cbc:InvoicedQuantity>
<cbc:LineExtensionAmount currencyID="EUR">${net}</cbc:LineExtensionAmount>
<cac:Item><cbc:Name>Café</cbc:Name><cac:ClassifiedTaxCategory>${CATEGORY}</cac:ClassifiedTaxCategory></cac:Item>
<cac:Price><cbc:PriceAmount currencyID="EUR">${net}</cbc:PriceAmount></cac:Price></cac:InvoiceLine>`;
const SOUND = `<?xml version="1.0" encoding="UTF-8"?>
<Invoice xmlns="${UBL}Invoice-2" xmlns:cac="${UBL}CommonAggregateComponents-2" xmlns:cbc="${UBL}CommonBasicComponents-2">
<cbc:CustomizationID>urn:cen.eu:en16931:2017</cbc:CustomizationID>
<cbc:ID>F-1</cbc:ID>
<cbc:IssueDate>2026-03-01</cbc:IssueDate>
<cbc:InvoiceTypeCode>380</cbc:InvoiceTypeCode>
<cbc:DocumentCurrencyCode>EUR</cbc:DocumentCurrencyCode>
<cac:AccountingSupplierParty>${party('Vende SA', 'ES-A1234567B')}</cac:AccountingSupplierParty>
<cac:AccountingCustomerParty>${party('Compra SL', 'ESB7654321')}</cac:AccountingCustomerParty>
<cac:TaxTotal><cbc:TaxAmount currencyID="EUR">63.00</cbc:TaxAmount><cac:TaxSubtotal>
<cbc:TaxableAmount currencyID="EUR">300.00</cbc:TaxableAmount><cbc:TaxAmount currencyID="EUR">63.00</cbc:TaxAmount>
<cac:TaxCategory>${CATEGORY}</cac:TaxCategory></cac:TaxSubtotal></cac:TaxTotal>
<cac:LegalMonetaryTotal><cbc:LineExtensionAmount currencyID="EUR">300.00</cbc:LineExtensionAmount>
<cbc:TaxExclusiveAmount currencyID="EUR">300.00</cbc:TaxExclusiveAmount>
<cbc:TaxInclusiveAmount currencyID="EUR">363.00</cbc:TaxInclusiveAmount>
<cbc:PayableAmount currencyID="EUR">363.00</cbc:PayableAmount></cac:LegalMonetaryTotal>
${line(1, '100.00')}
${line(2, '200.00')}
</Invoice>`;

const facts = { receivedAt: '2026-03-02T10:00:00.000Z' };
const judge = (text: string, more = {}) =>
  validator.judge(validator.read(new TextEncoder().encode(text)), { ...facts, ...more });
const codes = (text: string, more = {}) => judge(text, more).report.faults.map(({ code }) => code);

describe('en16931-ubl', () => {
  it('accepts a sound invoice, and says how to key it', () => {
    const { report, summary, invoice } = judge(SOUND);
    expect(report).toMatchObject({ format: 'en16931-ubl', verdict: 'accepted', faults: [] });
    expect(summary).toEqual({
      format: 'en16931-ubl',
      documentType: '380',
      documentClass: 'invoice',
      businessKey: 'EN16931:ESA1234567B:380:F-1',
      issuerId: 'ESA1234567B',
      issuerName: 'Vende SA',
      buyerId: 'ESB7654321',
      buyerName: 'Compra SL',
      number: 'F-1',
      issueDate: '2026-03-01',
      currency: 'EUR',
      totalAmount: '363.00',
      taxAmount: '63.00',
    });
    expect(formatDecimal(invoice!.lines![1]!.netAmount!)).toBe('200.00');
  });

  it('tells every fault at once, each with path, line, expected and actual', () => {
    const broken = SOUND.replace('>200.00</cbc:LineExt', '>250.00</cbc:LineExt').replace(
      '<cbc:Name>Café</cbc:Name>',
      '',
    );
    const { report } = judge(broken);
    expect(report.verdict).toBe('rejected');
    const found = report.faults.map(({ code, path, expected, actual }) => [
      code,
      path,
      expected,
      actual,
    ]);
    expect(found).toEqual([
      ['BR-S-08', '/Invoice/cac:TaxTotal/cac:TaxSubtotal/cbc:TaxableAmount', '350.00', '300.00'],
      ['BR-CO-10', '/Invoice/cac:LegalMonetaryTotal/cbc:LineExtensionAmount', '350.00', '300.00'],
      ['BR-25', '/Invoice/cac:InvoiceLine[1]', undefined, undefined],
    ]);
    expect(report.faults.every(({ line }) => (line ?? 0) > 1)).toBe(true);
  });

  it('still judges business rules when the structure is broken', () => {
    const broken = SOUND.replace('<cbc:ID>F-1</cbc:ID>', '<cbc:Surprise/>');
    expect(codes(broken)).toEqual(expect.arrayContaining(['VEN-STR-001', 'BR-02']));
  });

  it('asks the registry, when there is one, for issuer and submitter', () => {
    const submitter = { clientId: 'c', taxpayerId: 'ESA1234567B', kind: 'taxpayer' as const };
    const taxpayer = {
      id: 'ESA1234567B',
      name: 'Vende SA',
      status: 'suspended' as const,
      affiliation: 'GEN',
      activity: '47',
      region: '01',
      size: 'small' as const,
      establishments: [],
      since: '2027-01-01',
    };
    const registry = { taxpayers: new Map(), submitter, mandates: new Set<string>() };
    expect(codes(SOUND, { registry })).toEqual(['VEN-REG-001']);
    const known = { ...registry, taxpayers: new Map([[taxpayer.id, taxpayer]]) };
    expect(codes(SOUND, { registry: known })).toEqual(['VEN-REG-002', 'VEN-REG-003']);
    const stranger = { ...registry, submitter: { ...submitter, taxpayerId: 'ESX' } };
    expect(codes(SOUND, { registry: stranger })).toEqual(['VEN-REG-001', 'VEN-SUB-001']);
    const mandated = { ...stranger, mandates: new Set(['ESA1234567B']) };
    expect(codes(SOUND, { registry: mandated })).toEqual(['VEN-REG-001']);
  });

  it('refuses tomorrow’s invoices, wherever on earth it is tomorrow', () => {
    expect(codes(SOUND, { receivedAt: '2026-02-28T11:00:00.000Z' })).toEqual([]);
    expect(codes(SOUND, { receivedAt: '2026-02-28T09:00:00.000Z' })).toEqual(['VEN-REG-004']);
  });

  it('rejects what cannot be keyed, whatever the rules say', () => {
    const long = SOUND.replace('F-1', 'F'.repeat(300));
    expect(codes(long)).toEqual(['VEN-STR-008']);
    expect(judge(long).summary).toBeUndefined();
  });
});

describe('admission', () => {
  it.each([
    ['VEN-ADM-008', ''],
    ['VEN-ADM-008', ' \n'],
    ['VEN-ADM-007', '<a/>'],
    ['VEN-ADM-007', '{"a":1}'],
    ['VEN-ADM-003', 'hello'],
    ['VEN-ADM-003', '<a>'],
    ['VEN-ADM-002', '<!DOCTYPE a><a/>'],
    ['VEN-ADM-001', '<?xml version="1.0" encoding="latin1"?><a/>'],
    ['VEN-ADM-005', '<a>'.repeat(200) + '</a>'.repeat(200)],
    ['VEN-ADM-011', '{"a":'],
    ['VEN-ADM-012', '{"a":1,"a":1}'],
    ['VEN-ADM-013', '{"a":"\\ud800"}'],
    ['VEN-ADM-014', '{"a":1e9999}'],
  ])('%s', (code, text) => {
    const { report } = judge(text);
    expect(report.faults.map((fault) => fault.code)).toEqual([code]);
    expect(report).toMatchObject({ format: 'unknown', verdict: 'rejected' });
    expect(report.stages.map(({ outcome }) => outcome)).toEqual([
      'failed',
      'skipped',
      'skipped',
      'skipped',
      'skipped',
      'skipped',
    ]);
  });
});
