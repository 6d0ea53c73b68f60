/** The sound UBL documents that examples start from; every rule of the packs holds on each. */

export interface Base {
  readonly category: string;
  /** In percent; absent where the category has none. */
  readonly rate?: string;
  /** Why no tax is due, as code. */
  readonly reason?: string;
  readonly tax: string;
  readonly seller?: string;
  readonly buyer?: string;
  readonly isCredit?: boolean;
}

const VAT = '<cac:TaxScheme><cbc:ID>VAT</cbc:ID></cac:TaxScheme>';

const amount = (name: string, value: string): string =>
  `<cbc:${name} currencyID="EUR">${value}</cbc:${name}>`;

function category(name: string, { category: id, rate, reason }: Base, isBreakdown = false): string {
  const percent = rate === undefined ? '' : `<cbc:Percent>${rate}</cbc:Percent>`;
  const why =
    isBreakdown && reason !== undefined
      ? `<cbc:TaxExemptionReasonCode>${reason}</cbc:TaxExemptionReasonCode><cbc:TaxExemptionReason>Exempt</cbc:TaxExemptionReason>`
      : '';
  return `<cac:${name}><cbc:ID>${id}</cbc:ID>${percent}${why}${VAT}</cac:${name}>`;
}

function party(role: string, country: string, base: Base): string {
  const isSeller = role === 'Supplier';
  const vatId = `${country === 'GR' ? 'EL' : country}${isSeller ? '123456782' : '876543213'}`;
  const tax =
    base.category === 'O'
      ? ''
      : `<cac:PartyTaxScheme><cbc:CompanyID>${vatId}</cbc:CompanyID>${VAT}</cac:PartyTaxScheme>`;
  return `<cac:Accounting${role}Party><cac:Party><cbc:EndpointID schemeID="0088">7300010000001</cbc:EndpointID><cac:PartyIdentification><cbc:ID schemeID="0088">7300010000001</cbc:ID></cac:PartyIdentification><cac:PartyName><cbc:Name>${role} Uno</cbc:Name></cac:PartyName><cac:PostalAddress><cbc:StreetName>Calle Mayor 1</cbc:StreetName><cbc:AdditionalStreetName>Patio</cbc:AdditionalStreetName><cbc:CityName>Ciudad</cbc:CityName><cbc:PostalZone>10001</cbc:PostalZone><cbc:CountrySubentity>Norte</cbc:CountrySubentity><cac:AddressLine><cbc:Line>2</cbc:Line></cac:AddressLine><cac:Country><cbc:IdentificationCode>${country}</cbc:IdentificationCode></cac:Country></cac:PostalAddress>${tax}<cac:PartyLegalEntity><cbc:RegistrationName>${role} Uno SA</cbc:RegistrationName><cbc:CompanyID>556677</cbc:CompanyID></cac:PartyLegalEntity><cac:Contact><cbc:Name>Ana</cbc:Name><cbc:Telephone>+34 900 000 000</cbc:Telephone><cbc:ElectronicMail>ana@example.com</cbc:ElectronicMail></cac:Contact></cac:Party></cac:Accounting${role}Party>`;
}

const allowance = (isCharge: boolean, code: string, base: Base, isOfLine = false): string =>
  `<cac:AllowanceCharge><cbc:ChargeIndicator>${isCharge}</cbc:ChargeIndicator><cbc:AllowanceChargeReasonCode>${code}</cbc:AllowanceChargeReasonCode><cbc:AllowanceChargeReason>Reason</cbc:AllowanceChargeReason><cbc:MultiplierFactorNumeric>10</cbc:MultiplierFactorNumeric>${amount('Amount', '10.00')}${amount('BaseAmount', '100.00')}${isOfLine ? '' : category('TaxCategory', base)}</cac:AllowanceCharge>`;

