/** Reads a Cross Industry Invoice D16B into the canonical invoice, every business term of EN 16931. */
import type {
  Delivery,
  Identifier,
  Invoice,
  PaymentInstruction,
  Reference,
  SupportingDocument,
  TaxBreakdown,
  Totals,
} from '@ventanilla/invoice';
import type { XmlElement } from '@ventanilla/xml';
import type { CategoryUse, TaxTotal } from '../en16931/model.ts';
import { attribute, compact, find, list } from '../xml-syntax/read.ts';
import { readOtherUses } from './category-uses.ts';
import { RSM_NS } from './cii-schema.ts';
import { readAllowanceCharges, readLine, readPeriod } from './read-lines.ts';
import { readAddress, readIdentifier, readParty } from './read-parties.ts';
import { amount, amountOf, dateIn, ram, rams, text, vatIn } from './tree.ts';

type Maybe = XmlElement | undefined;

export interface CiiReading {
  readonly invoice: Invoice;
  readonly taxTotals: readonly TaxTotal[];
  /** The breakdown with the categories of other taxes than VAT too. */
  readonly anyTaxes: readonly TaxBreakdown[];
  readonly otherUses: readonly CategoryUse[];
}

const readPreceding = (reference: XmlElement): Reference =>
  compact<Reference>({
    number: text(reference, 'IssuerAssignedID'),
    issueDate: dateIn(ram(reference, 'FormattedIssueDateTime')),
  });

function readDelivery(delivery: Maybe): Delivery | undefined {
  const party = ram(delivery, 'ShipToTradeParty');
  const date = dateIn(ram(delivery, 'ActualDeliverySupplyChainEvent', 'OccurrenceDateTime'));
  if (party === undefined && date === undefined) return undefined;
  return compact<Delivery>({
    name: text(party, 'Name'),
    location: readIdentifier(ram(party, 'GlobalID') ?? ram(party, 'ID')),
    date,
    address: readAddress(ram(party, 'PostalTradeAddress')),
  });
}

function readPayment(means: XmlElement, settlement: Maybe): PaymentInstruction {
  const card = ram(means, 'ApplicableTradeSettlementFinancialCard');
  const debited = text(means, 'PayerPartyDebtorFinancialAccount', 'IBANID');
  const mandate = text(settlement, 'SpecifiedTradePaymentTerms', 'DirectDebitMandateID');
  const creditor = text(settlement, 'CreditorReferenceID');
  const accounts = rams(means, 'PayeePartyCreditorFinancialAccount').map((account) =>
    compact<{ id?: string; name?: string; provider?: string }>({
      id: text(account, 'IBANID') ?? text(account, 'ProprietaryID'),
      name: text(account, 'AccountName'),
      provider: text(means, 'PayeeSpecifiedCreditorFinancialInstitution', 'BICID'),
    }),
  );
  const isDebit = (debited ?? mandate ?? creditor) !== undefined;
  return compact<PaymentInstruction>({
    meansCode: text(means, 'TypeCode'),
    meansText: text(means, 'Information'),
    remittance: text(settlement, 'PaymentReference'),
    accounts: list(accounts),
    card:
      card === undefined
        ? undefined
        : compact<NonNullable<PaymentInstruction['card']>>({
            number: text(card, 'ID'),
            holder: text(card, 'CardholderName'),
          }),
    directDebit: isDebit
      ? compact<NonNullable<PaymentInstruction['directDebit']>>({
          mandate,
          creditor,
          debitedAccount: debited,
        })
      : undefined,
  });
}

function readBreakdown(tax: XmlElement, isAnyTax = false): TaxBreakdown {
  const isCounted = isAnyTax || vatIn([tax]) !== undefined;
  return compact<TaxBreakdown>({
    taxableAmount: amount(tax, 'BasisAmount'),
    taxAmount: amount(tax, 'CalculatedAmount'),
    category: isCounted ? text(tax, 'CategoryCode') : undefined,
    rate: isCounted ? amount(tax, 'RateApplicablePercent') : undefined,
    exemptionReason: text(tax, 'ExemptionReason'),
    exemptionReasonCode: text(tax, 'ExemptionReasonCode'),
  });
}

function readTaxTotals(
  summation: Maybe,
  currency: string | undefined,
  breakdown: readonly TaxBreakdown[],
): TaxTotal[] {
  return rams(summation, 'TaxTotalAmount').map((total) => {
    const stated = attribute(total, 'currencyID');
    return compact<TaxTotal>({
      amount: amountOf(total),
      currency: stated,
      breakdown: stated !== undefined && stated === currency ? breakdown : [],
    });
  });
}

function readTotals(
  summation: Maybe,
  taxTotals: readonly TaxTotal[],
  currency: string | undefined,
  taxCurrency: string | undefined,
): Totals | undefined {
  if (summation === undefined) return undefined;
  const inCurrency = (wanted: string | undefined) =>
    wanted === undefined ? undefined : taxTotals.find((total) => total.currency === wanted)?.amount;
  return compact<Totals>({
    lineNet: amount(summation, 'LineTotalAmount'),
    allowances: amount(summation, 'AllowanceTotalAmount'),
    charges: amount(summation, 'ChargeTotalAmount'),
    withoutTax: amount(summation, 'TaxBasisTotalAmount'),
    tax: inCurrency(currency),
    taxInAccountingCurrency: taxCurrency === currency ? undefined : inCurrency(taxCurrency),
    withTax: amount(summation, 'GrandTotalAmount'),
    paid: amount(summation, 'TotalPrepaidAmount'),
    rounding: amount(summation, 'RoundingAmount'),
    due: amount(summation, 'DuePayableAmount'),
  });
}

