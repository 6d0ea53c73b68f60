/** Destroying a wrapping key: everything that may speak against it is looked up, then two agree. */
import {
  type Destruction,
  type Objection,
  objections,
  recordTurn,
  retiredSince,
  signDestruction,
} from '@ventanilla/custody';
import { wrappingKeyOf } from '@ventanilla/encryption';
import { errorCode } from '@ventanilla/errors';
import { TOPICS } from '@ventanilla/messages';
import type { Signer } from '@ventanilla/signatures';
import type { Stream } from '@ventanilla/stream';
import { type Custody, keyUses, waitingUses } from './custody.ts';
import { readDeadLetters } from './dead-letters.ts';
import { actOnTrail, thisAccount } from './trail.ts';

/** Who must have settled a record before its key is of no more use. */
const READERS = [
  [TOPICS.received, 'validation'],
  [TOPICS.received, 'archive'],
  [TOPICS.validated, 'transformation'],
  [TOPICS.transformed, 'persistence'],
] as const;

export interface DestroyOptions {
  readonly custody: Custody;
  readonly stream: Stream;
  readonly keyId: string;
  readonly operator: Signer;
  readonly retiredDaysMin: number;
  readonly now: Date;
  readonly untilNews: (signal: AbortSignal) => Promise<unknown>;
}

export interface DestroyOutcome {
  readonly agreed: Destruction;
  readonly objections: readonly Objection[];
}

/** Signs for the operator and, when nothing speaks against it, destroys the key. */
export async function destroyKey(options: DestroyOptions): Promise<DestroyOutcome> {
  const { custody, keyId, now, retiredDaysMin } = options;
  const { admin, objects } = custody;
  const since = await retiredSince(objects, keyId);
  const facts = {
    key: (await admin.list()).find(({ id }) => id === keyId),
    retiredSince: since,
    now,
    retiredDaysMin,
    uses: await keyUses(custody),
    elsewhere:
      ((await waitingUses(custody)).get(keyId) ?? 0) +
      (await countDeadLetters(options)) +
      (since === undefined ? 0 : await countUnsettled(options.stream, now, since)),
  };
  // Nobody's signature is asked for what cannot be.
  const nobody = { keyId, expiresAt: '', by: [] };
  const against = objections({ ...facts, agreed: nobody }).filter(
    ({ code }) => code !== 'second-operator-missing',
  );
  if (against.length > 0) return { agreed: nobody, objections: against };
  const act = { action: 'key-destruction-asked', by: thisAccount(), details: { keyId } } as const;
  return actOnTrail(custody.database, act, async () => {
    const agreed = await signDestruction(objects, keyId, options.operator, now);
    const by = agreed.by.join(', ');
    const details = { expiresAt: agreed.expiresAt };
    const result = { agreed, objections: objections({ ...facts, agreed }) };
    if (result.objections.length > 0) return { result, by, details };
    await admin.destroy(keyId);
    await recordTurn(objects, { keyId, turn: 'destroyed', at: now.toISOString(), by: agreed.by });
    return { result, action: 'key-destroyed', by, details };
  });
}

async function countDeadLetters({ stream, keyId, untilNews }: DestroyOptions): Promise<number> {
  let count = 0;
  await readDeadLetters({
    stream,
    group: `look-${process.pid}-${Date.now()}`,
    isWanted: () => true,
    onLetter: (_, { value }) => {
      if (names(value, keyId)) count += 1;
    },
    untilNews,
  });
  return count;
}

/** A value that somebody put there without a key names none. */
function names(value: Uint8Array, keyId: string): boolean {
  try {
    return wrappingKeyOf(value) === keyId;
  } catch (error) {
    if (errorCode(error) === 'tampered') return false;
    throw error;
  }
}

/** Records that nobody has settled since before the key was retired. */
async function countUnsettled(stream: Stream, now: Date, since: Date): Promise<number> {
  let count = 0;
  for (const [topic, group] of READERS) {
    for (const { records, oldestAgeMs } of await stream.backlog(topic, group)) {
      if (oldestAgeMs > now.getTime() - since.getTime()) count += records;
    }
  }
  return count;
}
