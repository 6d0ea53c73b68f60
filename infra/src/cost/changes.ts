/** What an authority can do to pay less: `ventanilla infra cost --with NAME…`. */
import type { Assumptions } from './assumptions.ts';
import { costOf, type Prices, totalOf, type Volume } from './model.ts';

export interface CostChange {
  readonly what: string;
  readonly change: Partial<Assumptions>;
}

export const CHANGES = {
  batches: {
    what: 'nine invoices in ten come in batches of a hundred',
    change: { batchedShare: 0.9 },
  },
  'private-way': {
    what: 'dedicated senders come by PrivateLink, past the API gateway, which the stacks do not set up; its own price is not counted',
    change: { gateway: 'none for dedicated senders' },
  },
  provisioned: {
    what: 'the stream is bought for the peak instead of on demand (`stream.mode`)',
    change: { stream: 'provisioned' },
  },
  'no-raw': {
    what: 'the raw archive is left out, as our own archive holds every original',
    change: { rawArchive: false },
  },
  'own-issuer': {
    what: 'machines sign in at the authority’s own issuer instead of Cognito (`AUTH_ISSUERS`)',
    change: { machineClients: 0 },
  },
} as const satisfies Readonly<Record<string, CostChange>>;

/** What production sets to pay less, taken back. */
export const UNDONE = {
  haste: {
    what: 'persistence and archive wait 0.1 s for company as elsewhere, not 1 s (`stream.lingerMs.stores`): outcomes come up to 0.9 s sooner',
    change: { lingerMs: { reception: 20, stores: 100 } },
  },
  'kms-signing': {
    what: 'KMS signs each head and each group of receipts (`keys.signing.kind`), by a key that never leaves it',
    change: { signing: 'kms' },
  },
} as const satisfies Readonly<Record<string, CostChange>>;

const NAMED = { ...CHANGES, ...UNDONE };

export type ChangeName = keyof typeof CHANGES;
export type AnyChangeName = keyof typeof NAMED;

export const CHANGE_NAMES = Object.keys(NAMED) as readonly AnyChangeName[];

export const isChangeName = (name: string): name is AnyChangeName => Object.hasOwn(NAMED, name);

export const withChanges = (given: Assumptions, names: readonly AnyChangeName[]): Assumptions =>
  Object.assign({}, given, ...names.map((name) => NAMED[name].change)) as Assumptions;

export interface Step {
  readonly name: ChangeName;
  readonly perMillion: number;
}

/** From what is assumed down to `goal` USD per million, each time by the change that saves most; all when that is not enough. */
export function stepsTo(
  goal: number,
  volume: Volume,
  given: Assumptions,
  prices: Prices,
): readonly Step[] {
  const perMillion = (names: readonly ChangeName[]) =>
    totalOf(costOf(volume, withChanges(given, names), prices)) / (volume.invoicesPerYear / 1e6);
  const taken: Step[] = [];
  let left = Object.keys(CHANGES) as ChangeName[];
  while (left.length > 0 && (taken.at(-1)?.perMillion ?? perMillion([])) > goal) {
    const names = taken.map(({ name }) => name);
    const [best] = left
      .map((name) => ({ name, perMillion: perMillion([...names, name]) }))
      .sort((a, b) => a.perMillion - b.perMillion);
    if (best === undefined) break;
    taken.push(best);
    left = left.filter((name) => name !== best.name);
  }
  return taken;
}
