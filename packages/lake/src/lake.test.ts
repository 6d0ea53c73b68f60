/** The lake written from a made-up ledger, stopped at every write, and read back by DuckDB. */
import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import type { ObjectStore } from '@ventanilla/objects';
import { createMemoryObjects } from '@ventanilla/objects/memory';
import { askLake } from './duckdb/index.ts';
import { bucketOf, COLUMNS, checkLake, exportLake, type LakeRow, type Ledger } from './index.ts';
import { unitsOf } from './parquet.ts';

const DAY_MS = 86_400_000;
const START = Date.parse('2026-03-09T00:00:00Z');

/** Four outcomes a day; every seventh document cannot be read, every fifth was rejected. */
function rowOf(index: number): LakeRow {
  const unreadable = index % 7 === 3;
  const said = <T>(value: T): T | null => (unreadable ? null : value);
  return {
    log_index: index,
    document_id: createHash('sha256').update(`${index}`).digest('hex'),
    attempt: 1,
    verdict: unreadable || index % 5 === 4 ? 'rejected' : 'accepted',
    document_class: said('invoice'),
    format: 'gt-fel',
    document_type: said('FACT'),
    business_key: said(`key ${index}`),
    issuer_id: said(`issuer ${index % 3}`),
    issuer_name: said('Comercial "Ñandú", S.A.'),
    buyer_id: said(`buyer ${index % 2}`),
    buyer_name: null,
    series: said('A'),
    number: said(`${index}`),
    issue_date: said('2026-03-08'),
    currency: said('GTQ'),
    total_amount: said(index === 0 ? '9999999999999999999999999999.9999999999' : `-${index}.10`),
    tax_amount: said('0.1234567890'),
    activity: said('retail'),
    region: said('north'),
    issuer_size: said('small'),
    received_at: START + (index / 4) * DAY_MS - 250,
    registered_at: START + (index / 4) * DAY_MS,
  };
}

function ledgerOf(size: number, change: (row: LakeRow) => LakeRow = (row) => row): Ledger {
  const rows = Array.from({ length: size }, (_, index) => change(rowOf(index)));
  return {
    endBefore: async (instant) =>
      rows.filter(({ registered_at }) => Number(registered_at) < instant.getTime()).length,
    rows: async ({ first, end }) => rows.slice(first, end),
  };
}

const LATER = new Date(START + 100 * DAY_MS);
const write = (store: ObjectStore, ledger: Ledger, before = LATER) =>
  exportLake({ store, ledger, before, batchEntriesMax: 7 });

const ask = (store: ObjectStore, sql: string, days = { from: '2026-03-09', to: '2026-12-31' }) =>
  askLake(store, { sql, ...days, rowsMax: 1_000, memory: '200MB' });

const keysOf = (store: ObjectStore) => Array.fromAsync(store.list(''));

