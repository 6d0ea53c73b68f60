/**
 * Making committed outcomes public: entries and tiles first, then one signature over the new tree head.
 *
 * Leaves come only from committed rows, in order, so a crash anywhere is mended by doing it again: the
 * same tiles, and a head of the same or a longer tree. The head's row lock keeps it to one process.
 */
import { setTimeout as delay } from 'node:timers/promises';
import {
  type CommittedAppends,
  type Database,
  type LogHead,
  type NewHead,
  readAppends,
  readLogSize,
  type Transaction,
  withLogHead,
} from '@ventanilla/database';
import { invariant, OperationalError } from '@ventanilla/errors';
import { type ObjectStore, readUnder } from '@ventanilla/objects';
import {
  appendEntries,
  appendToLog,
  decodeBundle,
  type LogEdge,
  leafHash,
  readBundle,
  readEdge,
  TILE_WIDTH,
} from '@ventanilla/receipts';
import type { Signer } from '@ventanilla/signatures';
import { growHead, storeFiles } from './grow-log.ts';
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

/** Where the log ends: all that is needed to append to it. */
interface LogEnd {
  readonly edge: LogEdge;
  /** Entries of the bundle that is not full. */
  readonly held: readonly Uint8Array[];
}

/**
 * Resolves when everything that was committed before the call is public. Callers at the same time
 * share the work. Throws OperationalError; a log that would fork is a broken invariant.
 */
export function createLogPublisher(ports: LogPublisherPorts): () => Promise<void> {
  let end: LogEnd | undefined;
  let running: Promise<void> | undefined;
  let next: Promise<void> | undefined;
  let startedAt = Number.NEGATIVE_INFINITY;

  const publishAll = async () => {
    for (let more = true; more; ) {
      more = false;
      await withLogHead(ports.database, async (head, transaction) => {
        const size = await readLogSize(transaction);
        if (size === head.size) return undefined;
        const grown = await grow(ports, end, head, transaction);
        end = grown.end;
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
        end = undefined;
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

async function readEnd(objects: ObjectStore, size: number): Promise<LogEnd> {
  const files = readUnder(objects, LOG_PREFIX);
  const edge = await readEdge(size, files.read);
  const index = Math.floor(size / TILE_WIDTH);
  const held = await readBundle(files, index, size % TILE_WIDTH);
  if (held) return { edge, held };
  const message =
    `The store lacks published entries of the log's bundle ${index}. Bring the objects under log/ back from their ` +
    'copy. A log begun by a version that kept no entries cannot be continued: begin another, under another ' +
    'SIGNING_KEY_NAME, with an empty database and store, and keep the old store for its receipts.';
  throw new OperationalError('log-entries-missing', message, { retryable: false });
}

/** The entries of these leaves. */
function entriesOf({ leaves, bundles }: CommittedAppends): readonly Uint8Array[] {
  const entries = bundles.flatMap((bundle) => decodeBundle(bundle) ?? []);
  const hashes = Buffer.concat(entries.map(leafHash));
  // What is stored stays for ever: not under a leaf that it does not hash to.
  const same = hashes.equals(Buffer.concat(leaves));
  invariant(same, 'Every leaf that is not published has its entry.');
  return entries;
}

async function grow(
  { objects, signer, now, atStep }: LogPublisherPorts,
  known: LogEnd | undefined,
  head: LogHead,
  transaction: Transaction,
): Promise<{ readonly end: LogEnd; readonly head: NewHead }> {
  const before = known?.edge.size === head.size ? known : await readEnd(objects, head.size);
  const appends = await readAppends(transaction, head.size, APPENDS_MAX);
  const { leaves } = appends;
  const bundles = appendEntries(head.size, before.held, entriesOf(appends));
  await storeFiles(objects, LOG_PREFIX, bundles.files);
  await atStep('entries-stored');
  const { edge, tiles } = appendToLog(before.edge, leaves);
  await storeFiles(objects, LOG_PREFIX, tiles);
  await atStep('tiles-stored');
  const grown = await growHead(head, leaves, signer);
  await atStep('checkpoint-signed');
  await objects.replace(`${LOG_PREFIX}checkpoint`, Buffer.from(grown.checkpoint));
  await atStep('checkpoint-stored');
  return {
    end: { edge, held: bundles.held },
    head: { ...grown, publishedAt: now().toISOString() },
  };
}
