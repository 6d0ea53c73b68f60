/** Sound invoices of our own making with almost every term, one for each VAT category and syntax. */
import type { Syntax } from '../../packages/testing/src/official-rules/official.ts';

interface Category {
  readonly code: string;
  /** In percent; none for what is not subject to VAT. */
  readonly rate?: number;
  readonly isExempt?: boolean;
}

const CATEGORIES: readonly Category[] = [
  { code: 'S', rate: 20 },
  { code: 'Z', rate: 0 },
  { code: 'E', rate: 0, isExempt: true },
  { code: 'AE', rate: 0, isExempt: true },
  { code: 'K', rate: 0, isExempt: true },
  { code: 'G', rate: 0, isExempt: true },
  { code: 'O', isExempt: true },
  { code: 'L', rate: 7 },
  { code: 'M', rate: 4 },
  { code: 'B', rate: 22 },
];

/** Two lines of 100.00, each with an allowance and a charge of 10.00 inside; so has the document. */
const NET = 200;
const country = ({ code }: Category) => (code === 'B' ? 'IT' : 'ES');
const taxOf = ({ rate = 0 }: Category) => ((NET * rate) / 100).toFixed(2);
const totalOf = ({ rate = 0 }: Category) => (NET + (NET * rate) / 100).toFixed(2);
const when = (isThere: boolean, text: string): string => (isThere ? text : '');

const UBL = 'urn:oasis:names:specification:ubl:schema:xsd:';

