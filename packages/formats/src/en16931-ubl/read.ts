/** Reads a UBL 2.1 Invoice or CreditNote into the canonical invoice, every business term of EN 16931. */
import type {
  Delivery,
  Invoice,
  PaymentInstruction,
  Reference,
  SupportingDocument,
} from '@ventanilla/invoice';
import type { XmlElement } from '@ventanilla/xml';
import type { TaxTotal } from '../en16931/model.ts';
import { readAllowanceCharges, readLine, readPeriod } from './read-lines.ts';
import {
  isSepa,
  partyIdentifiers,
  readAddress,
  readHeldParty,
  readIdentifier,
  readOtherParty,
} from './read-parties.ts';
import { readTaxTotals, readTotals } from './read-tax.ts';
import { all, allBasic, attribute, cac, cbc, compact, list, path, text, textOf } from './tree.ts';

const OBJECT_TYPE_CODE = '130';

export interface UblReading {
  readonly invoice: Invoice;
  readonly taxTotals: readonly TaxTotal[];
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
  const periods = all(root, 'InvoicePeriod');
  const [period] = periods;
  const references = all(root, 'AdditionalDocumentReference');
  const isObject = (reference: XmlElement): boolean =>
    text(reference, 'DocumentTypeCode') === OBJECT_TYPE_CODE;
  const creditor = [...partyIdentifiers(sellerParty), ...partyIdentifiers(payee)].find(isSepa)?.id;
  const means = all(root, 'PaymentMeans');
  const invoice = compact<Invoice>({
    number: text(root, 'ID'),
    issueDate: text(root, 'IssueDate'),
    typeCode: text(root, 'InvoiceTypeCode') ?? text(root, 'CreditNoteTypeCode'),
    currency: text(root, 'DocumentCurrencyCode'),
    taxCurrency: text(root, 'TaxCurrencyCode'),
    taxPointDate: text(root, 'TaxPointDate'),
    taxPointCode: periods
      .map((one) => text(one, 'DescriptionCode'))
      .find((code) => code !== undefined),
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
    seller: readHeldParty(cac(root, 'AccountingSupplierParty')),
    buyer: readHeldParty(cac(root, 'AccountingCustomerParty')),
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
    lines: list([...all(root, 'InvoiceLine'), ...all(root, 'CreditNoteLine')].map(readLine)),
  });
  return { invoice, taxTotals };
}
