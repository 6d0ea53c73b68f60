import type { webcrypto } from 'node:crypto';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { exportJWK, generateKeyPair, type JWTPayload, SignJWT } from 'jose';
import {
  challenge,
  createVerifier,
  type IssuerProfile,
  issuerProfile,
  requireScope,
} from './index.ts';

const NOW_S = 1_790_000_000;
const clock = () => NOW_S * 1_000;
const ISSUER = 'https://id.example';

const keys = await generateKeyPair('ES256', { extractable: true });
const otherKeys = await generateKeyPair('ES256', { extractable: true });
const rsaKeys = await generateKeyPair('RS256', { extractable: true });
const jwks = {
  keys: [
    { ...(await exportJWK(keys.publicKey)), kid: 'k1', alg: 'ES256', use: 'sig' },
    { ...(await exportJWK(rsaKeys.publicKey)), kid: 'r1', use: 'sig' },
  ],
};

const profile = (kind: IssuerProfile['kind'], more: object = {}) =>
  issuerProfile.parse({ kind, issuer: ISSUER, jwks, ...more });

const accessClaims = {
  iss: ISSUER,
  sub: 'merchant',
  aud: 'ventanilla',
  client_id: 'merchant',
  exp: NOW_S + 600,
  iat: NOW_S,
  scope: 'documents:submit documents:read',
  taxpayer_id: '12345678',
  roles: ['taxpayer'],
  regions: ['01'],
};

interface Making {
  readonly header?: object;
  readonly key?: webcrypto.CryptoKey | Uint8Array;
}
const token = (claims: JWTPayload, { header = {}, key = keys.privateKey }: Making = {}) =>
  new SignJWT(claims)
    .setProtectedHeader({ alg: 'ES256', kid: 'k1', typ: 'at+jwt', ...header })
    .sign(key);
const without = (...names: string[]): JWTPayload =>
  Object.fromEntries(Object.entries(accessClaims).filter(([name]) => !names.includes(name)));

const codeOf = async (authorization: string | undefined, issuers = [profile('embedded')]) => {
  const verification = await createVerifier({ issuers, clock }).verify(authorization);
  return verification.ok ? 'ok' : verification.code;
};
const encode = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url');

describe('a token of the embedded issuer', () => {
  it('becomes a principal', async () => {
    const verifier = createVerifier({ issuers: [profile('embedded')], clock });
    const verification = await verifier.verify(`Bearer ${await token(accessClaims)}`);
    if (!verification.ok) throw new Error(verification.code);
    expect(verification.principal).toEqual({
      subject: 'merchant',
      clientId: 'merchant',
      taxpayerId: '12345678',
      kind: 'taxpayer',
      scopes: new Set(['documents:submit', 'documents:read']),
      roles: new Set(['taxpayer']),
      regions: ['01'],
    });
    expect(requireScope(verification.principal, 'documents:submit')).toBeUndefined();
    expect(requireScope(verification.principal, 'operate')).toBe('scope-missing');
  });

  it.each(['bearer ', 'BEARER '])('is taken with the scheme written %s', async (scheme) => {
    expect(await codeOf(scheme + (await token(accessClaims)))).toBe('ok');
  });

  it('makes a certifier by its role', async () => {
    const verifier = createVerifier({ issuers: [profile('embedded')], clock });
    const claims = { ...accessClaims, roles: ['certifier'] };
    const verification = await verifier.verify(`Bearer ${await token(claims)}`);
    expect(verification).toMatchObject({ ok: true, principal: { kind: 'certifier' } });
  });

  it('may name several audiences and be signed with RS256', async () => {
    const claims = { ...accessClaims, aud: ['other', 'ventanilla'] };
    const making = { header: { alg: 'RS256', kid: 'r1' }, key: rsaKeys.privateKey };
    expect(await codeOf(`Bearer ${await token(claims, making)}`)).toBe('ok');
  });
});

