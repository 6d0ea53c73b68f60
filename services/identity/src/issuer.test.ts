import { mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createVerifier, embeddedClientsFile, issuerProfile } from '@ventanilla/auth';
import { decodeProtectedHeader } from 'jose';
import { createIssuer } from './issuer.ts';
import { loadSigningKeys } from './signing-keys.ts';

const { clients } = embeddedClientsFile.parse({
  clients: [
    {
      client_id: 'merchant',
      client_secret: 'a-secret-of-the-merchant',
      taxpayer_id: '12345678',
      roles: ['taxpayer'],
      scopes: ['documents:submit', 'documents:read'],
    },
    {
      client_id: 'auditor',
      client_secret: 'a-secret-of-the-auditor',
      roles: ['auditor'],
      regions: ['01', '05'],
      scopes: ['documents:read', 'documents:search', 'originals:read'],
    },
  ],
});

let folder: string;
let server: Server;
let issuer: string;
let profile: ReturnType<typeof issuerProfile.parse>;

async function serve(): Promise<void> {
  const keys = await loadSigningKeys(join(folder, 'keys.json'));
  const provider = createIssuer({ issuer, clients, keys, tokenTtlSeconds: 300 });
  server.removeAllListeners('request');
  server.on('request', provider.callback());
}

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'identity-'));
  server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  issuer = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  profile = issuerProfile.parse({ kind: 'embedded', issuer, jwksUri: `${issuer}/jwks` });
  await serve();
});

afterAll(async () => {
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
  await rm(folder, { recursive: true });
});

async function ask(id: string, secret: string, form: Record<string, string> = {}) {
  const response = await fetch(`${issuer}/token`, {
    method: 'POST',
    headers: { authorization: `Basic ${Buffer.from(`${id}:${secret}`).toString('base64')}` },
    body: new URLSearchParams({ grant_type: 'client_credentials', ...form }),
  });
  return { status: response.status, body: (await response.json()) as Record<string, string> };
}
const verify = (token: string | undefined) =>
  createVerifier({ issuers: [profile] }).verify(`Bearer ${token}`);

describe('the embedded issuer', () => {
  it('gives a token that our verifier accepts, with all the client may do', async () => {
    const { status, body } = await ask('merchant', 'a-secret-of-the-merchant');
    expect(status).toBe(200);
    expect(decodeProtectedHeader(body.access_token ?? '')).toMatchObject({
      typ: 'at+jwt',
      alg: 'ES256',
    });
    expect(await verify(body.access_token)).toMatchObject({
      ok: true,
      principal: {
        subject: 'merchant',
        clientId: 'merchant',
        taxpayerId: '12345678',
        kind: 'taxpayer',
        scopes: new Set(['documents:submit', 'documents:read']),
      },
    });
  });

  it('narrows to the scopes asked for', async () => {
    const { body } = await ask('auditor', 'a-secret-of-the-auditor', { scope: 'documents:read' });
    expect(body.scope).toBe('documents:read');
    expect(await verify(body.access_token)).toMatchObject({
      ok: true,
      principal: {
        taxpayerId: undefined,
        scopes: new Set(['documents:read']),
        roles: new Set(['auditor']),
        regions: ['01', '05'],
      },
    });
  });

  it.each([
    ['a scope of others', 'operate'],
    ['an unknown scope', 'documents:read everything'],
  ])('refuses %s instead of dropping it', async (_, scope) => {
    const { status, body } = await ask('merchant', 'a-secret-of-the-merchant', { scope });
    expect([status, body.error]).toEqual([400, 'invalid_scope']);
  });

  it.each([
    ['a wrong secret', ['merchant', 'not-the-secret-of-it'], {}, 401, 'invalid_client'],
    ['an unknown client', ['nobody', 'a-secret-of-the-merchant'], {}, 401, 'invalid_client'],
    [
      'another resource',
      ['merchant', 'a-secret-of-the-merchant'],
      { resource: 'urn:other' },
      400,
      'invalid_target',
    ],
    [
      'another grant',
      ['merchant', 'a-secret-of-the-merchant'],
      { grant_type: 'password', username: 'a', password: 'b' },
      400,
      'unsupported_grant_type',
    ],
  ])('refuses %s', async (_, [id = '', secret = ''], form, status, error) => {
    const answer = await ask(id, secret, form as Record<string, string>);
    expect([answer.status, answer.body.error]).toEqual([status, error]);
  });

  it('keeps tokens valid over a restart, since its keys are in a file only its owner reads', async () => {
    const { body } = await ask('merchant', 'a-secret-of-the-merchant');
    const before = await readFile(join(folder, 'keys.json'), 'utf8');
    await serve();
    expect(await readFile(join(folder, 'keys.json'), 'utf8')).toBe(before);
    expect((await stat(join(folder, 'keys.json'))).mode & 0o077).toBe(0);
    expect((await verify(body.access_token)).ok).toBe(true);
  });

  it('publishes no private key', async () => {
    const keys = await (await fetch(`${issuer}/jwks`)).text();
    expect(keys).toContain('"kid"');
    expect(keys).not.toContain('"d"');
  });
});

describe('the signing key file', () => {
  it('is made once when two processes start together', async () => {
    const file = join(folder, 'race.json');
    const [a, b] = await Promise.all([loadSigningKeys(file), loadSigningKeys(file)]);
    expect(a).toEqual(b);
  });

  it.each(['', '{"keys":[]}', '{"keys":[{"kty":"oct","k":"x"}]}'])('refuses %j', async (text) => {
    const file = join(folder, `bad-${text.length}.json`);
    await writeFile(file, text);
    await expect(loadSigningKeys(file)).rejects.toMatchObject({ code: 'signing-keys-invalid' });
  });
});
