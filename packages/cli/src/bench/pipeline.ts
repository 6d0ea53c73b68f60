/**
 * How much the platform carries on this machine: real services over the embedded back ends, load over
 * HTTP from a process of its own. Two phases: as much as the pipeline settles, for throughput and cost;
 * half of that at a steady rate, for latency. Then the ledger is held against the platform.
 */
import { randomBytes } from 'node:crypto';
import { rmSync } from 'node:fs';
import { cpus } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import type { SampleFormat } from '@ventanilla/samples';
import type { Api } from '../client/api.ts';
import { connectDemo } from '../demo/connect.ts';
import { CommandFailure, EXIT } from '../failure.ts';
import type { Home } from '../platform/home.ts';
import type { Platform } from '../platform/platform.ts';
import { rounded } from '../statistics.ts';
import type { PhaseFigures } from './generator-port.ts';
import { type Generator, startGenerator } from './generator-process.ts';
import { perThousand, readKeyCalls } from './key-calls.ts';
import { auditLedger, readLedger } from './ledger.ts';
import { type BareLimits, measureLimits } from './limits.ts';
import { logSize } from './log-size.ts';
import { type Observed, observeOutcomes } from './observer.ts';
import {
  between,
  peaks,
  restartsOf,
  type Snapshot,
  type Throughput,
  takeSnapshot,
} from './snapshot.ts';
import { measureTurnOver, type TurnOver } from './turn-over.ts';

export interface PipelineOptions {
  readonly platform: Platform;
  readonly home: Home;
  /** Length of the first phase, and of the second. */
  readonly seconds: number;
  readonly latencySeconds: number;
  /** A steady rate in place of as much as possible. */
  readonly ratePerSecond?: number;
  readonly connections: number;
  readonly seed: string;
  readonly formats?: readonly SampleFormat[];
  readonly sizeBytes?: number;
  /** Turns keys over until it is aborted, through every other of four more phases. */
  readonly turnOver?: TurnOver;
  readonly log: (line: string) => void;
}

/** Documents acknowledged and not yet registered, at most: enough to keep every stage in full batches. */
const WINDOW_MAX = 4_000;
const WARM_UP_MS = 5_000;
const POLL_MS = 200;
const LIMITS_SECONDS = 4;
const DRAIN_PATIENCE_MS = 60_000;

interface Run extends PipelineOptions {
  readonly api: Api;
  readonly generator: Generator;
  /** Entries that the log held before the run. */
  readonly logBefore: number;
}

interface Phase {
  readonly throughput: Throughput;
  readonly figures: PhaseFigures;
  readonly observed: Observed;
}

const registeredSoFar = async ({ api, logBefore }: Run): Promise<number> =>
  (await logSize(api)) - logBefore;

const snapshot = async (run: Run): Promise<Snapshot> =>
  takeSnapshot(
    { platform: run.platform, generatorPid: run.generator.pid },
    await registeredSoFar(run),
  );

/** Tells the generator how far registration has come, until `untilMs`. */
async function pace(run: Run, untilMs: number): Promise<void> {
  while (performance.now() < untilMs) {
    run.generator.say({ type: 'registered', count: await registeredSoFar(run) });
    await delay(POLL_MS);
  }
}

async function drain(run: Run, expected: number): Promise<void> {
  let last = -1;
  let movedAt = performance.now();
  for (;;) {
    const now = await registeredSoFar(run);
    if (now >= expected) return;
    if (now !== last) movedAt = performance.now();
    last = now;
    if (performance.now() - movedAt > DRAIN_PATIENCE_MS) {
      run.log(`registration stands still at ${now} of ${expected} documents`);
      return;
    }
    await delay(POLL_MS);
  }
}

/** `observedBefore`: documents that observers of earlier phases handed in beside the generator. */
async function runPhase(
  run: Run,
  seconds: number,
  ratePerSecond?: number,
  observedBefore = 0,
): Promise<Phase> {
  const { generator, log } = run;
  log(
    ratePerSecond
      ? `${seconds} s at ${ratePerSecond} documents a second`
      : `${seconds} s as fast as documents are registered`,
  );
  const startedAt = performance.now();
  generator.say({ type: 'start', ratePerSecond, windowMax: ratePerSecond ? 1e9 : WINDOW_MAX });
  await pace(run, startedAt + WARM_UP_MS);
  generator.say({ type: 'forget' });
  const observing = observeOutcomes({ api: run.api, seed: `${run.seed}-${startedAt}` });
  const from = await snapshot(run);
  await pace(run, startedAt + WARM_UP_MS + seconds * 1000);
  const to = await snapshot(run);
  const observed = await observing.stop();
  const figures = await generator.stop();
  await drain(run, figures.acknowledged + observedBefore + observed.handedIn);
  return { throughput: between(from, to), figures, observed };
}

