/** Asking witnesses to cosign a tree head, by the C2SP witness protocol. */
import { OperationalError } from '@ventanilla/errors';
import {
  addSignatures,
  encodeAddCheckpoint,
  parseCheckpoint,
  parseNote,
  parseSignatureLines,
  proveConsistency,
  type ReadTile,
  verifyCosignatures,
  type WitnessKey,
} from '@ventanilla/receipts';

export interface Witness {
  readonly key: WitnessKey;
  /** Submission prefix, without a slash at the end. */
  readonly url: string;
}

export interface AskOptions {
  /** A signed note. */
  readonly checkpoint: string;
  readonly readTile: ReadTile;
  readonly signal: AbortSignal;
  /** Size of the head that it cosigned last, as far as known. */
  readonly old?: number;
  readonly fetch?: typeof fetch;
}

const ANSWER_BYTES_MAX = 20_000;

const failure = (witness: Witness, why: string, cause?: unknown): OperationalError =>
  new OperationalError('witness-failed', `${witness.key.name}: ${why}`, { retryable: true, cause });

async function post(
  witness: Witness,
  body: string,
  { signal, fetch: send = fetch }: AskOptions,
): Promise<{ readonly status: number; readonly text: string }> {
  try {
    const response = await send(`${witness.url}/add-checkpoint`, { method: 'POST', body, signal });
    const text = (await response.text()).slice(0, ANSWER_BYTES_MAX);
    return { status: response.status, text };
  } catch (error) {
    throw failure(witness, 'no answer', error);
  }
}

/**
 * The checkpoint with the cosignature of this witness. The first request guesses what it has seen; its
 * answer says where it is. Throws OperationalError `witness-failed`.
 */
export async function askWitness(witness: Witness, options: AskOptions): Promise<string> {
  const { checkpoint, readTile } = options;
  const head = parseCheckpoint(parseNote(checkpoint)?.text ?? '');
  if (head === undefined) throw failure(witness, 'there is no checkpoint to cosign');
  let old = Math.min(options.old ?? 0, head.size);
  for (let attempt = 1; ; attempt += 1) {
    const proof = await proveConsistency(old, head.size, readTile);
    const body = encodeAddCheckpoint({ old, proof, checkpoint });
    const { status, text } = await post(witness, body, options);
    if (status === 200) {
      const cosigned = addSignatures(checkpoint, parseSignatureLines(text) ?? []);
      if (verifyCosignatures(cosigned, [witness.key]).length > 0) return cosigned;
      throw failure(witness, 'its cosignature does not verify');
    }
    const size = /^\d{1,16}\n$/.test(text) ? Number(text) : Number.NaN;
    const behind = status === 409 && size <= head.size && size !== old && attempt < 3;
    if (!behind) throw failure(witness, `it answered ${status}`);
    old = size;
  }
}
