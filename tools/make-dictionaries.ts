/**
 * Makes the compression dictionaries that ship with us: trained on our own samples by the `zstd`
 * command. A dictionary is kept for as long as anything compressed with it, so this writes new numbers
 * only and never over an old file.
 *
 *   node tools/make-dictionaries.ts FIRST_NUMBER
 */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { encodeDictionaryFile } from '../packages/encryption/src/index.ts';
import { generateSamples, type SampleFormat } from '../packages/samples/src/index.ts';

const SIZE_MAX = 16_384;
const SIZES_BYTES = [1_500, 3_000, 5_000, 9_000, 20_000];
const MARKERS: Record<SampleFormat, string> = {
  'gt-fel': 'http://www.sat.gob.gt/dte/fel/',
  'en16931-ubl': 'urn:oasis:names:specification:ubl:schema:xsd:',
  json: '"ventanilla"',
};

function* samplesOf(format: SampleFormat): Iterable<Uint8Array> {
  for (const sizeBytes of SIZES_BYTES) {
    const now = '2026-03-01T12:00:00Z';
    const options = { seed: `dictionary ${sizeBytes}`, now, count: 200, faultRate: 0, sizeBytes };
    for (const { bytes } of generateSamples({ ...options, formats: [format] })) yield bytes;
  }
}

function train(format: SampleFormat): Uint8Array {
  const folder = mkdtempSync(join(tmpdir(), 'dictionary-'));
  const files: string[] = [];
  for (const bytes of samplesOf(format)) {
    const file = join(folder, `${files.length}`);
    writeFileSync(file, bytes);
    files.push(file);
  }
  const out = join(folder, 'out');
  const { status, error } = spawnSync('zstd', [
    '-q',
    '--train',
    ...files,
    `--maxdict=${SIZE_MAX}`,
    '-o',
    out,
  ]);
  if (status !== 0) throw error ?? new Error(`zstd ended with ${status}`);
  const trained = readFileSync(out);
  rmSync(folder, { recursive: true });
  return trained;
}

const first = Number(process.argv[2]);
Object.entries(MARKERS).forEach(([format, marker], i) => {
  const bytes = train(format as SampleFormat);
  const name = `../packages/encryption/dictionaries/${first + i}-${format}.dict`;
  writeFileSync(new URL(name, import.meta.url), encodeDictionaryFile({ marker, bytes }), {
    flag: 'wx',
  });
  console.log(`${name}: ${bytes.length} bytes`);
});
