import type { Deal, DealLine } from '../deal.ts';
import { escapeXml } from '../goods.ts';

/** Electronic address schemes for VAT numbers of the demonstration countries. */
const SCHEMES: Readonly<Record<string, string>> = {
  DE: '9930',
  ES: '9920',
  FR: '9957',
  IT: '0211',
  PT: '9946',
  NL: '9944',
};

const VAT = '<cac:TaxScheme><cbc:ID>VAT</cbc:ID></cac:TaxScheme>';

interface PartyFields {
  readonly name: string;
  readonly vatId: string;
  readonly country: string;
  readonly street: string;
  readonly city: string;
  readonly postCode: string;
  readonly contact: string;
}

const writeParty = (role: 'Supplier' | 'Customer', party: PartyFields): string => `
<cac:Accounting${role}Party><cac:Party>
<cbc:EndpointID schemeID="${SCHEMES[party.country] ?? '0088'}">${party.vatId}</cbc:EndpointID>
<cac:PartyIdentification><cbc:ID>${party.vatId.slice(2)}</cbc:ID></cac:PartyIdentification>
<cac:PartyName><cbc:Name>${escapeXml(party.name)}</cbc:Name></cac:PartyName>
<cac:PostalAddress><cbc:StreetName>${party.street}</cbc:StreetName><cbc:CityName>${party.city}</cbc:CityName><cbc:PostalZone>${party.postCode}</cbc:PostalZone><cac:Country><cbc:IdentificationCode>${party.country}</cbc:IdentificationCode></cac:Country></cac:PostalAddress>
<cac:PartyTaxScheme><cbc:CompanyID>${party.vatId}</cbc:CompanyID>${VAT}</cac:PartyTaxScheme>
<cac:PartyLegalEntity><cbc:RegistrationName>${escapeXml(party.name)}</cbc:RegistrationName><cbc:CompanyID>${party.vatId.slice(2)}</cbc:CompanyID></cac:PartyLegalEntity>
<cac:Contact><cbc:Name>${party.contact}</cbc:Name><cbc:Telephone>+34 900 000 000</cbc:Telephone><cbc:ElectronicMail>facturas@example.com</cbc:ElectronicMail></cac:Contact>
</cac:Party></cac:Accounting${role}Party>`;

const writeLine = (line: DealLine, deal: Deal): string => {
  const [element, quantity] =
    deal.kind === 'invoice'
      ? ['InvoiceLine', 'InvoicedQuantity']
      : ['CreditNoteLine', 'CreditedQuantity'];
  return `
<cac:${element}><cbc:ID>${line.id}</cbc:ID><cbc:${quantity} unitCode="${line.good.unece}">${line.quantity}</cbc:${quantity}><cbc:LineExtensionAmount currencyID="${deal.currency}">${line.net}</cbc:LineExtensionAmount><cac:Item><cbc:Description>${escapeXml(line.good.name)}</cbc:Description><cbc:Name>${escapeXml(line.good.english)}</cbc:Name><cac:ClassifiedTaxCategory><cbc:ID>S</cbc:ID><cbc:Percent>${line.rate}</cbc:Percent>${VAT}</cac:ClassifiedTaxCategory></cac:Item><cac:Price><cbc:PriceAmount currencyID="${deal.currency}">${line.price}</cbc:PriceAmount></cac:Price></cac:${element}>`;
};

const writeTotals = (deal: Deal): string => {
  const amount = (name: string, value: string): string =>
    value === '' ? '' : `<cbc:${name} currencyID="${deal.currency}">${value}</cbc:${name}>`;
  const subtotals = deal.taxes.map(
    ({ rate, taxable, tax }) => `
<cac:TaxSubtotal>${amount('TaxableAmount', taxable)}${amount('TaxAmount', tax)}<cac:TaxCategory><cbc:ID>S</cbc:ID><cbc:Percent>${rate}</cbc:Percent>${VAT}</cac:TaxCategory></cac:TaxSubtotal>`,
  );
  return `
<cac:TaxTotal>${amount('TaxAmount', deal.tax)}${subtotals.join('')}
</cac:TaxTotal>
<cac:LegalMonetaryTotal>${amount('LineExtensionAmount', deal.lineNet)}${amount('TaxExclusiveAmount', deal.withoutTax)}${amount('TaxInclusiveAmount', deal.withTax)}${amount('PayableAmount', deal.due)}</cac:LegalMonetaryTotal>`;
};

const optional = (name: string, value: string): string =>
  value === '' ? '' : `\n<cbc:${name}>${value}</cbc:${name}>`;

/** A UBL 2.1 Invoice or CreditNote that EN 16931 accepts, unless the deal says otherwise. */
export function writeUbl(deal: Deal): string {
  const root = deal.kind === 'invoice' ? 'Invoice' : 'CreditNote';
  const preceding =
    deal.preceding === undefined
      ? ''
      : `\n<cac:BillingReference><cac:InvoiceDocumentReference><cbc:ID>${deal.preceding.number}</cbc:ID><cbc:IssueDate>${deal.preceding.issueDate}</cbc:IssueDate></cac:InvoiceDocumentReference></cac:BillingReference>`;
  let lines = '';
  for (const line of deal.lines) lines += writeLine(line, deal);
  return `<?xml version="1.0" encoding="UTF-8"?>
<${root} xmlns="urn:oasis:names:specification:ubl:schema:xsd:${root}-2" xmlns:cac="urn:oasis:names:specification:ubl:schema:xsd:CommonAggregateComponents-2" xmlns:cbc="urn:oasis:names:specification:ubl:schema:xsd:CommonBasicComponents-2">
<cbc:CustomizationID>urn:cen.eu:en16931:2017</cbc:CustomizationID>${optional('ID', deal.number)}${optional('IssueDate', deal.issueDate)}${deal.kind === 'invoice' ? optional('DueDate', deal.dueDate) : ''}${optional(`${root}TypeCode`, deal.kind === 'invoice' ? '380' : '381')}
<cbc:Note>Gracias por su compra. Thank you for your order.</cbc:Note>${optional('DocumentCurrencyCode', deal.currency)}${optional('BuyerReference', deal.buyerReference)}
<cac:OrderReference><cbc:ID>${deal.order}</cbc:ID></cac:OrderReference>${preceding}${writeParty('Supplier', { name: deal.sellerName, vatId: deal.sellerId, country: deal.sellerCountry, street: 'Calle Mayor 1', city: 'Ciudad Uno', postCode: '10001', contact: 'Administración' })}${writeParty('Customer', { ...deal.buyer, street: 'Rue Neuve 2', city: 'Ville Deux', postCode: '20002', contact: 'Comptabilité' })}
<cac:PaymentMeans><cbc:PaymentMeansCode>30</cbc:PaymentMeansCode><cbc:PaymentID>${deal.number}</cbc:PaymentID><cac:PayeeFinancialAccount><cbc:ID>ES9121000418450200051332</cbc:ID><cbc:Name>Cuenta de cobros</cbc:Name></cac:PayeeFinancialAccount></cac:PaymentMeans>
<cac:PaymentTerms><cbc:Note>30 días netos / net 30 days</cbc:Note></cac:PaymentTerms>${writeTotals(deal)}${lines}
</${root}>
`;
}
