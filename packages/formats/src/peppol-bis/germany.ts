/** DE-R-*: between a German seller and a German buyer. */
import type { XmlElement } from '@ventanilla/xml';
import { all, allBasic, attribute, cac, cbc, path, text } from '../en16931-ubl/tree.ts';
import type { Note } from '../xml-syntax/inspector.ts';
import { isIban } from './check-digits.ts';
import { isBlank, isGerman, type PeppolContext, placeOf } from './context.ts';

const INDICATORS: ReadonlySet<string> = new Set(['true', 'false']);
const VAT_CODES = new Set(['S', 'Z', 'E', 'AE', 'K', 'G', 'L', 'M']);
const TYPE_CODES = new Set(['326', '380', '384', '389', '381', '875', '876', '877']);
const SKONTO = /^#SKONTO#TAGE=[0-9]+#PROZENT=[0-9]+\.[0-9]{2}(#BASISBETRAG=-?[0-9]+\.[0-9]{2})?#$/;
const EMAIL = /^[^@\s]+@([^@.\s]+\.)+[^@.\s]+$/;
/** An absolute address: a scheme and a colon. */
const URL = /^[a-zA-Z][a-zA-Z0-9+.-]+:/;

const need = (
  code: string,
  holder: XmlElement | undefined,
  names: readonly string[],
  note: Note,
): void => {
  if (holder === undefined) return;
  for (const name of names) {
    if (isBlank(cbc(holder, name)?.text)) note(code, holder, { expected: name });
  }
};

function inspectParties(context: PeppolContext, note: Note): void {
  const { root, seller, buyer } = context;
  if (isBlank(cbc(root, 'BuyerReference')?.text))
    note('DE-R-015', root, { expected: 'BuyerReference' });
  const contact = cac(seller, 'Contact');
  if (cac(root, 'AccountingSupplierParty') !== undefined && contact === undefined) {
    note('DE-R-002', placeOf(context, seller), { expected: 'Contact' });
  }
  const address = cac(seller, 'PostalAddress');
  need('DE-R-003', address, ['CityName'], note);
  need('DE-R-004', address, ['PostalZone'], note);
  need('DE-R-005', contact, ['Name'], note);
  need('DE-R-006', contact, ['Telephone'], note);
  need('DE-R-007', contact, ['ElectronicMail'], note);
  if (contact !== undefined) {
    const phone = text(contact, 'Telephone') ?? '';
    const email = text(contact, 'ElectronicMail') ?? '';
    if ((phone.match(/[0-9]/g)?.length ?? 0) < 3) note('DE-R-027', contact, { actual: phone });
    if (!EMAIL.test(email)) note('DE-R-028', contact, { actual: email });
  }
  const buyerAddress = cac(buyer, 'PostalAddress');
  need('DE-R-008', buyerAddress, ['CityName'], note);
  need('DE-R-009', buyerAddress, ['PostalZone'], note);
  for (const delivery of all(root, 'Delivery')) {
    const place = path(delivery, 'DeliveryLocation', 'Address');
    need('DE-R-010', place, ['CityName'], note);
    need('DE-R-011', place, ['PostalZone'], note);
  }
}

/** Whether a line, an allowance or a charge has one of the codes; the official test reads indicators as words only. */
function usesVat(root: XmlElement): boolean {
  const onAllowances = all(root, 'AllowanceCharge')
    .filter((one) => INDICATORS.has(cbc(one, 'ChargeIndicator')?.text ?? ''))
    .flatMap((one) => all(one, 'TaxCategory'));
  const onLines = [...all(root, 'InvoiceLine'), ...all(root, 'CreditNoteLine')].flatMap((line) =>
    all(cac(line, 'Item'), 'ClassifiedTaxCategory'),
  );
  return [...onAllowances, ...onLines].some((category) =>
    VAT_CODES.has(cbc(category, 'ID')?.text ?? ''),
  );
}

