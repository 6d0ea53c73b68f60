/** Signed documents through the real services: enforced, by authorities and revocation lists in files. */
import { createHash } from 'node:crypto';
import { mkdirSync, mkdtempSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { generateSamples } from '@ventanilla/samples';
import {
  type Holder,
  newAuthority,
  newRevocationList,
  newSigner,
  pemOf,
  signFel,
} from '@ventanilla/samples/signing';
import { waitFor } from '@ventanilla/testing';
import { connectDemo, type DemoApi } from '../demo/connect.ts';
import { homeAt } from './home.ts';
import { type Platform, startPlatform } from './platform.ts';
import { claimPorts } from './ports.ts';

const DAY_MS = 86_400_000;
const day = (days: number): string => new Date(Date.now() + days * DAY_MS).toISOString();
const LIFE = { notBefore: day(-30), notAfter: day(300) };
const CURRENT = { thisUpdate: day(-1), nextUpdate: day(1) };
const STALE = { thisUpdate: day(-9), nextUpdate: day(-2) };

const root = newAuthority('Authority', LIFE);
const xades = { signingTime: day(0) };

/** FEL documents that stand alone, all of one seed. */
function bareDocuments(count: number): readonly Buffer[] {
  const wish = { seed: 'signed', now: new Date(), count: 200, faultRate: 0 };
  const samples = [...generateSamples({ ...wish, formats: ['gt-fel'] })];
  const alone = samples.filter(({ dependsOn }) => dependsOn === undefined);
  return alone.slice(0, count).map(({ bytes }) => Buffer.from(bytes));
}

const holders = new Map<string, Holder>();
/** The certificate of a NIT, one for each. */
function holderOf(document: Buffer, attribute: string): Holder {
  const nit = new RegExp(`${attribute}(?:="|>)([0-9K]+)`).exec(document.toString())?.[1] ?? '';
  const known = holders.get(nit) ?? newSigner(nit, root, LIFE);
  holders.set(nit, known);
  return known;
}

const signed = (document: Buffer, issuer = holderOf(document, 'NITEmisor')): Buffer =>
  Buffer.from(
    signFel(document, { issuer, certifier: holderOf(document, 'NITCertificador'), xades }),
  );

describe('signatures enforced by the validation service', () => {
  let folder: string;
  let platform: Platform;
  let api: DemoApi;
  const [sound, foreign, unsigned, waiting, late] = bareDocuments(5) as [
    Buffer,
    Buffer,
    Buffer,
    Buffer,
    Buffer,
  ];
  /** As docs/signatures.md says: written beside and renamed. */
  const publish = (list: Buffer): void => {
    const beside = join(folder, 'new.crl');
    writeFileSync(beside, list);
    renameSync(beside, join(folder, 'answers', 'authority.crl'));
  };
  const submit = async (bytes: Uint8Array, waitSeconds = 60): Promise<string> => {
    expect(await api.submit(bytes, 'application/xml', { waitSeconds })).toMatchObject({ ok: true });
    return createHash('sha256').update(bytes).digest('hex');
  };
  const statusOf = async (id: string): Promise<string> =>
    (await api.json<{ status: string }>(`/v1/documents/${id}`)).status;
  const codesOf = async (id: string): Promise<readonly string[]> => {
    const { faults } = await api.json<{ faults: { code: string }[] }>(`/v1/documents/${id}/report`);
    return faults.map(({ code }) => code);
  };

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'ventanilla-signatures-'));
    mkdirSync(join(folder, 'answers'));
    writeFileSync(join(folder, 'authorities.pem'), pemOf(root));
    publish(newRevocationList(root, [], CURRENT));
    const home = homeAt(join(folder, 'platform'));
    platform = await startPlatform({
      home,
      choosePorts: () => claimPorts(0),
      log: () => {},
      overrides: {
        validation: {
          SIGNATURES: 'gt-fel=enforce',
          SIGNATURES_TRUST_FILE: join(folder, 'authorities.pem'),
          SIGNATURES_REVOCATION: 'require',
          SIGNATURES_ANSWERS_DIR: join(folder, 'answers'),
          SIGNATURES_ANSWERS_REFRESH_MS: '1000',
        },
      },
    });
    api = connectDemo(home, platform.state);
  }, 240_000);
  afterAll(async () => {
    await api?.close();
    await platform?.stop();
    rmSync(folder, { recursive: true, force: true });
  }, 60_000);

  it('accepts what issuer and certifier signed', async () => {
    expect(await statusOf(await submit(signed(sound)))).toBe('accepted');
  }, 120_000);

  it('rejects the certificate of another taxpayer, and signatures that nobody made', async () => {
    const other = await submit(signed(foreign, newSigner('99', root, LIFE)));
    expect([await statusOf(other), await codesOf(other)]).toEqual(['rejected', ['VEN-SIG-027']]);
    expect(await statusOf(await submit(unsigned))).toBe('rejected');
  }, 120_000);

  it('rejects nothing while its own list is out of date, and goes on with the next one', async () => {
    publish(newRevocationList(root, [], STALE));
    // The list is read again in the background; until then documents are judged by the last one.
    const pending = await waitFor(
      async () => {
        const probe = Buffer.from(`${signed(waiting)}\n<!-- ${performance.now()} -->`);
        const id = await submit(probe, 1);
        return (await statusOf(id)) === 'received' ? id : undefined;
      },
      { what: 'a document that waits', timeoutMs: 60_000, everyMs: 500 },
    );
    const revoked = holderOf(late, 'NITEmisor');
    publish(newRevocationList(root, [{ holder: revoked, at: day(-1) }], CURRENT));
    await waitFor(async () => (await statusOf(pending)) !== 'received', {
      what: 'the document that waited',
      timeoutMs: 60_000,
    });
    expect(['accepted', 'rejected']).toContain(await statusOf(pending));
    const codes = await codesOf(await submit(signed(late, revoked)));
    expect(codes).toContain('VEN-SIG-023');
  }, 240_000);
});
