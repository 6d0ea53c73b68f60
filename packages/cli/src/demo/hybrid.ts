/** Both sides at once: documents into a platform over Kinesis, outcomes out of a mirror over Kafka. */
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { openDatabase, readAllOutcomes } from '@ventanilla/database';
import { checkReceipt } from '../client/receipt-check.ts';
import { CommandFailure } from '../failure.ts';
import type { Home } from '../platform/home.ts';
import type { Platform } from '../platform/platform.ts';
import { signalProcess } from '../platform/process-identity.ts';
import { connectDemo } from './connect.ts';
import { runDemo } from './run.ts';
import { type Mirrored, type Site, startSite } from './site.ts';

export interface HybridOptions {
  readonly platform: Platform;
  readonly home: Home;
  readonly documents: number;
  readonly seed: string;
  /** How often bridge or mirror is killed, in turn, while documents come in. */
  readonly kills: number;
  readonly screen: NodeJS.WriteStream;
  readonly log: (line: string) => void;
}

export interface HybridSummary {
  /** Outcomes that the platform registered. */
  readonly outcomes: number;
  readonly mirrored: number;
  /** In the ledger and not in the mirror, or with another verdict. */
  readonly lost: number;
  /** In the mirror and not in the ledger. */
  readonly invented: number;
  readonly receiptsVerified: number;
  readonly unusable: readonly string[];
  readonly bridgeKills: number;
  readonly mirrorKills: number;
  /** From the end of the demonstration until the mirror had all of it. */
  readonly catchUpMs: number;
  readonly demonstrationMatches: boolean;
}

const PATIENCE_MS = 120_000;
const POLL_MS = 50;

/** Every outcome by document and attempt, from the platform's own ledger. */
async function readLedger(url: string): Promise<ReadonlyMap<string, string>> {
  const database = openDatabase(url, { poolMax: 1, applicationName: 'ventanilla hybrid' });
  const ledger = new Map<string, string>();
  try {
    await readAllOutcomes(database, async (outcomes) => {
      for (const { documentId, attempt, verdict } of outcomes) {
        ledger.set(`${documentId}/${attempt}`, verdict);
      }
    });
  } finally {
    await database.close();
  }
  return ledger;
}

async function untilMirrored(site: Site, count: number, signal?: AbortSignal): Promise<void> {
  const deadline = performance.now() + PATIENCE_MS;
  while ((await site.count()) < count) {
    if (signal?.aborted) return;
    if (performance.now() > deadline) {
      throw new CommandFailure(`The mirror has ${await site.count()} of ${count} outcomes.`, {
        hint: site.lastWords(),
      });
    }
    await delay(POLL_MS);
  }
}

/** Kills bridge and mirror in turn, each time the mirror has grown by its share. */
async function killInTurn(site: Site, { documents, kills, log }: HybridOptions, over: AbortSignal) {
  const killed = { bridge: 0, mirror: 0 };
  for (let kill = 1; kill <= kills && !over.aborted; kill += 1) {
    await untilMirrored(site, Math.floor((documents * kill * 0.7) / (kills + 1)), over);
    const name = kill % 2 === 1 ? 'bridge' : 'mirror';
    const identity = site[name].identity();
    if (identity === undefined || over.aborted) continue;
    log(`kill -9 of the ${name}`);
    signalProcess(identity, 'SIGKILL');
    killed[name] += 1;
  }
  return killed;
}

function compare(
  ledger: ReadonlyMap<string, string>,
  mirrored: readonly Mirrored[],
  publishedKeys: unknown,
) {
  const mirror = new Map(mirrored.map((it) => [`${it.documentId}/${it.attempt}`, it.verdict]));
  const proven = mirrored.filter(
    ({ receipt, documentId }) => checkReceipt(receipt, publishedKeys, { documentId }).verified,
  );
  return {
    outcomes: ledger.size,
    mirrored: mirrored.length,
    lost: [...ledger].filter(([id, verdict]) => mirror.get(id) !== verdict).length,
    invented: [...mirror.keys()].filter((id) => !ledger.has(id)).length,
    receiptsVerified: proven.length,
  };
}

/** Runs the demonstration and compares ledger and mirror, outcome by outcome. */
export async function runHybrid(options: HybridOptions): Promise<HybridSummary> {
  const { platform, home, documents, seed, screen, log } = options;
  const api = connectDemo(home, platform.state, 1);
  const publishedKeys = await api.json('/.well-known/ventanilla/keys.json');
  await api.close();
  const folder = join(home.root, 'site');
  const site = await startSite({
    folder,
    platform: platform.state,
    home,
    publishedKeys,
    log,
  });
  try {
    const over = new AbortController();
    const killing = killInTurn(site, options, over.signal);
    const demo = { home, state: platform.state, documents, seed, now: new Date(), screen };
    const summary = await runDemo(demo);
    const settledAt = performance.now();
    over.abort();
    const killed = await killing;
    const ledger = await readLedger(platform.state.database);
    await untilMirrored(site, ledger.size);
    const catchUpMs = Math.round(performance.now() - settledAt);
    return {
      ...compare(ledger, await site.mirrored(), publishedKeys),
      unusable: await site.unusable(),
      bridgeKills: killed.bridge,
      mirrorKills: killed.mirror,
      catchUpMs,
      demonstrationMatches: summary.mismatches.length === 0,
    };
  } finally {
    log('stopping the site');
    await site.stop();
  }
}

/** Whether the mirror is the ledger, nothing more and nothing less. */
export const isFaithful = (summary: HybridSummary): boolean =>
  summary.lost === 0 &&
  summary.invented === 0 &&
  summary.mirrored === summary.outcomes &&
  summary.receiptsVerified === summary.outcomes &&
  summary.unusable.length === 0 &&
  summary.demonstrationMatches;
