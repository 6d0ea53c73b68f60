/** The canonical invoice as JSON carries it: the same shape, every Decimal as text. */
import { type Decimal, formatDecimal } from './decimal.ts';
import type { Invoice } from './invoice.ts';

const isDecimal = (value: object): value is Decimal => typeof (value as Decimal).units === 'bigint';

/** What JSON.stringify would not copy as it stands: quotes, backslashes, controls, lone surrogates. */
const ESCAPED = /[^ !#-[\]-\ud7ff\ue000-\uffff]/;

const quote = (text: string): string => (ESCAPED.test(text) ? JSON.stringify(text) : `"${text}"`);

/**
 * JSON text of any model value, amounts as decimal text; absent fields stay absent. Written in one
 * pass: building a plain copy first, for JSON.stringify, cost twice the time.
 */
function write(value: unknown): string {
  if (typeof value === 'string') return quote(value);
  if (typeof value !== 'object' || value === null) return String(value);
  if (Array.isArray(value)) return `[${value.map(write).join(',')}]`;
  if (isDecimal(value)) return `"${formatDecimal(value)}"`;
  let text = '';
  for (const key in value) {
    const field = (value as Record<string, unknown>)[key];
    if (field === undefined) continue;
    text += `${text === '' ? '' : ','}${quote(key)}:${write(field)}`;
  }
  return `{${text}}`;
}

/** The invoice as canonical JSON text, fields in the order of the model. */
export const writeInvoice = (invoice: Invoice): string => write(invoice);
