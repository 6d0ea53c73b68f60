import { environmentOf, SERVICE_NAMES, type Surroundings } from './environment.ts';
import { homeAt } from './home.ts';

const surroundings: Surroundings = {
  home: homeAt('/srv/ventanilla'),
  ports: { api: 8080, query: 8081, identity: 8082 },
  secrets: {
    encryptionKeyFile: '/k/encryption.json',
    signingKeyFile: '/k/signing.pem',
    identityKeyFile: '/k/identity.json',
    clientsFile: '/k/clients.json',
    rolePasswords: {},
  },
  keys: { encryption: {}, signing: {} },
  databaseUrl: (role) => `postgres://${role}@127.0.0.1/ventanilla`,
  stream: { STREAM_KIND: 'postgres', STREAM_URL: 'postgres://stream@127.0.0.1/ventanilla' },
  streamPartitions: 4,
  logLevel: 'info',
};

describe('environmentOf', () => {
  it('gives each service its own role and no secret it does not need', () => {
    const validation = environmentOf('validation', surroundings);
    expect(validation.DATABASE_URL).toContain('ventanilla_validation');
    expect(Object.keys(validation)).not.toContain('SIGNING_KEY_FILE');
    expect(Object.keys(validation)).not.toContain('CLIENTS_FILE');
    expect(environmentOf('reception', surroundings)).not.toHaveProperty('DATABASE_URL');
  });

  it('makes every verifier trust the issuer that is started', () => {
    const issuer = environmentOf('identity', surroundings).PUBLIC_URL;
    for (const service of ['reception', 'query']) {
      const [profile] = JSON.parse(environmentOf(service, surroundings).AUTH_ISSUERS ?? '[]');
      expect(profile).toEqual({ kind: 'embedded', issuer, jwksUri: `${issuer}/jwks` });
    }
  });

  it('gives a key service in place of the files to those who have keys, and to nobody else', () => {
    const encryption = { ENCRYPTION_KIND: 'kms', ENCRYPTION_KMS_KEY_ID: 'arn' };
    const withKms = { ...surroundings, keys: { encryption, signing: { SIGNING_KIND: 'hsm' } } };
    expect(environmentOf('archive', withKms)).toMatchObject(encryption);
    expect(environmentOf('archive', withKms)).not.toHaveProperty('SIGNING_KIND');
    expect(environmentOf('reception', withKms)).toMatchObject({ SIGNING_KIND: 'hsm' });
    expect(environmentOf('identity', withKms)).not.toHaveProperty('ENCRYPTION_KIND');
  });

  it('knows all services', () => {
    expect(SERVICE_NAMES).toHaveLength(7);
  });
});
