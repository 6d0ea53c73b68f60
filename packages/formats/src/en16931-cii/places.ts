/** Where the canonical invoice lies in CII. */
import type { Place, Places } from '../xml-syntax/places.ts';

const ADDRESS: Place = {
  to: 'PostalTradeAddress',
  fields: {
    line1: 'LineOne',
    line2: 'LineTwo',
    line3: 'LineThree',
    city: 'CityName',
    postCode: 'PostcodeCode',
    subdivision: 'CountrySubDivisionName',
    country: 'CountryID',
  },
};
const PARTY: Places = {
  name: 'Name',
  tradingName: 'SpecifiedLegalOrganization/TradingBusinessName',
  identifiers: 'ID|GlobalID',
  legalRegistration: 'SpecifiedLegalOrganization/ID',
  vatId: 'SpecifiedTaxRegistration/ID',
  taxRegistrationId: 'SpecifiedTaxRegistration/ID',
  legalInformation: 'Description',
  electronicAddress: 'URIUniversalCommunication/URIID',
  address: ADDRESS,
  contact: 'DefinedTradeContact',
};
const PERIOD: Place = {
  to: 'BillingSpecifiedPeriod',
  fields: { start: 'StartDateTime', end: 'EndDateTime' },
};
const ALLOWANCE: Places = {
  amount: 'ActualAmount',
  baseAmount: 'BasisAmount',
  percentage: 'CalculationPercent',
  taxCategory: 'CategoryTradeTax/CategoryCode',
  taxRate: 'CategoryTradeTax/RateApplicablePercent',
  reason: 'Reason',
  reasonCode: 'ReasonCode',
};
const allowances = (holder: string, isCharge: boolean): Place => ({
  to: `${holder}/SpecifiedTradeAllowanceCharge`,
  isCharge,
  fields: ALLOWANCE,
});

const LINE: Places = {
  id: 'AssociatedDocumentLineDocument/LineID',
  note: 'AssociatedDocumentLineDocument/IncludedNote/Content',
  quantity: 'SpecifiedLineTradeDelivery/BilledQuantity',
  unit: 'SpecifiedLineTradeDelivery/BilledQuantity',
  netAmount:
    'SpecifiedLineTradeSettlement/SpecifiedTradeSettlementLineMonetarySummation/LineTotalAmount',
  orderLine: 'SpecifiedLineTradeAgreement/BuyerOrderReferencedDocument/LineID',
  period: { ...PERIOD, to: 'SpecifiedLineTradeSettlement/BillingSpecifiedPeriod' },
  allowances: allowances('SpecifiedLineTradeSettlement', false),
  charges: allowances('SpecifiedLineTradeSettlement', true),
  price: {
    to: 'SpecifiedLineTradeAgreement',
    fields: {
      net: 'NetPriceProductTradePrice/ChargeAmount',
      gross: 'GrossPriceProductTradePrice/ChargeAmount',
      discount: 'GrossPriceProductTradePrice/AppliedTradeAllowanceCharge/ActualAmount',
    },
  },
  taxCategory: 'SpecifiedLineTradeSettlement/ApplicableTradeTax/CategoryCode',
  taxRate: 'SpecifiedLineTradeSettlement/ApplicableTradeTax/RateApplicablePercent',
  item: {
    to: 'SpecifiedTradeProduct',
    fields: {
      name: 'Name',
      description: 'Description',
      sellerId: 'SellerAssignedID',
      buyerId: 'BuyerAssignedID',
      standardId: 'GlobalID',
      classifications: { to: 'DesignatedProductClassification', fields: {} },
      originCountry: 'OriginTradeCountry/ID',
      attributes: {
        to: 'ApplicableProductCharacteristic',
        fields: { name: 'Description', value: 'Value' },
      },
    },
  },
};

const TRADE = 'SupplyChainTradeTransaction';
const AGREEMENT = `${TRADE}/ApplicableHeaderTradeAgreement`;
const DELIVERY = `${TRADE}/ApplicableHeaderTradeDelivery`;
const SETTLEMENT = `${TRADE}/ApplicableHeaderTradeSettlement`;

