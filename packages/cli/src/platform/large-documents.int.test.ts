/** A document far larger than a Kinesis record, through the real services over Kinesis. */
import { createHash, randomBytes } from 'node:crypto';
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { generateSamples } from '@ventanilla/samples';
import { connectDemo } from '../demo/connect.ts';
import { homeAt } from './home.ts';
import { type Platform, startPlatform } from './platform.ts';
import { claimPorts } from './ports.ts';

const MEGABYTE = 1_000_000;

/** An invoice whose note makes it 5 MB, of text that hardly compresses. */
function largeInvoice(): Uint8Array {
  const [sample] = generateSamples({
    seed: 'large',
    now: new Date(),
    count: 1,
    faultRate: 0,
    formats: ['en16931-ubl'],
  });
  const text = new TextDecoder().decode(sample?.bytes);
  const note = `<cbc:Note>${randomBytes(3.75 * MEGABYTE).toString('base64')}</cbc:Note>`;
  const large = text.replace(/<cbc:DocumentCurrencyCode/, `${note}$&`);
  return Buffer.from(large);
}

describe('a document of 5 MB over Kinesis', () => {
  let folder: string;
  let platform: Platform;
  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'ventanilla-large-'));
    platform = await startPlatform({
      home: homeAt(folder),
      choosePorts: () => claimPorts(0),
      log: () => {},
      streamKind: 'kinesis',
      overrides: { reception: { DOCUMENT_BYTES_MAX: String(6 * MEGABYTE) } },
    });
  }, 240_000);
  afterAll(async () => {
    await platform?.stop();
    rmSync(folder, { recursive: true, force: true });
  }, 60_000);

  it('is accepted, proved and given back byte for byte, by way of the object store', async () => {
    const home = homeAt(folder);
    const api = connectDemo(home, platform.state);
    const bytes = largeInvoice();
    expect(bytes.length).toBeGreaterThan(5 * MEGABYTE);
    const documentId = createHash('sha256').update(bytes).digest('hex');
    const submitted = await api.submit(bytes, 'application/xml', { waitSeconds: 60 });
    expect(submitted).toMatchObject({ ok: true, acknowledgement: { documentId } });
    expect(await api.json(`/v1/documents/${documentId}`)).toMatchObject({ status: 'accepted' });
    const original = await api.get(`/v1/documents/${documentId}/original`);
    expect(Buffer.compare(original.body, bytes)).toBe(0);
    // Received, validated and transformed are too large each; registered is not.
    expect(readdirSync(home.claims).filter((name) => !name.startsWith('.'))).toEqual([
      'documents.received',
      'documents.transformed',
      'documents.validated',
    ]);
    await api.close();
  }, 120_000);
});
