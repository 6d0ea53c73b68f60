/** A platform whose settings name two witnesses: one comes late, one never. */
import { createHash } from 'node:crypto';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { encodeWitnessKey, parseCheckpoint, parseNote } from '@ventanilla/receipts';
import { generateSamples } from '@ventanilla/samples';
import { createLocalSigner, createSigningKeyFile } from '@ventanilla/signatures/local';
import { freePort, waitFor } from '@ventanilla/testing';
import { connectDemo, type DemoApi } from '../src/demo/connect.ts';
import { homeAt } from '../src/platform/home.ts';
import { type Platform, startPlatform } from '../src/platform/platform.ts';
import { claimPorts } from '../src/platform/ports.ts';
import { start } from './command.ts';

const NAMES = ['witness.example/late', 'witness.example/never'] as const;

let folder: string;
let platform: Platform;
let api: DemoApi;
let port: number;
const witnessKeys: string[] = [];
const at = (name: string): string => join(folder, name);
const stateOf = (name: string): string => at(name.replaceAll('/', '-'));

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'ventanilla-witnessed-'));
  for (const name of NAMES) {
    mkdirSync(stateOf(name));
    const file = join(stateOf(name), 'witness.pem');
    await createSigningKeyFile(file);
    const { publicKey, close } = await createLocalSigner({ file, name });
    witnessKeys.push(encodeWitnessKey(publicKey));
    await close();
  }
  port = await freePort();
  const urls = [`http://127.0.0.1:${port}`, `http://127.0.0.1:${await freePort()}`];
  const witnesses = witnessKeys.map((key, index) => ({ key, url: urls[index] }));
  const home = homeAt(at('platform'));
  platform = await startPlatform({
    home,
    choosePorts: () => claimPorts(0),
    log: () => {},
    overrides: {
      persistence: { WITNESSES: JSON.stringify(witnesses), WITNESS_INTERVAL_MS: '200' },
    },
  });
  api = connectDemo(home, platform.state);
}, 240_000);
afterAll(async () => {
  await api?.close();
  await platform?.stop();
  rmSync(folder, { recursive: true, force: true });
}, 60_000);

const documents = [...generateSamples({ seed: 'w', now: new Date(), count: 20, faultRate: 0 })]
  .filter(({ dependsOn }) => dependsOn === undefined)
  .map(({ bytes, mediaType }) => ({ bytes, mediaType }));

/** Hands in the next document; resolves with the file of its receipt. */
async function receiptOf(number: number): Promise<string> {
  const { bytes, mediaType } = documents[number] as (typeof documents)[number];
  expect(await api.submit(bytes, mediaType, { waitSeconds: 60 })).toMatchObject({ ok: true });
  return readReceipt(bytes);
}
async function readReceipt(bytes: Uint8Array): Promise<string> {
  const id = createHash('sha256').update(bytes).digest('hex');
  const receipt = await waitFor(
    async () => {
      const answer = await api.tryGet(`/v1/documents/${id}/receipt`);
      return answer.status === 200 ? answer.body : undefined;
    },
    { what: 'a receipt', timeoutMs: 60_000 },
  );
  writeFileSync(at(id), receipt);
  return at(id);
}
const cosigned = async (): Promise<string | undefined> => {
  const { status, body } = await api.tryGet('/v1/log/cosigned');
  return status === 200 ? Buffer.from(body).toString() : undefined;
};
const verify = async (receipt: string, ...more: string[]) => {
  const command = ['receipt', 'verify', receipt, '--key', at('keys.json'), ...more];
  return (await start(...command).finished).code;
};

it('goes on without any witness, then has each head cosigned by the one that is there', async () => {
  await receiptOf(0);
  const keys = await api.get('/.well-known/ventanilla/keys.json');
  writeFileSync(at('keys.json'), keys.body);
  expect(await cosigned()).toBeUndefined();

  const [name, [key = '', gone = '']] = [NAMES[0], witnessKeys];
  const options = ['--name', name, '--state', stateOf(name), '--port', `${port}`];
  const witness = start('witness', 'serve', '--keys', at('keys.json'), ...options);
  await witness.says('http://');
  const second = await receiptOf(1);
  const { bytes } = documents[1] as (typeof documents)[number];
  const head = await waitFor(
    async () => {
      const text = await cosigned();
      const size = parseCheckpoint(parseNote(text ?? '')?.text ?? '')?.size ?? 0;
      return size >= 2 ? text : undefined;
    },
    { what: 'a cosigned head over both', timeoutMs: 60_000 },
  );
  expect(head).toContain(`\n— ${name} `);
  expect(head).not.toContain(NAMES[1]);

  await readReceipt(bytes);
  const codes = [
    verify(second, '--witness-key', key, gone, '--witnesses', '1'),
    verify(second, '--witness-key', key, gone),
  ];
  expect(await Promise.all(codes)).toEqual([0, 1]);
  witness.child.kill('SIGTERM');
  await witness.finished;
  await receiptOf(2);
}, 240_000);
