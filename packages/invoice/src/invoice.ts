/**
 * The canonical invoice: EN 16931-1 semantics, one field per business term (BT) or group (BG).
 *
 * Every field is optional, because a broken document must still be judged by every rule that can be
 * evaluated. Dates are ISO `YYYY-MM-DD` text as written; amounts are exact decimals. National facts
 * that EN 16931 has no term for travel in `national`, owned by the format that wrote them.
 */
import type { Decimal } from './decimal.ts';

export interface Identifier {
  readonly id?: string;
  readonly scheme?: string;
  readonly schemeVersion?: string;
}

export interface Address {
  readonly line1?: string;
  readonly line2?: string;
  readonly line3?: string;
  readonly city?: string;
  readonly postCode?: string;
  readonly subdivision?: string;
  readonly country?: string;
}

/** BG-4, BG-7, BG-10 and BG-11. */
export interface Party {
  readonly name?: string;
  readonly tradingName?: string;
  readonly identifiers?: readonly Identifier[];
  readonly legalRegistration?: Identifier;
  /** BT-31, BT-48, BT-63. */
  readonly vatId?: string;
  /** BT-32: a registration that is not VAT. */
  readonly taxRegistrationId?: string;
  readonly legalInformation?: string;
  readonly electronicAddress?: Identifier;
  readonly address?: Address;
  readonly contact?: { readonly name?: string; readonly phone?: string; readonly email?: string };
}

export interface Reference {
  readonly number?: string;
  readonly issueDate?: string;
}

/** BG-20, BG-21 on the document; BG-27, BG-28 on a line. */
export interface AllowanceCharge {
  readonly amount?: Decimal;
  readonly baseAmount?: Decimal;
  readonly percentage?: Decimal;
  readonly taxCategory?: string;
  readonly taxRate?: Decimal;
  readonly reason?: string;
  readonly reasonCode?: string;
}

export interface Period {
  readonly start?: string;
  readonly end?: string;
}

/** BG-13 to BG-15. */
export interface Delivery {
  readonly name?: string;
  readonly location?: Identifier;
  readonly date?: string;
  readonly address?: Address;
}

/** BG-16 to BG-19. */
export interface PaymentInstruction {
  readonly meansCode?: string;
  readonly meansText?: string;
  readonly remittance?: string;
  readonly accounts?: readonly {
    readonly id?: string;
    readonly name?: string;
    readonly provider?: string;
  }[];
  readonly card?: { readonly number?: string; readonly holder?: string };
  readonly directDebit?: {
    readonly mandate?: string;
    readonly creditor?: string;
    readonly debitedAccount?: string;
  };
}

/** BG-22. */
export interface Totals {
  readonly lineNet?: Decimal;
  readonly allowances?: Decimal;
  readonly charges?: Decimal;
  readonly withoutTax?: Decimal;
  readonly tax?: Decimal;
  readonly taxInAccountingCurrency?: Decimal;
  readonly withTax?: Decimal;
  readonly paid?: Decimal;
  readonly rounding?: Decimal;
  readonly due?: Decimal;
}

/** BG-23. */
export interface TaxBreakdown {
  readonly taxableAmount?: Decimal;
  readonly taxAmount?: Decimal;
  readonly category?: string;
  readonly rate?: Decimal;
  readonly exemptionReason?: string;
  readonly exemptionReasonCode?: string;
}

/** BG-24. */
export interface SupportingDocument {
  readonly reference?: string;
  readonly description?: string;
  readonly location?: string;
  readonly mediaType?: string;
  readonly filename?: string;
}

/** BG-25 to BG-32. */
export interface Line {
  readonly id?: string;
  readonly note?: string;
  readonly object?: Identifier;
  readonly quantity?: Decimal;
  readonly unit?: string;
  readonly netAmount?: Decimal;
  readonly orderLine?: string;
  readonly accountingReference?: string;
  readonly period?: Period;
  readonly allowances?: readonly AllowanceCharge[];
  readonly charges?: readonly AllowanceCharge[];
  readonly price?: {
    readonly net?: Decimal;
    readonly discount?: Decimal;
    readonly gross?: Decimal;
    readonly baseQuantity?: Decimal;
    readonly baseUnit?: string;
  };
  readonly taxCategory?: string;
  readonly taxRate?: Decimal;
  readonly item?: {
    readonly name?: string;
    readonly description?: string;
    readonly sellerId?: string;
    readonly buyerId?: string;
    readonly standardId?: Identifier;
    readonly classifications?: readonly Identifier[];
    readonly originCountry?: string;
    readonly attributes?: readonly { readonly name?: string; readonly value?: string }[];
  };
}

export interface Invoice {
  readonly number?: string;
  readonly issueDate?: string;
  readonly typeCode?: string;
  readonly currency?: string;
  readonly taxCurrency?: string;
  readonly taxPointDate?: string;
  readonly taxPointCode?: string;
  readonly dueDate?: string;
  readonly buyerReference?: string;
  readonly projectReference?: string;
  readonly contractReference?: string;
  readonly purchaseOrder?: string;
  readonly salesOrder?: string;
  readonly receivingAdvice?: string;
  readonly despatchAdvice?: string;
  readonly tender?: string;
  readonly object?: Identifier;
  readonly accountingReference?: string;
  readonly paymentTerms?: string;
  readonly notes?: readonly { readonly subject?: string; readonly text?: string }[];
  readonly businessProcess?: string;
  readonly specification?: string;
  readonly precedingInvoices?: readonly Reference[];
  readonly seller?: Party;
  readonly buyer?: Party;
  readonly payee?: Party;
  readonly taxRepresentative?: Party;
  readonly delivery?: Delivery;
  readonly period?: Period;
  readonly payments?: readonly PaymentInstruction[];
  readonly allowances?: readonly AllowanceCharge[];
  readonly charges?: readonly AllowanceCharge[];
  readonly totals?: Totals;
  readonly taxBreakdown?: readonly TaxBreakdown[];
  readonly supportingDocuments?: readonly SupportingDocument[];
  readonly lines?: readonly Line[];
  /** Facts of one country, keyed by format id; plain JSON, amounts as decimal strings. */
  readonly national?: Readonly<Record<string, unknown>>;
}
