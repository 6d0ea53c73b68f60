/** Turning keys over by processes that are killed in the middle, while everything is read. */
import { createHash, randomBytes } from 'node:crypto';
import { EventEmitter, once } from 'node:events';
import { readdirSync } from 'node:fs';
import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setImmediate as breathe, setTimeout as delay } from 'node:timers/promises';
import { openEnvelope } from '@ventanilla/backends';
import { readSuperseded } from '@ventanilla/custody';
import {
  type Database,
  indexOriginals,
  insertSegment,
  locateOriginal,
  migrate,
  openDatabase,
  provisionRoles,
  statement,
} from '@ventanilla/database';
import { createEnvelope } from '@ventanilla/encryption';
import { createLocalKeyFile, createLocalKeyWrapper } from '@ventanilla/encryption/local';
import type { ObjectStore } from '@ventanilla/objects';
import { createFsObjects } from '@ventanilla/objects-fs';
import { openOriginals, type Place, writeSegment } from '@ventanilla/segments';
import { testDatabase } from '@ventanilla/testing';
import {
  type CustodySettings,
  custodySettings,
  keyUses,
  withCustody,
  withKeyAdmin,
} from '../src/platform/custody.ts';
import { startWith } from './command.ts';

const SEGMENTS = 120;
const AT = '2030-01-02T03:04:05.000Z';

let folder: string;
let database: Database;
let objects: ObjectStore;
let settings: Record<string, string>;
let parsed: CustodySettings;
let release: () => Promise<void>;
const documentIds: string[] = [];

/** Each under a data key of its own. */
async function storeSegment(keyFile: string): Promise<void> {
  const wrapper = await createLocalKeyWrapper({ file: keyFile });
  const envelope = createEnvelope({ wrapper, purpose: 'original', now: Date.now });
  const documents = Array.from({ length: 3 }, () => {
    const content = randomBytes(300);
    return { documentId: createHash('sha256').update(content).digest('hex'), content, details: {} };
  });
  const writer = { objects, envelope, purpose: 'original' } as const;
  const { object, sizeBytes, places } = await writeSegment(writer, documents, new Date(AT));
  envelope.close();
  const originals = documents.map(({ documentId }, at) => {
    const facts = { sizeBytes: 300, mediaType: 'application/xml', receivedAt: AT };
    return { documentId, ...(places[at] as Place), ...facts, submitterTaxpayerId: '1' };
  });
  await database.transaction(async (transaction) => {
    const entries = documents.length;
    const segment = { object, purpose: 'original', entries, sizeBytes } as const;
    await indexOriginals(transaction, await insertSegment(transaction, segment), originals);
  });
  documentIds.push(...documents.map(({ documentId }) => documentId));
}

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'keys-killed-'));
  const test = await testDatabase();
  await migrate(test.url);
  await provisionRoles(test.url, { ventanilla_custody: 'test-only' });
  const url = new URL(test.url);
  Object.assign(url, { username: 'ventanilla_custody', password: 'test-only' });
  const [dir, keyFile] = [join(folder, 'objects'), join(folder, 'keys.json')];
  await mkdir(dir);
  await createLocalKeyFile(keyFile, new Date(AT));
  settings = {
    PROFILE: 'embedded',
    ENCRYPTION_KIND: 'local',
    ENCRYPTION_KEY_FILE: keyFile,
    OBJECTS_KIND: 'fs',
    OBJECTS_DIR: dir,
    DATABASE_URL: url.href,
  };
  parsed = await custodySettings({} as never, settings);
  database = openDatabase(test.url, { poolMax: 2, applicationName: 'test' });
  objects = await createFsObjects({ dir });
  release = async () => {
    await objects.close();
    await database.close();
    await test.drop();
    await rm(folder, { recursive: true });
  };
  for (let at = 0; at < SEGMENTS; at += 1) await storeSegment(keyFile);
}, 120_000);
afterAll(() => release?.());