describe('refused', () => {
  it.each([
    ['no header', undefined, 'token-missing'],
    ['another scheme', 'Basic bWU6bWU=', 'token-missing'],
    ['nothing after the scheme', 'Bearer ', 'token-missing'],
    ['not a JWT', 'Bearer abc', 'token-malformed'],
    ['five parts', 'Bearer a.b.c.d.e', 'token-malformed'],
    ['too long', `Bearer ${'a'.repeat(9_000)}`, 'token-malformed'],
  ])('%s', async (_, header, code) => {
    expect(await codeOf(header)).toBe(code);
  });

  it('a tampered payload', async () => {
    const [header, , signature] = (await token(accessClaims)).split('.');
    const forged = encode({ ...accessClaims, taxpayer_id: '99999999' });
    expect(await codeOf(`Bearer ${header}.${forged}.${signature}`)).toBe('token-signature-invalid');
  });

  it.each(['none', 'None', 'HS256'])('algorithm %s', async (alg) => {
    const unsigned = `${encode({ alg, typ: 'at+jwt', kid: 'k1' })}.${encode(accessClaims)}.`;
    expect(await codeOf(`Bearer ${unsigned}`)).toBe('token-signature-invalid');
  });

  it('a token signed with the public key as a shared secret', async () => {
    const key = new TextEncoder().encode(JSON.stringify(jwks.keys[0]));
    const forged = await token(accessClaims, { header: { alg: 'HS256' }, key });
    expect(await codeOf(`Bearer ${forged}`)).toBe('token-signature-invalid');
  });

  it('another key under the same key id, and an unknown key id', async () => {
    const wrong = await token(accessClaims, { key: otherKeys.privateKey });
    expect(await codeOf(`Bearer ${wrong}`)).toBe('token-signature-invalid');
    const unknown = await token(accessClaims, { header: { kid: 'k9' } });
    expect(await codeOf(`Bearer ${unknown}`)).toBe('token-signature-invalid');
  });

  it('a key in the header of the token itself', async () => {
    const header = { jwk: await exportJWK(otherKeys.publicKey), kid: 'k1' };
    const forged = await token(accessClaims, { header, key: otherKeys.privateKey });
    expect(await codeOf(`Bearer ${forged}`)).toBe('token-signature-invalid');
  });

  it.each([
    ['expired', { exp: NOW_S - 6 }, 'token-expired'],
    ['not yet valid', { nbf: NOW_S + 60 }, 'token-not-yet-valid'],
    ['of another issuer', { iss: 'https://evil.example' }, 'token-foreign'],
    ['for another audience', { aud: 'bank' }, 'token-audience-wrong'],
    ['for an audience that contains our name', { aud: 'ventanilla2' }, 'token-audience-wrong'],
  ])('%s', async (_, change, code) => {
    expect(await codeOf(`Bearer ${await token({ ...accessClaims, ...change })}`)).toBe(code);
  });

  it.each([
    [['exp'], 'token-incomplete'],
    [['client_id'], 'token-incomplete'],
    [['iss'], 'token-foreign'],
    [['aud'], 'token-audience-wrong'],
  ])('lacking %s', async (names, code) => {
    expect(await codeOf(`Bearer ${await token(without(...names))}`)).toBe(code);
  });

  it('an ID token: same issuer, key and audience, without the mark of access tokens', async () => {
    const idToken = await token(accessClaims, { header: { typ: 'JWT' } });
    expect(await codeOf(`Bearer ${idToken}`)).toBe('token-kind-wrong');
  });
});

describe('a token of Keycloak', () => {
  const claims = {
    ...without('client_id', 'roles'),
    azp: 'portal',
    typ: 'Bearer',
    realm_access: { roles: ['auditor'] },
  };
  const making = { header: { typ: 'JWT' } };

  it('has its client in azp and its roles in realm_access', async () => {
    const verifier = createVerifier({ issuers: [profile('keycloak')], clock });
    const verification = await verifier.verify(`Bearer ${await token(claims, making)}`);
    expect(verification).toMatchObject({
      ok: true,
      principal: { clientId: 'portal', roles: new Set(['auditor']) },
    });
  });

  it.each(['ID', 'Refresh'])('of typ %s is refused', async (typ) => {
    const jwt = await token({ ...claims, typ }, making);
    expect(await codeOf(`Bearer ${jwt}`, [profile('keycloak')])).toBe('token-kind-wrong');
  });

  it('without our audience (no mapper) is refused', async () => {
    const jwt = await token({ ...claims, aud: 'account' }, making);
    expect(await codeOf(`Bearer ${jwt}`, [profile('keycloak')])).toBe('token-audience-wrong');
  });
});