const readSupporting = (reference: XmlElement): SupportingDocument => {
  const attached = ram(reference, 'AttachmentBinaryObject');
  return compact<SupportingDocument>({
    reference: text(reference, 'IssuerAssignedID'),
    description: text(reference, 'Name'),
    location: text(reference, 'URIID'),
    mediaType: attribute(attached, 'mimeCode'),
    filename: attribute(attached, 'filename'),
  });
};

/** Terms of the agreement: references and parties. */
function readAgreement(agreement: Maybe) {
  const references = rams(agreement, 'AdditionalReferencedDocument');
  const ofType = (code: string) =>
    references.find((reference) => text(reference, 'TypeCode') === code);
  const object = ofType('130');
  const named = (name: string) => text(agreement, name, 'IssuerAssignedID');
  return {
    buyerReference: text(agreement, 'BuyerReference'),
    projectReference: text(agreement, 'SpecifiedProcuringProject', 'ID'),
    contractReference: named('ContractReferencedDocument'),
    purchaseOrder: named('BuyerOrderReferencedDocument'),
    salesOrder: named('SellerOrderReferencedDocument'),
    tender: text(ofType('50'), 'IssuerAssignedID'),
    object:
      object === undefined
        ? undefined
        : compact<Identifier>({
            id: text(object, 'IssuerAssignedID'),
            scheme: text(object, 'ReferenceTypeCode'),
          }),
    seller: readParty(ram(agreement, 'SellerTradeParty')),
    buyer: readParty(ram(agreement, 'BuyerTradeParty')),
    taxRepresentative: readParty(ram(agreement, 'SellerTaxRepresentativeTradeParty')),
    supportingDocuments: list(
      references
        .filter((reference) => !['50', '130'].includes(text(reference, 'TypeCode') ?? ''))
        .map(readSupporting),
    ),
  };
}

/** Never throws: what is missing or unreadable is left out. */
export function readCii(root: XmlElement): CiiReading {
  const context = find(root, 'ExchangedDocumentContext', RSM_NS);
  const document = find(root, 'ExchangedDocument', RSM_NS);
  const transaction = find(root, 'SupplyChainTradeTransaction', RSM_NS);
  const delivery = ram(transaction, 'ApplicableHeaderTradeDelivery');
  const settlement = ram(transaction, 'ApplicableHeaderTradeSettlement');
  const summation = ram(settlement, 'SpecifiedTradeSettlementHeaderMonetarySummation');
  const taxes = rams(settlement, 'ApplicableTradeTax');
  const breakdown = taxes.map((tax) => readBreakdown(tax));
  const currency = text(settlement, 'InvoiceCurrencyCode');
  const taxCurrency = text(settlement, 'TaxCurrencyCode');
  const taxTotals = readTaxTotals(summation, currency, breakdown);
  const terms = ram(settlement, 'SpecifiedTradePaymentTerms');
  const dated = taxes.find((tax) => ram(tax, 'TaxPointDate') !== undefined);
  const coded = taxes.find((tax) => ram(tax, 'DueDateTypeCode') !== undefined);
  const invoice = compact<Invoice>({
    number: text(document, 'ID'),
    issueDate: dateIn(ram(document, 'IssueDateTime')),
    typeCode: text(document, 'TypeCode'),
    currency,
    taxCurrency,
    taxPointDate: dated === undefined ? undefined : (dateIn(ram(dated, 'TaxPointDate')) ?? ''),
    taxPointCode: text(coded, 'DueDateTypeCode'),
    dueDate: dateIn(ram(terms, 'DueDateDateTime')),
    ...readAgreement(ram(transaction, 'ApplicableHeaderTradeAgreement')),
    receivingAdvice: text(delivery, 'ReceivingAdviceReferencedDocument', 'IssuerAssignedID'),
    despatchAdvice: text(delivery, 'DespatchAdviceReferencedDocument', 'IssuerAssignedID'),
    accountingReference: text(settlement, 'ReceivableSpecifiedTradeAccountingAccount', 'ID'),
    paymentTerms: text(terms, 'Description'),
    notes: list(
      rams(document, 'IncludedNote').map((note) =>
        compact<{ subject?: string; text?: string }>({
          subject: text(note, 'SubjectCode'),
          text: text(note, 'Content'),
        }),
      ),
    ),
    businessProcess: text(context, 'BusinessProcessSpecifiedDocumentContextParameter', 'ID'),
    specification: text(context, 'GuidelineSpecifiedDocumentContextParameter', 'ID'),
    precedingInvoices: list(rams(settlement, 'InvoiceReferencedDocument').map(readPreceding)),
    payee: readParty(ram(settlement, 'PayeeTradeParty')),
    delivery: readDelivery(delivery),
    period: readPeriod(ram(settlement, 'BillingSpecifiedPeriod')),
    payments: list(
      rams(settlement, 'SpecifiedTradeSettlementPaymentMeans').map((means) =>
        readPayment(means, settlement),
      ),
    ),
    allowances: readAllowanceCharges(settlement, false),
    charges: readAllowanceCharges(settlement, true),
    totals: readTotals(summation, taxTotals, currency, taxCurrency),
    taxBreakdown: list(breakdown),
    lines: list(rams(transaction, 'IncludedSupplyChainTradeLineItem').map(readLine)),
  });
  const anyTaxes = taxes.map((tax) => readBreakdown(tax, true));
  return { invoice, taxTotals, anyTaxes, otherUses: readOtherUses(transaction) };
}
