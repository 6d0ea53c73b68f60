/** What the official rules see beyond the canonical invoice; each case was found by tools/fuzz. */
import { createXmlEngine } from '@ventanilla/xml';
import { en16931Cii } from '../en16931-cii/format.ts';
import { en16931Ubl } from '../en16931-ubl/format.ts';
import { createValidator } from '../index.ts';

const validator = createValidator({
  formats: [en16931Ubl, en16931Cii],
  engine: createXmlEngine(),
});
const codesOf = (text: string): ReadonlySet<string> => {
  const reading = validator.read(new TextEncoder().encode(text));
  const { report } = validator.judge(reading, { receivedAt: '2026-03-02T10:00:00.000Z' });
  return new Set(report.faults.map(({ code }) => code));
};

const UBL = 'urn:oasis:names:specification:ubl:schema:xsd:';
const ubl = (body: string) =>
  codesOf(
    `<Invoice xmlns="${UBL}Invoice-2" xmlns:cac="${UBL}CommonAggregateComponents-2" xmlns:cbc="${UBL}CommonBasicComponents-2">${body}</Invoice>`,
  );
const CII = 'urn:un:unece:uncefact:data:standard:';
const day = (name: string, format: string, value: string) =>
  `<ram:${name}><udt:DateTimeString format="${format}">${value}</udt:DateTimeString></ram:${name}>`;
const cii = (lines: string, agreement: string, settlement: string) =>
  codesOf(
    `<rsm:CrossIndustryInvoice xmlns:rsm="${CII}CrossIndustryInvoice:100" xmlns:ram="${CII}ReusableAggregateBusinessInformationEntity:100" xmlns:udt="${CII}UnqualifiedDataType:100"><rsm:ExchangedDocumentContext/><rsm:ExchangedDocument><ram:ID>1</ram:ID>${day('IssueDateTime', '102', '20260302')}</rsm:ExchangedDocument><rsm:SupplyChainTradeTransaction>${lines}<ram:ApplicableHeaderTradeAgreement>${agreement}</ram:ApplicableHeaderTradeAgreement><ram:ApplicableHeaderTradeDelivery/><ram:ApplicableHeaderTradeSettlement>${settlement}</ram:ApplicableHeaderTradeSettlement></rsm:SupplyChainTradeTransaction></rsm:CrossIndustryInvoice>`,
  );

const scheme = (id: string) => `<cac:TaxScheme><cbc:ID>${id}</cbc:ID></cac:TaxScheme>`;
const category = (name: string, code: string, tax = 'VAT') =>
  `<cac:${name}><cbc:ID>${code}</cbc:ID><cbc:Percent>0</cbc:Percent>${scheme(tax)}</cac:${name}>`;
const item = (content: string) => `<cac:Item>${content}</cac:Item>`;
const subtotal = (content: string) =>
  `<cac:TaxTotal><cac:TaxSubtotal>${content}</cac:TaxSubtotal></cac:TaxTotal>`;
const supplier = (content: string) =>
  `<cac:AccountingSupplierParty><cac:Party>${content}</cac:Party></cac:AccountingSupplierParty>`;
const taxId = (id: string) => `<cac:PartyTaxScheme>${id}${scheme('VAT')}</cac:PartyTaxScheme>`;
const companyId = (id: string) => `<cbc:CompanyID>${id}</cbc:CompanyID>`;

