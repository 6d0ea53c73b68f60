/** The whole platform from outside: processes, HTTP, files; nothing of it is imported here. */
import { chmodSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { describeWithCorpora } from '@ventanilla/testing/corpora';
import { Client } from 'pg';
import { run, start } from './command.ts';

/** Far above what it takes: a loaded machine is no failure of the platform. */
const WITHIN_MS = 4 * 60_000;

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
  const query = async (sql: string, values: readonly unknown[] = []) => {
    const { database } = JSON.parse(readFileSync(join(data, 'platform.json'), 'utf8'));
    const client = new Client({ connectionString: database });
    await client.connect();
    try {
      return (await client.query(sql, [...values])).rows;
    } finally {
      await client.end();
    }
  };
  const submit = async (name: string, ...files: string[]) => {
    const receipts = join(folder, name);
    const options = ['--data', data, '--receipt', receipts, '--wait', '60', '--json'];
    const { out } = await run('submit', ...options, ...files);
    const proofs = readdirSync(receipts).map((file) => join(receipts, file));
    return { lines: jsonLines(out), proofs };
  };

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
    WITHIN_MS,
  );

  describe('started again after kill -9', () => {
    const keys = () => join(folder, 'keys.json');
    let platform: ReturnType<typeof start>;
    let api: string;
    beforeAll(async () => {
      const killed = start(...up('--no-demo'));
      await killed.says('ready in');
      killed.child.kill('SIGKILL');
      await killed.finished;
      // What was stored until now is under the first key, what comes under the second.
      await run('keys', 'rotate', '--data', data);
      platform = start(...up('--no-demo'));
      await platform.says('ready in');
      ({ api } = JSON.parse(readFileSync(join(data, 'platform.json'), 'utf8')));
      const published = await fetch(`${api}/.well-known/ventanilla/keys.json`);
      writeFileSync(keys(), await published.text());
    }, WITHIN_MS);

    it(
      'takes documents from the command line and proves them offline',
      async () => {
        const samples = join(folder, 'samples');
        await run('generate', '--count', '6', '--faults', '0', '--seed', 'e2e', '--out', samples);
        const { lines, proofs } = await submit('receipts', samples);
        expect(lines.map(({ status }) => status)).toEqual(lines.map(() => 'accepted'));
        const verify = ['receipt', 'verify', '--key', keys()];
        expect([(await run(...verify, ...proofs)).code, proofs.length]).toEqual([0, lines.length]);
        const foreign = ['--document', join(samples, 'index.ndjson'), proofs[0] ?? ''];
        expect((await start(...verify, ...foreign).finished).code).toBe(1);
      },
      WITHIN_MS,
    );

    it(
      'gives back a document byte for byte, to a token from the command line',
      async () => {
        const file = readdirSync(join(folder, 'samples'))[0] ?? '';
        const path = join(folder, 'samples', file);
        const { lines } = await submit('again', path);
        const watched = await run('watch', '--data', data, lines[0].documentId);
        expect(JSON.parse(watched.out)).toMatchObject({ status: 'accepted', attempt: 1 });
        const token = (await run('token', '--data', data)).out.trim();
        const original = await fetch(`${api}/v1/documents/${lines[0].documentId}/original`, {
          headers: { authorization: `Bearer ${token}` },
        });
        expect(Buffer.from(await original.arrayBuffer())).toEqual(readFileSync(path));
      },
      WITHIN_MS,
    );

    it(
      'lets the auditor find every document and open one for a stated purpose, and strangers neither',
      async () => {
        const as = async (client: string) => {
          const token = (await run('token', '--data', data, '--client', client)).out.trim();
          return (path: string, headers = {}) =>
            fetch(`${api}/v1/${path}`, {
              headers: { authorization: `Bearer ${token}`, ...headers },
            });
        };
        const auditor = await as('demo-auditor');
        const found = JSON.parse(await (await auditor('documents?limit=100')).text());
        expect(found.data).toHaveLength(100);
        const { documentId } = found.data[0];
        const original = `documents/${documentId}/original`;
        expect((await auditor(original)).status).toBe(400);
        const opened = await auditor(original, { purpose: 'Case 2026-17' });
        expect(opened.status).toBe(200);
        const operator = await as('demo-operator');
        expect((await operator(`documents/${documentId}`)).status).toBe(403);
        const { lines } = await submit('strange', join(folder, 'samples'));
        const taxpayer = await as('demo-taxpayer');
        expect((await taxpayer(`documents/${lines[0].documentId}`)).status).toBe(404);
      },
      WITHIN_MS,
    );

    describeWithCorpora('with documents of others', (corpora) => {
      it(
        'accepts a real FEL invoice and real UBL invoices, with receipts that verify',
        async () => {
          const real = [
            'gt-fel/signed/sat-certified-FACT-2021-11-18.xml',
            'en16931/ubl-examples/guide-example1.xml',
            'en16931/ubl-examples/guide-example2.xml',
            'en16931/ubl-examples/ubl-tc434-creditnote1.xml',
          ].map((file) => join(corpora, file));
          const { lines, proofs } = await submit('real', ...real);
          // The FEL invoice is of 2021: that it comes late is observed.
          const verdicts = ['accepted-with-observations', 'accepted', 'accepted', 'accepted'];
          expect(lines.map(({ status }) => status)).toEqual(verdicts);
          expect((await run('receipt', 'verify', '--key', keys(), ...proofs)).code).toBe(0);
        },
        WITHIN_MS,
      );
    });

    it(
      'holds everything stored against the signed log',
      async () => {
        const head = join(folder, 'head.txt');
        for (const command of [
          ['archive', 'verify', '--deep', '--data', data],
          ['monitor', '--remember', head, '--key', keys(), '--data', data],
        ]) {
          const checked = await start(...command).finished;
          expect([checked.code, checked.out]).toEqual([0, expect.stringContaining('sound')]);
        }
        const drill = await run('archive', 'drill', '--json', '--data', data);
        const { entries, originals, comparison } = JSON.parse(drill.out);
        expect(entries).toBeGreaterThan(150);
        expect(originals).toBeGreaterThan(150);
        expect(comparison).toMatchObject({ differences: 0, examples: [] });
      },
      WITHIN_MS,
    );

    it(
      'has every reading of staff in a trail that nobody alters unseen',
      async () => {
        const token = async (client: string) =>
          (await run('token', '--client', client, '--data', data)).out.trim();
        const headersOf = async (client: string) => ({
          authorization: `Bearer ${await token(client)}`,
          purpose: 'Case 7',
        });
        await fetch(`${api}/v1/documents?number=none`, {
          headers: await headersOf('demo-auditor'),
        });
        const operator = await headersOf('demo-operator');
        const trailOf = async (query: string) =>
          JSON.parse(await (await fetch(`${api}/v1/audit?${query}`, { headers: operator })).text())
            .data;
        const [line] = await trailOf('action=documents-searched');
        expect(line).toMatchObject({ client: 'demo-auditor', purpose: 'Case 7' });
        const auditor = await headersOf('demo-auditor');
        expect((await fetch(`${api}/v1/audit`, { headers: auditor })).status).toBe(403);
        const verify = async () => {
          const checked = await start('archive', 'verify', '--json', '--data', data).finished;
          return JSON.parse(checked.out).findings;
        };
        const logged = async () => (await trailOf(`action=documents-searched`))[0].logIndex;
        while ((await logged()) === null) await delay(200);
        expect(await verify()).toEqual([]);
        const change = (purpose: string) =>
          query('UPDATE ventanilla.audit_reads SET purpose = $1 WHERE read_id = $2', [
            purpose,
            line.id,
          ]);
        await change('Case 8');
        expect(await verify()).toEqual([
          { code: 'trail-differs', where: `line at ${await logged()}` },
        ]);
        await change('Case 7');
        expect(await verify()).toEqual([]);
        const monitored = await run('monitor', '--key', keys(), '--data', data);
        expect(monitored.out).toContain('entries of ventanilla.example/log/audit');
      },
      WITHIN_MS,
    );

    it(
      'turns its signing key over while it works, and receipts of both keys verify',
      async () => {
        const rotated = await run('keys', 'signing', 'rotate', '--data', data);
        expect(rotated.out).toContain('signing with a new key');
        const samples = join(folder, 'later');
        const made = ['--count', '4', '--faults', '0', '--seed', 'later', '--out', samples];
        await run('generate', ...made);
        // Services look every two seconds.
        await delay(2_500);
        const { proofs } = await submit('later-receipts', samples);
        const publishedNow = await fetch(`${api}/.well-known/ventanilla/keys.json`);
        const newer = join(folder, 'newer-keys.json');
        writeFileSync(newer, await publishedNow.text());
        const published = JSON.parse(readFileSync(newer, 'utf8')).keys;
        expect(published).toHaveLength(2);
        expect(published[1].validUntil > published[0].validFrom).toBe(true);
        const older = readdirSync(join(folder, 'receipts')).map((name) =>
          join(folder, 'receipts', name),
        );
        const verify = ['receipt', 'verify', '--key'];
        expect((await run(...verify, newer, ...proofs, ...older)).code).toBe(0);
        // Whoever knows the former key alone is told that it does not know this one.
        const unknown = await start(...verify, keys(), ...proofs).finished;
        expect([unknown.code, unknown.out]).toEqual([1, expect.stringContaining('key-unknown')]);
        writeFileSync(keys(), readFileSync(newer));
      },
      WITHIN_MS,
    );

    it(
      'leads a wrapping key from its rotation to its destruction by two operators',
      async () => {
        const key = (...args: string[]) => start('keys', ...args, '--data', data).finished;
        const states = async () =>
          jsonLines((await key('list', '--json')).out).map(({ state }) => state);
        const dependent = async (id: string) =>
          jsonLines((await key('audit', '--json')).out)
            .filter(({ keyId }) => keyId === id)
            .reduce((sum, use) => sum + use.dependent, 0);
        expect(await states()).toEqual(['former', 'current']);
        expect(await dependent('local/1')).toBeGreaterThan(300);
        await key('operator', 'ana', '--out', join(folder, 'ana.pem'));
        await key('operator', 'luis', '--out', join(folder, 'luis.pem'));
        const destroy = (name: string) =>
          key('destroy', 'local/1', '--retired-days', '0', '--as', join(folder, `${name}.pem`));
        expect((await destroy('ana')).out).toContain('not retired');

        expect((await key('retire', 'local/1')).code).toBe(1);
        expect((await key('rewrap')).out).toContain('under local/2, 0 were before');
        expect((await key('retire', 'local/1', '--now')).out.trim()).toBe('local/1 retired');
        expect(await dependent('local/1')).toBe(0);
        const verify = ['archive', 'verify', '--deep', '--data', data];
        const sound = [0, expect.stringContaining('sound')];
        const rewrapped = await start(...verify).finished;
        expect([rewrapped.code, rewrapped.out]).toEqual(sound);

        expect((await key('reencrypt')).out).toMatch(/^[1-9]\d* of \d+ segments encrypted again/);
        expect((await key('reencrypt')).out).toMatch(/^0 of/);
        expect((await destroy('ana')).out).toContain('Another operator');
        expect((await destroy('ana')).out).toContain('Another operator');
        expect((await destroy('luis')).out.trim()).toBe('local/1 destroyed by ana, luis');
        expect(await states()).toEqual(['destroyed', 'current']);
        const after = await start(...verify).finished;
        expect([after.code, after.out]).toEqual(sound);
        // A wrapping key is gone, a signing key was turned over, segments were superseded: the same ledger.
        const drill = await run('archive', 'drill', '--json', '--data', data);
        expect(JSON.parse(drill.out).comparison).toMatchObject({ differences: 0, examples: [] });
        const acts = await query(
          `SELECT action, client_id AS by FROM ventanilla.audit_reads
           WHERE 'custody' = ANY (roles) AND action <> 'act-begun' ORDER BY read_id`,
        );
        expect(acts.map(({ action }) => action)).toEqual([
          'signing-key-rotated',
          'operator-enrolled',
          'operator-enrolled',
          'keys-rewrapped',
          'key-retired',
          'segments-reencrypted',
          'segments-reencrypted',
          'key-destruction-asked',
          'key-destruction-asked',
          'key-destroyed',
        ]);
        expect(acts.at(-1)).toMatchObject({ by: 'ana, luis' });
      },
      WITHIN_MS,
    );

    it(
      'has the head of its log cosigned by a witness',
      async () => {
        const state = join(folder, 'witness');
        const named = ['--keys', keys(), '--name', 'witness.example/w1', '--state', state];
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
      },
      WITHIN_MS,
    );

    it(
      'stops when told, and one bit altered afterwards is found',
      async () => {
        platform.child.kill('SIGTERM');
        const { code, err } = await platform.finished;
        expect([code, err]).toEqual([0, expect.stringContaining('stopped')]);
        const segment = flipOneBit(join(data, 'objects/segments'));
        const audit = ['archive', 'verify', '--no-rows', '--json', '--data', data];
        const broken = await start(...audit).finished;
        expect(broken.code).toBe(1);
        expect(JSON.parse(broken.out).findings).toEqual([
          { code: 'altered', where: `segments/${segment}` },
        ]);
      },
      WITHIN_MS,
    );
  });

  it(
    'says how to start a platform where none runs',
    async () => {
      const { code, err } = await start('token', '--data', join(folder, 'nothing')).finished;
      expect([code, err]).toEqual([3, expect.stringContaining('npm start')]);
    },
    WITHIN_MS,
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
      expect(result.documents).toBeGreaterThan(100);
      expect(code).toBe(0);
    },
    WITHIN_MS,
  );
});
