/**
 * Wrapped forms of data keys beside the archive. Segments are immutable and carry the form they were
 * written with; when a wrapping key is to go, each of its data keys gets another form here, and the
 * segments stay as they are.
 */
import { dataKeyIdOf, type RewrappedKeys, type WrappedKey } from '@ventanilla/encryption';
import type { ObjectStore } from '@ventanilla/objects';
import { putRecord, readRecords } from './records.ts';

interface RewrappedRecord {
  readonly type: 'ventanilla/rewrapped-key/v1';
  /** Id of the wrapping key. */
  readonly keyId: string;
  /** base64. */
  readonly wrapped: string;
}

export interface RewrappedKeyStore extends RewrappedKeys {
  /** Keeps another form of a data key, named by the form in the messages' headers. */
  readonly keep: (original: WrappedKey, form: WrappedKey) => Promise<void>;
}

const folderOf = (original: WrappedKey): string => `rewrapped/${dataKeyIdOf(original)}`;

export const createRewrappedKeys = (objects: ObjectStore): RewrappedKeyStore => ({
  find: async (original) => {
    const records = await readRecords(objects, folderOf(original));
    return records.map(({ record }) => {
      const { keyId, wrapped } = record as RewrappedRecord;
      return { keyId, bytes: Buffer.from(wrapped, 'base64') };
    });
  },
  keep: (original, { keyId, bytes }) => {
    const record: RewrappedRecord = {
      type: 'ventanilla/rewrapped-key/v1',
      keyId,
      wrapped: Buffer.from(bytes).toString('base64'),
    };
    return putRecord(objects, folderOf(original), record);
  },
});