describe('UBL', () => {
  it.each<[code: string, broken: string, sound: string]>([
    ['BR-CL-08', '<cbc:Note>#aai#x</cbc:Note>', '<cbc:Note>#AAI#x</cbc:Note>'],
    ['BR-CL-08', '<cbc:Note>see #XYZ# there</cbc:Note>', '<cbc:Note>see # there</cbc:Note>'],
    ['BR-CO-26', '<cac:AccountingSupplierParty/>', ''],
    ['BR-CO-26', supplier(taxId('')), supplier(taxId('') + taxId(companyId('ES1')))],
    ['BR-CO-09', supplier(taxId('') + taxId(companyId('12/3'))), supplier(taxId(companyId('')))],
    [
      'UBL-SR-13',
      supplier(
        `<cac:PartyTaxScheme>${companyId('1')}<cac:TaxScheme/></cac:PartyTaxScheme>`.repeat(2),
      ),
      supplier(taxId(companyId('ES1'))),
    ],
    // One tax of a line without category or amount.
    [
      'BR-47',
      `<cac:InvoiceLine>${subtotal('<cac:TaxCategory/>')}</cac:InvoiceLine>`,
      `<cac:InvoiceLine>${subtotal(category('TaxCategory', 'S'))}</cac:InvoiceLine>`,
    ],
    [
      'BR-46',
      `<cac:InvoiceLine>${subtotal(category('TaxCategory', 'S'))}</cac:InvoiceLine>`,
      `<cac:InvoiceLine>${subtotal('<cbc:TaxAmount>1</cbc:TaxAmount>')}</cac:InvoiceLine>`,
    ],
    // A category of a tax of a line, of an allowance of a line, of a line within a line.
    [
      'BR-E-01',
      `<cac:InvoiceLine>${subtotal(category('TaxCategory', 'E'))}</cac:InvoiceLine>`,
      `<cac:InvoiceLine>${subtotal(category('TaxCategory', 'E', 'LOC'))}</cac:InvoiceLine>`,
    ],
    [
      'BR-S-06',
      `<cac:InvoiceLine><cac:AllowanceCharge><cbc:ChargeIndicator>false</cbc:ChargeIndicator>${category('TaxCategory', 'S')}</cac:AllowanceCharge></cac:InvoiceLine>`,
      `<cac:InvoiceLine><cac:AllowanceCharge>${category('TaxCategory', 'S')}</cac:AllowanceCharge></cac:InvoiceLine>`,
    ],
    [
      'BR-G-01',
      `<cac:InvoiceLine><cac:SubInvoiceLine>${item(category('ClassifiedTaxCategory', 'G'))}</cac:SubInvoiceLine></cac:InvoiceLine>`,
      `<cac:InvoiceLine><cac:SubInvoiceLine>${item(category('ClassifiedTaxCategory', 'S'))}</cac:SubInvoiceLine></cac:InvoiceLine>`,
    ],
    // S under another tax than VAT counts in the breakdown as on the line.
    [
      'BR-S-01',
      `<cac:InvoiceLine>${item(category('ClassifiedTaxCategory', 'S', 'LOC'))}</cac:InvoiceLine>`,
      `${subtotal(category('TaxCategory', 'S', 'LOC'))}<cac:InvoiceLine>${item(category('ClassifiedTaxCategory', 'S'))}</cac:InvoiceLine>`,
    ],
    [
      'BR-S-01',
      subtotal(category('TaxCategory', 'S')),
      `<cac:InvoiceLine>${subtotal(category('TaxCategory', 'S'))}</cac:InvoiceLine>`,
    ],
    // IGIC on a line is stated by a breakdown under any tax, IPSI only under VAT.
    [
      'BR-AF-01',
      `${subtotal(category('TaxCategory', 'L'))}<cac:InvoiceLine/>`,
      `${subtotal(category('TaxCategory', 'L', 'LOC'))}<cac:InvoiceLine>${item(category('ClassifiedTaxCategory', 'L'))}</cac:InvoiceLine>`,
    ],
    [
      'BR-AG-01',
      `${subtotal(category('TaxCategory', 'M', 'LOC'))}<cac:InvoiceLine>${item(category('ClassifiedTaxCategory', 'M'))}</cac:InvoiceLine>`,
      subtotal(category('TaxCategory', 'M', 'LOC')),
    ],
    // A VAT category without its code is another than O.
    [
      'BR-O-12',
      `${subtotal(category('TaxCategory', 'O'))}<cac:InvoiceLine>${item(`<cac:ClassifiedTaxCategory>${scheme('VAT')}</cac:ClassifiedTaxCategory>`)}</cac:InvoiceLine>`,
      `${subtotal(category('TaxCategory', 'O'))}<cac:InvoiceLine>${item(category('ClassifiedTaxCategory', 'O'))}</cac:InvoiceLine>`,
    ],
    // Split payment is Italian: any other country in the document breaks it.
    [
      'BR-B-01',
      `<cac:PayeeParty><cac:PostalAddress><cac:Country><cbc:IdentificationCode>ES</cbc:IdentificationCode></cac:Country></cac:PostalAddress></cac:PayeeParty>${subtotal(category('TaxCategory', 'B', 'LOC'))}`,
      subtotal(category('TaxCategory', 'B')),
    ],
  ])('%s', (code, broken, sound) => {
    expect([...ubl(broken)]).toContain(code);
    expect([...ubl(sound)]).not.toContain(code);
  });

  it('takes white space around a date', () => {
    expect([
      ...ubl('<cbc:ID>1</cbc:ID><cbc:IssueDate> 2026-03-02\n</cbc:IssueDate>'),
    ]).not.toContain('VEN-STR-003');
    expect([...ubl('<cbc:ID>1</cbc:ID><cbc:IssueDate>2026-03-32</cbc:IssueDate>')]).toContain(
      'VEN-STR-003',
    );
  });
});

const tax = (name: string, code: string, rest = '', type = 'VAT') =>
  `<ram:${name}><ram:TypeCode>${type}</ram:TypeCode>${rest}<ram:CategoryCode>${code}</ram:CategoryCode></ram:${name}>`;
const line = (content: string) =>
  `<ram:IncludedSupplyChainTradeLineItem><ram:SpecifiedLineTradeSettlement>${content}</ram:SpecifiedLineTradeSettlement></ram:IncludedSupplyChainTradeLineItem>`;