describe('the lake', () => {
  test('is read back by another reader, value by value', async () => {
    const store = createMemoryObjects();
    expect(await write(store, ledgerOf(20))).toBe(20);
    const names = COLUMNS.map(([name]) =>
      /_at$/.test(name) ? `epoch_ms(${name}) AS ${name}` : name,
    ).join(', ');
    const { columns, rows } = await ask(store, `SELECT ${names} FROM invoices ORDER BY log_index`);
    const found = rows.map((row) => Object.fromEntries(columns.map((name, at) => [name, row[at]])));
    const numbers = ['log_index', 'attempt', 'received_at', 'registered_at'];
    const amounts = ['total_amount', 'tax_amount'];
    expect(found).toEqual(
      Array.from({ length: 20 }, (_, index) =>
        Object.fromEntries(
          Object.entries(rowOf(index)).map(([name, value]) => {
            if (value === null) return [name, null];
            if (numbers.includes(name)) return [name, name === 'attempt' ? value : `${value}`];
            if (!amounts.includes(name)) return [name, value];
            const [whole, decimals = ''] = String(value).split('.');
            return [name, `${whole}.${decimals.padEnd(10, '0')}`];
          }),
        ),
      ),
    );
  });

  test('has the columns and types of the table in Glue', async () => {
    const store = createMemoryObjects();
    await write(store, ledgerOf(1));
    const names = [...COLUMNS.map(([name]) => name), 'day', 'bucket'];
    const types = names.map((name) => `typeof(${name})`).join(', ');
    const [found = []] = (await ask(store, `SELECT ${types} FROM invoices`)).rows;
    const asGlue: Record<string, string> = {
      VARCHAR: 'string',
      INTEGER: 'int',
      BIGINT: 'bigint',
      DATE: 'date',
      TIMESTAMP: 'timestamp',
      'TIMESTAMP WITH TIME ZONE': 'timestamp',
      'DECIMAL(38,10)': 'decimal(38,10)',
    };
    expect(names.map((name, at) => [name, asGlue[String(found[at])] ?? found[at]])).toEqual([
      ...COLUMNS,
      ['day', 'string'],
      ['bucket', 'int'],
    ]);
  });

  test('lies by day of registration and by issuer, and a question reads its days only', async () => {
    const store = createMemoryObjects();
    await write(store, ledgerOf(20));
    const { rows } = await ask(
      store,
      `SELECT day, bucket, coalesce(issuer_id, document_id) AS id, strftime(registered_at, '%Y-%m-%d')
       FROM invoices WHERE day BETWEEN :from AND :to`,
      { from: '2026-03-10', to: '2026-03-11' },
    );
    expect(rows).toHaveLength(8);
    for (const [day, bucket, id, registered] of rows) {
      expect(day).toBe(registered);
      expect(bucket).toBe(bucketOf(String(id)));
    }
  });

  test('holds each entry once, wherever its writer was stopped', async () => {
    const whole = createMemoryObjects();
    await write(whole, ledgerOf(20));
    const expected = await keysOf(whole);
    for (let stop = 0; stop < expected.length; stop++) {
      const store = createMemoryObjects();
      let writes = 0;
      const dying: ObjectStore = {
        ...store,
        put: async (key, bytes) => {
          if (writes++ === stop) throw new Error('stopped');
          return store.put(key, bytes);
        },
      };
      await expect(write(dying, ledgerOf(20))).rejects.toThrow('stopped');
      await write(store, ledgerOf(20));
      expect(await keysOf(store)).toEqual(expected);
      const check = await checkLake(store, 20);
      expect(check).toMatchObject({ rows: 20, entries: 20, missing: 0, findings: [] });
    }
  });

  test('two writers with other ideas of the end write the same batches', async () => {
    const store = createMemoryObjects();
    await Promise.all([
      write(store, ledgerOf(20), new Date(START + 2 * DAY_MS)),
      write(store, ledgerOf(20)),
      write(store, ledgerOf(20), new Date(START + 3 * DAY_MS)),
    ]);
    expect(await checkLake(store, 20)).toMatchObject({ rows: 20, missing: 0, findings: [] });
    const { rows } = await ask(store, 'SELECT count(*), count(DISTINCT log_index) FROM invoices');
    expect(rows).toEqual([['20', '20']]);
  });

  test('a document classified otherwise between two runs is neither lost nor twice', async () => {
    const store = createMemoryObjects();
    const dying: ObjectStore = {
      ...store,
      put: async (key, bytes) => {
        if (key.startsWith('batches/')) throw new Error('stopped');
        return store.put(key, bytes);
      },
    };
    await expect(write(dying, ledgerOf(7))).rejects.toThrow('stopped');
    await write(
      store,
      ledgerOf(7, (row) => ({ ...row, region: 'south' })),
    );
    expect(await checkLake(store, 7)).toMatchObject({ rows: 7, missing: 0, findings: [] });
  });

  test('an altered, a lost and a foreign object are found, and nothing is answered from them', async () => {
    const store = createMemoryObjects();
    await write(store, ledgerOf(20));
    const [first = '', second = ''] = (await keysOf(store)).filter((key) => /parquet$/.test(key));
    const foreign = first.replace('.parquet', 'x.parquet').replace(/\d{16}x/, '0000000000000001');
    const broken: ObjectStore = {
      ...store,
      get: async (key) =>
        key === first ? Buffer.from('x') : key === second ? undefined : store.get(key),
    };
    await store.put(foreign, Buffer.from('foreign'));
    const { findings } = await checkLake(broken, 20);
    expect(findings).toEqual([
      { code: 'object-altered', where: first },
      { code: 'object-missing', where: second },
      { code: 'object-unknown', where: foreign },
    ]);
    await expect(ask(broken, 'SELECT 1 FROM invoices')).rejects.toMatchObject({
      code: 'lake-damaged',
    });
  });

  test('a ledger that lacks an outcome is told of, and nothing is written of it', async () => {
    const store = createMemoryObjects();
    const ledger = ledgerOf(7);
    const lacking = {
      ...ledger,
      rows: async () => (await ledger.rows({ first: 0, end: 7 })).slice(1),
    };
    await expect(write(store, lacking)).rejects.toMatchObject({ code: 'lake-damaged' });
    expect((await keysOf(store)).filter((key) => !key.startsWith('plans/'))).toEqual([]);
  });

  test.each([
    "SELECT * FROM read_text('/etc/passwd')",
    "COPY (SELECT 1) TO '/tmp/lake-copy.csv'",
    'SELECT 1; SELECT 2',
    'SET enable_external_access = true',
    "ATTACH '/tmp/lake-attach.db'",
    'INSTALL httpfs',
    'DROP VIEW invoices',
    'not SQL',
  ])('refuses %s', async (sql) => {
    const store = createMemoryObjects();
    await write(store, ledgerOf(1));
    await expect(ask(store, sql)).rejects.toMatchObject({ code: 'lake-query' });
  });

  const FOLDER = new URL('../../../queries/', import.meta.url);
  /** How many rows the ledger above gives, and the first of them. */
  const ANSWERS: Readonly<Record<string, readonly [rows: number, first?: readonly unknown[]]>> = {
    'daily-totals': [
      1,
      [
        '2026-03-08',
        'invoice',
        'GTQ',
        '13',
        '9999999999999999999999999884.7999999999',
        '1.6049382570',
      ],
    ],
    'largest-counterparties': [
      6,
      ['issuer 0', 'buyer 0', '4', '9999999999999999999999999963.6999999999'],
    ],
    'late-annulments': [0],
    'number-gaps': [10, ['issuer 0', 'A', '1', '5', '5']],
    'rejections-by-issuer': [4, [null, '3', '3']],
    'totals-by-region-and-activity': [1, ['north', 'retail', 'GTQ', '13', '1.6049382570']],
  };
  const names = readdirSync(FOLDER).filter((file) => file.endsWith('.sql'));
  test.each(names.map((file) => file.replace('.sql', '')))('answers %s', async (name) => {
    const store = createMemoryObjects();
    const sql = readFileSync(new URL(`${name}.sql`, FOLDER), 'utf8');
    expect((await ask(store, sql)).rows).toEqual([]);
    await write(store, ledgerOf(20));
    const { rows } = await ask(store, sql);
    expect([rows.length, ...rows.slice(0, 1)]).toEqual(ANSWERS[name]);
  });
});

test.each([
  ['0.00000000001', undefined],
  ['0.00000000010', 1n],
  ['1e3', undefined],
  ['9999999999999999999999999999.9999999999', 10n ** 38n - 1n],
  ['10000000000000000000000000000', undefined],
  ['-1.5', -15_000_000_000n],
])('%s is %s units of an amount', (text, units) => expect(unitsOf(text)).toBe(units));
