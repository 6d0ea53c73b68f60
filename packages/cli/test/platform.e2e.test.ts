/** The whole platform from outside: processes, HTTP, files; nothing of it is imported here. */
import { chmodSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { run, start } from './command.ts';

const MINUTE = 60_000;
const jsonLines = (text: string) =>
  text
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line));

/** Alters some file under the folder and names it. */
function flipOneBit(folder: string): string {
  const [name = ''] = readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((path) => /[0-9a-f]{64}$/.test(path))
    .sort();
  const file = join(folder, name);
  const bytes = readFileSync(file);
  bytes[100] = (bytes[100] ?? 0) ^ 4;
  chmodSync(file, 0o640);
  writeFileSync(file, bytes);
  return name;
}

describe('the platform on one machine', () => {
  let folder: string;
  let data: string;
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'ventanilla-e2e-'));
    data = join(folder, 'platform');
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  const up = (...args: string[]) => ['up', '--data', data, '--port', '0', ...args];

  it(
    'ends every demonstration document as it was seeded, with a receipt that verifies',
    async () => {
      const { code, out } = await run(...up('--documents', '150', '--exit', '--json'));
      const summary = JSON.parse(out);
      expect(summary.mismatches).toEqual([]);
      expect(summary).toMatchObject({ documents: 150, received: 150, receiptsVerified: 150 });
      expect(summary.rejected).toBeGreaterThan(10);
      expect(code).toBe(0);
    },
    3 * MINUTE,
  );

  it(
    'recovers after kill -9, takes documents from the command line and proves them offline',
    async () => {
      const killed = start(...up('--no-demo'));
      await killed.says('ready in');
      killed.child.kill('SIGKILL');
      await killed.finished;

      const platform = start(...up('--no-demo'));
      await platform.says('ready in');
      const samples = join(folder, 'samples');
      const receipts = join(folder, 'receipts');
      const keys = join(folder, 'keys.json');
      await run('generate', '--count', '6', '--faults', '0', '--seed', 'e2e', '--out', samples);
      const submitted = await run(
        'submit',
        ...['--data', data, '--receipt', receipts, '--json'],
        samples,
      );
      const lines = jsonLines(submitted.out);
      expect(lines.map(({ status }) => status)).toEqual(lines.map(() => 'accepted'));

      const [first] = lines;
      const watched = await run('watch', '--data', data, first.documentId);
      expect(JSON.parse(watched.out)).toMatchObject({ status: 'accepted', attempt: 1 });
      const token = (await run('token', '--data', data)).out.trim();
      const { api } = JSON.parse(readFileSync(join(data, 'platform.json'), 'utf8'));
      const published = await fetch(`${api}/.well-known/ventanilla/keys.json`);
      writeFileSync(keys, await published.text());
      const found = await fetch(`${api}/v1/documents/${first.documentId}/original`, {
        headers: { authorization: `Bearer ${token}` },
      });
      expect(Buffer.from(await found.arrayBuffer())).toEqual(readFileSync(first.file));

      // A key rotated under way, then everything stored is checked against the signed log.
      expect((await run('keys', 'rotate', '--data', data)).out.trim()).toBe('local/2');
      const uses = jsonLines((await run('keys', 'audit', '--json', '--data', data)).out);
      expect(uses.map(({ keyId, purpose }) => `${keyId} ${purpose}`)).toEqual([
        'local/1 canonical',
        'local/1 original',
      ]);
      const head = join(folder, 'head.txt');
      for (const command of [
        ['archive', 'verify', '--deep', '--data', data],
        ['monitor', '--remember', head, '--key', keys, '--data', data],
      ]) {
        const checked = await start(...command).finished;
        expect([checked.code, checked.out]).toEqual([0, expect.stringContaining('sound')]);
      }

      const state = join(folder, 'witness');
      const named = ['--keys', keys, '--name', 'witness.example/w1', '--state', state];
      const witness = start('witness', 'serve', ...named);
      await witness.says('http://');
      const [url = ''] = /http:\/\/\S+/.exec(witness.err()) ?? [];
      const witnessKey = witness.out().trim();
      const asked = ['witness', 'ask', '--witness', url, '--witness-key', witnessKey];
      const cosigned = await run(...asked, '--data', data);
      expect(cosigned.out).toMatch(/^ventanilla.example\/log\n\d+\n/);
      expect(cosigned.out).toContain('— witness.example/w1 ');
      witness.child.kill('SIGTERM');
      expect((await witness.finished).code).toBe(0);

      platform.child.kill('SIGTERM');
      expect((await platform.finished).code).toBe(0);
      const segment = flipOneBit(join(data, 'objects/segments'));
      const audit = ['archive', 'verify', '--no-rows', '--json', '--data', data];
      const broken = await start(...audit).finished;
      expect(broken.code).toBe(1);
      expect(JSON.parse(broken.out).findings).toEqual([
        { code: 'altered', where: `segments/${segment}` },
      ]);
      const files = readdirSync(receipts).map((name) => join(receipts, name));
      const proven = await run('receipt', 'verify', '--key', keys, ...files);
      expect([proven.code, files.length]).toEqual([0, lines.length]);
      const other = join(samples, 'index.ndjson');
      const args = ['--key', keys, '--document', other, files[0] ?? ''];
      expect((await start('receipt', 'verify', ...args).finished).code).toBe(1);
    },
    8 * MINUTE,
  );

  it(
    'says how to start a platform where none runs',
    async () => {
      const { code, err } = await start('token', '--data', join(folder, 'nothing')).finished;
      expect(code).toBe(3);
      expect(err).toContain('npm start');
    },
    MINUTE,
  );

  it(
    'loses nothing and duplicates nothing under twenty kills',
    async () => {
      const { code, out } = await run(
        'bench',
        'chaos',
        '--kills',
        '20',
        '--seconds',
        '25',
        '--json',
      );
      const result = JSON.parse(out);
      expect(result).toMatchObject({ kills: 20, lost: 0, duplicated: 0, mismatches: [] });
      expect(result.receiptsVerified).toBe(result.documents);
      expect(result.documents).toBeGreaterThan(200);
      expect(code).toBe(0);
    },
    4 * MINUTE,
  );
});
