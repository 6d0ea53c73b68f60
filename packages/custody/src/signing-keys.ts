/**
 * Every key that ever signed for the authority, with its validity: what the published list is made of. A
 * key is put on record before its first signature, and stays there for what it signed.
 */
import type { ObjectStore } from '@ventanilla/objects';
import type { PublicKey } from '@ventanilla/signatures';
import { putRecord, readRecords } from './records.ts';

interface SigningKeyRecord {
  readonly type: 'ventanilla/signing-key/v1';
  readonly name: string;
  readonly algorithm: PublicKey['algorithm'];
  /** base64 of SPKI DER. */
  readonly spki: string;
  readonly validFrom: string;
}

/** The earliest one holds: an end is not put off. */
interface SigningKeyEnd {
  readonly type: 'ventanilla/signing-key-end/v1';
  readonly spki: string;
  readonly validUntil: string;
}

const FOLDER = 'signing';
const base64 = (bytes: Uint8Array): string => Buffer.from(bytes).toString('base64');

/** Everything on record, newest first. */
export async function readSigningKeys(
  objects: Pick<ObjectStore, 'list' | 'get'>,
): Promise<readonly PublicKey[]> {
  const records = (await readRecords(objects, FOLDER)).map(
    ({ record }) => record as SigningKeyRecord | SigningKeyEnd,
  );
  const keys = new Map<string, PublicKey>();
  const begins = records.filter((record) => record.type === 'ventanilla/signing-key/v1');
  for (const { name, algorithm, spki, validFrom } of begins) {
    const id = `${name} ${spki}`;
    const known = keys.get(id);
    if (known && known.validFrom <= validFrom) continue;
    keys.set(id, { name, algorithm, spki: Buffer.from(spki, 'base64'), validFrom });
  }
  const ends = records.filter((record) => record.type === 'ventanilla/signing-key-end/v1');
  return [...keys.values()]
    .map((key) => {
      const [validUntil] = ends
        .filter(({ spki }) => spki === base64(key.spki))
        .map((end) => end.validUntil)
        .sort();
      return validUntil === undefined ? key : { ...key, validUntil };
    })
    .sort((a, b) => (a.validFrom < b.validFrom ? 1 : -1));
}

/** Puts a key on record, unless it is there. */
export async function recordSigningKey(objects: ObjectStore, key: PublicKey): Promise<void> {
  const spki = base64(key.spki);
  const known = await readSigningKeys(objects);
  if (known.some(({ name, spki: other }) => name === key.name && base64(other) === spki)) return;
  const { name, algorithm, validFrom } = key;
  const record: SigningKeyRecord = {
    type: 'ventanilla/signing-key/v1',
    name,
    algorithm,
    spki,
    validFrom,
  };
  await putRecord(objects, FOLDER, record);
}

/** Nothing registered after this instant is believed from the key. */
export const endSigningKey = (
  objects: ObjectStore,
  { spki }: Pick<PublicKey, 'spki'>,
  until: Date,
): Promise<void> => {
  const record: SigningKeyEnd = {
    type: 'ventanilla/signing-key-end/v1',
    spki: base64(spki),
    validUntil: until.toISOString(),
  };
  return putRecord(objects, FOLDER, record);
};
