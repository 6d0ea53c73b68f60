/** The demonstration: documents of our own making through the real API, and what became of each. */
import { generateSamples, type Sample } from '@ventanilla/samples';
import type { Api, DocumentStatus } from '../client/api.ts';
import { checkReceipt } from '../client/receipt-check.ts';
import type { Home } from '../platform/home.ts';
import type { PlatformState } from '../platform/state.ts';
import { type Screen, startProgress } from '../terminal/progress.ts';
import { connectDemo } from './connect.ts';
import { type Handed, handIn, settle } from './hand-in.ts';
import { planWaves } from './plan.ts';
import { type Evidence, gatherEvidence, type ReceiptCheck } from './receipts.ts';
import { type DemoSummary, type Finding, summarise } from './summary.ts';

export interface DemoOptions {
  readonly home: Home;
  readonly state: Pick<PlatformState, 'api' | 'identity'>;
  readonly documents: number;
  /** Another seed, other documents: a second run on the same folder needs a fresh one. */
  readonly seed: string;
  readonly now: Date;
  readonly screen: Screen;
}

const CONCURRENCY = 16;
const FAULT_RATE = 0.25;
const PATIENCE_MS = 60_000;

/**
 * Sends everything in waves; a wave starts when the origins it refers to are registered. Whatever else
 * is still under way, such as a note that waits for an origin that never comes, is waited for at the end.
 */
async function sendAndSettle(samples: readonly Sample[], api: Api, screen: Screen) {
  const handed: Handed<Sample>[] = [];
  const idByName = new Map<string, string>();
  const sending = startProgress(screen, 'Handing in ', samples.length);
  const onAnswer = (answer: Handed<Sample>) => {
    handed.push(answer);
    if (answer.documentId) idByName.set(answer.document.name, answer.documentId);
    sending.set(handed.length);
  };
  for (const wave of planWaves(samples)) {
    const origins = wave.flatMap(({ dependsOn }) => idByName.get(dependsOn ?? '') ?? []);
    const onSettled = (count: number) => sending.set(handed.length, `${count} origins registered`);
    await settle(origins, { api, patienceMs: PATIENCE_MS, onSettled });
    await handIn(wave, { api, concurrency: CONCURRENCY, onAnswer });
  }
  sending.end();
  const settling = startProgress(screen, 'Registering', idByName.size);
  const outcomes = await settle(idByName.values(), {
    api,
    patienceMs: PATIENCE_MS,
    onSettled: (count) => settling.set(count),
  });
  settling.end();
  return { handed, outcomes };
}

const millisBetween = ({ receivedAt, registeredAt }: DocumentStatus): number | undefined =>
  receivedAt === undefined || registeredAt === undefined
    ? undefined
    : Date.parse(registeredAt) - Date.parse(receivedAt);

function findingOf(
  { document, ackMs, documentId, refusal }: Handed<Sample>,
  outcome: DocumentStatus | undefined,
  evidence: Evidence | undefined,
): Finding {
  const outcomeMs = outcome && millisBetween(outcome);
  return {
    name: document.name,
    expect: document.expect,
    ackMs,
    codes: evidence?.codes ?? [],
    observations: evidence?.observations ?? [],
    receipt: evidence?.receipt ?? 'none',
    ...(documentId !== undefined && { documentId }),
    ...(refusal && { refusal: refusal.code }),
    ...(outcome && { verdict: outcome.status }),
    ...(outcomeMs !== undefined && { outcomeMs }),
  };
}

/** Runs it to the end and compares; throws CommandFailure only when it cannot be run. */
export async function runDemo(options: DemoOptions): Promise<DemoSummary> {
  const { home, state, documents, seed, now, screen } = options;
  const samples = generateSamples({ seed, now, count: documents, faultRate: FAULT_RATE });
  const api = connectDemo(home, state, CONCURRENCY);
  try {
    const keys = await api.json('/.well-known/ventanilla/keys.json');
    const check: ReceiptCheck = (receipt, { documentId }) => {
      const found = checkReceipt(receipt, keys, { documentId });
      return found.verified ? 'verified' : found.reason;
    };
    const startedAt = performance.now();
    const { handed, outcomes } = await sendAndSettle([...samples], api, screen);
    const elapsedMs = performance.now() - startedAt;
    const proving = startProgress(screen, 'Proving    ', outcomes.size);
    const evidence = await gatherEvidence(outcomes, api, check, (done) => proving.set(done));
    proving.end();
    const findings = handed.map((it) => {
      const id = it.documentId ?? '';
      return findingOf(it, outcomes.get(id), evidence.get(id));
    });
    return summarise(seed, findings, elapsedMs);
  } finally {
    await api.close();
  }
}
