/** A message in the waiting room: compressed and encrypted, as it was on the stream. */
import type { WaitingMessage } from '@ventanilla/database';
import { compress, decompress, type Envelope } from '@ventanilla/encryption';
import type { DocumentTransformed } from '@ventanilla/messages';
import type { Candidate } from './core/ledger-state.ts';

const MESSAGE_BYTES_MAX = 64 * 1024 * 1024;
const binding = (documentId: string): string => `waiting/v1/${documentId}`;

/** In the order given. */
export const encryptMessages = (
  envelope: Envelope,
  messages: readonly DocumentTransformed[],
): Promise<readonly Uint8Array[]> =>
  envelope.encrypt(
    messages.map((message) => ({
      plaintext: compress(Buffer.from(JSON.stringify(message))),
      binding: binding(message.submission.documentId),
    })),
  );

/** Candidates that know when their wait ends. */
export async function decryptWaiting(
  envelope: Envelope,
  rows: readonly WaitingMessage[],
): Promise<readonly Candidate[]> {
  const plaintexts = await envelope.decrypt(
    rows.map(({ documentId, message }) => ({
      ciphertext: message,
      binding: binding(documentId),
    })),
  );
  return rows.map(({ deadline }, at) => ({
    message: JSON.parse(
      Buffer.from(decompress(plaintexts[at] as Uint8Array, MESSAGE_BYTES_MAX)).toString(),
    ) as DocumentTransformed,
    deadline: deadline.toISOString(),
  }));
}