const keys = async (...args: string[]) => {
  const { code, out, err } = await startWith(settings, 'keys', ...args).finished;
  if (code !== 0) throw new Error(`keys ${args.join(' ')}: ${err}`);
  return out.trim();
};
const count = (under: string): number => {
  try {
    return readdirSync(join(folder, 'objects', under)).length;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return 0;
    throw error;
  }
};

/** SIGKILL once so many entries are in the folder; tells how many there were then. */
async function killAt(under: string, entries: number, ...args: string[]): Promise<number> {
  const { child, finished } = startWith(settings, 'keys', ...args);
  while (count(under) < entries && child.exitCode === null) await delay(2);
  child.kill('SIGKILL');
  expect((await finished).code).toBeNull();
  return count(under);
}

/** Originals as query reads them: rows first, then the object they point to. */
const openReader = async () => {
  const envelope = await openEnvelope(parsed, 'operators', 'original', { rewrapped: objects });
  const locate = (id: string) => locateOriginal(database, id);
  return { ...openOriginals({ objects, envelope, locate }), close: () => envelope.close() };
};

async function readEverything(): Promise<number> {
  const { read, close } = await openReader();
  for (const id of documentIds) await read(id);
  close();
  return documentIds.length;
}

/** Reads originals one after the other until told to stop; any that cannot be read is thrown by `stop`. */
async function keepReading() {
  const { read, close } = await openReader();
  let [isOver, reads] = [false, 0];
  const reading = (async () => {
    for (; !isOver; reads += 1) {
      const id = documentIds[(reads * 7) % documentIds.length] as string;
      expect(await read(id)).toBeDefined();
      await breathe();
    }
  })();
  reading.catch(() => undefined);
  return {
    stop: async () => {
      isOver = true;
      await reading.finally(close);
      return reads;
    },
  };
}

const audit = () => withCustody(parsed, keyUses);
const turn = (what: 'retire' | 'restore', keyId: string) =>
  withKeyAdmin(parsed, (admin) => admin[what](keyId));
const rotate = () => withKeyAdmin(parsed, (admin) => admin.rotate());

it('re-wrapping that was killed goes on where it was', async () => {
  const reader = await keepReading();
  const [first = ''] = (await audit()).map(({ keyId }) => keyId);
  const second = await rotate();
  const done = await killAt('keys/rewrapped', 15, 'rewrap');
  expect(done).toBeLessThan(SEGMENTS);
  const { dataKeys, already, to } = JSON.parse(await keys('rewrap', '--json'));
  // The last form may have been on its way when the kill came.
  expect(done - already).toBeLessThanOrEqual(1);
  expect([dataKeys, to, count('keys/rewrapped')]).toEqual([SEGMENTS, second, SEGMENTS]);
  expect(await audit()).toMatchObject([{ keyId: first, messages: 4 * SEGMENTS, dependent: 0 }]);
  expect(await reader.stop()).toBeGreaterThan(20);
  await turn('retire', first);
  expect(await readEverything()).toBe(3 * SEGMENTS);
  await turn('restore', first);
}, 120_000);

it('re-encryption that was killed, and killed again, goes on where it was', async () => {
  const reader = await keepReading();
  const former = (await audit()).map(({ keyId }) => keyId);
  await rotate();
  const kills = [15, 45];
  let done = 0;
  for (const entries of kills) done = await killAt('keys/superseded', entries, 'reencrypt');
  expect(done).toBeLessThan(SEGMENTS);
  const { reencrypted } = JSON.parse(await keys('reencrypt', '--json'));
  // Nothing was done twice but what was under way at a kill and is not on record.
  expect(reencrypted).toBe(SEGMENTS - done);
  expect((await readSuperseded(objects)).size).toBe(SEGMENTS);
  const stored = await Array.fromAsync(objects.list('segments/'));
  expect(stored.length).toBeGreaterThanOrEqual(2 * SEGMENTS);
  expect(stored.length).toBeLessThanOrEqual(2 * SEGMENTS + kills.length);
  for (const { keyId, dependent } of await audit()) {
    expect([keyId, dependent > 0]).toEqual([keyId, !former.includes(keyId)]);
  }
  expect(await reader.stop()).toBeGreaterThan(20);
  for (const keyId of former) await turn('retire', keyId);
  expect(await readEverything()).toBe(3 * SEGMENTS);
}, 120_000);

