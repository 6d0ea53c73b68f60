/** Holding content back from its end, and ending what is past its retention. */
import { openObjectCustody } from '@ventanilla/backends';
import { readSuperseded, recordDroppedMonth, recordPurge } from '@ventanilla/custody';
import {
  dropPurgedMonth,
  findPastSegments,
  findPurgedMonths,
  type HoldScope,
  heldObjects,
  isSegmentIndexed,
  listPurgedObjects,
  placeHold,
  purgeSegment,
  releaseHold,
} from '@ventanilla/database';
import { errorCode } from '@ventanilla/errors';
import type { ObjectCustody } from '@ventanilla/objects';
import { buildRemains, type Remains } from '@ventanilla/segments';
import { CommandFailure, EXIT } from '../failure.ts';
import { type Custody, databaseOf, withEnvelopes } from './custody.ts';
import { writeAct } from './trail.ts';

async function withObjects<T>(
  { settings }: Custody,
  work: (custody: ObjectCustody) => Promise<T>,
): Promise<T> {
  const objects = await openObjectCustody(settings);
  try {
    return await work(objects);
  } finally {
    await objects.close();
  }
}

/** Places a hold, then the hold of every object that has content under it. Run again it finds newer ones. */
export async function addHold(
  custody: Custody,
  scope: HoldScope,
  why: { readonly reason: string; readonly by: string },
): Promise<{ readonly id: number; readonly objects: number }> {
  const database = databaseOf(custody);
  const id = await database.transaction(async (transaction) => {
    const hold = await placeHold(transaction, scope, why);
    await writeAct(transaction, { action: 'hold-placed', ...why, details: { hold, ...scope } });
    return hold;
  });
  const held = await heldObjects(database, id);
  await withObjects(custody, async (objects) => {
    for (const { object } of held) await objects.setHold(object, true);
  });
  return { id, objects: held.length };
}

/** Lifts a hold, and the hold of every object that no other one keeps. */
export async function liftHold(
  custody: Custody,
  id: number,
  why: { readonly reason: string; readonly by: string },
): Promise<number> {
  const database = databaseOf(custody);
  await database.transaction(async (transaction) => {
    if (!(await releaseHold(transaction, id, why.by))) {
      throw new CommandFailure(`There is no hold ${id} to release.`, { exitCode: EXIT.bad });
    }
    await writeAct(transaction, { action: 'hold-released', ...why, details: { hold: id } });
  });
  const free = (await heldObjects(database, id)).filter(({ otherwiseHeld }) => !otherwiseHeld);
  await withObjects(custody, async (objects) => {
    for (const { object } of free) await objects.setHold(object, false);
  });
  return free.length;
}

/** A segment that was encrypted again is held as the old one was. */
export const carryHold = (custody: Custody, from: string, to: string): Promise<void> =>
  withObjects(custody, async (objects) => {
    if ((await objects.lockOf(from))?.held) await objects.setHold(to, true);
  });

export interface PurgeLine {
  readonly object: string;
  /** past: its retention is over; superseded: a newer object holds the same; unfinished: of a run before. */
  readonly why: 'past' | 'superseded' | 'unfinished';
  readonly documents?: number;
  /** What became of it, or with `--dry-run` would. Damaged: it cannot be opened, so nothing would remain of it. */
  readonly outcome: 'removed' | 'held' | 'locked' | 'kept' | 'damaged';
  readonly until?: string;
}

export interface PurgeOptions {
  readonly custody: Custody;
  readonly by: string;
  readonly now: Date;
  readonly dryRun: boolean;
  readonly onLine: (line: PurgeLine) => void;
}

interface Purging extends PurgeOptions {
  readonly objects: ObjectCustody;
  /** What will be kept of a segment; throws `tampered` or `segment-damaged`. */
  readonly remainsOf: (object: string) => Promise<Remains | undefined>;
}