/** Early payment discounts: each line that starts with `#` in the agreed form, and a line break at the end. */
function isSkontoRight(terms: string): boolean {
  const lines = terms.split(/\r?\n/).filter((line) => line.trim().startsWith('#'));
  if (lines.length === 0) return true;
  const rest = terms.split(/#.+#/).at(-1) ?? '';
  return /^\s*\n/.test(rest) && lines.every((line) => SKONTO.test(line.trim()));
}

/** Attachments have names of their own; those that lie elsewhere are found. */
function inspectAttachments(root: XmlElement, note: Note): void {
  const names = new Set<string>();
  for (const reference of all(root, 'AdditionalDocumentReference')) {
    const external = path(reference, 'Attachment', 'ExternalReference');
    const address = cbc(external, 'URI')?.text ?? '';
    if (external !== undefined && !URL.test(address)) {
      note('DE-R-T02', external, { actual: address });
    }
    const embedded = cbc(cac(reference, 'Attachment'), 'EmbeddedDocumentBinaryObject');
    const name = attribute(embedded, 'filename');
    if (name === undefined) continue;
    if (names.has(name)) note('DE-R-022', reference, { actual: name });
    names.add(name);
  }
}

function inspectDocument(context: PeppolContext, note: Note): void {
  const { root, seller } = context;
  const isTaxed = all(seller, 'PartyTaxScheme').some(
    (one) => !isBlank(cbc(one, 'CompanyID')?.text),
  );
  if (usesVat(root) && !isTaxed && cac(root, 'TaxRepresentativeParty') === undefined) {
    note('DE-R-016', placeOf(context, seller), { expected: 'PartyTaxScheme' });
  }
  const type = text(root, 'InvoiceTypeCode') ?? text(root, 'CreditNoteTypeCode') ?? '';
  if (!TYPE_CODES.has(type)) note('DE-R-017', root, { actual: type });
  const isReferred = all(root, 'BillingReference').some(
    (one) => cac(one, 'InvoiceDocumentReference') !== undefined,
  );
  if (type === '384' && !isReferred) note('DE-R-026', root, { expected: 'BillingReference' });
  for (const terms of all(root, 'PaymentTerms')) {
    const written = cbc(terms, 'Note')?.text;
    if (written !== undefined && !isSkontoRight(written)) note('DE-R-018', terms);
  }
  inspectAttachments(root, note);
  for (const total of all(root, 'TaxTotal')) {
    for (const subtotal of all(total, 'TaxSubtotal')) {
      if (isBlank(cbc(cac(subtotal, 'TaxCategory'), 'Percent')?.text)) {
        note('DE-R-014', subtotal, { expected: 'Percent' });
      }
    }
  }
}

interface MeansRule {
  readonly codes: readonly string[];
  readonly needed: string;
  readonly rule: string;
  readonly others: readonly string[];
}
const MEANS: readonly MeansRule[] = [
  {
    codes: ['30', '58'],
    needed: 'PayeeFinancialAccount',
    rule: 'DE-R-023',
    others: ['CardAccount', 'PaymentMandate'],
  },
  {
    codes: ['48', '54', '55'],
    needed: 'CardAccount',
    rule: 'DE-R-024',
    others: ['PayeeFinancialAccount', 'PaymentMandate'],
  },
  {
    codes: ['59'],
    needed: 'PaymentMandate',
    rule: 'DE-R-025',
    others: ['PayeeFinancialAccount', 'CardAccount'],
  },
];

function inspectMeans(means: XmlElement, note: Note): void {
  const code = text(means, 'PaymentMeansCode') ?? '';
  for (const { codes, needed, rule, others } of MEANS) {
    if (!codes.includes(code)) continue;
    if (cac(means, needed) === undefined) note(`${rule}-1`, means, { expected: needed });
    const other = others.find((name) => cac(means, name) !== undefined);
    if (other !== undefined) note(`${rule}-2`, means, { actual: other });
  }
  const account = cbc(cac(means, 'PayeeFinancialAccount'), 'ID')?.text ?? '';
  if (code === '58' && !isIban(account)) note('DE-R-019', means, { actual: account });
  const debited = cbc(path(means, 'PaymentMandate', 'PayerFinancialAccount'), 'ID')?.text ?? '';
  if (code === '59' && !isIban(debited)) note('DE-R-020', means, { actual: debited });
}

function inspectPayments(context: PeppolContext, note: Note): void {
  const { root, seller } = context;
  const payments = all(root, 'PaymentMeans');
  if (payments.length === 0) note('DE-R-001', root, { expected: 'PaymentMeans' });
  for (const means of payments) inspectMeans(means, note);
  const mandates = payments.flatMap((means) => all(means, 'PaymentMandate'));
  if (mandates.length === 0) return;
  const ids = [seller, cac(root, 'PayeeParty')].flatMap((party) =>
    all(party, 'PartyIdentification').flatMap((one) => allBasic(one, 'ID')),
  );
  if (!ids.some((id) => attribute(id, 'schemeID') === 'SEPA')) {
    note('DE-R-030', mandates[0]!, { expected: 'schemeID SEPA' });
  }
  const isDebited = mandates.some(
    (one) => cbc(cac(one, 'PayerFinancialAccount'), 'ID') !== undefined,
  );
  if (!isDebited) note('DE-R-031', mandates[0]!, { expected: 'PayerFinancialAccount' });
}

export function inspectGermany(context: PeppolContext, note: Note): void {
  if (!isGerman(context)) return;
  inspectParties(context, note);
  inspectDocument(context, note);
  inspectPayments(context, note);
}
