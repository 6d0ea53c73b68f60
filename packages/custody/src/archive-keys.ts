/** Which wrapping keys archive and signing keys depend on. Headers are read, nothing is decrypted. */
import { dataKeyIdOf, type WrappedKey, wrappedKeyOf } from '@ventanilla/encryption';
import type { ObjectStore } from '@ventanilla/objects';
import { decodeSegment, type SegmentPurpose } from '@ventanilla/segments';
import { createRewrappedKeys } from './rewrapped-keys.ts';
import { readSuperseded } from './superseded.ts';
import { readWrappedSigningKeys } from './wrapped-signing.ts';

export const SEGMENTS = 'segments/';
const DAY = /^segments\/[a-z]+\/(\d{4})\/(\d\d)\/(\d\d)\//;

interface Message {
  readonly wrapped: WrappedKey;
  readonly bytes: number;
}

export interface SegmentKeys {
  readonly object: string;
  readonly purpose: SegmentPurpose;
  /** yyyy-mm-dd */
  readonly day: string;
  readonly sizeBytes: number;
  readonly messages: readonly Message[];
}

/** The messages of a segment by their headers; undefined for an object that is no segment of ours. */
export async function readSegmentKeys(
  objects: Pick<ObjectStore, 'get'>,
  object: string,
): Promise<SegmentKeys | undefined> {
  const [, year, month, date] = DAY.exec(object) ?? [];
  const segment = year === undefined ? undefined : await objects.get(object);
  if (segment === undefined) return undefined;
  const { purpose, entries, details } = decodeSegment(segment);
  const ciphertexts = entries.map(({ offset, length }) =>
    segment.subarray(offset, offset + length),
  );
  return {
    object,
    purpose,
    day: `${year}-${month}-${date}`,
    sizeBytes: segment.length,
    messages: [...ciphertexts, details].map((ciphertext) => ({
      wrapped: wrappedKeyOf(ciphertext),
      bytes: ciphertext.length,
    })),
  };
}

export interface KeyUse {
  readonly keyId: string;
  readonly purpose: SegmentPurpose | 'signing';
  /** Of `signing`: keys that sign. */
  readonly messages: number;
  readonly bytes: number;
  /**
   * Messages that nothing opens but this key: no other form of their data key, no newer segment. Of keys
   * that sign only the newest counts: what former ones signed needs their public half.
   */
  readonly dependent: number;
  /** Days, `yyyy-mm-dd`, of the first and the last segment or signing key under this key. */
  readonly firstDay: string;
  readonly lastDay: string;
}

export interface CountKeysOptions {
  readonly objects: ObjectStore;
  /** Wrapping keys that can be used: forms under any other save nothing. */
  readonly usable: (keyId: string) => boolean;
  /** Whether rows still point into a superseded segment. */
  readonly isIndexed: (object: string) => Promise<boolean>;
}

/** Reads the header of every message of the archive and of every signing key; sorted by key and purpose. */
export async function countKeys(options: CountKeysOptions): Promise<readonly KeyUse[]> {
  const { objects, usable } = options;
  const rewrapped = createRewrappedKeys(objects);
  const superseded = await readSuperseded(objects);
  const otherForms = new Map<string, Promise<readonly string[]>>();
  const hasOtherForm = async (wrapped: WrappedKey): Promise<boolean> => {
    const id = dataKeyIdOf(wrapped);
    const known =
      otherForms.get(id) ??
      rewrapped.find(wrapped).then((forms) => forms.map(({ keyId }) => keyId));
    otherForms.set(id, known);
    return (await known).some((keyId) => keyId !== wrapped.keyId && usable(keyId));
  };
  const uses = new Map<string, KeyUse>();
  const count = (of: Counted, { keyId }: WrappedKey, bytes: number, free: boolean): void => {
    const name = `${keyId} ${of.purpose}`;
    uses.set(name, grown(uses.get(name), of, keyId, bytes, free ? 0 : 1));
  };
  for await (const object of objects.list(SEGMENTS)) {
    const segment = await readSegmentKeys(objects, object);
    if (segment === undefined) continue;
    const replaced = superseded.has(object) && !(await options.isIndexed(object));
    for (const { wrapped, bytes } of segment.messages) {
      count(segment, wrapped, bytes, replaced || (await hasOtherForm(wrapped)));
    }
  }
  for (const { publicKey, wrapped: bytes, inForce } of await readWrappedSigningKeys(objects)) {
    const wrapped = wrappedKeyOf(bytes);
    const free = !inForce || (await hasOtherForm(wrapped));
    const day = publicKey.validFrom.slice(0, 'yyyy-mm-dd'.length);
    count({ purpose: 'signing', day }, wrapped, bytes.length, free);
  }
  return [...uses.entries()].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, use]) => use);
}

type Counted = Pick<KeyUse, 'purpose'> & Pick<SegmentKeys, 'day'>;

function grown(
  known: KeyUse | undefined,
  { purpose, day }: Counted,
  keyId: string,
  bytes: number,
  dependent: number,
): KeyUse {
  return {
    keyId,
    purpose,
    messages: (known?.messages ?? 0) + 1,
    bytes: (known?.bytes ?? 0) + bytes,
    dependent: (known?.dependent ?? 0) + dependent,
    firstDay: known && known.firstDay < day ? known.firstDay : day,
    lastDay: known && known.lastDay > day ? known.lastDay : day,
  };
}
