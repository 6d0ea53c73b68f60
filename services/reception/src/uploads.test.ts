/** Uploads: what was put and completed is what it would have been as the body of a request. */
import { hash } from 'node:crypto';
import { readdirSync, utimesSync } from 'node:fs';
import { join } from 'node:path';
import { OperationalError } from '@ventanilla/errors';
import type { ObjectStore } from '@ventanilla/objects';
import { createMemoryObjects } from '@ventanilla/objects/memory';
import { contentKey } from './core/upload.ts';
import { createRig, type Rig, receiptHolds, token } from './test/rig.ts';
import { announce, complete, type Given, putContent, wishOf } from './test/upload.ts';

const XML = Buffer.from('<Invoice>1</Invoice>');
const LINES = Buffer.from(Array.from({ length: 20 }, (_, n) => `{"n":${n}}\n`).join(''));

const lastLine = (body: string) => JSON.parse(body.trimEnd().split('\n').at(-1) as string);

describe('through reception itself', () => {
  let rig: Rig;
  beforeEach(async () => {
    rig = await createRig({ uploads: 'fs' });
  });
  afterEach(() => rig.close());

  const uploaded = async (type: 'document' | 'batch', bytes: Buffer): Promise<Given> => {
    const given = (await announce(rig, wishOf(type, bytes))).json() as Given;
    expect((await putContent(rig, given, bytes)).statusCode).toBe(204);
    return given;
  };

  it('a document is received as if it had been posted, each time it is completed', async () => {
    const given = await uploaded('document', XML);
    for (const time of [1, 2]) {
      const answer = await complete(rig, given);
      expect(answer.statusCode).toBe(202);
      const { documentId, submissionReceipt } = answer.json();
      expect(documentId).toBe(hash('sha256', XML, 'hex'));
      expect(receiptHolds(submissionReceipt)).toBe(true);
      const last = rig.documents().at(-1);
      expect(rig.documents()).toHaveLength(time);
      expect(Buffer.from(last?.original ?? []).equals(XML)).toBe(true);
      expect(last?.submission).toMatchObject({ submitter: { clientId: 'merchant' } });
    }
  });

  it('a batch is taken once, by whoever asks first, under the id of its upload', async () => {
    const given = await uploaded('batch', LINES);
    const answers = await Promise.all([1, 2, 3].map(() => complete(rig, given)));
    const taken = answers.filter(({ statusCode }) => statusCode === 200);
    expect(taken).toHaveLength(1);
    expect(lastLine(taken[0]?.body ?? '')).toMatchObject({
      batchId: given.id,
      received: 20,
      complete: true,
    });
    expect(answers.map((it) => it.statusCode).sort()[1]).toBeGreaterThanOrEqual(409);
    expect(rig.documents()).toHaveLength(20);
    expect((await complete(rig, given)).json().code).toBe('upload-taken');
    expect([...rig.objects.held.keys()]).toContain(`batches/${given.id}/summary.json`);
  });

  it("another client's upload is unknown, and so is one of a client's other taxpayer", async () => {
    const given = await uploaded('document', XML);
    for (const claims of [{ client_id: 'rival' }, { taxpayer_id: '87654321' }]) {
      const answer = await complete(rig, given, 'en', `Bearer ${await token(claims)}`);
      expect([answer.statusCode, answer.json().code]).toEqual([404, 'upload-unknown']);
    }
    expect(rig.documents()).toHaveLength(0);
  });

  it.each([
    ['other bytes', Buffer.from('<Invoice>2</Invoice>')],
    ['fewer bytes', XML.subarray(1)],
    ['more bytes', Buffer.concat([XML, XML])],
  ])('%s are refused, and the announced ones still taken', async (_, bytes) => {
    const given = (await announce(rig, wishOf('document', XML))).json() as Given;
    const lengthOf = { ...given.headers, 'content-length': String(bytes.length) };
    const refused = await putContent(rig, { ...given, headers: lengthOf }, bytes);
    expect([refused.statusCode, refused.json().code]).toEqual([422, 'upload-differs']);
    expect((await complete(rig, given)).json().code).toBe('upload-missing');
    expect((await putContent(rig, given, XML)).statusCode).toBe(204);
    expect((await complete(rig, given)).statusCode).toBe(202);
  });

  it('a kind that no request could have is refused before anything is put', async () => {
    const wish = { ...wishOf('batch', LINES), mediaType: 'text/csv' };
    const answer = await announce(rig, wish);
    expect([answer.statusCode, answer.json().code]).toEqual([415, 'media-type-unsupported']);
  });

  it('tells from which size to use them', async () => {
    const headers = { authorization: rig.bearer };
    const answer = await rig.app.inject({ url: '/v1/uploads', headers });
    expect(answer.json()).toMatchObject({ aboveBytes: 1_000, expiresSeconds: 60 });
  });
});

