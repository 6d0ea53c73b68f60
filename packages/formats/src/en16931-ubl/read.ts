/** Reads a UBL 2.1 Invoice or CreditNote into the canonical invoice, every business term of EN 16931. */
import type {
  Delivery,
  Invoice,
  PaymentInstruction,
  Reference,
  SupportingDocument,
  TaxBreakdown,
  Totals,
} from '@ventanilla/invoice';
import type { XmlElement } from '@ventanilla/xml';
import type { OtherTaxUse, TaxTotal } from '../en16931/model.ts';
import { readAllowanceCharges, readLine, readPeriod } from './read-lines.ts';
import {
  isSepa,
  partyIdentifiers,
  readAddress,
  readIdentifier,
  readOtherParty,
  readParty,
} from './read-parties.ts';
import {
  all,
  allBasic,
  amount,
  amountOf,
  attribute,
  cac,
  cbc,
  compact,
  indicator,
  list,
  path,
  text,
  textOf,
  vatIn,
} from './tree.ts';

const OBJECT_TYPE_CODE = '130';

export interface UblReading {
  readonly invoice: Invoice;
  readonly taxTotals: readonly TaxTotal[];
  readonly otherTaxUses: readonly OtherTaxUse[];
}

const documentId = (root: XmlElement, name: string): string | undefined =>
  text(cac(root, name), 'ID');

function readNotes(root: XmlElement): Invoice['notes'] {
  return list(
    allBasic(root, 'Note').map((note) => {
      const content = note.text.trim();
      const [, subject, rest] = /^#([A-Z]{3})#(.*)$/s.exec(content) ?? [];
      return subject === undefined ? { text: content } : { subject, text: rest ?? '' };
    }),
  );
}

function readPreceding(holder: XmlElement): Reference {
  const reference = cac(holder, 'InvoiceDocumentReference');
  return compact<Reference>({
    number: text(reference, 'ID'),
    issueDate: text(reference, 'IssueDate'),
  });
}

function readDelivery(delivery: XmlElement | undefined): Delivery | undefined {
  if (delivery === undefined) return undefined;
  const location = cac(delivery, 'DeliveryLocation');
  return compact<Delivery>({
    name: text(path(delivery, 'DeliveryParty', 'PartyName'), 'Name'),
    location: readIdentifier(cbc(location, 'ID')),
    date: text(delivery, 'ActualDeliveryDate'),
    address: readAddress(cac(location, 'Address')),
  });
}

function readPayment(means: XmlElement, creditor: string | undefined): PaymentInstruction {
  const code = cbc(means, 'PaymentMeansCode');
  const card = cac(means, 'CardAccount');
  const mandate = cac(means, 'PaymentMandate');
  return compact<PaymentInstruction>({
    meansCode: textOf(code),
    meansText: attribute(code, 'name'),
    remittance: text(means, 'PaymentID'),
    accounts: list(
      all(means, 'PayeeFinancialAccount').map((account) =>
        compact<{ id?: string; name?: string; provider?: string }>({
          id: text(account, 'ID'),
          name: text(account, 'Name'),
          provider: text(cac(account, 'FinancialInstitutionBranch'), 'ID'),
        }),
      ),
    ),
    card:
      card === undefined
        ? undefined
        : compact<NonNullable<PaymentInstruction['card']>>({
            number: text(card, 'PrimaryAccountNumberID'),
            holder: text(card, 'HolderName'),
          }),
    directDebit:
      mandate === undefined
        ? undefined
        : compact<NonNullable<PaymentInstruction['directDebit']>>({
            mandate: text(mandate, 'ID'),
            creditor,
            debitedAccount: text(cac(mandate, 'PayerFinancialAccount'), 'ID'),
          }),
  });
}

function readBreakdown(subtotal: XmlElement): TaxBreakdown {
  const category = vatIn(all(subtotal, 'TaxCategory'));
  return compact<TaxBreakdown>({
    taxableAmount: amount(subtotal, 'TaxableAmount'),
    taxAmount: amount(subtotal, 'TaxAmount'),
    category: text(category, 'ID'),
    rate: amount(category, 'Percent'),
    exemptionReason: text(category, 'TaxExemptionReason'),
    exemptionReasonCode: text(category, 'TaxExemptionReasonCode'),
  });
}

function readTaxTotals(root: XmlElement): TaxTotal[] {
  return all(root, 'TaxTotal').map((total) => {
    const stated = cbc(total, 'TaxAmount');
    return compact<TaxTotal>({
      amount: amountOf(stated),
      currency: attribute(stated, 'currencyID'),
      breakdown: all(total, 'TaxSubtotal').map(readBreakdown),
    });
  });
}

function readTotals(root: XmlElement, taxTotals: readonly TaxTotal[]): Totals | undefined {
  const totals = cac(root, 'LegalMonetaryTotal');
  const currency = text(root, 'DocumentCurrencyCode');
  const taxCurrency = text(root, 'TaxCurrencyCode');
  const inCurrency = (wanted: string | undefined) =>
    wanted === undefined ? undefined : taxTotals.find((total) => total.currency === wanted)?.amount;
  const tax = inCurrency(currency);
  const accounting = taxCurrency === currency ? undefined : inCurrency(taxCurrency);
  if (totals === undefined && tax === undefined) return undefined;
  return compact<Totals>({
    lineNet: amount(totals, 'LineExtensionAmount'),
    allowances: amount(totals, 'AllowanceTotalAmount'),
    charges: amount(totals, 'ChargeTotalAmount'),
    withoutTax: amount(totals, 'TaxExclusiveAmount'),
    tax,
    taxInAccountingCurrency: accounting,
    withTax: amount(totals, 'TaxInclusiveAmount'),
    paid: amount(totals, 'PrepaidAmount'),
    rounding: amount(totals, 'PayableRoundingAmount'),
    due: amount(totals, 'PayableAmount'),
  });
}

