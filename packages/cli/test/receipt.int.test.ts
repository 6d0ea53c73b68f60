/** Receipts by the command, cosigned by witnesses that are processes of their own; no platform runs. */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  issueReceipt,
  parseCheckpoint,
  parseNote,
  parseWitnessKey,
  proveInclusion,
  type WitnessKey,
} from '@ventanilla/receipts';
import { publishedKeys } from '@ventanilla/signatures';
import { createWitnessing } from '@ventanilla/transparency';
import { createPlatform } from '../../transparency/test/platform.ts';
import { type Running, run, start } from './command.ts';

const WITHIN_MS = 240_000;

describe('receipts without the platform', () => {
  const running: Running[] = [];
  let folder: string;
  let platform: Awaited<ReturnType<typeof createPlatform>>;
  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'receipts-'));
    platform = await createPlatform();
    const keys = platform.keys.map((key) => ({ ...key, validFrom: '2030-01-01T00:00:00.000Z' }));
    put('keys.json', JSON.stringify(publishedKeys(keys)));
  });
  afterAll(async () => {
    for (const { child } of running) child.kill('SIGTERM');
    await Promise.all(running.map(({ finished }) => finished));
    rmSync(folder, { recursive: true, force: true });
  });

  const at = (name: string) => join(folder, name);
  const put = (name: string, content: string | Uint8Array) => {
    writeFileSync(at(name), content);
    return at(name);
  };
  const startWitness = async (name: string) => {
    const options = ['--keys', at('keys.json'), '--name', name, '--state', at(name.slice(-2))];
    const witness = start('witness', 'serve', ...options);
    running.push(witness);
    await witness.says('http://');
    const [url = ''] = /http:\/\/\S+/.exec(witness.err()) ?? [];
    return {
      witness,
      url,
      key: parseWitnessKey(witness.out()) as WitnessKey,
      text: witness.out().trim(),
    };
  };
  /** A receipt of entry 7 under the newest cosigned head. */
  const receiptNow = async () => {
    const checkpoint = Buffer.from((await platform.objects.get('log/cosigned')) ?? []).toString();
    const size = parseCheckpoint(parseNote(checkpoint)?.text ?? '')?.size ?? 0;
    const inclusionProof = await proveInclusion(7, size, platform.readTile);
    const entry = platform.rows[7]?.entry;
    if (entry === undefined) throw new Error('no entry 7');
    return issueReceipt({ entry, logIndex: 7, inclusionProof, checkpoint });
  };
  const verify = (file: string, ...options: string[]) =>
    start('receipt', 'verify', file, '--key', at('keys.json'), ...options).finished;

  it(
    'verify in every form, ask for a quorum, and miss a witness that went away',
    async () => {
      const [one, two] = await Promise.all([
        startWitness('witness.example/w1'),
        startWitness('witness.example/w2'),
      ]);
      const failed: string[] = [];
      const ask = createWitnessing({
        objects: platform.objects,
        witnesses: [one, two],
        timeoutMs: 60_000,
        onFailure: ({ key }) => failed.push(key.name),
      });
      const both = ['--witness-key', one.text, two.text];

      await platform.register(300);
      expect([...(await ask())].sort()).toEqual([one.key.name, two.key.name]);
      const json = put('receipt.json', JSON.stringify(await receiptNow()));
      expect(await verify(json, ...both)).toMatchObject({ code: 0 });
      for (const form of ['tlog-proof', 'qr']) {
        const { out } = await run('receipt', 'export', json, '--as', form);
        const told = await verify(put(`receipt.${form}`, out), ...both);
        expect(told.out).toContain('verified, ');
      }
      await run('receipt', 'pdf', json, '--out', at('receipt.pdf'), '--language', 'en');
      expect(readFileSync(at('receipt.pdf')).subarray(0, 8).toString()).toBe('%PDF-1.7');
      const other = put('other.xml', '<other/>');
      const wrong = await start('receipt', 'pdf', json, '--out', at('no.pdf'), '--document', other)
        .finished;
      expect(wrong.code).toBe(1);
      expect(wrong.err).toContain('is the receipt of another document');

      two.witness.child.kill('SIGTERM');
      await two.witness.finished;
      await platform.register(40);
      expect(await ask()).toEqual([one.key.name]);
      expect(failed).toEqual([two.key.name]);
      const later = put('later.json', JSON.stringify(await receiptNow()));
      expect(await verify(later, ...both, '--witnesses', '1')).toMatchObject({ code: 0 });
      const missing = await verify(later, ...both);
      expect(missing).toMatchObject({ code: 1 });
      expect(missing.out).toContain('NOT VERIFIED, witnesses-missing');
    },
    WITHIN_MS,
  );
});
