/** Where the canonical invoice lies in UBL. */
import type { Place, Places } from '../xml-syntax/places.ts';

const ADDRESS: Place = {
  to: 'PostalAddress|Address',
  fields: {
    line1: 'StreetName',
    line2: 'AdditionalStreetName',
    line3: 'AddressLine/Line',
    city: 'CityName',
    postCode: 'PostalZone',
    subdivision: 'CountrySubentity',
    country: 'Country/IdentificationCode',
  },
};
const PARTY: Places = {
  name: 'PartyLegalEntity/RegistrationName',
  tradingName: 'PartyName/Name',
  identifiers: 'PartyIdentification',
  legalRegistration: 'PartyLegalEntity/CompanyID',
  vatId: 'PartyTaxScheme/CompanyID',
  taxRegistrationId: 'PartyTaxScheme/CompanyID',
  legalInformation: 'PartyLegalEntity/CompanyLegalForm',
  electronicAddress: 'EndpointID',
  address: ADDRESS,
  contact: {
    to: 'Contact',
    fields: { name: 'Name', phone: 'Telephone', email: 'ElectronicMail' },
  },
};
const OTHER_PARTY: Places = { ...PARTY, name: 'PartyName/Name' };
const PERIOD: Place = {
  to: 'InvoicePeriod',
  fields: { start: 'StartDate', end: 'EndDate' },
};
const ALLOWANCE: Places = {
  amount: 'Amount',
  baseAmount: 'BaseAmount',
  percentage: 'MultiplierFactorNumeric',
  taxCategory: 'TaxCategory/ID',
  taxRate: 'TaxCategory/Percent',
  reason: 'AllowanceChargeReason',
  reasonCode: 'AllowanceChargeReasonCode',
};
const allowances = (isCharge: boolean): Place => ({
  to: 'AllowanceCharge',
  isCharge,
  fields: ALLOWANCE,
});

const LINE: Places = {
  id: 'ID',
  note: 'Note',
  object: 'DocumentReference/ID',
  quantity: 'InvoicedQuantity|CreditedQuantity',
  unit: 'InvoicedQuantity|CreditedQuantity',
  netAmount: 'LineExtensionAmount',
  orderLine: 'OrderLineReference/LineID',
  accountingReference: 'AccountingCost',
  period: PERIOD,
  allowances: allowances(false),
  charges: allowances(true),
  price: {
    to: 'Price',
    fields: {
      net: 'PriceAmount',
      discount: 'AllowanceCharge/Amount',
      gross: 'AllowanceCharge/BaseAmount',
      baseQuantity: 'BaseQuantity',
      baseUnit: 'BaseQuantity',
    },
  },
  taxCategory: 'Item/ClassifiedTaxCategory/ID',
  taxRate: 'Item/ClassifiedTaxCategory/Percent',
  item: {
    to: 'Item',
    fields: {
      name: 'Name',
      description: 'Description',
      sellerId: 'SellersItemIdentification/ID',
      buyerId: 'BuyersItemIdentification/ID',
      standardId: 'StandardItemIdentification/ID',
      classifications: { to: 'CommodityClassification', fields: {} },
      originCountry: 'OriginCountry/IdentificationCode',
      attributes: { to: 'AdditionalItemProperty', fields: { name: 'Name', value: 'Value' } },
    },
  },
};

export const UBL_PLACES: Places = {
  number: 'ID',
  issueDate: 'IssueDate',
  typeCode: 'InvoiceTypeCode|CreditNoteTypeCode',
  currency: 'DocumentCurrencyCode',
  taxCurrency: 'TaxCurrencyCode',
  taxPointDate: 'TaxPointDate',
  taxPointCode: 'InvoicePeriod/DescriptionCode',
  dueDate: 'DueDate',
  buyerReference: 'BuyerReference',
  projectReference: 'ProjectReference/ID',
  contractReference: 'ContractDocumentReference/ID',
  purchaseOrder: 'OrderReference/ID',
  salesOrder: 'OrderReference/SalesOrderID',
  receivingAdvice: 'ReceiptDocumentReference/ID',
  despatchAdvice: 'DespatchDocumentReference/ID',
  tender: 'OriginatorDocumentReference/ID',
  object: 'AdditionalDocumentReference',
  accountingReference: 'AccountingCost',
  paymentTerms: 'PaymentTerms/Note',
  notes: 'Note',
  businessProcess: 'ProfileID',
  specification: 'CustomizationID',
  precedingInvoices: { to: 'BillingReference', fields: {} },
  seller: { to: 'AccountingSupplierParty/Party', fields: PARTY },
  buyer: { to: 'AccountingCustomerParty/Party', fields: PARTY },
  payee: { to: 'PayeeParty', fields: OTHER_PARTY },
  taxRepresentative: { to: 'TaxRepresentativeParty', fields: OTHER_PARTY },
  delivery: {
    to: 'Delivery',
    fields: {
      name: 'DeliveryParty/PartyName/Name',
      location: 'DeliveryLocation/ID',
      date: 'ActualDeliveryDate',
      address: { ...ADDRESS, to: 'DeliveryLocation/Address' },
    },
  },
  period: PERIOD,
  payments: {
    to: 'PaymentMeans',
    fields: {
      meansCode: 'PaymentMeansCode',
      remittance: 'PaymentID',
      accounts: { to: 'PayeeFinancialAccount', fields: { id: 'ID', name: 'Name' } },
      card: { to: 'CardAccount', fields: { number: 'PrimaryAccountNumberID' } },
      directDebit: { to: 'PaymentMandate', fields: { mandate: 'ID' } },
    },
  },
  allowances: allowances(false),
  charges: allowances(true),
  totals: {
    to: '',
    fields: {
      lineNet: 'LegalMonetaryTotal/LineExtensionAmount',
      allowances: 'LegalMonetaryTotal/AllowanceTotalAmount',
      charges: 'LegalMonetaryTotal/ChargeTotalAmount',
      withoutTax: 'LegalMonetaryTotal/TaxExclusiveAmount',
      tax: 'TaxTotal/TaxAmount',
      taxInAccountingCurrency: 'TaxTotal/TaxAmount',
      withTax: 'LegalMonetaryTotal/TaxInclusiveAmount',
      paid: 'LegalMonetaryTotal/PrepaidAmount',
      rounding: 'LegalMonetaryTotal/PayableRoundingAmount',
      due: 'LegalMonetaryTotal/PayableAmount',
    },
  },
  taxBreakdown: {
    to: 'TaxTotal/TaxSubtotal',
    fields: {
      taxableAmount: 'TaxableAmount',
      taxAmount: 'TaxAmount',
      category: 'TaxCategory/ID',
      rate: 'TaxCategory/Percent',
      exemptionReason: 'TaxCategory/TaxExemptionReason',
      exemptionReasonCode: 'TaxCategory/TaxExemptionReasonCode',
    },
  },
  supportingDocuments: { to: 'AdditionalDocumentReference', fields: { reference: 'ID' } },
  lines: { to: 'InvoiceLine|CreditNoteLine', fields: LINE },
};
