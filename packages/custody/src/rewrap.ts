/**
 * New wrapped forms for the data keys of the archive, and of those over signing keys: metadata only, no
 * segment is touched.
 */
import {
  dataKeyIdOf,
  type KeyWrapper,
  type WrappedKey,
  wrappedKeyOf,
} from '@ventanilla/encryption';
import { errorCode } from '@ventanilla/errors';
import type { ObjectStore } from '@ventanilla/objects';
import { readSegmentKeys, SEGMENTS } from './archive-keys.ts';
import { createRewrappedKeys } from './rewrapped-keys.ts';
import { readWrappedSigningKeys } from './wrapped-signing.ts';

export interface RewrapOptions {
  readonly objects: ObjectStore;
  readonly wrapper: KeyWrapper;
  /** The wrapping keys to get away from. */
  readonly from: (keyId: string) => boolean;
  /** The wrapping key of today. */
  readonly to: string;
  readonly signal?: AbortSignal;
  readonly onProgress?: (progress: RewrapProgress) => void;
}

export interface RewrapProgress {
  readonly segments: number;
  /** Data keys seen that are under one of the keys to get away from. */
  readonly dataKeys: number;
  /** Those that had a form under the key of today before. */
  readonly already: number;
}

const GONE = ['key-unknown', 'key-paused'];

/** Run again after a stop it goes on where it was: what has its form is passed over. */
export async function rewrapArchive(options: RewrapOptions): Promise<RewrapProgress> {
  const { objects, wrapper, to } = options;
  const store = createRewrappedKeys(objects);
  const done = new Set<string>();
  const progress = { segments: 0, dataKeys: 0, already: 0 };

  const rewrap = async (original: WrappedKey, purpose: string): Promise<void> => {
    const id = dataKeyIdOf(original);
    if (!options.from(original.keyId) || done.has(id)) return;
    done.add(id);
    progress.dataKeys += 1;
    const forms = await store.find(original);
    if (forms.some(({ keyId }) => keyId === to)) {
      progress.already += 1;
      return;
    }
    await store.keep(original, await rewrapAny(wrapper, [original, ...forms], purpose));
  };

  // A key that signs no more needs no new form: its private half ends with the old wrapping key.
  for (const { wrapped, inForce } of await readWrappedSigningKeys(objects)) {
    if (inForce) await rewrap(wrappedKeyOf(wrapped), 'signing');
  }
  for await (const object of objects.list(SEGMENTS)) {
    if (options.signal?.aborted) break;
    const segment = await readSegmentKeys(objects, object);
    if (segment === undefined) continue;
    for (const { wrapped } of segment.messages) await rewrap(wrapped, segment.purpose);
    progress.segments += 1;
    options.onProgress?.({ ...progress });
  }
  return progress;
}

/** By the first form whose wrapping key can be used. */
async function rewrapAny(
  wrapper: KeyWrapper,
  forms: readonly WrappedKey[],
  purpose: string,
): Promise<WrappedKey> {
  let gone: unknown;
  for (const form of forms) {
    try {
      return await wrapper.rewrap(form, { purpose });
    } catch (error) {
      if (!GONE.includes(errorCode(error))) throw error;
      gone = error;
    }
  }
  throw gone;
}
