/** The example as a site would run it: a process of its own, with settings, killed and started again. */
import { type ChildProcess, spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { encryptionSettings, streamSettings } from '@ventanilla/backends/settings';
import { openStream } from '@ventanilla/backends/stream';
import { createLocalKeyFile } from '@ventanilla/encryption/local';
import { encodeRegistered, type Submission } from '@ventanilla/messages';
import { readSettings } from '@ventanilla/runtime/settings';
import { appendAll, type Stream } from '@ventanilla/stream';
import { type TestDatabase, testDatabase, waitFor } from '@ventanilla/testing';
import { Client } from 'pg';

const MIRROR = fileURLToPath(new URL('../example/mirror.ts', import.meta.url));
const DOCUMENTS = 3_000;

const registered = (i: number) => {
  const documentId = createHash('sha256').update(`document ${i}`).digest('hex');
  const submission = { documentId, submissionId: `s${i}` } as Submission;
  const registeredAt = '2026-03-01T12:00:00.000Z';
  return encodeRegistered({
    submission,
    registeredAt,
    verdict: 'accepted',
    attempt: 1,
    logIndex: i,
    codes: [],
  });
};

describe('the mirror of the example', () => {
  let folder: string;
  let platform: TestDatabase;
  let site: TestDatabase;
  let environment: Record<string, string>;
  let stream: Stream;
  let client: Client;
  let mirror: ChildProcess;

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'ventanilla-mirror-'));
    platform = await testDatabase();
    site = await testDatabase();
    const keyFile = join(folder, 'key.json');
    await createLocalKeyFile(keyFile, new Date());
    environment = {
      PROFILE: 'embedded',
      STREAM_KIND: 'postgres',
      STREAM_URL: platform.url,
      STREAM_LINGER_MS: '0',
      ENCRYPTION_KIND: 'local',
      ENCRYPTION_KEY_FILE: keyFile,
    };
    const settings = readSettings({ ...streamSettings, ...encryptionSettings }, environment);
    stream = await openStream(settings, { grantee: 'reception', deadTopic: 'documents.dead' });
    await stream.ensure([{ name: 'documents.registered', partitions: 2 }]);
    client = new Client({ connectionString: site.url });
    await client.connect();
  }, 120_000);
  afterAll(async () => {
    mirror?.kill('SIGKILL');
    await stream?.close();
    await client?.end();
    await platform?.drop();
    await site?.drop();
    rmSync(folder, { recursive: true, force: true });
  });

  const start = () =>
    spawn(process.execPath, [MIRROR], {
      env: { ...environment, MIRROR_URL: site.url },
      stdio: 'ignore',
    });
  const count = async (table: string): Promise<number> => {
    const there = await client.query('select to_regclass($1) as found', [table]);
    if (!there.rows[0].found) return 0;
    return Number((await client.query(`select count(*) from ${table}`)).rows[0].count);
  };

  it('has every document once, though it was killed in the middle', async () => {
    mirror = start();
    for (let at = 0; at < DOCUMENTS; at += 100) {
      if (at === DOCUMENTS / 2) {
        await waitFor(async () => (await count('mirrored')) > 0, { timeoutMs: 45_000 });
        mirror.kill('SIGKILL');
      }
      const some = Array.from({ length: 100 }, (_, i) => registered(at + i));
      await appendAll(stream, 'documents.registered', some);
    }
    mirror = start();
    const whole = async () => (await count('mirrored')) === DOCUMENTS;
    await waitFor(whole, { what: 'all documents', timeoutMs: 45_000 });
    expect(await count('unusable')).toBe(0);
    const exited = new Promise((resolve) => mirror.once('exit', resolve));
    mirror.kill('SIGTERM');
    expect(await exited).toBe(0);
  }, 120_000);
});