/** Runs both phases, audits the ledger, measures the bare limits; everything the bench prints. */
export async function benchPipeline(options: PipelineOptions) {
  const { platform, home } = options;
  const api = connectDemo(home, platform.state);
  const url = new URL(platform.state.api);
  const generator = await startGenerator(
    {
      host: url.hostname,
      port: Number(url.port),
      connections: options.connections,
      run: randomBytes(6).toString('hex').toUpperCase(),
      seed: options.seed,
      now: new Date().toISOString(),
      ...(options.formats && { formats: options.formats }),
      ...(options.sizeBytes && { sizeBytes: options.sizeBytes }),
    },
    await api.token(),
  );
  // Tokens last an hour; a long run outlives one.
  const renewal = setInterval(() => {
    api.token().then(
      (token) => generator.say({ type: 'token', token }),
      () => {},
    );
  }, 60_000);
  try {
    const run: Run = { ...options, api, generator, logBefore: await logSize(api) };
    const full = await runPhase(run, options.seconds, options.ratePerSecond);
    let observed = full.observed.handedIn;
    const turned =
      options.turnOver &&
      (await measureTurnOver(options.turnOver, async () => {
        const phase = await runPhase(run, options.seconds, options.ratePerSecond, observed);
        observed += phase.observed.handedIn;
        return phase.throughput.documentsPerSecond;
      }));
    const half = Math.max(1, Math.floor(full.throughput.documentsPerSecond / 2));
    const calm =
      options.latencySeconds > 0 && options.ratePerSecond === undefined
        ? await runPhase(run, options.latencySeconds, half, observed)
        : undefined;
    observed += calm?.observed.handedIn ?? 0;
    return {
      ...(await conclude(run, full, calm, { half, observed })),
      ...(turned && { turnOver: turned }),
    };
  } finally {
    clearInterval(renewal);
    await generator.close();
    await api.close();
  }
}

async function conclude(
  run: Run,
  full: Phase,
  calm: Phase | undefined,
  { half, observed }: { readonly half: number; readonly observed: number },
) {
  const { platform, home, generator, api, log } = run;
  const peakRssMb = peaks({ platform, generatorPid: generator.pid });
  const restarts = restartsOf(platform);
  for (const [name, times] of Object.entries(restarts)) {
    log(`${name} was started again ${times} times: its CPU is that of its last life`);
  }
  const keyCalls = await readKeyCalls(platform);
  log('holding the ledger against the platform');
  const file = join(home.root, 'bench-ledger.bin');
  await generator.writeLedger(file);
  const ids = readLedger(file);
  rmSync(file);
  const ledger = await auditLedger(ids, api, (await registeredSoFar(run)) - observed);
  if (ledger.settled === 0) {
    throw new CommandFailure('No document was registered.', { exitCode: EXIT.bad });
  }
  log('measuring the bare limits of the database');
  const limits = await measureLimits(platform.state.database, LIMITS_SECONDS);
  const latency = calm ?? full;
  return {
    documentsPerSecond: full.throughput.documentsPerSecond,
    ackP50Ms: latency.figures.ackP50Ms,
    ackP99Ms: latency.figures.ackP99Ms,
    outcomeP99Ms: latency.observed.outcomeP99Ms,
    cpuMicrosPerDocument: full.throughput.cpuMicrosPerDocument,
    peakRssMb,
    keyCallsPerThousand: perThousand(keyCalls, ids.length),
    lost: ledger.lost,
    duplicated: ledger.duplicated,
    restarts,
    ratioToLimit: ratios(full.throughput.documentsPerSecond, limits).insert,
    latencyAtRate: calm ? half : (run.ratePerSecond ?? null),
    fullLoad: phaseFigures(full),
    ...(calm && { halfLoad: phaseFigures(calm) }),
    rssGrowthMb: full.throughput.rssGrowthMb,
    ledger,
    limits: { ...limits, ratios: ratios(full.throughput.documentsPerSecond, limits) },
    machine: { cpu: cpus()[0]?.model ?? 'unknown', cores: cpus().length, node: process.version },
  };
}

const phaseFigures = ({ throughput, figures, observed }: Phase) => ({
  documentsPerSecond: throughput.documentsPerSecond,
  ...figures,
  outcomeP50Ms: observed.outcomeP50Ms,
  outcomeP99Ms: observed.outcomeP99Ms,
  outcomeSamples: observed.handedIn,
});

const ratios = (documentsPerSecond: number, limits: BareLimits) => ({
  append: rounded(documentsPerSecond / Math.max(1, limits.appendPerSecond), 3),
  insert: rounded(documentsPerSecond / Math.max(1, limits.insertPerSecond), 3),
});

export type PipelineResult = Awaited<ReturnType<typeof benchPipeline>>;