describe('the trail of an act whose process is killed', () => {
  /** What a key service hears, and answers when the test does. */
  const asked = new EventEmitter<{ request: [ServerResponse] }>();
  const service = createServer((_, response) => {
    response.setHeader('content-type', 'application/x-amz-json-1.1');
    asked.emit('request', response);
  });
  let endpoint: string;
  beforeAll(async () => {
    await once(service.listen(0, '127.0.0.1'), 'listening');
    endpoint = `http://127.0.0.1:${(service.address() as AddressInfo).port}`;
  });
  beforeEach(async () => {
    await database.query(statement("DELETE FROM ventanilla.audit_reads WHERE client_id = 'eva'"));
  });
  afterAll(() => {
    service.closeAllConnections();
    service.close();
  });

  const rotateByService = () =>
    startWith(
      {
        ...settings,
        ENCRYPTION_KIND: 'kms',
        ENCRYPTION_KMS_KEY_ID: 'arn:aws:kms:us-east-1:000000000000:key/documents',
        KMS_ENDPOINT: endpoint,
        KMS_REGION: 'us-east-1',
        AWS_ACCESS_KEY_ID: 'x',
        AWS_SECRET_ACCESS_KEY: 'x',
      },
      ...['keys', 'rotate', '--by', 'eva', '--reason', 'yearly'],
    );
  const lines = async () => {
    const sql = `SELECT action, purpose, details FROM ventanilla.audit_reads
      WHERE client_id = 'eva' ORDER BY read_id`;
    type Line = { action: string; purpose: string; details: Record<string, string> };
    return (await database.query<Line>(statement(sql))).rows;
  };
  const begun = { action: 'act-begun', purpose: 'yearly', details: { of: 'key-rotated' } };

  it('says that it began when the key service was never answered', async () => {
    const process = rotateByService();
    await once(asked, 'request');
    process.child.kill('SIGKILL');
    await process.finished;
    expect(await lines()).toMatchObject([begun]);
  });

  it('says that it began when the key was turned and nobody could write it down', async () => {
    const process = rotateByService();
    const [response] = await once(asked, 'request');
    const blocked = statement(`SELECT FROM pg_locks WHERE NOT granted
      AND relation = 'ventanilla.audit_reads'::regclass`);
    await database.transaction(async (transaction) => {
      await transaction.query(statement('LOCK TABLE ventanilla.audit_reads IN EXCLUSIVE MODE'));
      response.end('{}');
      while ((await database.query(blocked)).count === 0) await delay(5);
      process.child.kill('SIGKILL');
      await process.finished;
      // It dies with its connection: what was asked for must not be written afterwards.
      while ((await database.query(blocked)).count > 0) await endBackends();
    });
    expect(await lines()).toMatchObject([begun]);
  });
  const endBackends = () =>
    database.query(
      statement(`SELECT pg_terminate_backend(pid) FROM pg_stat_activity
        WHERE application_name = 'ventanilla custody'`),
    );

  it('names the beginning in what came of it, a failure too', async () => {
    const answer = (status: number, body: object) =>
      once(asked, 'request').then(([response]) => {
        response.statusCode = status;
        response.end(JSON.stringify(body));
      });
    const refused = rotateByService();
    await answer(400, { __type: 'AccessDeniedException', message: 'no' });
    expect((await refused.finished).code).not.toBe(0);
    const done = rotateByService();
    await answer(200, {});
    expect((await done.finished).code).toBe(0);
    const found = await lines();
    expect(found.map(({ action }) => action)).toEqual([
      'act-begun',
      'act-failed',
      'act-begun',
      'key-rotated',
    ]);
    const ids = found.map(({ details }) => details.begun);
    expect([ids[0], ids[2]]).toEqual([ids[1], ids[3]]);
    expect(found[1]?.details).toMatchObject({ of: 'key-rotated', code: expect.any(String) });
    expect(found[3]?.details.keyId).toContain('documents');
  });
});