export const CII_PLACES: Places = {
  number: 'ExchangedDocument/ID',
  issueDate: 'ExchangedDocument/IssueDateTime',
  typeCode: 'ExchangedDocument/TypeCode',
  currency: `${SETTLEMENT}/InvoiceCurrencyCode`,
  taxCurrency: `${SETTLEMENT}/TaxCurrencyCode`,
  taxPointDate: `${SETTLEMENT}/ApplicableTradeTax/TaxPointDate`,
  taxPointCode: `${SETTLEMENT}/ApplicableTradeTax/DueDateTypeCode`,
  dueDate: `${SETTLEMENT}/SpecifiedTradePaymentTerms/DueDateDateTime`,
  buyerReference: `${AGREEMENT}/BuyerReference`,
  purchaseOrder: `${AGREEMENT}/BuyerOrderReferencedDocument/IssuerAssignedID`,
  object: `${AGREEMENT}/AdditionalReferencedDocument`,
  paymentTerms: `${SETTLEMENT}/SpecifiedTradePaymentTerms/Description`,
  notes: 'ExchangedDocument/IncludedNote',
  businessProcess: 'ExchangedDocumentContext/BusinessProcessSpecifiedDocumentContextParameter/ID',
  specification: 'ExchangedDocumentContext/GuidelineSpecifiedDocumentContextParameter/ID',
  precedingInvoices: { to: `${SETTLEMENT}/InvoiceReferencedDocument`, fields: {} },
  seller: { to: `${AGREEMENT}/SellerTradeParty`, fields: PARTY },
  buyer: { to: `${AGREEMENT}/BuyerTradeParty`, fields: PARTY },
  payee: { to: `${SETTLEMENT}/PayeeTradeParty`, fields: PARTY },
  taxRepresentative: { to: `${AGREEMENT}/SellerTaxRepresentativeTradeParty`, fields: PARTY },
  delivery: {
    to: DELIVERY,
    fields: {
      name: 'ShipToTradeParty/Name',
      location: 'ShipToTradeParty/GlobalID',
      date: 'ActualDeliverySupplyChainEvent/OccurrenceDateTime',
      address: { ...ADDRESS, to: 'ShipToTradeParty/PostalTradeAddress' },
    },
  },
  period: { ...PERIOD, to: `${SETTLEMENT}/BillingSpecifiedPeriod` },
  payments: {
    to: `${SETTLEMENT}/SpecifiedTradeSettlementPaymentMeans`,
    fields: {
      meansCode: 'TypeCode',
      accounts: { to: 'PayeePartyCreditorFinancialAccount', fields: {} },
      card: { to: 'ApplicableTradeSettlementFinancialCard', fields: { number: 'ID' } },
    },
  },
  allowances: allowances(SETTLEMENT, false),
  charges: allowances(SETTLEMENT, true),
  totals: {
    to: `${SETTLEMENT}/SpecifiedTradeSettlementHeaderMonetarySummation`,
    fields: {
      lineNet: 'LineTotalAmount',
      allowances: 'AllowanceTotalAmount',
      charges: 'ChargeTotalAmount',
      withoutTax: 'TaxBasisTotalAmount',
      tax: 'TaxTotalAmount',
      taxInAccountingCurrency: 'TaxTotalAmount',
      withTax: 'GrandTotalAmount',
      paid: 'TotalPrepaidAmount',
      rounding: 'RoundingAmount',
      due: 'DuePayableAmount',
    },
  },
  taxBreakdown: {
    to: `${SETTLEMENT}/ApplicableTradeTax`,
    fields: {
      taxableAmount: 'BasisAmount',
      taxAmount: 'CalculatedAmount',
      category: 'CategoryCode',
      rate: 'RateApplicablePercent',
      exemptionReason: 'ExemptionReason',
      exemptionReasonCode: 'ExemptionReasonCode',
    },
  },
  supportingDocuments: {
    to: `${AGREEMENT}/AdditionalReferencedDocument`,
    fields: { reference: 'IssuerAssignedID' },
  },
  lines: { to: `${TRADE}/IncludedSupplyChainTradeLineItem`, fields: LINE },
};
