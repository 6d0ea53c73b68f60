/**
 * Load while things break: a ledger kept outside the platform must account for every document in the end,
 * each with the one outcome that was seeded.
 */
import type { Api } from '../../client/api.ts';
import type { Platform } from '../../platform/platform.ts';
import { logSize } from '../log-size.ts';
import { auditDocuments, type DocumentFindings, untilSettled } from './audit.ts';
import { startLoad } from './documents.ts';
import type { OrderProbe, ProbeFindings } from './probe.ts';

/** How often what was struck. */
export type Struck = Readonly<Record<string, number>>;

export interface ChaosOptions {
  readonly platform: Platform;
  readonly api: Api;
  readonly ratePerSecond: number;
  readonly seed: string;
  /** Does the damage; what lasts has ended when it resolves. */
  readonly inflict: () => Promise<Struck>;
  /** Records on the platform's stream beside its own, whose order is watched. */
  readonly probe?: OrderProbe;
  readonly log: (line: string) => void;
}

export interface ChaosResult extends DocumentFindings {
  readonly struck: Struck;
  readonly posts: number;
  readonly retries: number;
  /** From the end of the damage until everything had its outcome. */
  readonly drainSeconds: number;
  readonly order?: ProbeFindings;
}

const READY_MS = 120_000;

/** Loads, strikes, lets it recover, and audits. Throws only when the platform does not come back. */
export async function runChaos(options: ChaosOptions): Promise<ChaosResult> {
  const { platform, api, log, probe } = options;
  const logBefore = await logSize(api);
  const load = startLoad(options);
  probe?.begin();
  const struck = await options.inflict().finally(load.enough);
  log('no more faults: waiting for the platform to recover');
  const recoveringAt = performance.now();
  await platform.untilReady(READY_MS).finally(() => {
    // Ready and still not acknowledged a minute later is a finding, not a reason to wait for ever.
    setTimeout(load.giveUp, READY_MS).unref();
  });
  await load.done;
  const entries = [...load.ledger.entries.values()];
  const [settled, order] = await Promise.all([untilSettled(entries, api, log), probe?.settle()]);
  const drainSeconds = (performance.now() - recoveringAt) / 1000;
  log(`${settled.size} of ${entries.length} documents settled; proving each`);
  return {
    struck,
    posts: load.ledger.posts,
    retries: load.ledger.retries,
    ...(await auditDocuments(entries, settled, logBefore, api)),
    drainSeconds: Math.round(drainSeconds * 10) / 10,
    ...(order && { order }),
  };
}

const DRAIN_SECONDS_MAX = 60;

/** Nothing lost, nothing twice, everything as seeded and proven, in order, and soon. */
export const isSound = (result: ChaosResult): boolean =>
  result.lost === 0 &&
  result.duplicated === 0 &&
  result.mismatches.length === 0 &&
  result.receiptsVerified === result.documents &&
  result.drainSeconds <= DRAIN_SECONDS_MAX &&
  (result.order?.lost ?? 0) === 0 &&
  (result.order?.outOfOrder ?? 0) === 0;