const charge = (content: string) =>
  `<ram:SpecifiedTradeAllowanceCharge><ram:ChargeIndicator><udt:Indicator>true</udt:Indicator></ram:ChargeIndicator>${content}</ram:SpecifiedTradeAllowanceCharge>`;
const seller = (content: string) => `<ram:SellerTradeParty>${content}</ram:SellerTradeParty>`;
const VAT_ID =
  '<ram:SpecifiedTaxRegistration><ram:ID schemeID="VA">ES1</ram:ID></ram:SpecifiedTaxRegistration>';
const period = (start: string, end: string) =>
  `<ram:BillingSpecifiedPeriod>${start}${end}</ram:BillingSpecifiedPeriod>`;
const DATE =
  '<ram:TaxPointDate><udt:DateString format="102">20260101</udt:DateString></ram:TaxPointDate>';
const NO_TAX = '<ram:CalculatedAmount>0</ram:CalculatedAmount>';
const CODE = '<ram:DueDateTypeCode>5</ram:DueDateTypeCode>';
const START = day('StartDateTime', '102', '20260101');

describe('CII', () => {
  it.each<[string, readonly [string, string, string], readonly [string, string, string]]>([
    [
      'BR-O-04',
      [line(charge(tax('CategoryTradeTax', 'O'))), seller(VAT_ID), ''],
      [line(charge(tax('CategoryTradeTax', 'O'))), seller(''), ''],
    ],
    [
      'BR-Z-01',
      [line(tax('ApplicableTradeTax', 'Z', '', 'LOC')), '', ''],
      [line(tax('ApplicableTradeTax', 'Z', '', 'LOC')), '', tax('ApplicableTradeTax', 'Z')],
    ],
    [
      'BR-29',
      ['', '', period(START, day('EndDateTime', '203', '202601311200'))],
      ['', '', period(START, day('EndDateTime', '102', '20260131'))],
    ],
    [
      'BR-30',
      [line(period(START, day('EndDateTime', '102', ''))), '', ''],
      [line(period(START, '')), '', ''],
    ],
    [
      'BR-62',
      ['', seller('<ram:URIUniversalCommunication/>'), ''],
      [
        '',
        seller(
          '<ram:URIUniversalCommunication><ram:URIID schemeID="0088">1</ram:URIID></ram:URIUniversalCommunication>',
        ),
        '',
      ],
    ],
    [
      'BR-45',
      ['', '', tax('ApplicableTradeTax', 'S')],
      // In the official set the rules of O, L and M leave none for the others.
      ['', '', tax('ApplicableTradeTax', 'O')],
    ],
    // Date and code of the tax point: of any tax and anywhere, once one breakdown is not of O, L or M.
    [
      'BR-CO-03',
      [line(tax('ApplicableTradeTax', 'S', DATE)), '', tax('ApplicableTradeTax', 'S', CODE)],
      ['', '', tax('ApplicableTradeTax', 'O', DATE + CODE)],
    ],
    [
      'BR-CO-03',
      [
        '',
        '',
        charge(tax('CategoryTradeTax', 'S', CODE)) + tax('ApplicableTradeTax', 'L', DATE, 'LOC'),
      ],
      ['', '', charge(tax('CategoryTradeTax', 'S', DATE + CODE))],
    ],
    [
      'VEN-CII-001',
      ['', '', tax('ApplicableTradeTax', 'S', '<ram:BasisAmount>1</ram:BasisAmount>'.repeat(2))],
      [
        line(tax('ApplicableTradeTax', 'S', '<ram:BasisAmount>1</ram:BasisAmount>'.repeat(2))),
        '',
        '',
      ],
    ],
    // What is not subject is compared with each of two amounts, and read as neither.
    [
      'VEN-CII-001',
      ['', '', tax('ApplicableTradeTax', 'O', NO_TAX.repeat(2), 'LOC')],
      ['', '', tax('ApplicableTradeTax', 'O', NO_TAX.repeat(2))],
    ],
    [
      'VEN-STR-007',
      ['', '', '<ram:InvoiceCurrencyCode listID="x">EUR</ram:InvoiceCurrencyCode>'],
      ['', '', '<ram:InvoiceCurrencyCode listID="ISO 4217 3A">EUR</ram:InvoiceCurrencyCode>'],
    ],
  ])('%s', (code, broken, sound) => {
    expect([...cii(...broken)]).toContain(code);
    expect([...cii(...sound)]).not.toContain(code);
  });

  it('compares neither taxable amount nor tax of IGIC and IPSI', () => {
    const figures = '<ram:CalculatedAmount>9</ram:CalculatedAmount>';
    const codes = cii('', '', tax('ApplicableTradeTax', 'L', figures));
    expect([...codes].filter((code) => /^BR-A[FG]-0[89]$/.test(code))).toEqual([]);
  });
});
