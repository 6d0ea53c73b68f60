/** What the log of outcomes and that of the audit trail do alike when they grow. */
import type { LogHead, NewHead } from '@ventanilla/database';
import { errorCode, InvariantError } from '@ventanilla/errors';
import type { ObjectStore } from '@ventanilla/objects';
import {
  appendLeaves,
  encodeCheckpoint,
  type Frontier,
  HASH_BYTES,
  type LogFile,
  rootOf,
  signNote,
} from '@ventanilla/receipts';
import type { Signer } from '@ventanilla/signatures';

/** Files under the prefix of their log; one that is there with other bytes is a broken invariant. */
export async function storeFiles(
  objects: ObjectStore,
  prefix: string,
  files: readonly LogFile[],
): Promise<void> {
  try {
    await Promise.all(files.map(({ path, bytes }) => objects.put(`${prefix}${path}`, bytes)));
  } catch (error) {
    if (errorCode(error) !== 'object-conflict') throw error;
    throw new InvariantError('A file of the log never changes.', { cause: error });
  }
}

/** The tree with these leaves at its end, signed; `originOf` names its log after the key. */
export async function growHead(
  head: Pick<LogHead, 'size' | 'frontier'>,
  leaves: readonly Uint8Array[],
  { publicKey, sign }: Signer,
  originOf = (name: string): string => name,
): Promise<Omit<NewHead, 'publishedAt'>> {
  const frontier = appendLeaves(unpackFrontier(head), leaves);
  const { size, hashes } = frontier;
  const origin = originOf(publicKey.name);
  const text = encodeCheckpoint({ origin, size, root: rootOf(frontier) });
  const checkpoint = await signNote(text, { ...publicKey, name: origin }, sign);
  return { size, frontier: Buffer.concat(hashes), checkpoint };
}

const unpackFrontier = ({ size, frontier }: Pick<LogHead, 'size' | 'frontier'>): Frontier => ({
  size,
  hashes: Array.from({ length: frontier.length / HASH_BYTES }, (_, at) =>
    frontier.subarray(at * HASH_BYTES, (at + 1) * HASH_BYTES),
  ),
});
