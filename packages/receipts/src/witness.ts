/** C2SP tlog-witness, without the HTTP: what a log asks and what a witness decides. */
import { HASH_BYTES } from './merkle.ts';
import {
  type Checkpoint,
  parseCheckpoint,
  parseNote,
  type VerifyingKey,
  verifyNote,
} from './note.ts';
import { verifyConsistency } from './verify-proof.ts';

export interface AddCheckpoint {
  /** Size of the last tree that the witness is thought to have cosigned. */
  readonly old: number;
  readonly proof: readonly Uint8Array[];
  /** A signed note. */
  readonly checkpoint: string;
}

const PROOF_LENGTH_MAX = 63;

export const encodeAddCheckpoint = ({ old, proof, checkpoint }: AddCheckpoint): string =>
  `old ${old}\n${proof.map((hash) => `${Buffer.from(hash).toString('base64')}\n`).join('')}\n${checkpoint}`;

/** Reads the body of a request; undefined when it is not one. */
export function parseAddCheckpoint(body: string): AddCheckpoint | undefined {
  const end = body.indexOf('\n\n');
  if (end < 0) return undefined;
  const [first = '', ...lines] = body.slice(0, end).split('\n');
  const [, digits] = /^old (0|[1-9]\d{0,15})$/.exec(first) ?? [];
  if (digits === undefined || lines.length > PROOF_LENGTH_MAX) return undefined;
  const proof = lines.map((line) => Buffer.from(line, 'base64'));
  const sound = proof.every(
    (hash, i) => hash.length === HASH_BYTES && hash.toString('base64') === lines[i],
  );
  return sound ? { old: Number(digits), proof, checkpoint: body.slice(end + 2) } : undefined;
}

/** A log that a witness knows, and the last head of it that it cosigned. */
export interface WitnessedLog {
  readonly origin: string;
  readonly keys: readonly VerifyingKey[];
  readonly last?: Pick<Checkpoint, 'size' | 'root'>;
}

export type WitnessAnswer =
  | { readonly status: 200; readonly checkpoint: Checkpoint; readonly text: string }
  | { readonly status: 400 | 403 | 404 | 422 }
  /** `size` is that of the last head cosigned. */
  | { readonly status: 409; readonly size: number };

/** The answer to a request. On 200 the caller records the checkpoint durably, then cosigns `text`. */
export function judgeCheckpoint(body: string, logs: readonly WitnessedLog[]): WitnessAnswer {
  const request = parseAddCheckpoint(body);
  const head = request && parseCheckpoint(parseNote(request.checkpoint)?.text ?? '');
  if (request === undefined || head === undefined) return { status: 400 };
  const log = logs.find(({ origin }) => origin === head.origin);
  if (log === undefined) return { status: 404 };
  const note = verifyNote(request.checkpoint, log.keys);
  if (note.outcome !== 'verified') return { status: 403 };
  if (request.old > head.size) return { status: 400 };
  const size = log.last?.size ?? 0;
  if (request.old !== size) return { status: 409, size };
  const sameSize = size === head.size && log.last !== undefined;
  if (sameSize && !Buffer.from(log.last.root).equals(head.root)) return { status: 409, size };
  const consistent = verifyConsistency({
    from: size,
    to: head.size,
    proof: request.proof,
    fromRoot: log.last?.root ?? head.root,
    toRoot: head.root,
  });
  return consistent ? { status: 200, checkpoint: head, text: note.text } : { status: 422 };
}
