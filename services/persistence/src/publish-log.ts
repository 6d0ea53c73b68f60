/**
 * Making committed outcomes public: tiles first, then one signature over the new tree head.
 *
 * Leaves come only from committed rows, in order, so a crash anywhere is mended by doing it again: the
 * same tiles, and a head of the same or a longer tree. The head's row lock keeps it to one process.
 */
import { setTimeout as delay } from 'node:timers/promises';
import {
  type Database,
  type LogHead,
  type NewHead,
  readLeaves,
  readLogSize,
  type Transaction,
  withLogHead,
} from '@ventanilla/database';
import { errorCode, InvariantError } from '@ventanilla/errors';
import type { ObjectStore } from '@ventanilla/objects';
import {
  appendLeaves,
  appendToLog,
  encodeCheckpoint,
  type Frontier,
  HASH_BYTES,
  type LogEdge,
  type LogFile,
  readEdge,
  rootOf,
  signNote,
} from '@ventanilla/receipts';
import type { Signer } from '@ventanilla/signatures';
import type { AtStep } from './steps.ts';

export interface LogPublisherPorts {
  readonly database: Database;
  readonly objects: ObjectStore;
  readonly signer: Signer;
  readonly now: () => Date;
  /** Least time between two tree heads: bounds the files and signatures of many small batches. */
  readonly publishEveryMs: number;
  readonly atStep: AtStep;
}

/** Objects of the log lie under it, by their C2SP paths. */
const LOG_PREFIX = 'log/';
/** Batches whose leaves are read at once: bounds memory after a long outage. */
const APPENDS_MAX = 64;

/**
 * Resolves when everything that was committed before the call is public. Callers at the same time
 * share the work. Throws OperationalError; a log that would fork is a broken invariant.
 */
export function createLogPublisher(ports: LogPublisherPorts): () => Promise<void> {
  let edge: LogEdge | undefined;
  let running: Promise<void> | undefined;
  let next: Promise<void> | undefined;
  let startedAt = Number.NEGATIVE_INFINITY;

  const publishAll = async () => {
    for (let more = true; more; ) {
      more = false;
      await withLogHead(ports.database, async (head, transaction) => {
        const size = await readLogSize(transaction);
        if (size === head.size) return undefined;
        const grown = await grow(ports, edge, head, transaction);
        edge = grown.edge;
        more = grown.head.size < size;
        return grown.head;
      });
      await ports.atStep('head-recorded');
    }
  };
  /** The first after a quiet time goes at once; the others wait for company. */
  const inTime = async () => {
    const waitMs = startedAt + ports.publishEveryMs - performance.now();
    if (waitMs > 0) await delay(waitMs);
    startedAt = performance.now();
    await publishAll();
  };
  const start = (): Promise<void> => {
    running = inTime()
      .catch((error) => {
        // What is on the store is the truth; it is read again next time.
        edge = undefined;
        throw error;
      })
      .finally(() => {
        running = undefined;
      });
    return running;
  };
  return () => {
    if (running === undefined) return start();
    // The one under way may have read the size before our commit; all who come now share the next.
    next ??= running
      .catch(() => undefined)
      .then(() => {
        next = undefined;
        return start();
      });
    return next;
  };
}

async function grow(
  { objects, signer, now, atStep }: LogPublisherPorts,
  known: LogEdge | undefined,
  head: LogHead,
  transaction: Transaction,
): Promise<{ readonly edge: LogEdge; readonly head: NewHead }> {
  const readTile = (path: string) => objects.get(`${LOG_PREFIX}${path}`);
  const before = known?.size === head.size ? known : await readEdge(head.size, readTile);
  const leaves = await readLeaves(transaction, head.size, APPENDS_MAX);
  const { edge, tiles } = appendToLog(before, leaves);
  await storeAll(objects, tiles);
  await atStep('tiles-stored');
  const frontier = appendLeaves(unpackFrontier(head), leaves);
  const { publicKey, sign } = signer;
  const text = encodeCheckpoint({
    origin: publicKey.name,
    size: frontier.size,
    root: rootOf(frontier),
  });
  const checkpoint = await signNote(text, publicKey, sign);
  await objects.replace(`${LOG_PREFIX}checkpoint`, Buffer.from(checkpoint));
  await atStep('checkpoint-stored');
  return {
    edge,
    head: {
      size: frontier.size,
      frontier: Buffer.concat(frontier.hashes),
      checkpoint,
      publishedAt: now().toISOString(),
    },
  };
}

async function storeAll(objects: ObjectStore, tiles: readonly LogFile[]): Promise<void> {
  try {
    await Promise.all(tiles.map(({ path, bytes }) => objects.put(`${LOG_PREFIX}${path}`, bytes)));
  } catch (error) {
    if (errorCode(error) !== 'object-conflict') throw error;
    throw new InvariantError('A tile of the log never changes.', { cause: error });
  }
}

const unpackFrontier = ({ size, frontier }: LogHead): Frontier => ({
  size,
  hashes: Array.from({ length: frontier.length / HASH_BYTES }, (_, at) =>
    frontier.subarray(at * HASH_BYTES, (at + 1) * HASH_BYTES),
  ),
});
