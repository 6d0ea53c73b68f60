/** How much each assumption matters. */
import type { Assumptions } from './assumptions.ts';
import { costOf, type Prices, totalOf, type Volume } from './model.ts';

export interface Sensitivity {
  readonly assumption: string;
  /** USD per million when the assumption is halved, and when it is doubled. */
  readonly halved: number;
  readonly doubled: number;
}

type Change = readonly [name: string, change: (given: Assumptions, factor: number) => Assumptions];

const share = (value: number) => Math.min(1, value);
const VARIED: readonly Change[] = [
  [
    'invoices that come in batches',
    (given, f) => ({ ...given, batchedShare: share(given.batchedShare * f) }),
  ],
  ['reads an invoice', (given, f) => ({ ...given, readsPerInvoice: given.readsPerInvoice * f })],
  ['CPU an invoice', (given, f) => ({ ...given, cpuMicros: scaled(given.cpuMicros, f) })],
  [
    'database CPU an invoice',
    (given, f) => ({ ...given, databaseCpuMicros: given.databaseCpuMicros * f }),
  ],
  ['bytes an invoice', (given, f) => ({ ...given, bytes: scaled(given.bytes, f) })],
  [
    'use of the CPU that runs',
    (given, f) => ({ ...given, utilisation: share(given.utilisation * f) }),
  ],
  ['months in the hot store', (given, f) => ({ ...given, hotMonths: given.hotMonths * f })],
  ['time to wait for company', (given, f) => ({ ...given, lingerMs: scaled(given.lingerMs, f) })],
  ['objects a turn', (given, f) => ({ ...given, putsPerTurn: scaled(given.putsPerTurn, f) })],
];

const scaled = <T extends Readonly<Record<string, number>>>(values: T, factor: number): T =>
  Object.fromEntries(Object.entries(values).map(([name, value]) => [name, value * factor])) as T;

/** How much each assumption matters, the weightiest first. */
export function sensitivityOf(
  volume: Volume,
  given: Assumptions,
  prices: Prices,
): readonly Sensitivity[] {
  const perMillion = (assumptions: Assumptions) =>
    totalOf(costOf(volume, assumptions, prices)) / (volume.invoicesPerYear / 1e6);
  return VARIED.map(([assumption, change]) => ({
    assumption,
    halved: perMillion(change(given, 0.5)),
    doubled: perMillion(change(given, 2)),
  })).sort((a, b) => Math.abs(b.doubled - b.halved) - Math.abs(a.doubled - a.halved));
}
