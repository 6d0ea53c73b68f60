/** Retention and holds over real rows and files, as the role that custody has. */
import { chmod, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readDroppedMonths, readPurged } from '@ventanilla/custody';
import {
  type Database,
  migrate,
  openDatabase,
  provisionRoles,
  setRetention,
  statement,
} from '@ventanilla/database';
import { createEnvelope } from '@ventanilla/encryption';
import { createLocalKeyFile, createLocalKeyWrapper } from '@ventanilla/encryption/local';
import type { ObjectStore } from '@ventanilla/objects';
import { createFsObjects } from '@ventanilla/objects-fs';
import { buildSegment } from '@ventanilla/segments';
import { testDatabase } from '@ventanilla/testing';
import { type Custody, custodySettings } from '../src/platform/custody.ts';
import { addHold, liftHold, type PurgeLine, purge } from '../src/platform/retention.ts';
import { secretFiles } from '../src/platform/secrets.ts';

const NOW = new Date('2030-06-15T00:00:00Z');
const WHY = { reason: 'case 7', by: 'ana' };
const id = (n: number) => n.toString(16).padStart(64, '0');

const SEGMENT = statement(`INSERT INTO ventanilla.segments (object, purpose, entries, size_bytes)
  VALUES ($1, $2, 1, 1) RETURNING segment_id AS id`);
const ARCHIVED = statement(`INSERT INTO ventanilla.archive_index (document_id, segment_id,
  segment_offset, segment_length, size_bytes, media_type, received_at, submitter_taxpayer_id)
  VALUES (decode($1, 'hex'), $2, 8, 20, 10, 'application/xml', $3::timestamptz, 'CERT')`);
const DOCUMENT = statement(`
  INSERT INTO ventanilla.documents (document_id, attempt, verdict, submission_id, received_at,
    registered_at, log_index, report_hash, submitter_client, submitter_taxpayer_id, media_type,
    size_bytes, format, issuer_id, buyer_id, issue_date, segment_id, segment_offset, segment_length)
  VALUES (decode($1, 'hex'), 1, 'accepted', gen_random_uuid(), $2::timestamptz, $2::timestamptz, $3,
    decode($1, 'hex'), 'c', 'CERT', 'application/xml', 10, $4, $5, 'B', $2::date, $6, 8, 20)`);
const INVOICE = statement(`
  INSERT INTO ventanilla.invoices (document_id, issue_date, verdict, document_class, format,
    document_type, business_key, issuer_id, number, currency, total_amount, tax_amount, activity,
    region, issuer_size, submitter_taxpayer_id, received_at, registered_at)
  VALUES (decode($1, 'hex'), $2::date, 'accepted', 'invoice', $3, 'X', $1, 'A', '1', 'GTQ', 1, 0,
    '47', '01', 'small', 'CERT', $2::timestamptz, $2::timestamptz)`);

let admin: Database;
let objects: ObjectStore;
let custody: Custody;
let release: () => Promise<void>;
let entries = 0;
let keyFile: string;

async function segmentOf(n: number, purpose: 'original' | 'canonical'): Promise<Uint8Array> {
  const wrapper = await createLocalKeyWrapper({ file: keyFile });
  const envelope = createEnvelope({ wrapper, purpose, now: Date.now });
  const document = { documentId: id(n), content: Buffer.from(`{"n":${n}}\n{}`), details: { n } };
  const { bytes } = await buildSegment({ envelope, purpose }, [document], `segments/${purpose}`);
  envelope.close();
  return bytes;
}

/** A document whose original lies in `object`, and whose canonical form in `object`-c. */
async function store(n: number, object: string, day: string, format = 'gt-fel', issuer = 'A') {
  const idOf = async (name: string, purpose: 'original' | 'canonical'): Promise<number> => {
    const found = await admin.query<{ id: number }>(
      statement('SELECT segment_id AS id FROM ventanilla.segments WHERE object = $1'),
      [name],
    );
    if (found.rows[0]) return found.rows[0].id;
    await objects.put(name, await segmentOf(n, purpose));
    return (await admin.query<{ id: number }>(SEGMENT, [name, purpose])).rows[0]?.id ?? 0;
  };
  const at = `${day}T12:00:00Z`;
  await admin.query(ARCHIVED, [id(n), await idOf(object, 'original'), at]);
  const canonical = await idOf(`${object}-c`, 'canonical');
  await admin.query(DOCUMENT, [id(n), at, entries++, format, issuer, canonical]);
  await admin.query(statement('SELECT ventanilla.ensure_invoice_month($1::date)'), [day]);
  await admin.query(INVOICE, [id(n), day, format]);
}