describe('through a store that takes them itself', () => {
  const open = async (over: Partial<ObjectStore> = {}) => {
    const objects = { ...createMemoryObjects(), ...over };
    const door = {
      kind: 'presigned' as const,
      presignPut: async (key: string, { bytes }: { readonly bytes: number }) => ({
        url: `https://store.example/${key}`,
        headers: { 'content-length': String(bytes) },
      }),
    };
    const rig = await createRig({ uploads: { objects, door } });
    return { rig, objects };
  };

  it('the client is sent there, and completion trusts nobody', async () => {
    const { rig, objects } = await open();
    const cases = [
      ['upload-missing', undefined],
      ['upload-differs', Buffer.from('<Invoice>2</Invoice>')],
      ['upload-differs', Buffer.concat([XML, XML])],
      ['upload-differs', XML.subarray(1)],
    ] as const;
    for (const [code, bytes] of cases) {
      const given = (await announce(rig, wishOf('document', XML))).json() as Given;
      expect(given.url).toBe(`https://store.example/${contentKey(given.id)}`);
      if (bytes) await objects.put(contentKey(given.id), bytes);
      expect((await complete(rig, given)).json().code).toBe(code);
    }
    expect(rig.documents()).toHaveLength(0);
    const given = (await announce(rig, wishOf('document', XML))).json() as Given;
    await objects.put(contentKey(given.id), XML);
    expect((await complete(rig, given)).statusCode).toBe(202);
    await rig.close();
  });

  it('a store that fails while a batch is read interrupts it and says nothing against it', async () => {
    const memory = createMemoryObjects();
    let reads = 0;
    const { rig } = await open({
      ...memory,
      getRange: (key, offset, length) => {
        // Is it there, its bytes, is there more: then it is read.
        reads += 1;
        if (reads <= 3) return memory.getRange(key, offset, length);
        throw new OperationalError('object-store-unavailable', 'away', { retryable: true });
      },
    });
    const given = (await announce(rig, wishOf('batch', LINES))).json() as Given;
    await memory.put(contentKey(given.id), LINES);
    const answer = await complete(rig, given);
    expect([answer.statusCode, answer.json().code]).toEqual([503, 'batch-interrupted']);
    await rig.close();
  });
});

it('what has long expired is removed when another is announced', async () => {
  let aheadMs = 0;
  const rig = await createRig({ uploads: 'fs', now: () => Date.now() + aheadMs });
  const old = (await announce(rig, wishOf('document', XML))).json() as Given;
  const folder = join(rig.uploadsFolder, 'uploads');
  aheadMs = 119_000;
  const young = (await announce(rig, wishOf('document', XML))).json() as Given;
  expect(readdirSync(folder).sort()).toEqual([old.id, young.id].sort());
  expect((await complete(rig, old)).json().code).toBe('upload-expired');
  const longAgo = Date.now() / 1_000 - 3_600;
  utimesSync(join(folder, old.id), longAgo, longAgo);
  aheadMs += 61_000;
  await announce(rig, wishOf('document', XML));
  expect(readdirSync(folder)).not.toContain(old.id);
  await rig.close();
});

it('where none are taken the routes are not there, and query is not asked', async () => {
  const rig = await createRig();
  const answer = await announce(rig, wishOf('document', XML));
  expect([answer.statusCode, answer.json().code]).toEqual([404, 'route-not-found']);
  expect(rig.forwarded).toHaveLength(0);
  await rig.close();
});
