/** What an authority can do to pay less: `ventanilla infra cost --with NAME…`. */
import type { Assumptions } from './assumptions.ts';
import { costOf, type Prices, totalOf, type Volume } from './model.ts';

export interface CostChange {
  readonly what: string;
  readonly change: Partial<Assumptions>;
}

export const CHANGES = {
  patience: {
    what: 'invoices wait for company, 0.1 s in reception and 1 s at each consumer (`stream.lingerMs`)',
    change: { lingerMs: { reception: 100, consumers: 1_000 } },
  },
  'key-file': {
    what: 'receipts and heads are signed by a key in a file out of Secrets Manager (`SIGNING_KIND=local`), which the stacks do not set up',
    change: { signing: 'key file' },
  },
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

export type ChangeName = keyof typeof CHANGES;

export const isChangeName = (name: string): name is ChangeName => Object.hasOwn(CHANGES, name);

export const withChanges = (given: Assumptions, names: readonly ChangeName[]): Assumptions =>
  Object.assign({}, given, ...names.map((name) => CHANGES[name].change)) as Assumptions;

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