function readSupporting(reference: XmlElement): SupportingDocument {
  const attachment = cac(reference, 'Attachment');
  const embedded = cbc(attachment, 'EmbeddedDocumentBinaryObject');
  return compact<SupportingDocument>({
    reference: text(reference, 'ID'),
    description: text(reference, 'DocumentDescription'),
    location: text(cac(attachment, 'ExternalReference'), 'URI'),
    mediaType: attribute(embedded, 'mimeCode'),
    filename: attribute(embedded, 'filename'),
  });
}

/** Never throws: what is missing or unreadable is left out. */
export function readUbl(root: XmlElement): UblReading {
  const sellerParty = path(root, 'AccountingSupplierParty', 'Party');
  const payee = cac(root, 'PayeeParty');
  const taxTotals = readTaxTotals(root);
  const order = cac(root, 'OrderReference');
  const period = cac(root, 'InvoicePeriod');
  const references = all(root, 'AdditionalDocumentReference');
  const isObject = (reference: XmlElement): boolean =>
    text(reference, 'DocumentTypeCode') === OBJECT_TYPE_CODE;
  const creditor = [...partyIdentifiers(sellerParty), ...partyIdentifiers(payee)].find(isSepa)?.id;
  const lines = root.name === 'CreditNote' ? 'CreditNoteLine' : 'InvoiceLine';
  const means = all(root, 'PaymentMeans');
  const invoice = compact<Invoice>({
    number: text(root, 'ID'),
    issueDate: text(root, 'IssueDate'),
    typeCode: text(root, 'InvoiceTypeCode') ?? text(root, 'CreditNoteTypeCode'),
    currency: text(root, 'DocumentCurrencyCode'),
    taxCurrency: text(root, 'TaxCurrencyCode'),
    taxPointDate: text(root, 'TaxPointDate'),
    taxPointCode: text(period, 'DescriptionCode'),
    dueDate: text(root, 'DueDate') ?? text(means[0], 'PaymentDueDate'),
    buyerReference: text(root, 'BuyerReference'),
    projectReference: documentId(root, 'ProjectReference'),
    contractReference: documentId(root, 'ContractDocumentReference'),
    purchaseOrder: text(order, 'ID'),
    salesOrder: text(order, 'SalesOrderID'),
    receivingAdvice: documentId(root, 'ReceiptDocumentReference'),
    despatchAdvice: documentId(root, 'DespatchDocumentReference'),
    tender: documentId(root, 'OriginatorDocumentReference'),
    object: readIdentifier(cbc(references.find(isObject), 'ID')),
    accountingReference: text(root, 'AccountingCost'),
    paymentTerms: text(cac(root, 'PaymentTerms'), 'Note'),
    notes: readNotes(root),
    businessProcess: text(root, 'ProfileID'),
    specification: text(root, 'CustomizationID'),
    precedingInvoices: list(all(root, 'BillingReference').map(readPreceding)),
    seller: readParty(sellerParty),
    buyer: readParty(path(root, 'AccountingCustomerParty', 'Party')),
    payee: readOtherParty(payee),
    taxRepresentative: readOtherParty(cac(root, 'TaxRepresentativeParty')),
    delivery: readDelivery(cac(root, 'Delivery')),
    period: readPeriod(period),
    payments: list(means.map((one) => readPayment(one, creditor))),
    allowances: readAllowanceCharges(root, false),
    charges: readAllowanceCharges(root, true),
    totals: readTotals(root, taxTotals),
    taxBreakdown: list(taxTotals.flatMap(({ breakdown }) => breakdown)),
    supportingDocuments: list(references.filter((one) => !isObject(one)).map(readSupporting)),
    lines: list(all(root, lines).map(readLine)),
  });
  return { invoice, taxTotals, otherTaxUses: readOtherTaxUses(root, invoice, lines) };
}

/** Categories of lines, allowances and charges that have none under VAT. */
function readOtherTaxUses(root: XmlElement, invoice: Invoice, lines: string): OtherTaxUse[] {
  const uses: OtherTaxUse[] = [];
  const note = (
    kind: OtherTaxUse['kind'],
    holder: XmlElement,
    categories: readonly XmlElement[],
    amountName: string,
  ): void => {
    const [first] = categories;
    const category = text(first, 'ID');
    if (category === undefined) return;
    const rate = amount(first, 'Percent');
    uses.push(compact<OtherTaxUse>({ kind, category, rate, amount: amount(holder, amountName) }));
  };
  if ((invoice.lines ?? []).some(({ taxCategory }) => taxCategory === undefined)) {
    for (const [index, line] of all(root, lines).entries()) {
      if (invoice.lines?.[index]?.taxCategory !== undefined) continue;
      note('lines', line, all(cac(line, 'Item'), 'ClassifiedTaxCategory'), 'LineExtensionAmount');
    }
  }
  for (const holder of all(root, 'AllowanceCharge')) {
    const categories = all(holder, 'TaxCategory');
    if (text(vatIn(categories), 'ID') !== undefined) continue;
    const isCharge = indicator(holder, 'ChargeIndicator');
    if (isCharge !== undefined)
      note(isCharge ? 'charges' : 'allowances', holder, categories, 'Amount');
  }
  return uses;
}
