import { hash } from 'node:crypto';
import { describeObjectCustody, describeObjectStore } from '@ventanilla/objects/contract';
import { freePort } from '@ventanilla/testing';
import { createS3Custody, createS3Objects, createS3UploadDoor } from '../src/index.ts';
import { type LocalS3, startLocalS3 } from './local-s3.ts';

async function open() {
  const { bucket, client, close } = await startLocalS3();
  const reopen = async () => createS3Objects({ bucket, client, prefix: 'site' });
  const objects = await reopen();
  return {
    objects,
    reopen,
    close: async () => {
      await objects.close();
      await close();
    },
  };
}

async function unreachable() {
  const client = {
    endpoint: `http://127.0.0.1:${await freePort()}`,
    region: 'us-east-1',
    credentials: { accessKeyId: 'x', secretAccessKey: 'x' },
    maxAttempts: 1,
    forcePathStyle: true,
  };
  return createS3Objects({ bucket: 'gone', client });
}

describeObjectStore('s3', open, { unreachable });

describeObjectCustody('s3', async () => {
  const { bucket, client, close } = await startLocalS3();
  const options = { bucket, client: { ...client, maxAttempts: 1 }, prefix: 'site' };
  const retention = { mode: 'COMPLIANCE', days: 365, now: Date.now } as const;
  return {
    objects: createS3Objects(options),
    custody: createS3Custody(options),
    locking: createS3Objects({ ...options, retention }),
    close,
  };
});

describe('s3 store', () => {
  let s3: LocalS3;
  beforeAll(async () => {
    s3 = await startLocalS3();
  });
  afterAll(() => s3.close());
  const storeOf = (more: object = {}) => {
    const client = { ...s3.client, maxAttempts: 1 };
    return createS3Objects({ bucket: s3.bucket, client, ...more });
  };
  const bytes = Buffer.from('original');

  it('keeps its prefix to itself', async () => {
    const [one, two] = [storeOf({ prefix: 'one' }), storeOf({ prefix: 'two' })];
    await one.put('k', bytes);
    expect(await two.get('k')).toBeUndefined();
    for await (const key of one.list('')) expect(key).toBe('k');
  });

  it('tries again when S3 says that another conditional write was under way', async () => {
    s3.failNext(409, 409);
    await expect(storeOf().put('again', bytes)).resolves.toBe('stored');
    s3.failNext(409, 409, 409, 409, 409);
    await expect(storeOf().put('never', bytes)).rejects.toMatchObject({ retryable: true });
    expect(await storeOf().get('never')).toBeUndefined();
  });

  it.each([500, 503, 403])('asks for patience when S3 answers %d', async (status) => {
    s3.failNext(status);
    await expect(storeOf().get('k')).rejects.toMatchObject({
      code: 'object-store-unavailable',
      retryable: true,
    });
  });

  it('says at once that the bucket is wrong', async () => {
    const store = storeOf({ bucket: 'another' });
    const refusal = { code: 'object-store-refused', retryable: false };
    await expect(store.put('k', bytes)).rejects.toMatchObject(refusal);
    await expect(store.get('k')).rejects.toMatchObject(refusal);
  });

  it('locks what it puts until the date, and never a pointer', async () => {
    const now = () => Date.parse('2030-01-01T00:00:00Z');
    const store = storeOf({ retention: { mode: 'COMPLIANCE', days: 365, now } });
    await store.put('locked', bytes);
    expect(s3.headersOfPuts.at(-1)).toMatchObject({
      'x-amz-object-lock-mode': 'COMPLIANCE',
      'x-amz-object-lock-retain-until-date': '2031-01-01T00:00:00Z',
      'x-amz-sdk-checksum-algorithm': 'CRC32',
    });
    await store.replace('pointer', bytes);
    expect(s3.headersOfPuts.at(-1)).not.toHaveProperty('x-amz-object-lock-mode');
  });
});

describe('a pre-signed upload', () => {
  let s3: LocalS3;
  beforeAll(async () => {
    s3 = await startLocalS3();
  });
  afterAll(() => s3.close());
  const bytes = Buffer.from('a large body');
  const presign = async (key: string) => {
    const door = createS3UploadDoor({ bucket: s3.bucket, client: s3.client, prefix: 'site' });
    const terms = { sha256: hash('sha256', bytes, 'hex'), bytes: bytes.length, expiresSeconds: 60 };
    const presigned = await door.presignPut(key, terms);
    await door.close();
    return presigned;
  };
  const put = async (url: string, headers: Readonly<Record<string, string>>, body: Buffer) => {
    const answer = await fetch(url, { method: 'PUT', headers, body: new Uint8Array(body) });
    await answer.text();
    return answer.status;
  };

  it('needs no credential, and lies where its store reads it', async () => {
    const { url, headers } = await presign('uploads/a/content');
    expect(await put(url, headers, bytes)).toBe(200);
    const store = createS3Objects({ bucket: s3.bucket, client: s3.client, prefix: 'site' });
    expect(Buffer.from((await store.get('uploads/a/content')) ?? [])).toEqual(bytes);
    expect(await put(url, headers, bytes)).toBe(412);
    await store.close();
  });

  it('is for exactly one length, one checksum and one key', async () => {
    const { url, headers } = await presign('uploads/b/content');
    const signed = new URL(url).searchParams.get('X-Amz-SignedHeaders')?.split(';');
    expect(signed).toEqual(['content-length', 'host', 'if-none-match', 'x-amz-checksum-sha256']);
    const longer = Buffer.concat([bytes, bytes]);
    const { 'content-length': _, ...free } = headers;
    expect(await put(url, free, longer)).toBe(403);
    const another = { ...headers, 'x-amz-checksum-sha256': hash('sha256', 'else', 'base64') };
    expect(await put(url, another, bytes)).toBe(403);
    const { 'x-amz-checksum-sha256': __, ...unchecked } = headers;
    expect(await put(url, unchecked, bytes)).toBe(403);
    expect(await put(url.replace('uploads/b', 'uploads/c'), headers, bytes)).toBe(403);
    expect(await put(url.replace('Expires=60', 'Expires=600'), headers, bytes)).toBe(403);
    expect(await put(url, headers, bytes)).toBe(200);
  });
});