function ubl(category: Category, isCredit: boolean): string {
  const { code, rate, isExempt = false } = category;
  const kind = isCredit ? 'CreditNote' : 'Invoice';
  const hasVat = code !== 'O';
  const money = (name: string, value: string) =>
    `<cbc:${name} currencyID="EUR">${value}</cbc:${name}>`;
  const scheme = '<cac:TaxScheme><cbc:ID>VAT</cbc:ID></cac:TaxScheme>';
  const tax = (name: string, reason = '') =>
    `<cac:${name}><cbc:ID>${code}</cbc:ID>${when(rate !== undefined, `<cbc:Percent>${rate}</cbc:Percent>`)}${reason}${scheme}</cac:${name}>`;
  const adjustment = (isCharge: boolean, taxCategory: string) =>
    `<cac:AllowanceCharge><cbc:ChargeIndicator>${isCharge}</cbc:ChargeIndicator><cbc:AllowanceChargeReasonCode>${isCharge ? 'FC' : '95'}</cbc:AllowanceChargeReasonCode><cbc:AllowanceChargeReason>Reason</cbc:AllowanceChargeReason><cbc:MultiplierFactorNumeric>10</cbc:MultiplierFactorNumeric>${money('Amount', '10.00')}${money('BaseAmount', '100.00')}${taxCategory}</cac:AllowanceCharge>`;
  const address = (name: string) =>
    `<cac:${name}><cbc:StreetName>Street 1</cbc:StreetName><cbc:AdditionalStreetName>2</cbc:AdditionalStreetName><cbc:CityName>City</cbc:CityName><cbc:PostalZone>01001</cbc:PostalZone><cbc:CountrySubentity>Part</cbc:CountrySubentity><cac:AddressLine><cbc:Line>3</cbc:Line></cac:AddressLine><cac:Country><cbc:IdentificationCode>${country(category)}</cbc:IdentificationCode></cac:Country></cac:${name}>`;
  const vatId = (id: string) =>
    when(
      hasVat,
      `<cac:PartyTaxScheme><cbc:CompanyID>${country(category)}${id}</cbc:CompanyID>${scheme}</cac:PartyTaxScheme>`,
    );
  const local =
    '<cac:PartyTaxScheme><cbc:CompanyID>LOC-1</cbc:CompanyID><cac:TaxScheme><cbc:ID>LOC</cbc:ID></cac:TaxScheme></cac:PartyTaxScheme>';
  const party = (name: string, extra: string, form: string) =>
    `<cac:Party><cbc:EndpointID schemeID="0088">${name}-1</cbc:EndpointID><cac:PartyIdentification><cbc:ID schemeID="0088">${name}-2</cbc:ID></cac:PartyIdentification><cac:PartyName><cbc:Name>${name} trading</cbc:Name></cac:PartyName>${address('PostalAddress')}${vatId(`${name}3`)}${extra}<cac:PartyLegalEntity><cbc:RegistrationName>${name}</cbc:RegistrationName><cbc:CompanyID schemeID="0002">${name}-4</cbc:CompanyID>${form}</cac:PartyLegalEntity><cac:Contact><cbc:Name>Person</cbc:Name><cbc:Telephone>1</cbc:Telephone><cbc:ElectronicMail>a@example.org</cbc:ElectronicMail></cac:Contact></cac:Party>`;
  const period = (extra = '') =>
    `<cac:InvoicePeriod><cbc:StartDate>2026-01-01</cbc:StartDate><cbc:EndDate>2026-01-31</cbc:EndDate>${extra}</cac:InvoicePeriod>`;
  const reference = (name: string, extra = '') =>
    `<cac:${name}><cbc:ID>${name}</cbc:ID>${extra}</cac:${name}>`;
  const line = (id: number) =>
    `<cac:${kind}Line><cbc:ID>${id}</cbc:ID><cbc:Note>Note</cbc:Note><cbc:${isCredit ? 'Credited' : 'Invoiced'}Quantity unitCode="C62">10</cbc:${isCredit ? 'Credited' : 'Invoiced'}Quantity>${money('LineExtensionAmount', '100.00')}<cbc:AccountingCost>Cost</cbc:AccountingCost>${period()}<cac:OrderLineReference><cbc:LineID>1</cbc:LineID></cac:OrderLineReference><cac:DocumentReference><cbc:ID schemeID="AAB">Object</cbc:ID><cbc:DocumentTypeCode>130</cbc:DocumentTypeCode></cac:DocumentReference>${adjustment(false, '')}${adjustment(true, '')}<cac:Item><cbc:Description>Thing</cbc:Description><cbc:Name>Thing</cbc:Name><cac:BuyersItemIdentification><cbc:ID>B</cbc:ID></cac:BuyersItemIdentification><cac:SellersItemIdentification><cbc:ID>S</cbc:ID></cac:SellersItemIdentification><cac:StandardItemIdentification><cbc:ID schemeID="0160">G</cbc:ID></cac:StandardItemIdentification><cac:OriginCountry><cbc:IdentificationCode>${country(category)}</cbc:IdentificationCode></cac:OriginCountry><cac:CommodityClassification><cbc:ItemClassificationCode listID="STI">9873242</cbc:ItemClassificationCode></cac:CommodityClassification>${tax('ClassifiedTaxCategory')}<cac:AdditionalItemProperty><cbc:Name>Colour</cbc:Name><cbc:Value>Red</cbc:Value></cac:AdditionalItemProperty></cac:Item><cac:Price>${money('PriceAmount', '10.00')}<cbc:BaseQuantity unitCode="C62">1</cbc:BaseQuantity><cac:AllowanceCharge><cbc:ChargeIndicator>false</cbc:ChargeIndicator>${money('Amount', '1.00')}${money('BaseAmount', '11.00')}</cac:AllowanceCharge></cac:Price></cac:${kind}Line>`;
  const means = `<cac:PaymentMeans><cbc:PaymentMeansCode name="Transfer">30</cbc:PaymentMeansCode><cbc:PaymentID>Pay-1</cbc:PaymentID><cac:CardAccount><cbc:PrimaryAccountNumberID>1234</cbc:PrimaryAccountNumberID><cbc:NetworkID>N</cbc:NetworkID><cbc:HolderName>Holder</cbc:HolderName></cac:CardAccount><cac:PayeeFinancialAccount><cbc:ID>ES00</cbc:ID><cbc:Name>Account</cbc:Name><cac:FinancialInstitutionBranch><cbc:ID>BIC</cbc:ID></cac:FinancialInstitutionBranch></cac:PayeeFinancialAccount><cac:PaymentMandate><cbc:ID>Mandate</cbc:ID><cac:PayerFinancialAccount><cbc:ID>ES01</cbc:ID></cac:PayerFinancialAccount></cac:PaymentMandate></cac:PaymentMeans>`;
  const references = [
    reference('DespatchDocumentReference'),
    reference('ReceiptDocumentReference'),
    ...(isCredit ? [] : [reference('OriginatorDocumentReference')]),
    reference('ContractDocumentReference'),
    reference(
      'AdditionalDocumentReference',
      '<cbc:DocumentDescription>File</cbc:DocumentDescription><cac:Attachment><cbc:EmbeddedDocumentBinaryObject mimeCode="application/pdf" filename="a.pdf">QQ==</cbc:EmbeddedDocumentBinaryObject><cac:ExternalReference><cbc:URI>https://example.org/a</cbc:URI></cac:ExternalReference></cac:Attachment>',
    ),
    `<cac:AdditionalDocumentReference><cbc:ID schemeID="AAB">Object</cbc:ID><cbc:DocumentTypeCode>130</cbc:DocumentTypeCode></cac:AdditionalDocumentReference>`,
    ...(isCredit ? [reference('OriginatorDocumentReference')] : [reference('ProjectReference')]),
  ];
  const reason = when(isExempt, '<cbc:TaxExemptionReason>Because</cbc:TaxExemptionReason>');
  const head = isCredit
    ? '<cbc:CreditNoteTypeCode>381</cbc:CreditNoteTypeCode><cbc:Note>#AAI#Note</cbc:Note>'
    : '<cbc:DueDate>2026-03-01</cbc:DueDate><cbc:InvoiceTypeCode>380</cbc:InvoiceTypeCode><cbc:Note>#AAI#Note</cbc:Note>';
  return `<${kind} xmlns="${UBL}${kind}-2" xmlns:cac="${UBL}CommonAggregateComponents-2" xmlns:cbc="${UBL}CommonBasicComponents-2"><cbc:CustomizationID>urn:cen.eu:en16931:2017</cbc:CustomizationID><cbc:ProfileID>Process</cbc:ProfileID><cbc:ID>Own-${code}</cbc:ID><cbc:IssueDate>2026-02-01</cbc:IssueDate>${head}<cbc:DocumentCurrencyCode>EUR</cbc:DocumentCurrencyCode><cbc:TaxCurrencyCode>SEK</cbc:TaxCurrencyCode><cbc:AccountingCost>Cost</cbc:AccountingCost><cbc:BuyerReference>Ref</cbc:BuyerReference>${period('<cbc:DescriptionCode>35</cbc:DescriptionCode>')}<cac:OrderReference><cbc:ID>Order</cbc:ID><cbc:SalesOrderID>Sale</cbc:SalesOrderID></cac:OrderReference><cac:BillingReference><cac:InvoiceDocumentReference><cbc:ID>Before</cbc:ID><cbc:IssueDate>2025-12-01</cbc:IssueDate></cac:InvoiceDocumentReference></cac:BillingReference>${references.join('')}<cac:AccountingSupplierParty>${party('Seller', local, '<cbc:CompanyLegalForm>Form</cbc:CompanyLegalForm>')}</cac:AccountingSupplierParty><cac:AccountingCustomerParty>${party('Buyer', '', '')}</cac:AccountingCustomerParty><cac:PayeeParty><cac:PartyIdentification><cbc:ID schemeID="0088">Payee-1</cbc:ID></cac:PartyIdentification><cac:PartyName><cbc:Name>Payee</cbc:Name></cac:PartyName><cac:PartyLegalEntity><cbc:CompanyID schemeID="0002">Payee-2</cbc:CompanyID></cac:PartyLegalEntity></cac:PayeeParty>${when(hasVat, `<cac:TaxRepresentativeParty><cac:PartyName><cbc:Name>Representative</cbc:Name></cac:PartyName>${address('PostalAddress')}${vatId('R1')}</cac:TaxRepresentativeParty>`)}<cac:Delivery><cbc:ActualDeliveryDate>2026-01-15</cbc:ActualDeliveryDate><cac:DeliveryLocation><cbc:ID schemeID="0088">Place</cbc:ID>${address('Address')}</cac:DeliveryLocation><cac:DeliveryParty><cac:PartyName><cbc:Name>Taker</cbc:Name></cac:PartyName></cac:DeliveryParty></cac:Delivery>${means}<cac:PaymentTerms><cbc:Note>Soon</cbc:Note></cac:PaymentTerms>${adjustment(false, tax('TaxCategory'))}${adjustment(true, tax('TaxCategory'))}<cac:TaxTotal>${money('TaxAmount', taxOf(category))}<cac:TaxSubtotal>${money('TaxableAmount', NET.toFixed(2))}${money('TaxAmount', taxOf(category))}${tax('TaxCategory', reason)}</cac:TaxSubtotal></cac:TaxTotal><cac:TaxTotal><cbc:TaxAmount currencyID="SEK">1.00</cbc:TaxAmount></cac:TaxTotal><cac:LegalMonetaryTotal>${money('LineExtensionAmount', '200.00')}${money('TaxExclusiveAmount', '200.00')}${money('TaxInclusiveAmount', totalOf(category))}${money('AllowanceTotalAmount', '10.00')}${money('ChargeTotalAmount', '10.00')}${money('PrepaidAmount', '0.00')}${money('PayableRoundingAmount', '0.00')}${money('PayableAmount', totalOf(category))}</cac:LegalMonetaryTotal>${line(1)}${line(2)}</${kind}>`;
}

