import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Client } from 'pg';
import { isAlive, startPostgres, testDatabase, waitFor } from './index.ts';

const ask = async (url: string, sql: string): Promise<unknown[]> => {
  const client = new Client({ connectionString: url });
  await client.connect();
  try {
    let last: unknown[] = [];
    for (const text of sql.split(';')) {
      last = (await client.query({ text, rowMode: 'array' })).rows.flat();
    }
    return last;
  } finally {
    await client.end();
  }
};

describe('startPostgres', () => {
  let dataDir: string;
  beforeEach(() => {
    dataDir = join(mkdtempSync(join(tmpdir(), 'ventanilla-pg-')), 'data');
  });
  const placed: string[] = [];
  afterEach(() => {
    for (const path of [join(dataDir, '..'), ...placed.splice(0)])
      rmSync(path, { recursive: true, force: true });
  });

  it('keeps what was committed through a crash and through a second start', async () => {
    const first = await startPostgres({ dataDir });
    placed.push(first.dataDir);
    await ask(first.url, 'create table kept (id int); insert into kept values (7)');
    first.kill();
    const second = await startPostgres({ dataDir });
    expect(await ask(second.url, 'select id from kept')).toEqual([7]);
    expect(await ask(second.url, 'show synchronous_commit')).toEqual(['on']);
    expect(await ask(second.url, "select upper('ñandú')")).toEqual(['ÑANDÚ']);
    await second.stop();
    expect(isAlive(second.pid)).toBe(false);
  }, 60_000);

  it('takes over from an owner that was killed, and refuses while the owner lives', async () => {
    const source = `
      import { startPostgres } from ${JSON.stringify(join(import.meta.dirname, 'index.ts'))};
      const { url, pid } = await startPostgres({ dataDir: ${JSON.stringify(dataDir)} });
      process.send({ url, pid });
      setInterval(() => {}, 1000);`;
    const owner = spawn(process.execPath, ['--no-warnings', '--input-type=module', '-e', source], {
      stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
    });
    const left = await new Promise<{ url: string; pid: number }>((resolve) =>
      owner.once('message', (message) => resolve(message as { url: string; pid: number })),
    );
    await expect(startPostgres({ dataDir })).rejects.toMatchObject({ code: 'postgres-in-use' });
    await ask(left.url, 'create table kept (id int)');
    owner.kill('SIGKILL');
    await waitFor(() => !isAlive(owner.pid as number));
    const next = await startPostgres({ dataDir });
    placed.push(next.dataDir);
    expect(isAlive(left.pid)).toBe(false);
    expect(await ask(next.url, 'select count(*)::int from kept')).toEqual([0]);
    await next.stop('immediate');
  }, 60_000);
});

describe('testDatabase', () => {
  it('gives each caller its own database, from a template when one is named', async () => {
    let prepared = 0;
    const template = {
      name: 'sample',
      prepare: async (url: string) => {
        prepared += 1;
        await ask(url, 'create table sample (id int); insert into sample values (1)');
      },
    };
    const [plain, one, two] = await Promise.all([
      testDatabase(),
      testDatabase({ template }),
      testDatabase({ template }),
    ]);
    expect(prepared).toBe(1);
    await ask(one.url, 'delete from sample');
    expect(await ask(two.url, 'select id from sample')).toEqual([1]);
    expect(await ask(plain.url, "select to_regclass('sample')")).toEqual([null]);
    await Promise.all([plain.drop(), one.drop(), two.drop()]);
    await expect(ask(one.url, 'select 1')).rejects.toMatchObject({ code: '3D000' });
  }, 60_000);
});
