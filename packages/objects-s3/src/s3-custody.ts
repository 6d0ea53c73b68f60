import {
  DeleteObjectCommand,
  HeadObjectCommand,
  PutObjectLegalHoldCommand,
} from '@aws-sdk/client-s3';
import { checkKey, locked, type ObjectCustody } from '@ventanilla/objects';
import { createClient, orMissing, translated } from './client.ts';
import { statusOf } from './errors.ts';
import type { S3ObjectsOptions } from './s3-objects.ts';

/**
 * Custody of the objects of a bucket by Object Lock: S3 itself refuses to delete what is locked or held.
 * Needs `s3:GetObjectRetention`, `s3:GetObjectLegalHold`, `s3:PutObjectLegalHold` and
 * `s3:DeleteObjectVersion`, which no service has.
 */
export function createS3Custody(
  options: Pick<S3ObjectsOptions, 'bucket' | 'prefix' | 'client'>,
): ObjectCustody {
  const { bucket: Bucket, prefix } = options;
  const client = createClient(options.client ?? {});
  const locate = (key: string) => {
    checkKey(key);
    return { Bucket, Key: prefix ? `${prefix}/${key}` : key };
  };
  const head = (key: string) => orMissing(() => client.send(new HeadObjectCommand(locate(key))));
  return {
    lockOf: (key) =>
      translated(async () => {
        const found = await head(key);
        if (found === undefined) return undefined;
        const held = found.ObjectLockLegalHoldStatus === 'ON';
        const until = found.ObjectLockRetainUntilDate;
        return until ? { held, retainUntil: until.toISOString() } : { held };
      }),
    setHold: (key, held) =>
      translated(async () => {
        const LegalHold = { Status: held ? 'ON' : 'OFF' } as const;
        await client.send(new PutObjectLegalHoldCommand({ ...locate(key), LegalHold }));
      }),
    remove: (key) =>
      translated(async () => {
        const found = await head(key);
        if (found === undefined) return 'absent';
        // Without its version the object would only be hidden under a marker.
        const version = found.VersionId && { VersionId: found.VersionId };
        try {
          await client.send(new DeleteObjectCommand({ ...locate(key), ...version }));
          return 'removed';
        } catch (error) {
          if (statusOf(error) === 403) throw locked(key, 'S3 refuses to delete it');
          throw error;
        }
      }),
    close: async () => client.destroy(),
  };
}
