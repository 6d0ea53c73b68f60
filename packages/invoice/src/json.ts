/** The canonical invoice as JSON carries it: the same shape, every Decimal as text. */
import { type Decimal, formatDecimal } from './decimal.ts';
import type { Invoice } from './invoice.ts';

export type Jsonified<T> = T extends Decimal
  ? string
  : T extends readonly (infer E)[]
    ? readonly Jsonified<E>[]
    : T extends object
      ? { readonly [K in keyof T]: Jsonified<T[K]> }
      : T;

export type InvoiceJson = Jsonified<Invoice>;

const isDecimal = (value: object): value is Decimal => typeof (value as Decimal).units === 'bigint';

function plain(value: unknown): unknown {
  if (typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) return value.map(plain);
  if (isDecimal(value)) return formatDecimal(value);
  const result: Record<string, unknown> = {};
  for (const key in value) result[key] = plain((value as Record<string, unknown>)[key]);
  return result;
}

/** The invoice with amounts as decimal text; absent fields stay absent. */
export const toInvoiceJson = (invoice: Invoice): InvoiceJson => plain(invoice) as InvoiceJson;
