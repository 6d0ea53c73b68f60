import type { EmbeddedClientsFile } from '@ventanilla/auth';
import { keycloakRealm } from './keycloak-realm.ts';

const file: EmbeddedClientsFile = {
  clients: [
    {
      client_id: 'demo-auditor',
      client_secret: 'a-secret-of-sixteen',
      taxpayer_id: 'AUTHORITY',
      roles: ['auditor'],
      regions: ['*'],
      scopes: ['documents:read', 'originals:read'],
    },
    {
      client_id: 'bare',
      client_secret: 'b-secret-of-sixteen',
      roles: [],
      regions: [],
      scopes: ['operate'],
    },
  ],
};

describe('keycloakRealm', () => {
  const realm = keycloakRealm(file);
  const claimsOf = (clientId: string) =>
    realm.clients
      .find((client) => client.clientId === clientId)
      ?.protocolMappers.flatMap(({ config }) => config['claim.name'] ?? []);

  it('gives each client its secret, its scopes and an account with its roles', () => {
    expect(realm.clients[0]).toMatchObject({
      clientId: 'demo-auditor',
      secret: 'a-secret-of-sixteen',
      defaultClientScopes: ['documents:read', 'originals:read'],
    });
    expect(realm.users[0]).toMatchObject({
      serviceAccountClientId: 'demo-auditor',
      realmRoles: ['auditor'],
    });
  });

  it('defines every scope and role that it gives', () => {
    const scopes = realm.clientScopes.map(({ name }) => name);
    expect(scopes).toEqual(expect.arrayContaining(file.clients.flatMap((it) => it.scopes)));
    const roles = realm.roles.realm.map(({ name }) => name);
    expect(roles).toEqual(expect.arrayContaining(file.clients.flatMap((it) => it.roles)));
  });

  it('claims a taxpayer and regions only for those who have them', () => {
    expect(claimsOf('demo-auditor')).toEqual(['realm_access.roles', 'taxpayer_id', 'regions']);
    expect(claimsOf('bare')).toEqual(['realm_access.roles']);
  });
});
