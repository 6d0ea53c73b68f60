/**
 * A receipt as a C2SP tlog-proof, which other clients of transparency logs verify too:
 *
 *   c2sp.org/tlog-proof@v1
 *   extra <base64 of the entry, as it is hashed>
 *   index <of the entry in the log>
 *   <hashes of the inclusion proof in base64, a line each>
 *
 *   <checkpoint: a signed note>
 *
 * Nobody signed the `extra` line; it is believed because its hash leads to the signed head.
 */
import { decodeEntry, encodeEntry } from './canonical.ts';
import { issueReceipt } from './issue.ts';
import { HASH_BYTES } from './merkle.ts';
import type { Receipt } from './receipt.ts';

const HEADER = 'c2sp.org/tlog-proof@v1';
const TEXT_LENGTH_MAX = 1_000_000;
const PROOF_LENGTH_MAX = 64;
const INDEX = /^index (0|[1-9]\d{0,15})$/;

/** The receipt as the text of a `.tlog-proof` file. */
export function encodeTlogProof(receipt: Receipt): string {
  const entry = Buffer.from(encodeEntry(receipt.entry)).toString('base64');
  const lines = [HEADER, `extra ${entry}`, `index ${receipt.logIndex}`, ...receipt.inclusionProof];
  return `${lines.join('\n')}\n\n${receipt.checkpoint}`;
}

function strictBase64(text: string): Buffer | undefined {
  const bytes = Buffer.from(text, 'base64');
  return bytes.toString('base64') === text ? bytes : undefined;
}

/** The receipt of a `.tlog-proof` file; undefined when it is none of ours. Nothing is verified yet. */
export function decodeTlogProof(text: string): Receipt | undefined {
  const end = text.length > TEXT_LENGTH_MAX ? -1 : text.indexOf('\n\n');
  const [header, extra = '', index = '', ...lines] = text.slice(0, end).split('\n');
  if (end < 0 || header !== HEADER || !extra.startsWith('extra ')) return undefined;
  const bytes = strictBase64(extra.slice('extra '.length));
  const entry = bytes && decodeEntry(bytes);
  const logIndex = Number(INDEX.exec(index)?.[1] ?? Number.NaN);
  const inclusionProof = lines.map(strictBase64);
  const isProof =
    inclusionProof.length <= PROOF_LENGTH_MAX &&
    inclusionProof.every((hash): hash is Buffer => hash?.length === HASH_BYTES);
  if (entry === undefined || !Number.isSafeInteger(logIndex) || !isProof) return undefined;
  return issueReceipt({ entry, logIndex, inclusionProof, checkpoint: text.slice(end + 2) });
}
