/**
 * Flips single bits of everything that is stored: every one must be found. Two thousand each time;
 * `FUZZ_FLIPS=10000` for the table in docs/custody.md.
 */
import { env } from 'node:process';
import type { OutcomeEntry, ReadTile } from '@ventanilla/receipts';
import {
  createRowComparer,
  type Finding,
  type LedgerRow,
  monitorLog,
  verifySegments,
} from '../src/index.ts';
import { createPlatform } from './platform.ts';

async function compareRows(
  rows: readonly LedgerRow[],
  size: number,
  readTile: ReadTile,
): Promise<readonly Finding[]> {
  const comparer = createRowComparer(size, readTile);
  await comparer.take(rows);
  return comparer.finish();
}

// biome-ignore lint/style/noProcessEnv: how long a test runs is no setting of the platform
const FLIPS = Number(env.FUZZ_FLIPS ?? 2_000);
const SIZES = [3, 250, 10];

/** A generator of its own, so that a failure can be run again. */
function createRandom(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (state * 1_103_515_245 + 12_345) % 2 ** 31;
    return Math.floor((state / 2 ** 31) * below);
  };
}

it('finds every single flipped bit of checkpoint, tiles, entries, segments and rows', async () => {
  const { objects, files, keys, rows, register, readTile } = await createPlatform();
  for (const size of SIZES) await register(size);
  const size = SIZES.reduce((a, b) => a + b);
  const stored = new Map<string, Uint8Array>();
  for await (const key of objects.list(''))
    stored.set(key, (await objects.get(key)) ?? Buffer.of());
  const paths = [...stored.keys()];
  const random = createRandom(20_300_102);
  const table: Record<string, { flips: number; found: number }> = {};
  const count = (kind: string, found: boolean): void => {
    const line = table[kind] ?? { flips: 0, found: 0 };
    table[kind] = { flips: line.flips + 1, found: line.found + (found ? 1 : 0) };
  };

  const flipObject = async (path: string): Promise<void> => {
    const original = stored.get(path) ?? Buffer.of();
    const altered = Buffer.from(original);
    const at = random(altered.length);
    altered[at] = (altered[at] ?? 0) ^ (1 << random(8));
    await objects.replace(path, altered);
    const { findings } = path.startsWith('segments/')
      ? await verifySegments({ objects })
      : await monitorLog({ files, keys });
    await objects.replace(path, original);
    const kind =
      /^(segments|log\/checkpoint|log\/tile\/entries|log\/tile|log\/pieces)/.exec(path)?.[0] ??
      path;
    count(kind, findings.length > 0);
  };
  const flipRow = async (): Promise<void> => {
    const index = random(rows.length);
    const row = rows[index];
    if (row === undefined) return;
    const fields = Object.keys(row.entry) as (keyof OutcomeEntry)[];
    const field = fields[random(fields.length)] ?? 'verdict';
    const text = Buffer.from(`${row.entry[field]}`);
    const at = random(text.length);
    text[at] = (text[at] ?? 0) ^ (1 << random(8));
    const entry = { ...row.entry, [field]: text.toString('utf8') };
    const altered = rows.map((other) => (other === row ? { ...row, entry } : other));
    count('row', (await compareRows(altered, size, readTile)).length > 0);
  };

  for (let flip = 0; flip < FLIPS; flip += 1) {
    if (flip % 4 === 0) await flipRow();
    else await flipObject(paths[random(paths.length)] ?? '');
  }
  expect((await monitorLog({ files, keys })).findings).toEqual([]);
  expect((await verifySegments({ objects })).findings).toEqual([]);
  for (const [kind, { flips, found }] of Object.entries(table)) {
    expect({ kind, found }).toEqual({ kind, found: flips });
  }
  process.stderr.write(`${JSON.stringify(table)}\n`);
  expect(Object.keys(table).sort()).toEqual([
    'log/checkpoint',
    'log/pieces',
    'log/tile',
    'log/tile/entries',
    'row',
    'segments',
  ]);
  expect(Object.values(table).reduce((sum, { flips }) => sum + flips, 0)).toBe(FLIPS);
}, 600_000);
