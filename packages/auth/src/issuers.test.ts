import { issuersSetting, issuersUnfitForProduction } from './index.ts';

const embedded = {
  kind: 'embedded',
  issuer: 'http://127.0.0.1:8082',
  jwksUri: 'http://127.0.0.1:8082/jwks',
};
const keycloak = {
  kind: 'keycloak',
  issuer: 'https://sso.example/realms/tax',
  jwksUri: 'https://sso.example/realms/tax/protocol/openid-connect/certs',
};
const parse = (value: unknown) =>
  issuersSetting.safeParse(typeof value === 'string' ? value : JSON.stringify(value));

describe('AUTH_ISSUERS', () => {
  it('is a JSON array of profiles, with the audience by default ours', () => {
    expect(parse([embedded, keycloak]).data).toMatchObject([
      { kind: 'embedded', audience: 'ventanilla' },
      { kind: 'keycloak', audience: 'ventanilla' },
    ]);
  });

  it.each([
    ['not JSON', '['],
    ['empty', []],
    ['an issuer twice', [embedded, embedded]],
    ['no keys', [{ kind: 'embedded', issuer: 'https://x.example' }]],
    ['Cognito without its clients', [{ ...keycloak, kind: 'cognito' }]],
    ['an unknown kind', [{ ...keycloak, kind: 'auth0' }]],
    ['an unknown setting', [{ ...keycloak, skipAudience: true }]],
  ])('refuses %s', (_, value) => {
    expect(parse(value).success).toBe(false);
  });

  it('tells the issuers no production site may trust', () => {
    const plain = { ...keycloak, issuer: 'https://plain.example', jwksUri: 'http://plain.example' };
    const issuers = parse([embedded, keycloak, plain]).data ?? [];
    expect(issuersUnfitForProduction(issuers)).toEqual([embedded.issuer, plain.issuer]);
  });
});
