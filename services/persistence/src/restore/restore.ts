/**
 * A ledger from archive and log alone.
 *
 *   log checked ─► archive noted ─► originals indexed ─► decisions made again ─► purges repeated ─► head taken up
 *
 * Each step goes on where an earlier run stopped: noted segments and registered entries stay.
 */
import {
  type Purged,
  type PurgedSegment,
  readDroppedMonths,
  readPurged,
} from '@ventanilla/custody';
import {
  beginRestore,
  endRestore,
  findUnarchived,
  indexNotedOriginals,
  repeatPurges,
  type Unarchived,
} from '@ventanilla/database';
import { OperationalError } from '@ventanilla/errors';
import { type Checkpoint, decodeEntry, readFrontier } from '@ventanilla/receipts';
import { type LogFiles, monitorLog, storedLog } from '@ventanilla/transparency';
import { indexArchive } from './index-archive.ts';
import type { RestorePorts } from './ports.ts';
import { replayLog } from './replay.ts';

export interface Restored {
  readonly entries: number;
  readonly originals: number;
  /** Archived without an outcome: to be handed in again. */
  readonly pending: readonly string[];
  /** Segments without their content, whose rows come from what was kept of them. */
  readonly purged: readonly Omit<PurgedSegment, 'remains' | 'record'>[];
  /** With an outcome, and no original that anything tells of. */
  readonly unarchived: Unarchived;
  readonly seconds: Readonly<Record<'log' | 'archive' | 'ledger', number>>;
}

/** The head of a log that is found sound; throws OperationalError `log-unsound`. */
async function believe(
  { keys, onProgress }: RestorePorts,
  files: Required<LogFiles>,
): Promise<Checkpoint> {
  const onLeaves = (leaves: number) => onProgress('log', leaves);
  const { findings, checkpoint } = await monitorLog({ files, keys, onProgress: onLeaves });
  const [first] = findings;
  if (checkpoint !== undefined && first === undefined) return checkpoint;
  const why = first ? `${first.code} ${first.where}` : 'no checkpoint';
  throw new OperationalError(
    'log-unsound',
    `The log is not sound (${findings.length} findings): ${why}.`,
    { retryable: false },
  );
}

/** Throws OperationalError `segment-missing` when the remains of what was purged are gone too. */
async function believePurged({ objects }: RestorePorts): Promise<Purged> {
  const purged = await readPurged(objects);
  const [first] = purged.lost;
  if (first === undefined) return purged;
  throw new OperationalError(
    'segment-missing',
    `What was kept of ${purged.lost.length} purged segments is gone; the first is ${first}.`,
    { retryable: false },
  );
}

async function headOf({ objects }: RestorePorts, files: Required<LogFiles>, size: number) {
  const { hashes } = await readFrontier(size, files.read);
  const checkpoint = (await objects.get('log/checkpoint')) ?? Buffer.alloc(0);
  const bundle = Math.floor((size - 1) / 256);
  const last = (await files.readEntries(bundle, size - bundle * 256))?.at(-1);
  return {
    size,
    frontier: Buffer.concat(hashes),
    checkpoint: Buffer.from(checkpoint).toString(),
    // When exactly it was signed nobody wrote down.
    publishedAt: (last && decodeEntry(last)?.registeredAt) ?? new Date(0).toISOString(),
  };
}

/** Throws OperationalError: what cannot be believed or found is named, and nothing is made up. */
export async function restoreLedger(ports: RestorePorts): Promise<Restored> {
  const { database, objects } = ports;
  const seconds = { log: 0, archive: 0, ledger: 0 };
  const timed = async <T>(phase: keyof typeof seconds, work: () => Promise<T>): Promise<T> => {
    const startedAt = performance.now();
    const result = await work();
    seconds[phase] += (performance.now() - startedAt) / 1_000;
    return result;
  };
  await beginRestore(database);
  const files = storedLog(objects);
  const { size } = await timed('log', () => believe(ports, files));
  const purged = await timed('archive', () => believePurged(ports));
  const originals = await timed('archive', async () => {
    await indexArchive(ports, purged);
    return indexNotedOriginals(database);
  });
  await timed('ledger', () => replayLog(ports, { files, size, purged }));
  const gone = [...purged.segments.values()];
  await repeatPurges(database, gone, await readDroppedMonths(objects));
  const unarchived = await findUnarchived(database);
  const pending = await endRestore(database, await headOf(ports, files, size));
  const told = gone.map(({ remains: _, record: __, ...segment }) => segment);
  return { entries: size, originals, pending, purged: told, unarchived, seconds };
}
