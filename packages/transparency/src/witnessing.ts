/**
 * Having the newest head of a log cosigned, over and over. A witness that is down or slow costs nothing but
 * its cosignature: heads are signed and shown without it.
 */
import type { ObjectStore } from '@ventanilla/objects';
import {
  addSignatures,
  type Checkpoint,
  parseCheckpoint,
  parseNote,
  verifyCosignatures,
} from '@ventanilla/receipts';
import { askWitness, type Witness } from './witness-client.ts';

export interface WitnessingOptions {
  readonly objects: ObjectStore;
  readonly witnesses: readonly Witness[];
  /** For each witness and head. */
  readonly timeoutMs: number;
  /** Told of every refusal and silence. */
  readonly onFailure: (witness: Witness, error: unknown) => void;
  readonly fetch?: typeof fetch;
}

const LOG = 'log/';
const CHECKPOINT = `${LOG}checkpoint`;
/** The newest head that a witness cosigned, with all cosignatures of it. */
const COSIGNED = `${LOG}cosigned`;

const headOf = (note: string): Checkpoint | undefined =>
  parseCheckpoint(parseNote(note)?.text ?? '');

/** One round; resolves with the witnesses that have cosigned the head it found. */
export function createWitnessing(options: WitnessingOptions): () => Promise<readonly string[]> {
  const { objects, witnesses, timeoutMs, onFailure, fetch } = options;
  const seen = new Map<string, number>();
  const readTile = (path: string) => objects.get(`${LOG}${path}`);
  const readNote = async (key: string) => Buffer.from((await objects.get(key)) ?? []).toString();

  const ask = async (witness: Witness, checkpoint: string, size: number) => {
    const signal = AbortSignal.timeout(timeoutMs);
    const old = seen.get(witness.url) ?? 0;
    try {
      const asked = { checkpoint, readTile, signal, old, ...(fetch && { fetch }) };
      const cosigned = await askWitness(witness, asked);
      seen.set(witness.url, size);
      return parseNote(cosigned)?.signatures ?? [];
    } catch (error) {
      onFailure(witness, error);
      return [];
    }
  };

  return async () => {
    const checkpoint = await readNote(CHECKPOINT);
    const head = headOf(checkpoint);
    if (head === undefined) return [];
    const known = await readNote(COSIGNED);
    const same = parseNote(known)?.text === parseNote(checkpoint)?.text;
    const before = same ? known : checkpoint;
    const keys = witnesses.map(({ key }) => key);
    const have = new Set(verifyCosignatures(before, keys).map(({ witness }) => witness.name));
    const missing = witnesses.filter(({ key }) => !have.has(key.name));
    const answers = await Promise.all(
      missing.map((witness) => ask(witness, checkpoint, head.size)),
    );
    const cosigned = addSignatures(before, answers.flat());
    // A replica that was slow must not put an older head in the place of a newer one.
    const newer = (headOf(await readNote(COSIGNED))?.size ?? 0) > head.size;
    const names = verifyCosignatures(cosigned, keys).map(({ witness }) => witness.name);
    if (names.length > have.size && !newer) {
      await objects.replace(COSIGNED, Buffer.from(cosigned));
    }
    return names;
  };
}