const UN = 'urn:un:unece:uncefact:data:standard:';

function cii(category: Category): string {
  const { code, rate, isExempt = false } = category;
  const hasVat = code !== 'O';
  const day = (name: string, value: string, space = 'udt') =>
    `<ram:${name}><${space}:DateTimeString format="102">${value}</${space}:DateTimeString></ram:${name}>`;
  const percent = when(
    rate !== undefined,
    `<ram:RateApplicablePercent>${rate}</ram:RateApplicablePercent>`,
  );
  const tax = (name: string) =>
    `<ram:${name}><ram:TypeCode>VAT</ram:TypeCode><ram:CategoryCode>${code}</ram:CategoryCode>${percent}</ram:${name}>`;
  const adjustment = (isCharge: boolean, taxCategory: string) =>
    `<ram:SpecifiedTradeAllowanceCharge><ram:ChargeIndicator><udt:Indicator>${isCharge}</udt:Indicator></ram:ChargeIndicator><ram:CalculationPercent>10</ram:CalculationPercent><ram:BasisAmount>100.00</ram:BasisAmount><ram:ActualAmount>10.00</ram:ActualAmount><ram:ReasonCode>${isCharge ? 'FC' : '95'}</ram:ReasonCode><ram:Reason>Reason</ram:Reason>${taxCategory}</ram:SpecifiedTradeAllowanceCharge>`;
  const period = `<ram:BillingSpecifiedPeriod>${day('StartDateTime', '20260101')}${day('EndDateTime', '20260131')}</ram:BillingSpecifiedPeriod>`;
  const address = `<ram:PostalTradeAddress><ram:PostcodeCode>01001</ram:PostcodeCode><ram:LineOne>Street 1</ram:LineOne><ram:LineTwo>2</ram:LineTwo><ram:LineThree>3</ram:LineThree><ram:CityName>City</ram:CityName><ram:CountryID>${country(category)}</ram:CountryID><ram:CountrySubDivisionName>Part</ram:CountrySubDivisionName></ram:PostalTradeAddress>`;
  const registration = (scheme: string, id: string) =>
    `<ram:SpecifiedTaxRegistration><ram:ID schemeID="${scheme}">${id}</ram:ID></ram:SpecifiedTaxRegistration>`;
  const vatId = (id: string) => when(hasVat, registration('VA', `${country(category)}${id}`));
  const contact = `<ram:DefinedTradeContact><ram:PersonName>Person</ram:PersonName><ram:TelephoneUniversalCommunication><ram:CompleteNumber>1</ram:CompleteNumber></ram:TelephoneUniversalCommunication><ram:EmailURIUniversalCommunication><ram:URIID>a@example.org</ram:URIID></ram:EmailURIUniversalCommunication></ram:DefinedTradeContact>`;
  const legal = (name: string) =>
    `<ram:SpecifiedLegalOrganization><ram:ID schemeID="0002">${name}-4</ram:ID><ram:TradingBusinessName>${name} trading</ram:TradingBusinessName></ram:SpecifiedLegalOrganization>`;
  const party = (element: string, name: string, extra = '') =>
    `<ram:${element}><ram:GlobalID schemeID="0088">${name}-2</ram:GlobalID><ram:Name>${name}</ram:Name>${legal(name)}${contact}${address}<ram:URIUniversalCommunication><ram:URIID schemeID="0088">${name}-1</ram:URIID></ram:URIUniversalCommunication>${vatId(`${name}3`)}${extra}</ram:${element}>`;
  const reference = (name: string, extra = '') =>
    `<ram:${name}><ram:IssuerAssignedID>${name}</ram:IssuerAssignedID>${extra}</ram:${name}>`;
  const line = (id: number) =>
    `<ram:IncludedSupplyChainTradeLineItem><ram:AssociatedDocumentLineDocument><ram:LineID>${id}</ram:LineID><ram:IncludedNote><ram:Content>Note</ram:Content></ram:IncludedNote></ram:AssociatedDocumentLineDocument><ram:SpecifiedTradeProduct><ram:GlobalID schemeID="0160">G</ram:GlobalID><ram:SellerAssignedID>S</ram:SellerAssignedID><ram:BuyerAssignedID>B</ram:BuyerAssignedID><ram:Name>Thing</ram:Name><ram:Description>Thing</ram:Description><ram:ApplicableProductCharacteristic><ram:Description>Colour</ram:Description><ram:Value>Red</ram:Value></ram:ApplicableProductCharacteristic><ram:DesignatedProductClassification><ram:ClassCode listID="STI">9873242</ram:ClassCode></ram:DesignatedProductClassification><ram:OriginTradeCountry><ram:ID>${country(category)}</ram:ID></ram:OriginTradeCountry></ram:SpecifiedTradeProduct><ram:SpecifiedLineTradeAgreement><ram:BuyerOrderReferencedDocument><ram:LineID>1</ram:LineID></ram:BuyerOrderReferencedDocument><ram:GrossPriceProductTradePrice><ram:ChargeAmount>11.00</ram:ChargeAmount><ram:BasisQuantity unitCode="C62">1</ram:BasisQuantity><ram:AppliedTradeAllowanceCharge><ram:ChargeIndicator><udt:Indicator>false</udt:Indicator></ram:ChargeIndicator><ram:ActualAmount>1.00</ram:ActualAmount></ram:AppliedTradeAllowanceCharge></ram:GrossPriceProductTradePrice><ram:NetPriceProductTradePrice><ram:ChargeAmount>10.00</ram:ChargeAmount><ram:BasisQuantity unitCode="C62">1</ram:BasisQuantity></ram:NetPriceProductTradePrice></ram:SpecifiedLineTradeAgreement><ram:SpecifiedLineTradeDelivery><ram:BilledQuantity unitCode="C62">10</ram:BilledQuantity></ram:SpecifiedLineTradeDelivery><ram:SpecifiedLineTradeSettlement>${tax('ApplicableTradeTax')}${period}${adjustment(false, '')}${adjustment(true, '')}<ram:SpecifiedTradeSettlementLineMonetarySummation><ram:LineTotalAmount>100.00</ram:LineTotalAmount></ram:SpecifiedTradeSettlementLineMonetarySummation><ram:AdditionalReferencedDocument><ram:IssuerAssignedID>Object</ram:IssuerAssignedID><ram:TypeCode>130</ram:TypeCode><ram:ReferenceTypeCode>AAB</ram:ReferenceTypeCode></ram:AdditionalReferencedDocument><ram:ReceivableSpecifiedTradeAccountingAccount><ram:ID>Cost</ram:ID></ram:ReceivableSpecifiedTradeAccountingAccount></ram:SpecifiedLineTradeSettlement></ram:IncludedSupplyChainTradeLineItem>`;
  const agreement = `<ram:ApplicableHeaderTradeAgreement><ram:BuyerReference>Ref</ram:BuyerReference>${party('SellerTradeParty', 'Seller', registration('FC', 'LOC-1'))}${party('BuyerTradeParty', 'Buyer')}${when(hasVat, `<ram:SellerTaxRepresentativeTradeParty><ram:Name>Representative</ram:Name>${address}${vatId('R1')}</ram:SellerTaxRepresentativeTradeParty>`)}${reference('SellerOrderReferencedDocument')}${reference('BuyerOrderReferencedDocument')}${reference('ContractReferencedDocument')}${reference('AdditionalReferencedDocument', '<ram:URIID>https://example.org/a</ram:URIID><ram:TypeCode>916</ram:TypeCode><ram:Name>File</ram:Name><ram:AttachmentBinaryObject mimeCode="application/pdf" filename="a.pdf">QQ==</ram:AttachmentBinaryObject>')}${reference('AdditionalReferencedDocument', '<ram:TypeCode>50</ram:TypeCode>')}${reference('AdditionalReferencedDocument', '<ram:TypeCode>130</ram:TypeCode><ram:ReferenceTypeCode>AAB</ram:ReferenceTypeCode>')}<ram:SpecifiedProcuringProject><ram:ID>Project</ram:ID><ram:Name>Project reference</ram:Name></ram:SpecifiedProcuringProject></ram:ApplicableHeaderTradeAgreement>`;
  const delivery = `<ram:ApplicableHeaderTradeDelivery><ram:ShipToTradeParty><ram:GlobalID schemeID="0088">Place</ram:GlobalID><ram:Name>Taker</ram:Name>${address}</ram:ShipToTradeParty><ram:ActualDeliverySupplyChainEvent>${day('OccurrenceDateTime', '20260115')}</ram:ActualDeliverySupplyChainEvent>${reference('DespatchAdviceReferencedDocument')}${reference('ReceivingAdviceReferencedDocument')}</ram:ApplicableHeaderTradeDelivery>`;
  const means = `<ram:SpecifiedTradeSettlementPaymentMeans><ram:TypeCode>30</ram:TypeCode><ram:Information>Transfer</ram:Information><ram:ApplicableTradeSettlementFinancialCard><ram:ID>1234</ram:ID><ram:CardholderName>Holder</ram:CardholderName></ram:ApplicableTradeSettlementFinancialCard><ram:PayerPartyDebtorFinancialAccount><ram:IBANID>ES01</ram:IBANID></ram:PayerPartyDebtorFinancialAccount><ram:PayeePartyCreditorFinancialAccount><ram:IBANID>ES00</ram:IBANID><ram:AccountName>Account</ram:AccountName></ram:PayeePartyCreditorFinancialAccount><ram:PayeeSpecifiedCreditorFinancialInstitution><ram:BICID>BIC</ram:BICID></ram:PayeeSpecifiedCreditorFinancialInstitution></ram:SpecifiedTradeSettlementPaymentMeans>`;
  const breakdown = `<ram:ApplicableTradeTax><ram:CalculatedAmount>${taxOf(category)}</ram:CalculatedAmount><ram:TypeCode>VAT</ram:TypeCode>${when(isExempt, '<ram:ExemptionReason>Because</ram:ExemptionReason>')}<ram:BasisAmount>200.00</ram:BasisAmount><ram:CategoryCode>${code}</ram:CategoryCode><ram:DueDateTypeCode>29</ram:DueDateTypeCode>${percent}</ram:ApplicableTradeTax>`;
  const settlement = `<ram:ApplicableHeaderTradeSettlement><ram:CreditorReferenceID>Creditor</ram:CreditorReferenceID><ram:PaymentReference>Pay-1</ram:PaymentReference><ram:TaxCurrencyCode>SEK</ram:TaxCurrencyCode><ram:InvoiceCurrencyCode>EUR</ram:InvoiceCurrencyCode><ram:PayeeTradeParty><ram:GlobalID schemeID="0088">Payee-1</ram:GlobalID><ram:Name>Payee</ram:Name><ram:SpecifiedLegalOrganization><ram:ID schemeID="0002">Payee-2</ram:ID></ram:SpecifiedLegalOrganization></ram:PayeeTradeParty>${means}${breakdown}${period}${adjustment(false, tax('CategoryTradeTax'))}${adjustment(true, tax('CategoryTradeTax'))}<ram:SpecifiedTradePaymentTerms><ram:Description>Soon</ram:Description>${day('DueDateDateTime', '20260301')}<ram:DirectDebitMandateID>Mandate</ram:DirectDebitMandateID></ram:SpecifiedTradePaymentTerms><ram:SpecifiedTradeSettlementHeaderMonetarySummation><ram:LineTotalAmount>200.00</ram:LineTotalAmount><ram:ChargeTotalAmount>10.00</ram:ChargeTotalAmount><ram:AllowanceTotalAmount>10.00</ram:AllowanceTotalAmount><ram:TaxBasisTotalAmount>200.00</ram:TaxBasisTotalAmount><ram:TaxTotalAmount currencyID="EUR">${taxOf(category)}</ram:TaxTotalAmount><ram:TaxTotalAmount currencyID="SEK">1.00</ram:TaxTotalAmount><ram:RoundingAmount>0.00</ram:RoundingAmount><ram:GrandTotalAmount>${totalOf(category)}</ram:GrandTotalAmount><ram:TotalPrepaidAmount>0.00</ram:TotalPrepaidAmount><ram:DuePayableAmount>${totalOf(category)}</ram:DuePayableAmount></ram:SpecifiedTradeSettlementHeaderMonetarySummation><ram:InvoiceReferencedDocument><ram:IssuerAssignedID>Before</ram:IssuerAssignedID>${day('FormattedIssueDateTime', '20251201', 'qdt')}</ram:InvoiceReferencedDocument><ram:ReceivableSpecifiedTradeAccountingAccount><ram:ID>Cost</ram:ID></ram:ReceivableSpecifiedTradeAccountingAccount></ram:ApplicableHeaderTradeSettlement>`;
  return `<rsm:CrossIndustryInvoice xmlns:rsm="${UN}CrossIndustryInvoice:100" xmlns:ram="${UN}ReusableAggregateBusinessInformationEntity:100" xmlns:udt="${UN}UnqualifiedDataType:100" xmlns:qdt="${UN}QualifiedDataType:100"><rsm:ExchangedDocumentContext><ram:BusinessProcessSpecifiedDocumentContextParameter><ram:ID>Process</ram:ID></ram:BusinessProcessSpecifiedDocumentContextParameter><ram:GuidelineSpecifiedDocumentContextParameter><ram:ID>urn:cen.eu:en16931:2017</ram:ID></ram:GuidelineSpecifiedDocumentContextParameter></rsm:ExchangedDocumentContext><rsm:ExchangedDocument><ram:ID>Own-${code}</ram:ID><ram:TypeCode>380</ram:TypeCode>${day('IssueDateTime', '20260201')}<ram:IncludedNote><ram:Content>Note</ram:Content><ram:SubjectCode>AAI</ram:SubjectCode></ram:IncludedNote></rsm:ExchangedDocument><rsm:SupplyChainTradeTransaction>${line(1)}${line(2)}${agreement}${delivery}${settlement}</rsm:SupplyChainTradeTransaction></rsm:CrossIndustryInvoice>`;
}

/** Name and bytes of each. */
export function ownBases(syntax: Syntax): readonly (readonly [name: string, bytes: Uint8Array])[] {
  const encode = (text: string) => new TextEncoder().encode(text);
  return CATEGORIES.flatMap((category) => {
    const name = `own ${category.code}`;
    if (syntax === 'cii') return [[name, encode(cii(category))] as const];
    return [false, true].map((isCredit) => [name, encode(ubl(category, isCredit))] as const);
  });
}