/** Ends what is past its retention, held by nobody and locked no more; resolves with the months dropped. */
export async function purge(options: PurgeOptions): Promise<readonly string[]> {
  const { custody } = options;
  await withObjects(custody, (objects) =>
    withEnvelopes(custody, async (envelopes) => {
      const remainsOf = (object: string) => buildRemains(custody.objects, envelopes, object);
      const purging = { ...options, objects, remainsOf };
      if (!options.dryRun) await finishPurge(purging);
      await purgePast(purging);
      await purgeSuperseded(purging);
    }),
  );
  return dropMonths(options);
}

async function dropMonths({ custody, now, dryRun }: PurgeOptions): Promise<readonly string[]> {
  const database = databaseOf(custody);
  const months = await findPurgedMonths(database);
  if (dryRun) return months;
  const dropped: string[] = [];
  for (const part of months) {
    const month = part.slice('invoices_'.length);
    await recordDroppedMonth(custody.objects, { month, at: now.toISOString() });
    if (await dropPurgedMonth(database, part)) dropped.push(part);
  }
  return dropped;
}

async function finishPurge(purging: Purging): Promise<void> {
  const { custody, objects, onLine } = purging;
  for (const { object, purgedAt } of await listPurgedObjects(databaseOf(custody))) {
    const remains = await purging.remainsOf(object);
    if (remains === undefined) continue;
    await recordPurge(custody.objects, remains, purgedAt);
    const removed = (await objects.remove(object)) === 'removed';
    if (removed) onLine({ object, why: 'unfinished', outcome: 'removed' });
  }
}

async function purgePast(purging: Purging): Promise<void> {
  const { custody, now, dryRun, onLine, objects } = purging;
  for (const { id, object, documents, held } of await findPastSegments(databaseOf(custody), now)) {
    const line = { object, why: 'past', documents } as const;
    const lock = held > 0 ? undefined : await objects.lockOf(object);
    if (held > 0 || lock?.held) onLine({ ...line, outcome: 'held' });
    else if (lock?.retainUntil !== undefined) {
      onLine({ ...line, outcome: 'locked', until: lock.retainUntil });
    } else if (dryRun) onLine({ ...line, outcome: 'removed' });
    else onLine({ ...line, outcome: await end(purging, { id, object, documents }) });
  }
}

const DAMAGE = ['tampered', 'corrupt', 'segment-damaged'];

async function end(
  { custody, by, now, objects, remainsOf }: Purging,
  { id, object, documents }: { id: number; object: string; documents: number },
): Promise<'removed' | 'kept' | 'damaged'> {
  let remains: Remains | undefined;
  try {
    remains = await remainsOf(object);
  } catch (error) {
    if (DAMAGE.includes(errorCode(error))) return 'damaged';
    throw error;
  }
  // A loss is no purge.
  if (remains === undefined) return 'damaged';
  // Decided once more with no hold able to come in between.
  const purgedAt = await databaseOf(custody).transaction(async (transaction) => {
    const marked = await purgeSegment(transaction, id, now);
    if (marked === undefined) return undefined;
    const details = { object, documents };
    const reason = 'retention is over';
    await writeAct(transaction, { action: 'segment-purged', by, reason, details });
    return marked;
  });
  if (purgedAt === undefined) return 'kept';
  await recordPurge(custody.objects, remains, purgedAt);
  await objects.remove(object);
  return 'removed';
}

async function purgeSuperseded({ custody, dryRun, onLine, objects }: Purging): Promise<void> {
  for (const object of (await readSuperseded(custody.objects)).keys()) {
    const lock = await objects.lockOf(object);
    if (lock === undefined) continue;
    const line = { object, why: 'superseded' } as const;
    if (await isSegmentIndexed(databaseOf(custody), object)) onLine({ ...line, outcome: 'kept' });
    else if (lock.held) onLine({ ...line, outcome: 'held' });
    else if (lock.retainUntil !== undefined) {
      onLine({ ...line, outcome: 'locked', until: lock.retainUntil });
    } else {
      if (!dryRun) await objects.remove(object);
      onLine({ ...line, outcome: 'removed' });
    }
  }
}
