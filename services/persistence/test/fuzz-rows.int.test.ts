/**
 * Flips single bits in rows of Postgres: whatever a restore rebuilds, `ventanilla archive drill` finds, in every
 * column. A hundred each time; `FUZZ_FLIPS=2500` for the table in docs/custody.md.
 */
import { env } from 'node:process';
import {
  compareLedgers,
  type Database,
  migrate,
  openDatabase,
  statement,
} from '@ventanilla/database';
import { type TestDatabase, testDatabase } from '@ventanilla/testing';
import { restoreLedger } from '../src/restore/restore.ts';
import { after, fault, messageOf, noteOf, T0, uuidOf } from './messages.ts';
import { batchOf, openScene, openWorld, type World } from './scene.ts';

// biome-ignore lint/style/noProcessEnv: how long a test runs is no setting of the platform
const FLIPS = Number(env.FUZZ_FLIPS ?? 100);
const LATER = after(T0, 600_000);

/** Tables of the ledger, and the columns that each database makes for itself. */
const TABLES: Readonly<Record<string, readonly string[]>> = {
  documents: [],
  attempts: [],
  invoices: [],
  origins: [],
  daily_totals: [],
  segments: ['segment_id', 'created_at'],
  log_state: [],
  log_appends: [],
  log_head: ['published_at'],
};

let world: World;
let test: TestDatabase;
let copy: Database;
beforeAll(async () => {
  world = await openWorld();
  test = await testDatabase({
    template: {
      name: 'migrated',
      prepare: async (url) => {
        await migrate(url);
      },
    },
  });
  copy = openDatabase(test.url, { poolMax: 2, applicationName: 'fuzz' });
});
afterAll(async () => {
  await copy?.close();
  await test?.drop();
  await world?.close();
});

async function tellStory() {
  const scene = openScene(world);
  const process = scene.start();
  await process.handle(
    batchOf([
      messageOf({ name: 'A' }),
      messageOf({ name: 'B', faults: [fault('W-1', 'warning')] }),
      noteOf('C', 'A', 'credits', { summary: { totalAmount: '100.00' } }),
      messageOf({ name: 'X', faults: [fault('X-1')], region: '07' }),
    ]),
  );
  scene.setNow(after(LATER, 1_000));
  const again = { submissionId: uuidOf('second'), receivedAt: LATER };
  await process.handle(
    batchOf([
      messageOf({ name: 'X', ...again }),
      noteOf('N', 'B', 'annuls'),
      messageOf({ name: 'Z' }),
    ]),
  );
  return scene;
}

/** A generator of its own, so that a failure can be run again. */
function createRandom(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (state * 1_103_515_245 + 12_345) % 2 ** 31;
    return Math.floor((state / 2 ** 31) * below);
  };
}

interface Place {
  readonly table: string;
  readonly column: string;
  readonly type: string;
}

async function placesOf(table: string): Promise<readonly Place[]> {
  const { rows } = await world.admin.query<{ column: string; type: string }>(
    statement(`SELECT attname::text AS column, format_type(atttypid, atttypmod) AS type
      FROM pg_attribute WHERE attrelid = 'ventanilla.${table}'::regclass
        AND attnum > 0 AND NOT attisdropped AND attgenerated = '' ORDER BY attnum`),
  );
  return rows
    .filter(({ column }) => !TABLES[table]?.includes(column))
    .map((row) => ({ table, ...row }));
}

const flipped = (text: string, random: (below: number) => number): string => {
  const bytes = Buffer.from(text);
  const at = random(bytes.length);
  bytes[at] = (bytes[at] ?? 0) ^ (1 << random(7));
  return bytes.toString('utf8');
};

/** Says what was there, and puts it back; undefined where nothing changed or Postgres refused the value. */
async function flip({ table, column, type }: Place, random: (below: number) => number) {
  const rows = await world.admin.query<{ row: string; value: string | null }>(
    statement(`SELECT to_jsonb(t)::text AS row, t."${column}"::text AS value
      FROM ventanilla.${table} t ORDER BY 1`),
  );
  const picked = rows.rows[random(rows.rows.length)];
  if (!picked?.value) return undefined;
  const update = statement(`UPDATE ventanilla.${table} t SET "${column}" = $1::text::${type}
    WHERE to_jsonb(t) = $2::jsonb RETURNING to_jsonb(t)::text AS row`);
  const set = (value: string, row: string) =>
    world.admin.query<{ row: string }>(update, [value, row]).catch(() => undefined);
  const now = (await set(flipped(picked.value, random), picked.row))?.rows[0]?.row;
  if (now === undefined || now === picked.row) return undefined;
  return async () => {
    expect((await set(picked.value as string, now))?.count).toBe(1);
  };
}

it('finds every flipped bit in every column that archive and log give back', async () => {
  const { objects } = await tellStory();
  await restoreLedger({
    database: copy,
    objects,
    envelopes: { original: world.envelope, canonical: world.envelope },
    keys: [world.signer.publicKey],
    dayOf: (iso) => iso.slice(0, 10),
    onProgress: () => undefined,
  });
  const differences = async () => (await compareLedgers(world.admin, copy)).differences;
  expect(await differences()).toBe(0);
  const places = (await Promise.all(Object.keys(TABLES).map(placesOf))).flat();
  const random = createRandom(20_300_102);
  const table: Record<string, number> = {};
  let flips = 0;
  for (let tries = 0; flips < FLIPS; tries += 1) {
    expect(tries).toBeLessThan(FLIPS * 20);
    const place = places[random(places.length)] as Place;
    const putBack = await flip(place, random);
    if (putBack === undefined) continue;
    const found = await differences();
    await putBack();
    expect([place, found > 0]).toEqual([place, true]);
    flips += 1;
    table[place.table] = (table[place.table] ?? 0) + 1;
  }
  expect(await differences()).toBe(0);
  expect(Object.keys(table).length).toBeGreaterThan(5);
  process.stderr.write(`${JSON.stringify(table)}\n`);
}, 900_000);