async function run(dryRun = false) {
  const lines: PurgeLine[] = [];
  const options = { custody, by: 'luis', now: NOW, dryRun };
  const months = await purge({ ...options, onLine: (line) => lines.push(line) });
  return { months, lines: lines.map(({ object, outcome }) => `${outcome} ${object}`) };
}

beforeAll(async () => {
  const test = await testDatabase();
  await migrate(test.url);
  await provisionRoles(test.url, { ventanilla_custody: 'test-only' });
  const url = new URL(test.url);
  Object.assign(url, { username: 'ventanilla_custody', password: 'test-only' });
  const dir = await mkdtemp(join(tmpdir(), 'retention-'));
  admin = openDatabase(test.url, { poolMax: 1, applicationName: 'admin' });
  const database = openDatabase(url.href, { poolMax: 1, applicationName: 'custody' });
  objects = await createFsObjects({ dir });
  const home = { objects: dir, secrets: dir, state: dir } as never;
  keyFile = secretFiles(home).encryptionKeyFile;
  await createLocalKeyFile(keyFile, NOW);
  const settings = await custodySettings(home, {});
  custody = { admin: undefined as never, objects, database, settings };
  release = async () => {
    await database.close();
    await admin.close();
    await test.drop();
    await rm(dir, { recursive: true });
  };
  await store(1, 'segments/original/old', '2029-01-10');
  await store(2, 'segments/original/old', '2029-01-11');
  await store(3, 'segments/original/mixed', '2029-02-10');
  await store(4, 'segments/original/mixed', '2030-06-01');
  await store(5, 'segments/original/other-format', '2029-01-12', 'json');
  await store(6, 'segments/original/of-taxpayer', '2029-03-10', 'gt-fel', 'T');
});
afterAll(() => release?.());

it('keeps everything for ever until a retention is set', async () => {
  expect(await run()).toEqual({ lines: [], months: [] });
});

it('says what would end and changes nothing, a hold and a mixed segment being kept', async () => {
  await setRetention(custody.database as Database, { format: 'gt-fel', months: 12 });
  await addHold(custody, { taxpayerId: 'T', firstDay: '2029-03-01', lastDay: '2029-03-31' }, WHY);
  const expected = [
    'removed segments/original/old',
    'removed segments/original/old-c',
    'held segments/original/of-taxpayer',
    'held segments/original/of-taxpayer-c',
  ];
  const first = await run(true);
  expect(first.lines.sort()).toEqual(expected.sort());
  expect(first.months).toEqual([]);
  expect((await run(true)).lines.sort()).toEqual(expected);
  expect(await objects.get('segments/original/old')).toBeDefined();
});

it.each([
  ['a document', { documentId: id(2) }],
  ['its submitter', { taxpayerId: 'CERT' }],
  ['its buyer', { taxpayerId: 'B' }],
  ['a day', { firstDay: '2029-01-11', lastDay: '2029-01-11' }],
  ['everything before', { lastDay: '2029-01-11' }],
])('holds a whole segment by %s, until the hold is released', async (_, scope) => {
  const { id: hold, objects: held } = await addHold(custody, scope, WHY);
  expect(held).toBeGreaterThanOrEqual(2);
  expect((await run()).lines).toContain('held segments/original/old');
  expect(await objects.get('segments/original/old')).toBeDefined();
  await liftHold(custody, hold, WHY);
  await expect(liftHold(custody, hold, WHY)).rejects.toThrow('no hold');
  expect((await run(true)).lines).toContain('removed segments/original/old');
});

