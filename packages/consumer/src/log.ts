/** The public log as an outsider reads it, and receipts of outcomes out of it. */
import { OperationalError } from '@ventanilla/errors';
import type { DocumentRegistered } from '@ventanilla/messages';
import {
  bundlePath,
  type Checkpoint,
  decodeBundle,
  decodeEntry,
  issueReceipt,
  type OutcomeEntry,
  parseCheckpoint,
  proveInclusions,
  type Receipt,
  TILE_WIDTH,
  type VerifyingKey,
  verifyNote,
  verifyReceipt,
} from '@ventanilla/receipts';
import { parsePublishedKeys } from '@ventanilla/signatures';

export interface PublicLog {
  /** A file of the log (`checkpoint`, `tile/…`); undefined when there is none. */
  readonly read: (path: string) => Promise<Uint8Array | undefined>;
  /** Keys that may have signed it, got and kept by other ways than the log's own. */
  readonly keys: readonly VerifyingKey[];
}

/** 8 kB a tile, about 80 kB a bundle of entries. */
const FILES_KEPT_MAX = 200;
const TIMEOUT_MS = 10_000;

const waits = (code: string, sentence: string, cause?: unknown): OperationalError =>
  new OperationalError(code, sentence, { retryable: true, cause });
const never = (code: string, sentence: string): OperationalError =>
  new OperationalError(code, sentence, { retryable: false });

/** The log of the platform at `url`. `publishedKeys` is the parsed keys.json that the site keeps itself. */
export function httpLog(url: string, publishedKeys: unknown): PublicLog {
  const base = `${url.replace(/\/$/, '')}/v1/log/`;
  return {
    keys: parsePublishedKeys(publishedKeys),
    read: async (path) => {
      try {
        const answer = await fetch(base + path, { signal: AbortSignal.timeout(TIMEOUT_MS) });
        const body = new Uint8Array(await answer.arrayBuffer());
        if (answer.status === 404) return undefined;
        if (answer.ok) return body;
        throw waits('log-unreachable', `The log answers ${answer.status}.`);
      } catch (cause) {
        if (cause instanceof OperationalError) throw cause;
        throw waits('log-unreachable', 'The log cannot be reached.', cause);
      }
    },
  };
}

interface Head extends Checkpoint {
  readonly note: string;
}

async function readHead({ read, keys }: PublicLog, sizeMin: number): Promise<Head> {
  const bytes = await read('checkpoint');
  const note = bytes === undefined ? '' : new TextDecoder().decode(bytes);
  const verdict = verifyNote(note, keys);
  const checkpoint = verdict.outcome === 'verified' ? parseCheckpoint(verdict.text) : undefined;
  // Our keys may be out of date, or somebody stands in between: no document's fault.
  if (!checkpoint) throw waits('log-untrusted', 'The head of the log is not signed by our keys.');
  if (checkpoint.size >= sizeMin) return { ...checkpoint, note };
  throw waits('log-behind', `The log has ${checkpoint.size} entries, ${sizeMin} were told of.`);
}

/** Whole tiles and bundles never change; they are asked for again and again. */
function keepFiles(read: PublicLog['read']): PublicLog['read'] {
  const kept = new Map<string, Uint8Array>();
  return async (path) => {
    const found = kept.get(path) ?? (await read(path));
    if (found === undefined) return undefined;
    kept.delete(path);
    kept.set(path, found);
    const [oldest] = kept.keys();
    if (kept.size > FILES_KEPT_MAX && oldest !== undefined) kept.delete(oldest);
    return found;
  };
}

async function readBundle(read: PublicLog['read'], index: number, size: number) {
  const width = Math.min(TILE_WIDTH, size - index * TILE_WIDTH);
  // A partial bundle may be gone once the full one is there.
  const bytes = (await read(bundlePath(index, width))) ?? (await read(bundlePath(index)));
  const entries = bytes && decodeBundle(bytes);
  if (!entries) throw waits('log-unreachable', `The log has no entries ${index * TILE_WIDTH}….`);
  return entries;
}

const tellsTheSame = (entry: OutcomeEntry, message: DocumentRegistered): boolean =>
  entry.documentId === message.submission.documentId &&
  entry.attempt === message.attempt &&
  entry.verdict === message.verdict &&
  entry.registeredAt === message.registeredAt;

/** A receipt, or why there is none. */
export type Proof = Receipt | OperationalError;

/**
 * Proves outcomes against the log, a whole batch with one head. Throws a retryable OperationalError while
 * the log cannot be read, is behind or is not signed by our keys; an outcome that the log does not hold as
 * told is `not-in-log`.
 */
export function createProver(log: PublicLog) {
  const read = keepFiles(log.read);
  let head: Head | undefined;
  const proveAll = async (messages: readonly DocumentRegistered[]): Promise<readonly Proof[]> => {
    const indexes = messages.map(({ logIndex }) => logIndex);
    const sizeMin = Math.max(...indexes) + 1;
    if (head === undefined || head.size < sizeMin) head = await readHead(log, sizeMin);
    const { size, note } = head;
    const bundles = new Map<number, readonly Uint8Array[]>();
    for (const index of new Set(indexes.map((at) => Math.floor(at / TILE_WIDTH)))) {
      bundles.set(index, await readBundle(read, index, size));
    }
    const proofs = await proveInclusions(indexes, size, read);
    return messages.map((message, i): Proof => {
      const { logIndex } = message;
      const bytes = bundles.get(Math.floor(logIndex / TILE_WIDTH))?.[logIndex % TILE_WIDTH];
      const entry = bytes && decodeEntry(bytes);
      const inclusionProof = proofs[i];
      if (!entry || !inclusionProof || !tellsTheSame(entry, message)) {
        return never('not-in-log', `The log tells something else at ${logIndex}.`);
      }
      const receipt = issueReceipt({ entry, logIndex, inclusionProof, checkpoint: note });
      const { documentId } = message.submission;
      const verdict = verifyReceipt({ receipt, documentId, publicKey: log.keys });
      if (verdict.outcome === 'valid') return receipt;
      return never(verdict.code, `The log does not prove its entry ${logIndex}.`);
    });
  };
  return async (messages: readonly DocumentRegistered[]): Promise<readonly Proof[]> => {
    const placed = messages.filter(isPlaced);
    const proofs = (placed.length > 0 ? await proveAll(placed) : []).values();
    return messages.map((message): Proof => {
      if (isPlaced(message)) return proofs.next().value as Proof;
      return never('not-in-log', 'The outcome names no place in the log.');
    });
  };
}

const isPlaced = ({ logIndex }: DocumentRegistered): boolean =>
  Number.isSafeInteger(logIndex) && logIndex >= 0;
