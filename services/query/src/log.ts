/** The public log read back: its head from the hot store, its files from the object store. */
import type { LogHead, OutcomeRow, Reads } from '@ventanilla/database/reads';
import { type ObjectStore, readUnder } from '@ventanilla/objects';
import {
  encodeBundle,
  issueReceipt,
  type OutcomeEntry,
  parseCheckpoint,
  parseNote,
  proveInclusion,
  readBundle,
  TILE_WIDTH,
} from '@ventanilla/receipts';
import { briefly } from './briefly.ts';
import type { Log } from './ports.ts';
import { cacheFiles } from './tile-cache.ts';

/** Where persistence puts the log's files. */
const LOG_PREFIX = 'log/';
const AUDIT_PREFIX = 'audit/';
const AUDIT_FILES_MAX = 200;
/** 8 kB each: 16 MB at most. */
const FILES_MAX = 2_000;
/** 60 kB each: 6 MB at most. */
const BUNDLES_MAX = 100;
/** A head is given again for so long; far below what signing and publishing one takes. */
const HEAD_PERIOD_MS = 20;
/** Witnesses are asked every few seconds. */
const COSIGNED_PERIOD_MS = 1_000;

export interface LogOptions {
  readonly reads: Pick<Reads, 'head' | 'auditCheckpoint'>;
  readonly objects: Pick<ObjectStore, 'get' | 'list'>;
  readonly now: () => number;
}

export function createLog({ reads, objects, now }: LogOptions): Log {
  const files = readUnder(objects, LOG_PREFIX);
  const readFile = cacheFiles(files.read, FILES_MAX);
  const auditFile = cacheFiles((path) => objects.get(`${AUDIT_PREFIX}${path}`), AUDIT_FILES_MAX);
  const bundle = cacheFiles(async (path) => {
    const { index, width } = parseBundlePath(path);
    const entries = await readBundle(files, index, width);
    return entries && encodeBundle(entries);
  }, BUNDLES_MAX);
  const head = briefly(() => reads.head(), now, HEAD_PERIOD_MS);
  const cosigned = briefly(
    async () => {
      const bytes = await files.read('cosigned');
      const checkpoint = bytes && Buffer.from(bytes).toString();
      const size = checkpoint && parseCheckpoint(parseNote(checkpoint)?.text ?? '')?.size;
      return checkpoint && size ? { checkpoint, size } : undefined;
    },
    now,
    COSIGNED_PERIOD_MS,
  );
  /** A head that witnesses cosigned is worth more than a newer one. */
  const covering = async (
    logIndex: number,
  ): Promise<Pick<LogHead, 'size' | 'checkpoint'> | undefined> => {
    const witnessed = await cosigned.read();
    if (witnessed && witnessed.size > logIndex) return witnessed;
    const known = await head.read();
    if (known && known.size > logIndex) return known;
    head.forget();
    const fresh = await head.read();
    return fresh && fresh.size > logIndex ? fresh : undefined;
  };
  return {
    checkpoint: async () => {
      const newest = (await head.read())?.checkpoint;
      const witnessed = (await cosigned.read())?.checkpoint;
      return textOf(witnessed) === textOf(newest) ? witnessed : newest;
    },
    cosigned: async () => (await cosigned.read())?.checkpoint,
    tile: (path) => readFile(`tile/${path}`),
    bundle,
    audit: {
      checkpoint: () => reads.auditCheckpoint(),
      tile: (path) => auditFile(`tile/${path}`),
    },
    receipt: async (outcome) => {
      const found = await covering(outcome.logIndex);
      if (!found) return undefined;
      const { logIndex } = outcome;
      const inclusionProof = await proveInclusion(logIndex, found.size, readFile);
      const entry = entryOf(outcome);
      return issueReceipt({ entry, logIndex, inclusionProof, checkpoint: found.checkpoint });
    },
  };
}

const textOf = (note: string | undefined) => note && parseNote(note)?.text;

/** `<index>[.p/<width>]`, the index in groups of three digits. */
function parseBundlePath(path: string): { readonly index: number; readonly width: number } {
  const [digits = '', width = TILE_WIDTH] = path.split('.p/');
  return { index: Number(digits.replaceAll(/[x/]/g, '')), width: Number(width) };
}

/** The leaf as persistence wrote it. */
export const entryOf = (outcome: OutcomeRow): OutcomeEntry => ({
  documentId: outcome.documentId,
  attempt: outcome.attempt,
  verdict: outcome.verdict,
  receivedAt: outcome.receivedAt,
  registeredAt: outcome.registeredAt,
  ...(outcome.businessKey !== undefined && { businessKey: outcome.businessKey }),
  reportHash: outcome.reportHash,
});