describe('a token of Cognito', () => {
  const cognito = profile('cognito', {
    clients: { app1: { taxpayerId: '777', roles: ['certifier'] } },
  });
  const claims = {
    ...without('aud', 'roles', 'taxpayer_id', 'regions'),
    client_id: 'app1',
    token_use: 'access',
    scope: 'ventanilla/documents:submit other/documents:read openid',
    'cognito:groups': ['auditor'],
  };
  const making = { header: { typ: undefined } };

  it('has no audience: its client must be registered, which also says whose it is', async () => {
    const verifier = createVerifier({ issuers: [cognito], clock });
    const verification = await verifier.verify(`Bearer ${await token(claims, making)}`);
    expect(verification).toMatchObject({
      ok: true,
      principal: {
        clientId: 'app1',
        taxpayerId: '777',
        kind: 'certifier',
        scopes: new Set(['documents:submit']),
        roles: new Set(['auditor', 'certifier']),
      },
    });
  });

  it.each([
    ['an unregistered client', { client_id: 'app2' }, 'token-audience-wrong'],
    ['an inherited property name', { client_id: 'constructor' }, 'token-audience-wrong'],
    ['an ID token', { token_use: 'id', aud: 'app1' }, 'token-kind-wrong'],
  ])('%s is refused', async (_, change, code) => {
    expect(await codeOf(`Bearer ${await token({ ...claims, ...change }, making)}`, [cognito])).toBe(
      code,
    );
  });
});

describe('the cache of verified tokens', () => {
  it('ends with the token', async () => {
    let nowMs = clock();
    const verifier = createVerifier({ issuers: [profile('embedded')], clock: () => nowMs });
    const header = `Bearer ${await token({ ...accessClaims, exp: NOW_S + 60 })}`;
    const first = await verifier.verify(header);
    const second = await verifier.verify(header);
    if (!first.ok || !second.ok) throw new Error('refused');
    expect(second.principal).toBe(first.principal);
    nowMs += 66_000;
    expect(await verifier.verify(header)).toEqual({ ok: false, code: 'token-expired' });
  });

  it('is bounded: the token used least recently is verified anew', async () => {
    const verifier = createVerifier({ issuers: [profile('embedded')], clock, cacheEntriesMax: 2 });
    const headers = await Promise.all(
      ['a', 'b', 'c'].map(async (sub) => `Bearer ${await token({ ...accessClaims, sub })}`),
    );
    const principal = async (index: number) => {
      const verification = await verifier.verify(headers[index]);
      if (!verification.ok) throw new Error(verification.code);
      return verification.principal;
    };
    const [a, b] = [await principal(0), await principal(1)];
    expect(await principal(0)).toBe(a);
    await principal(2);
    expect(await principal(0)).toBe(a);
    expect(await principal(1)).not.toBe(b);
  });
});

describe('the keys of an issuer', () => {
  it('are fetched once, serve while the issuer is down, and are missed when never had', async () => {
    let requests = 0;
    let up = true;
    const server = createServer((_, response) => {
      requests += 1;
      response.statusCode = up ? 200 : 500;
      response.setHeader('content-type', 'application/json');
      response.end(JSON.stringify(jwks));
    }).listen(0, '127.0.0.1');
    await new Promise((resolve) => server.once('listening', resolve));
    const { port } = server.address() as AddressInfo;
    const remote = issuerProfile.parse({
      kind: 'embedded',
      issuer: ISSUER,
      jwksUri: `http://127.0.0.1:${port}/jwks`,
    });
    const verifier = createVerifier({ issuers: [remote], clock });
    const verify = async (sub: string) =>
      verifier.verify(`Bearer ${await token({ ...accessClaims, sub })}`);
    expect((await verify('a')).ok).toBe(true);
    expect((await verify('b')).ok).toBe(true);
    expect(requests).toBe(1);
    const bogus = await token(accessClaims, { header: { kid: 'made-up' } });
    for (let i = 0; i < 5; i += 1) await verifier.verify(`Bearer ${bogus}`);
    expect(requests).toBeLessThanOrEqual(2);

    up = false;
    const never = createVerifier({ issuers: [remote], clock });
    expect(await never.verify(`Bearer ${await token(accessClaims)}`)).toEqual({
      ok: false,
      code: 'token-issuer-unavailable',
    });
    expect((await verify('c')).ok).toBe(true);
    await new Promise((resolve) => server.close(resolve));
  });
});

describe('challenge', () => {
  it('says what a client must do (RFC 6750 §3)', () => {
    expect(challenge('token-missing')).toBe('Bearer realm="ventanilla"');
    expect(challenge('token-expired')).toContain('error="invalid_token"');
    expect(challenge('scope-missing', 'operate')).toBe(
      'Bearer realm="ventanilla", error="insufficient_scope", scope="operate"',
    );
  });
});
