/** IT-R-001 did not see a tax registration without identifier, which the official rule refuses; found by tools/fuzz. */
import { createXmlEngine } from '@ventanilla/xml';
import { createValidator } from '../../index.ts';
import { peppolBisCii } from '../format.ts';

const validator = createValidator({ formats: [peppolBisCii], engine: createXmlEngine() });
const NS = 'urn:un:unece:uncefact:data:standard:';

function codesOf(registration: string): readonly string[] {
  const seller = `<ram:SellerTradeParty><ram:PostalTradeAddress><ram:CountryID>IT</ram:CountryID></ram:PostalTradeAddress><ram:SpecifiedTaxRegistration>${registration}</ram:SpecifiedTaxRegistration></ram:SellerTradeParty>`;
  const text = `<rsm:CrossIndustryInvoice xmlns:rsm="${NS}CrossIndustryInvoice:100" xmlns:ram="${NS}ReusableAggregateBusinessInformationEntity:100"><rsm:ExchangedDocumentContext><ram:GuidelineSpecifiedDocumentContextParameter><ram:ID>urn:cen.eu:en16931:2017#compliant#urn:fdc:peppol.eu:2017:poacc:billing:3.0</ram:ID></ram:GuidelineSpecifiedDocumentContextParameter></rsm:ExchangedDocumentContext><rsm:SupplyChainTradeTransaction><ram:ApplicableHeaderTradeAgreement>${seller}</ram:ApplicableHeaderTradeAgreement></rsm:SupplyChainTradeTransaction></rsm:CrossIndustryInvoice>`;
  const reading = validator.read(new TextEncoder().encode(text));
  const { report } = validator.judge(reading, { receivedAt: '2026-03-02T10:00:00.000Z' });
  return report.faults.map(({ code }) => code);
}

it('IT-R-001: a tax registration names an identifier, of the right length where it is the fiscal one', () => {
  expect(codesOf('')).toContain('IT-R-001');
  expect(codesOf('<ram:ID schemeID="FC">123</ram:ID>')).toContain('IT-R-001');
  expect(codesOf('<ram:ID schemeID="FC">12345678901</ram:ID>')).not.toContain('IT-R-001');
  expect(codesOf('<ram:ID schemeID="VA">IT1</ram:ID>')).not.toContain('IT-R-001');
});
