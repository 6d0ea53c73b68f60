/** Holding content back from its end, and ending what is past its retention. */
import { openObjectCustody } from '@ventanilla/backends';
import { readSuperseded, recordPurge } from '@ventanilla/custody';
import {
  dropPurgedMonths,
  findPastSegments,
  type HoldScope,
  heldObjects,
  isSegmentIndexed,
  listPurgedObjects,
  placeHold,
  purgeSegment,
  releaseHold,
} from '@ventanilla/database';
import type { ObjectCustody } from '@ventanilla/objects';
import { CommandFailure, EXIT } from '../failure.ts';
import { type Custody, databaseOf } from './custody.ts';
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
  const id = await placeHold(database, scope, why);
  await writeAct(database, { action: 'hold-placed', ...why, details: { hold: id, ...scope } });
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
  if (!(await releaseHold(database, id, why.by))) {
    throw new CommandFailure(`There is no hold ${id} to release.`, { exitCode: EXIT.bad });
  }
  await writeAct(database, { action: 'hold-released', ...why, details: { hold: id } });
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
  /** What became of it, or with `--dry-run` would. */
  readonly outcome: 'removed' | 'held' | 'locked' | 'kept';
  readonly until?: string;
}

export interface PurgeOptions {
  readonly custody: Custody;
  readonly by: string;
  readonly now: Date;
  readonly dryRun: boolean;
  readonly onLine: (line: PurgeLine) => void;
}

/** Ends what is past its retention, held by nobody and locked no more; resolves with the months dropped. */
export async function purge(options: PurgeOptions): Promise<readonly string[]> {
  const { custody, dryRun } = options;
  const database = databaseOf(custody);
  await withObjects(custody, async (objects) => {
    if (!dryRun) await finishPurge(options, objects);
    await purgePast(options, objects);
    await purgeSuperseded(options, objects);
  });
  return dropPurgedMonths(database, !dryRun);
}

async function finishPurge({ custody, onLine }: PurgeOptions, objects: ObjectCustody) {
  for (const object of await listPurgedObjects(databaseOf(custody))) {
    await recordPurge(custody.objects, object);
    const removed = (await objects.remove(object)) === 'removed';
    if (removed) onLine({ object, why: 'unfinished', outcome: 'removed' });
  }
}

async function purgePast(options: PurgeOptions, objects: ObjectCustody): Promise<void> {
  const { custody, by, now, dryRun, onLine } = options;
  const database = databaseOf(custody);
  for (const { id, object, documents, held } of await findPastSegments(database, now)) {
    const line = { object, why: 'past', documents } as const;
    const lock = held > 0 ? undefined : await objects.lockOf(object);
    if (held > 0 || lock?.held) onLine({ ...line, outcome: 'held' });
    else if (lock?.retainUntil !== undefined) {
      onLine({ ...line, outcome: 'locked', until: lock.retainUntil });
    } else if (dryRun) onLine({ ...line, outcome: 'removed' });
    // Decided once more with no hold able to come in between.
    else if (await purgeSegment(database, id, now)) {
      await writeAct(database, {
        action: 'segment-purged',
        by,
        reason: 'retention is over',
        details: { object, documents },
      });
      await recordPurge(custody.objects, object);
      await objects.remove(object);
      onLine({ ...line, outcome: 'removed' });
    } else onLine({ ...line, outcome: 'kept' });
  }
}

async function purgeSuperseded(options: PurgeOptions, objects: ObjectCustody): Promise<void> {
  const { custody, dryRun, onLine } = options;
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
