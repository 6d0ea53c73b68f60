/** Monthly partitions, made before the first document of a month is written. */
import { type Database, ensureInvoiceMonth } from '@ventanilla/database';
import type { Candidate } from './core/ledger-state.ts';
import { isDay } from './core/rows.ts';

/** Documents issued outside this span go to the default partition: nobody can make partitions at will. */
const MONTHS_BACK = 24;
const MONTHS_AHEAD = 2;

const monthNumber = (day: string): number =>
  Number(day.slice(0, 4)) * 12 + Number(day.slice(5, 7)) - 1;

/** Remembers what it made; a partition is never removed while the process lives. */
export function createMonths(database: Database) {
  const known = new Set<string>();
  return {
    ensure: async (candidates: readonly Candidate[], now: Date): Promise<void> => {
      const present = monthNumber(now.toISOString());
      for (const { message } of candidates) {
        const day = message.summary?.issueDate;
        if (day === undefined || known.has(day.slice(0, 7)) || !isDay(day)) continue;
        const distance = monthNumber(day) - present;
        if (distance < -MONTHS_BACK || distance > MONTHS_AHEAD) continue;
        await ensureInvoiceMonth(database, day);
        known.add(day.slice(0, 7));
      }
    },
  };
}
