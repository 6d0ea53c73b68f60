/** Where clients put large bodies by themselves, until somebody takes them: a store with a door to it. */

import { notGranted } from './failures.ts';
import { checkKey } from './key.ts';

/** The only bytes that may be put, and how long from now. */
export interface UploadTerms {
  /** Lower-case hexadecimal. */
  readonly sha256: string;
  readonly bytes: number;
  readonly expiresSeconds: number;
}

/** A PUT that needs no other credential: whoever holds it may make it. */
export interface PresignedPut {
  readonly url: string;
  /** To be sent exactly so. */
  readonly headers: Readonly<Record<string, string>>;
}

/**
 * How bytes get in. `presigned`: the store takes them itself, and holds them to the terms. `received`:
 * the holder of the door passes them on, and nothing is stored that does not meet the terms.
 * Neither changes what is there. All throw OperationalError.
 */
export type UploadDoor =
  | {
      readonly kind: 'presigned';
      readonly presignPut: (key: string, terms: UploadTerms) => Promise<PresignedPut>;
    }
  | {
      readonly kind: 'received';
      /** Streamed, in constant memory; a source that fails stores nothing and throws as it did. */
      readonly receive: (
        key: string,
        source: AsyncIterable<Uint8Array>,
        terms: Pick<UploadTerms, 'sha256' | 'bytes'>,
      ) => Promise<'stored' | 'already-stored' | 'differs'>;
      /** Removes the folders right under `prefix` in which nothing was stored since `beforeMs`. */
      readonly sweep: (prefix: string, beforeMs: number) => Promise<void>;
    };

/** `door` for `holder` alone: other keys fail with `not-granted`, as in `grantObjects`. */
export function grantDoor(
  door: UploadDoor,
  holder: string,
  prefixes: readonly string[],
): UploadDoor {
  const under = (key: string): void => {
    if (!prefixes.some((prefix) => key.startsWith(prefix))) throw notGranted(holder, 'write', key);
  };
  const mayWrite = (key: string): void => {
    checkKey(key);
    under(key);
  };
  if (door.kind === 'presigned') {
    return {
      kind: 'presigned',
      presignPut: async (key, terms) => {
        mayWrite(key);
        return door.presignPut(key, terms);
      },
    };
  }
  return {
    kind: 'received',
    receive: async (key, source, terms) => {
      mayWrite(key);
      return door.receive(key, source, terms);
    },
    sweep: async (prefix, beforeMs) => {
      under(prefix);
      await door.sweep(prefix, beforeMs);
    },
  };
}