function line(base: Base): string {
  const kind = base.isCredit ? 'CreditNoteLine' : 'InvoiceLine';
  const quantity = base.isCredit ? 'CreditedQuantity' : 'InvoicedQuantity';
  return `<cac:${kind}><cbc:ID>1</cbc:ID><cbc:Note>Note</cbc:Note><cbc:${quantity} unitCode="C62">2</cbc:${quantity}>${amount('LineExtensionAmount', '100.00')}<cbc:AccountingCost>AC</cbc:AccountingCost><cac:InvoicePeriod><cbc:StartDate>2026-04-01</cbc:StartDate><cbc:EndDate>2026-04-30</cbc:EndDate></cac:InvoicePeriod><cac:OrderLineReference><cbc:LineID>1</cbc:LineID></cac:OrderLineReference><cac:DocumentReference><cbc:ID schemeID="ABT">OBJ</cbc:ID><cbc:DocumentTypeCode>130</cbc:DocumentTypeCode></cac:DocumentReference>${allowance(false, '95', base, true)}${allowance(true, 'FC', base, true)}<cac:Item><cbc:Description>Description</cbc:Description><cbc:Name>Item</cbc:Name><cac:BuyersItemIdentification><cbc:ID>B1</cbc:ID></cac:BuyersItemIdentification><cac:SellersItemIdentification><cbc:ID>S1</cbc:ID></cac:SellersItemIdentification><cac:StandardItemIdentification><cbc:ID schemeID="0160">07300010000001</cbc:ID></cac:StandardItemIdentification><cac:OriginCountry><cbc:IdentificationCode>${base.seller ?? 'ES'}</cbc:IdentificationCode></cac:OriginCountry><cac:CommodityClassification><cbc:ItemClassificationCode listID="STI">09348023</cbc:ItemClassificationCode></cac:CommodityClassification>${category('ClassifiedTaxCategory', base)}<cac:AdditionalItemProperty><cbc:Name>Colour</cbc:Name><cbc:Value>Red</cbc:Value></cac:AdditionalItemProperty></cac:Item><cac:Price>${amount('PriceAmount', '50.00')}<cbc:BaseQuantity unitCode="C62">1</cbc:BaseQuantity><cac:AllowanceCharge><cbc:ChargeIndicator>false</cbc:ChargeIndicator>${amount('Amount', '5.00')}${amount('BaseAmount', '55.00')}</cac:AllowanceCharge></cac:Price></cac:${kind}>`;
}

function parties(base: Base): string {
  const { seller = 'ES', buyer = 'FR' } = base;
  const representative =
    base.category === 'O'
      ? ''
      : `<cac:TaxRepresentativeParty><cac:PartyName><cbc:Name>Representante</cbc:Name></cac:PartyName><cac:PostalAddress><cbc:StreetName>Calle 3</cbc:StreetName><cbc:CityName>Ciudad</cbc:CityName><cbc:PostalZone>10003</cbc:PostalZone><cac:Country><cbc:IdentificationCode>${seller}</cbc:IdentificationCode></cac:Country></cac:PostalAddress><cac:PartyTaxScheme><cbc:CompanyID>${seller === 'GR' ? 'EL' : seller}123456783</cbc:CompanyID>${VAT}</cac:PartyTaxScheme></cac:TaxRepresentativeParty>`;
  return `${party('Supplier', seller, base)}${party('Customer', buyer, base)}<cac:PayeeParty><cac:PartyIdentification><cbc:ID>P99</cbc:ID></cac:PartyIdentification><cac:PartyName><cbc:Name>Cobrador</cbc:Name></cac:PartyName><cac:PartyLegalEntity><cbc:CompanyID>998877</cbc:CompanyID></cac:PartyLegalEntity></cac:PayeeParty>${representative}`;
}

const references = (isCredit: boolean): string =>
  `<cac:InvoicePeriod><cbc:StartDate>2026-04-01</cbc:StartDate><cbc:EndDate>2026-04-30</cbc:EndDate></cac:InvoicePeriod><cac:OrderReference><cbc:ID>O1</cbc:ID><cbc:SalesOrderID>SO1</cbc:SalesOrderID></cac:OrderReference><cac:BillingReference><cac:InvoiceDocumentReference><cbc:ID>F0</cbc:ID><cbc:IssueDate>2026-03-04</cbc:IssueDate></cac:InvoiceDocumentReference></cac:BillingReference><cac:DespatchDocumentReference><cbc:ID>D1</cbc:ID></cac:DespatchDocumentReference><cac:ReceiptDocumentReference><cbc:ID>R1</cbc:ID></cac:ReceiptDocumentReference>${isCredit ? '' : '<cac:OriginatorDocumentReference><cbc:ID>T1</cbc:ID></cac:OriginatorDocumentReference>'}<cac:ContractDocumentReference><cbc:ID>C1</cbc:ID></cac:ContractDocumentReference><cac:AdditionalDocumentReference><cbc:ID>A1</cbc:ID><cbc:DocumentDescription>Timesheet</cbc:DocumentDescription><cac:Attachment><cbc:EmbeddedDocumentBinaryObject mimeCode="application/pdf" filename="a.pdf">AAAA</cbc:EmbeddedDocumentBinaryObject><cac:ExternalReference><cbc:URI>https://example.com/a.pdf</cbc:URI></cac:ExternalReference></cac:Attachment></cac:AdditionalDocumentReference>${isCredit ? '<cac:OriginatorDocumentReference><cbc:ID>T1</cbc:ID></cac:OriginatorDocumentReference>' : '<cac:ProjectReference><cbc:ID>P1</cbc:ID></cac:ProjectReference>'}`;

