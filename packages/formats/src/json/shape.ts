/**
 * The shape of the canonical invoice as JSON: one table from which the published JSON Schema is
 * written and by which documents are read. Field names are those of `Invoice`.
 */
export type Leaf = 'text' | 'date' | 'decimal' | 'any';
export type Shape = Leaf | readonly [Shape] | { readonly [field: string]: Shape };

const IDENTIFIER = { id: 'text', scheme: 'text', schemeVersion: 'text' } as const;
const ADDRESS = {
  line1: 'text',
  line2: 'text',
  line3: 'text',
  city: 'text',
  postCode: 'text',
  subdivision: 'text',
  country: 'text',
} as const;
const PARTY = {
  name: 'text',
  tradingName: 'text',
  identifiers: [IDENTIFIER],
  legalRegistration: IDENTIFIER,
  vatId: 'text',
  taxRegistrationId: 'text',
  legalInformation: 'text',
  electronicAddress: IDENTIFIER,
  address: ADDRESS,
  contact: { name: 'text', phone: 'text', email: 'text' },
} as const;
const PERIOD = { start: 'date', end: 'date' } as const;
const ALLOWANCE = {
  amount: 'decimal',
  baseAmount: 'decimal',
  percentage: 'decimal',
  taxCategory: 'text',
  taxRate: 'decimal',
  reason: 'text',
  reasonCode: 'text',
} as const;

const LINE = {
  id: 'text',
  note: 'text',
  object: IDENTIFIER,
  quantity: 'decimal',
  unit: 'text',
  netAmount: 'decimal',
  orderLine: 'text',
  accountingReference: 'text',
  period: PERIOD,
  allowances: [ALLOWANCE],
  charges: [ALLOWANCE],
  price: {
    net: 'decimal',
    discount: 'decimal',
    gross: 'decimal',
    baseQuantity: 'decimal',
    baseUnit: 'text',
  },
  taxCategory: 'text',
  taxRate: 'decimal',
  item: {
    name: 'text',
    description: 'text',
    sellerId: 'text',
    buyerId: 'text',
    standardId: IDENTIFIER,
    classifications: [IDENTIFIER],
    originCountry: 'text',
    attributes: [{ name: 'text', value: 'text' }],
  },
} as const;

export const INVOICE_SHAPE = {
  number: 'text',
  issueDate: 'date',
  typeCode: 'text',
  currency: 'text',
  taxCurrency: 'text',
  taxPointDate: 'date',
  taxPointCode: 'text',
  dueDate: 'date',
  buyerReference: 'text',
  projectReference: 'text',
  contractReference: 'text',
  purchaseOrder: 'text',
  salesOrder: 'text',
  receivingAdvice: 'text',
  despatchAdvice: 'text',
  tender: 'text',
  object: IDENTIFIER,
  accountingReference: 'text',
  paymentTerms: 'text',
  notes: [{ subject: 'text', text: 'text' }],
  businessProcess: 'text',
  specification: 'text',
  precedingInvoices: [{ number: 'text', issueDate: 'date' }],
  seller: PARTY,
  buyer: PARTY,
  payee: PARTY,
  taxRepresentative: PARTY,
  delivery: { name: 'text', location: IDENTIFIER, date: 'date', address: ADDRESS },
  period: PERIOD,
  payments: [
    {
      meansCode: 'text',
      meansText: 'text',
      remittance: 'text',
      accounts: [{ id: 'text', name: 'text', provider: 'text' }],
      card: { number: 'text', holder: 'text' },
      directDebit: { mandate: 'text', creditor: 'text', debitedAccount: 'text' },
    },
  ],
  allowances: [ALLOWANCE],
  charges: [ALLOWANCE],
  totals: {
    lineNet: 'decimal',
    allowances: 'decimal',
    charges: 'decimal',
    withoutTax: 'decimal',
    tax: 'decimal',
    taxInAccountingCurrency: 'decimal',
    withTax: 'decimal',
    paid: 'decimal',
    rounding: 'decimal',
    due: 'decimal',
  },
  taxBreakdown: [
    {
      taxableAmount: 'decimal',
      taxAmount: 'decimal',
      category: 'text',
      rate: 'decimal',
      exemptionReason: 'text',
      exemptionReasonCode: 'text',
    },
  ],
  supportingDocuments: [
    {
      reference: 'text',
      description: 'text',
      location: 'text',
      mediaType: 'text',
      filename: 'text',
    },
  ],
  lines: [LINE],
  national: 'any',
} as const satisfies Shape;
