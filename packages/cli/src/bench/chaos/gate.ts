/** A whole profile: its steps one after another on one platform, an audit after each, and what came of it. */
import type { Api } from '../../client/api.ts';
import type { Home } from '../../platform/home.ts';
import type { Platform } from '../../platform/platform.ts';
import { localStream } from '../../platform/stream-admin.ts';
import { table } from '../../terminal/output.ts';
import { createDice } from '../dice.ts';
import { startProbe } from './probe.ts';
import { PROFILES } from './profiles.ts';
import { type ChaosResult, isSound, runChaos } from './run.ts';

export interface GateOptions {
  readonly profile: string;
  readonly home: Home;
  readonly platform: Platform;
  readonly api: Api;
  readonly ratePerSecond: number;
  readonly seed: string;
  /** Only faults whose name has this in it. */
  readonly fault?: string;
  /** In place of the gate's numbers: how often, and for how many seconds. */
  readonly times?: number;
  readonly seconds?: number;
  readonly log: (line: string) => void;
}

export interface StepResult extends ChaosResult {
  readonly step: string;
  readonly sound: boolean;
}

/** Goes on after a step that was not sound: the others tell where the fault is not. */
export async function runGate(options: GateOptions): Promise<readonly StepResult[]> {
  const { home, platform, api, ratePerSecond, log } = options;
  const probe = await startProbe(home, localStream(platform.state.stream));
  const results: StepResult[] = [];
  try {
    const steps = PROFILES[options.profile]?.steps ?? [];
    for (const { name, inflict } of steps.filter((it) => it.name.includes(options.fault ?? ''))) {
      log(name);
      const seed = `${options.seed}/${name}`;
      const scene = {
        home,
        platform,
        probe,
        dice: createDice(seed),
        times: (full: number) => options.times ?? full,
        lastingMs: (full: number) => 1_000 * (options.seconds ?? full),
        log,
      };
      const result = await runChaos({
        platform,
        api,
        ratePerSecond,
        seed,
        probe,
        log,
        inflict: () => inflict(scene),
      });
      results.push({ step: name, sound: isSound(result), ...result });
    }
  } finally {
    await probe.close();
  }
  return results;
}

const total = (struck: ChaosResult['struck']): number =>
  Object.values(struck).reduce((sum, count) => sum + count, 0);

export const describeGate = (results: readonly StepResult[]): string =>
  table([
    [
      'fault',
      'times',
      'documents',
      'lost',
      'twice',
      'as seeded',
      'receipts',
      'records',
      'lost',
      'out of order',
      'again',
      'drained',
    ],
    ...results.map(({ order, ...it }) => [
      it.step,
      `${total(it.struck)}`,
      `${it.documents}`,
      `${it.lost}`,
      `${it.duplicated}`,
      `${it.documents - it.mismatches.length}`,
      `${it.receiptsVerified}`,
      `${order?.records ?? 0}`,
      `${order?.lost ?? 0}`,
      `${order?.outOfOrder ?? 0}`,
      `${order?.redelivered ?? 0}`,
      `${it.drainSeconds} s`,
    ]),
  ]);
