/** What a batch adds to the figures of a day. */
import type { DailyTotal } from '@ventanilla/database';
import { add, type Decimal, formatDecimal, parseDecimal, ZERO } from '@ventanilla/invoice';
import type { Registered } from './decide.ts';
import { clip } from './ledger-key.ts';

type Line = Pick<
  DailyTotal,
  'region' | 'activity' | 'documentClass' | 'format' | 'verdict' | 'currency'
>;

const UNKNOWN = 'unknown';
/** Hostile currencies must not make an index entry too large. */
const CURRENCY_MAX = 10;

function lineOf({ candidate, report }: Registered): Line {
  const { summary, classification } = candidate.message;
  return {
    region: classification?.region ?? UNKNOWN,
    activity: classification?.activity ?? UNKNOWN,
    documentClass: summary?.documentClass ?? UNKNOWN,
    format: report.format,
    verdict: report.verdict,
    // Only accepted currencies are figures; rejected ones may say anything.
    currency: report.verdict === 'rejected' ? '' : clip(summary?.currency ?? '', CURRENCY_MAX),
  };
}

/** Sums outcomes by line; amounts of rejected documents count as nothing. */
export function totalsOf(registered: readonly Registered[], day: string): readonly DailyTotal[] {
  const lines = new Map<string, { line: Line; documents: number; total: Decimal; tax: Decimal }>();
  for (const outcome of registered) {
    const line = lineOf(outcome);
    const key = Object.values(line).join('\n');
    const sum = lines.get(key) ?? { line, documents: 0, total: ZERO, tax: ZERO };
    lines.set(key, sum);
    sum.documents += 1;
    const { summary } = outcome.candidate.message;
    if (line.verdict === 'rejected' || summary === undefined) continue;
    sum.total = add(sum.total, parseDecimal(summary.totalAmount) ?? ZERO);
    sum.tax = add(sum.tax, parseDecimal(summary.taxAmount) ?? ZERO);
  }
  return [...lines.values()].map(({ line, documents, total, tax }) => ({
    day,
    ...line,
    documents,
    totalAmount: formatDecimal(total),
    taxAmount: formatDecimal(tax),
  }));
}

/** ISO days of instants in one time zone, such as `America/Guatemala`. */
export function createCalendar(timeZone: string): (iso: string) => string {
  const format = new Intl.DateTimeFormat('en', {
    timeZone,
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
  });
  return (iso) => {
    const parts = format.formatToParts(new Date(iso));
    const part = (type: string) => parts.find((found) => found.type === type)?.value;
    return `${part('year')}-${part('month')}-${part('day')}`;
  };
}
