/** The embedded OpenID issuer: client credentials in, short-lived access tokens (RFC 9068) out. */
import { randomBytes } from 'node:crypto';
import { type EmbeddedClient, type EmbeddedClientsFile, SCOPES } from '@ventanilla/auth';
import {
  type AdapterFactory,
  type ClientMetadata,
  type Configuration,
  errors,
  Provider,
} from 'oidc-provider';
import type { SigningKeys } from './signing-keys.ts';

/** What our tokens are for, as OAuth resource (RFC 8707) and as their `aud`. */
const RESOURCE = 'urn:ventanilla:api';
const AUDIENCE = 'ventanilla';

export interface IssuerOptions {
  /** The `iss` of every token. */
  readonly issuer: string;
  readonly clients: EmbeddedClientsFile['clients'];
  readonly keys: SigningKeys;
  readonly tokenTtlSeconds: number;
}

/** A request listener factory: `createIssuer(options).callback()` serves /token, /jwks and discovery. */
export function createIssuer(options: IssuerOptions): Provider {
  const clients = new Map(options.clients.map((client) => [client.client_id, client]));
  return new Provider(options.issuer, configurationOf(options, clients));
}

function configurationOf(
  { clients, keys, tokenTtlSeconds }: IssuerOptions,
  byId: ReadonlyMap<string, EmbeddedClient>,
): Configuration {
  return {
    adapter: keepsNothing,
    clients: clients.map(metadataOf),
    clientDefaults: { id_token_signed_response_alg: 'ES256' },
    jwks: keys as unknown as NonNullable<Configuration['jwks']>,
    scopes: [...SCOPES],
    claims: {},
    cookies: { keys: [randomBytes(32).toString('base64url')] },
    ttl: { ClientCredentials: tokenTtlSeconds },
    routes: { token: '/token', jwks: '/jwks' },
    features: {
      devInteractions: { enabled: false },
      userinfo: { enabled: false },
      rpInitiatedLogout: { enabled: false },
      clientCredentials: { enabled: true },
      resourceIndicators: {
        enabled: true,
        defaultResource: () => RESOURCE,
        getResourceServerInfo: (ctx, resource, client) => {
          if (resource !== RESOURCE) throw new errors.InvalidTarget();
          settleScopes(ctx.oidc.params, byId.get(client.clientId)?.scopes ?? []);
          return {
            scope: SCOPES.join(' '),
            audience: AUDIENCE,
            accessTokenFormat: 'jwt',
            jwt: { sign: { alg: 'ES256' } },
          };
        },
      },
    },
    extraTokenClaims: (_ctx, token) => claimsOf(byId.get(token.clientId ?? '')),
  };
}

/** Self-contained access tokens leave no state: there are no sessions, codes or refresh tokens here. */
const keepsNothing: AdapterFactory = () => ({
  upsert: async () => undefined,
  find: async () => undefined,
  findByUserCode: async () => undefined,
  findByUid: async () => undefined,
  consume: async () => undefined,
  destroy: async () => undefined,
  revokeByGrantId: async () => undefined,
});

const metadataOf = (client: EmbeddedClient): ClientMetadata => ({
  client_id: client.client_id,
  client_secret: client.client_secret,
  grant_types: ['client_credentials'],
  response_types: [],
  redirect_uris: [],
  token_endpoint_auth_method: 'client_secret_basic',
  scope: client.scopes.join(' '),
});

/**
 * The library drops scopes it does not know and still issues a token, which the client then finds
 * useless one call later; here they are refused. No scope at all means all the client has.
 */
function settleScopes(params: Record<string, unknown> | undefined, allowed: readonly string[]) {
  if (params === undefined) return;
  if (typeof params.scope !== 'string' || params.scope === '') {
    params.scope = allowed.join(' ');
    return;
  }
  const foreign = params.scope.split(' ').find((scope) => !allowed.includes(scope));
  if (foreign !== undefined) {
    throw new errors.InvalidScope('the client may not ask for this scope', foreign);
  }
}

const claimsOf = (client: EmbeddedClient | undefined) =>
  client === undefined
    ? {}
    : {
        ...(client.taxpayer_id === undefined ? {} : { taxpayer_id: client.taxpayer_id }),
        roles: client.roles,
        regions: client.regions,
      };
