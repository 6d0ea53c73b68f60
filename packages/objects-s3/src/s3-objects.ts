import {
  GetObjectCommand,
  type GetObjectCommandOutput,
  HeadObjectCommand,
  PutObjectCommand,
  paginateListObjectsV2,
  type S3ClientConfig,
} from '@aws-sdk/client-s3';
import { checkKey, checkRange, conflict, type ObjectStore, tooShort } from '@ventanilla/objects';
import { createClient, orMissing, translated } from './client.ts';
import { statusOf, translate } from './errors.ts';

export interface S3Retention {
  /** COMPLIANCE: nobody, the account's root included, deletes before the date. */
  readonly mode: 'GOVERNANCE' | 'COMPLIANCE';
  readonly days: number;
  /** Milliseconds since 1970. */
  readonly now: () => number;
}

export interface S3ObjectsOptions {
  readonly bucket: string;
  /** Put before every key, without a slash at either end. */
  readonly prefix?: string;
  /** Region, endpoint, credentials: by default the usual AWS chain. */
  readonly client?: S3ClientConfig;
  /** Object Lock of what `put` stores; the bucket must have it enabled. */
  readonly retention?: S3Retention;
}

const DAY_MS = 86_400_000;
/** Two conditional writes at once make S3 answer 409 to one of them: it has to try again. */
const CONFLICT_ATTEMPTS_MAX = 5;

const bodyOf = async ({ Body }: GetObjectCommandOutput): Promise<Uint8Array> =>
  Body === undefined ? new Uint8Array() : Body.transformToByteArray();

/** Objects in an S3 bucket, or in any store that speaks its API with conditional writes. */
export function createS3Objects(options: S3ObjectsOptions): ObjectStore {
  const { bucket: Bucket, prefix, retention } = options;
  const client = createClient(options.client ?? {});
  const root = prefix ? `${prefix}/` : '';
  const locate = (key: string) => {
    checkKey(key);
    return { Bucket, Key: root + key };
  };
  const lock = () =>
    retention && {
      ObjectLockMode: retention.mode,
      ObjectLockRetainUntilDate: new Date(retention.now() + retention.days * DAY_MS),
    };

  const getWhole = (key: string): Promise<Uint8Array | undefined> =>
    orMissing(async () => bodyOf(await client.send(new GetObjectCommand(locate(key)))));

  const createNew = async (key: string, bytes: Uint8Array): Promise<boolean> => {
    for (let attempt = 1; ; attempt += 1) {
      try {
        const target = { ...locate(key), Body: bytes, IfNoneMatch: '*', ...lock() };
        await client.send(new PutObjectCommand(target));
        return true;
      } catch (error) {
        if (statusOf(error) === 412) return false;
        if (statusOf(error) !== 409 || attempt === CONFLICT_ATTEMPTS_MAX) throw error;
      }
    }
  };

  const getPart = async (
    key: string,
    offset: number,
    length: number,
  ): Promise<Uint8Array | undefined> => {
    if (length === 0) {
      // HTTP has no range of nothing.
      const head = await orMissing(() => client.send(new HeadObjectCommand(locate(key))));
      if (head === undefined) return undefined;
      return (head.ContentLength ?? 0) < offset ? undefined : new Uint8Array();
    }
    const Range = `bytes=${offset}-${offset + length - 1}`;
    try {
      return await orMissing(async () =>
        bodyOf(await client.send(new GetObjectCommand({ ...locate(key), Range }))),
      );
    } catch (error) {
      if (statusOf(error) === 416) return new Uint8Array();
      throw error;
    }
  };

  return {
    put: (key, bytes) =>
      translated(async () => {
        if (await createNew(key, bytes)) return 'stored';
        const known = await getWhole(key);
        if (known === undefined || !Buffer.from(bytes).equals(known)) throw conflict(key);
        return 'already-stored';
      }),
    replace: (key, bytes) =>
      translated(async () => {
        await client.send(new PutObjectCommand({ ...locate(key), Body: bytes }));
      }),
    get: (key) => translated(() => getWhole(key)),
    getRange: (key, offset, length) =>
      translated(async () => {
        checkRange(offset, length);
        const bytes = await getPart(key, offset, length);
        if (bytes && bytes.length !== length) throw tooShort(key, offset, length);
        return bytes;
      }),
    list: async function* (under) {
      const pages = paginateListObjectsV2({ client }, { Bucket, Prefix: root + under });
      try {
        for await (const { Contents } of pages) {
          for (const { Key } of Contents ?? []) if (Key) yield Key.slice(root.length);
        }
      } catch (error) {
        throw translate(error);
      }
    },
    close: async () => client.destroy(),
  };
}
