import type { Deal } from '../deal.ts';

const text = JSON.stringify;

const address = (line1: string, city: string, postCode: string, country: string): string =>
  `{"line1":${text(line1)},"city":${text(city)},"postCode":${text(postCode)},"country":${text(country)}}`;

/** Our canonical invoice as JSON; amounts are text, as everywhere in the platform. */
export function writeJson(deal: Deal): string {
  const lines = deal.lines.map(
    ({ id, good, quantity, price, net, rate }) =>
      `    {"id":${text(id)},"quantity":${text(quantity)},"unit":${text(good.unece)},"netAmount":${text(net)},"price":{"net":${text(price)}},"taxCategory":"S","taxRate":${text(rate)},"item":{"name":${text(good.english)},"description":${text(good.name)}}}`,
  );
  const taxes = deal.taxes.map(
    ({ rate, taxable, tax }) =>
      `    {"taxableAmount":${text(taxable)},"taxAmount":${text(tax)},"category":"S","rate":${text(rate)}}`,
  );
  const preceding =
    deal.preceding === undefined
      ? ''
      : `  "precedingInvoices": [{"number":${text(deal.preceding.number)},"issueDate":${text(deal.preceding.issueDate)}}],\n`;
  return `{
  "ventanilla": "invoice/1",
  "number": ${text(deal.number)},
  "issueDate": ${text(deal.issueDate)},
  "typeCode": ${deal.kind === 'invoice' ? '"380"' : '"381"'},
  "currency": ${text(deal.currency)},
  "dueDate": ${text(deal.dueDate)},
  "buyerReference": ${text(deal.buyerReference)},
  "purchaseOrder": ${text(deal.order)},
  "paymentTerms": "30 días netos",
  "notes": [{"text":"Gracias por su compra. Thank you for your order."}],
  "specification": "urn:cen.eu:en16931:2017",
${preceding}  "seller": {"name":${text(deal.sellerName)},"vatId":${text(deal.sellerId)},"address":${address('Calle Mayor 1', 'Ciudad Uno', '10001', deal.sellerCountry)},"contact":{"name":"Administración","email":"facturas@example.com"}},
  "buyer": {"name":${text(deal.buyer.name)},"vatId":${text(deal.buyer.vatId)},"address":${address('Rue Neuve 2', 'Ville Deux', '20002', deal.buyer.country)}},
  "payments": [{"meansCode":"30","remittance":${text(deal.number)},"accounts":[{"id":"ES9121000418450200051332"}]}],
  "totals": {"lineNet":${text(deal.lineNet)},"withoutTax":${text(deal.withoutTax)},"tax":${text(deal.tax)},"withTax":${text(deal.withTax)},"due":${text(deal.due)}},
  "taxBreakdown": [
${taxes.join(',\n')}
  ],
  "lines": [
${lines.join(',\n')}
  ]
}
`;
}