/** An invoice (or credit note) of one line with nearly every term of EN 16931. */
export function writeUblBase(base: Base): string {
  const { isCredit = false, tax, buyer = 'FR' } = base;
  const root = isCredit ? 'CreditNote' : 'Invoice';
  const withTax = (100 + Number(tax)).toFixed(2);
  return `<${root} xmlns="urn:oasis:names:specification:ubl:schema:xsd:${root}-2" xmlns:cac="urn:oasis:names:specification:ubl:schema:xsd:CommonAggregateComponents-2" xmlns:cbc="urn:oasis:names:specification:ubl:schema:xsd:CommonBasicComponents-2" xmlns:ext="urn:oasis:names:specification:ubl:schema:xsd:CommonExtensionComponents-2"><cbc:CustomizationID>urn:cen.eu:en16931:2017#compliant#urn:fdc:peppol.eu:2017:poacc:billing:3.0</cbc:CustomizationID><cbc:ProfileID>urn:fdc:peppol.eu:2017:poacc:billing:01:1.0</cbc:ProfileID><cbc:ID>F1</cbc:ID><cbc:IssueDate>2026-05-04</cbc:IssueDate>${isCredit ? '' : '<cbc:DueDate>2026-06-04</cbc:DueDate>'}<cbc:${root}TypeCode>${isCredit ? '381' : '380'}</cbc:${root}TypeCode><cbc:Note>Note</cbc:Note><cbc:DocumentCurrencyCode>EUR</cbc:DocumentCurrencyCode><cbc:AccountingCost>AC</cbc:AccountingCost><cbc:BuyerReference>BR</cbc:BuyerReference>${references(isCredit)}${parties(base)}<cac:Delivery><cbc:ActualDeliveryDate>2026-04-30</cbc:ActualDeliveryDate><cac:DeliveryLocation><cbc:ID schemeID="0088">7300010000001</cbc:ID><cac:Address><cbc:StreetName>Rue 1</cbc:StreetName><cbc:CityName>Ville</cbc:CityName><cbc:PostalZone>20002</cbc:PostalZone><cac:Country><cbc:IdentificationCode>${buyer}</cbc:IdentificationCode></cac:Country></cac:Address></cac:DeliveryLocation><cac:DeliveryParty><cac:PartyName><cbc:Name>Almacén</cbc:Name></cac:PartyName></cac:DeliveryParty></cac:Delivery><cac:PaymentMeans><cbc:PaymentMeansCode name="Credit transfer">58</cbc:PaymentMeansCode><cbc:PaymentID>F1</cbc:PaymentID><cac:PayeeFinancialAccount><cbc:ID>DE89370400440532013000</cbc:ID><cbc:Name>Account</cbc:Name><cac:FinancialInstitutionBranch><cbc:ID>COBADEFFXXX</cbc:ID></cac:FinancialInstitutionBranch></cac:PayeeFinancialAccount></cac:PaymentMeans><cac:PaymentTerms><cbc:Note>30 days</cbc:Note></cac:PaymentTerms>${allowance(false, '95', base)}${allowance(true, 'FC', base)}<cac:TaxTotal>${amount('TaxAmount', tax)}<cac:TaxSubtotal>${amount('TaxableAmount', '100.00')}${amount('TaxAmount', tax)}${category('TaxCategory', base, true)}</cac:TaxSubtotal></cac:TaxTotal><cac:LegalMonetaryTotal>${amount('LineExtensionAmount', '100.00')}${amount('TaxExclusiveAmount', '100.00')}${amount('TaxInclusiveAmount', withTax)}${amount('AllowanceTotalAmount', '10.00')}${amount('ChargeTotalAmount', '10.00')}${amount('PrepaidAmount', '0.00')}${amount('PayableRoundingAmount', '0.00')}${amount('PayableAmount', withTax)}</cac:LegalMonetaryTotal>${line(base)}</${root}>`;
}
