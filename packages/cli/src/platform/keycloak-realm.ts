/** The demonstration clients as a realm that Keycloak imports: the same names, secrets, roles and scopes. */
import { type EmbeddedClient, type EmbeddedClientsFile, ROLES, SCOPES } from '@ventanilla/auth';

const REALM = 'ventanilla';

interface Mapper {
  readonly name: string;
  readonly protocol: 'openid-connect';
  readonly protocolMapper: string;
  readonly config: Readonly<Record<string, string>>;
}

const mapper = (name: string, kind: string, config: Record<string, string> = {}): Mapper => ({
  name,
  protocol: 'openid-connect',
  protocolMapper: `oidc-${kind}-mapper`,
  config: { 'access.token.claim': 'true', ...config },
});

/** The same for everyone who uses the client. */
const fixed = (claim: string, value: string, type = 'String'): Mapper =>
  mapper(claim, 'hardcoded-claim', {
    'claim.name': claim,
    'claim.value': value,
    'jsonType.label': type,
  });

/** What our reading of a token needs: docs/operating.md, "Keycloak". */
const mappersOf = ({ taxpayer_id, regions }: EmbeddedClient): readonly Mapper[] => [
  mapper('audience', 'audience', { 'included.custom.audience': REALM }),
  mapper('subject', 'sub'),
  mapper('roles', 'usermodel-realm-role', {
    'claim.name': 'realm_access.roles',
    'jsonType.label': 'String',
    multivalued: 'true',
  }),
  ...(taxpayer_id === undefined ? [] : [fixed('taxpayer_id', taxpayer_id)]),
  ...(regions.length === 0 ? [] : [fixed('regions', JSON.stringify(regions), 'JSON')]),
];

const clientOf = (client: EmbeddedClient) => ({
  clientId: client.client_id,
  secret: client.client_secret,
  enabled: true,
  protocol: 'openid-connect',
  publicClient: false,
  // Client credentials only: nobody signs in through a browser here.
  serviceAccountsEnabled: true,
  standardFlowEnabled: false,
  directAccessGrantsEnabled: false,
  fullScopeAllowed: true,
  defaultClientScopes: client.scopes,
  protocolMappers: mappersOf(client),
});

const serviceAccountOf = ({ client_id, roles }: EmbeddedClient) => ({
  username: `service-account-${client_id}`,
  enabled: true,
  serviceAccountClientId: client_id,
  realmRoles: roles,
});

/** Ready for `kc.sh start --import-realm`. */
export const keycloakRealm = ({ clients }: EmbeddedClientsFile) => ({
  realm: REALM,
  enabled: true,
  // Containers talk to it inside their own network.
  sslRequired: 'none',
  accessTokenLifespan: 3600,
  roles: { realm: ROLES.map((name) => ({ name })) },
  clientScopes: SCOPES.map((name) => ({
    name,
    protocol: 'openid-connect',
    attributes: { 'include.in.token.scope': 'true', 'display.on.consent.screen': 'false' },
  })),
  clients: clients.map(clientOf),
  users: clients.map(serviceAccountOf),
});