it('a marker that somebody lifted by hand does not end what the ledger holds', async () => {
  const { id: hold } = await addHold(custody, { documentId: id(1) }, WHY);
  await liftHold(custody, hold, WHY);
  const again = await addHold(custody, { documentId: id(1) }, WHY);
  const { createFsCustody } = await import('@ventanilla/objects-fs');
  const dir = custody.settings.OBJECTS_DIR ?? '';
  const hand = createFsCustody({ dir, lockDays: 0, now: Date.now });
  await hand.setHold('segments/original/old', false);
  expect((await run()).lines).toContain('held segments/original/old');
  await liftHold(custody, again.id, WHY);
});

it('ends what is past, with the months of the search index that it was, once', async () => {
  const done = await run();
  expect(done.lines).toContain('removed segments/original/old');
  expect(await objects.get('segments/original/old')).toBeUndefined();
  expect(await objects.get('segments/original/old-c')).toBeUndefined();
  expect(await objects.get('segments/original/mixed')).toBeDefined();
  expect(await objects.get('segments/original/of-taxpayer')).toBeDefined();
  // January has a document of another format too, which is kept.
  expect(done.months).toEqual([]);
  await setRetention(custody.database as Database, { format: '*', months: 12 });
  expect((await run()).months).toEqual(['invoices_2029_01']);
  expect(await run()).toMatchObject({ months: [] });
  const rows = async (sql: string) => (await admin.query(statement(sql))).rows;
  expect(await rows('SELECT 1 FROM ventanilla.documents')).toHaveLength(6);
  const purged = await rows(
    `SELECT 1 FROM ventanilla.audit_reads WHERE action = 'segment-purged' AND client_id = 'luis'`,
  );
  expect(purged).toHaveLength(4);
  // What went is on record on the store, where a restore finds it.
  const { segments, lost } = await readPurged(objects);
  expect(lost).toEqual([]);
  expect([...segments.keys()].sort()).toEqual([
    'segments/original/old',
    'segments/original/old-c',
    'segments/original/other-format',
    'segments/original/other-format-c',
  ]);
  expect(await readDroppedMonths(objects)).toEqual([{ month: '2029_01', at: NOW.toISOString() }]);
});

it('finishes what a run that was cut short had marked', async () => {
  await store(7, 'segments/original/cut', '2029-04-10');
  await admin.query(
    statement(`UPDATE ventanilla.segments SET purged_at = now()
      WHERE object LIKE 'segments/original/cut%'`),
  );
  const { lines } = await run();
  expect(lines).toContain('removed segments/original/cut');
  expect(await objects.get('segments/original/cut')).toBeUndefined();
});

it('leaves what it cannot open, and what is lost already: neither is a purge', async () => {
  await store(8, 'segments/original/damaged', '2029-05-10');
  await admin.query(
    statement(`UPDATE ventanilla.segments SET object = object || '-lost'
      WHERE object = 'segments/original/damaged-c'`),
  );
  const file = join(custody.settings.OBJECTS_DIR ?? '', 'segments/original/damaged');
  const bytes = await readFile(file);
  bytes[60] = (bytes[60] ?? 0) ^ 1;
  await chmod(file, 0o640);
  await writeFile(file, bytes);
  const { lines } = await run();
  expect(lines.filter((line) => line.includes('damaged'))).toEqual([
    'damaged segments/original/damaged',
    'damaged segments/original/damaged-c-lost',
  ]);
  expect((await run(true)).lines).toContain('removed segments/original/damaged');
});

it('sees no document, and can neither shorten the trail nor forget a hold', async () => {
  const forbidden = [
    'SELECT 1 FROM ventanilla.documents',
    'SELECT 1 FROM ventanilla.audit_reads',
    'DELETE FROM ventanilla.holds',
    'DELETE FROM ventanilla.segments',
    'UPDATE ventanilla.segments SET purged_at = now()',
    'SELECT * FROM ventanilla.kept_content',
  ];
  for (const sql of forbidden) {
    await expect(custody.database?.query(statement(sql))).rejects.toMatchObject({
      code: 'database-forbidden',
    });
  }
});
