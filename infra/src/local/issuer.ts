/** A double of a Cognito user pool: client credentials in, access tokens as Cognito writes them out. */
import { createPublicKey, generateKeyPairSync, randomUUID, sign } from 'node:crypto';
import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface PoolClient {
  readonly secret: string;
  /** With the resource server before each: `ventanilla/documents:submit`. */
  readonly scopes: readonly string[];
}

export interface LocalPool {
  readonly issuer: string;
  readonly close: () => Promise<void>;
}

const TTL_SECONDS = 3_600;
const base64url = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url');

/** The client that the `Authorization` header names, when its secret is right. */
function authenticated(
  incoming: IncomingMessage,
  clients: ReadonlyMap<string, PoolClient>,
): [id: string, client: PoolClient] | undefined {
  const encoded = /^Basic (.+)$/.exec(incoming.headers.authorization ?? '')?.[1] ?? '';
  const [id = '', secret] = Buffer.from(encoded, 'base64').toString('utf8').split(':');
  const client = clients.get(decodeURIComponent(id));
  return client !== undefined && client.secret === secret ? [id, client] : undefined;
}

export async function startPool(
  host: string,
  clients: ReadonlyMap<string, PoolClient>,
): Promise<LocalPool> {
  const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2_048 });
  const kid = randomUUID();
  const jwk = createPublicKey(privateKey).export({ format: 'jwk' });
  let issuer = '';

  const tokenFor = (id: string, { scopes }: PoolClient): string => {
    const now = Math.floor(Date.now() / 1000);
    const signed = `${base64url({ kid, alg: 'RS256' })}.${base64url({
      sub: id,
      token_use: 'access',
      scope: scopes.join(' '),
      auth_time: now,
      iss: issuer,
      exp: now + TTL_SECONDS,
      iat: now,
      version: 2,
      jti: randomUUID(),
      client_id: id,
    })}`;
    return `${signed}.${sign('RSA-SHA256', Buffer.from(signed), privateKey).toString('base64url')}`;
  };
  const server = createServer((incoming, response) => {
    incoming.resume();
    const answer = (status: number, body: object): void => {
      response.writeHead(status, { 'content-type': 'application/json' });
      response.end(JSON.stringify(body));
    };
    if (incoming.url === '/.well-known/openid-configuration') {
      return answer(200, { issuer, token_endpoint: `${issuer}/oauth2/token` });
    }
    if (incoming.url === '/.well-known/jwks.json') {
      return answer(200, { keys: [{ ...jwk, kid, use: 'sig', alg: 'RS256' }] });
    }
    const known = authenticated(incoming, clients);
    if (incoming.url !== '/oauth2/token' || known === undefined) {
      return answer(400, { error: 'invalid_client' });
    }
    answer(200, {
      access_token: tokenFor(...known),
      expires_in: TTL_SECONDS,
      token_type: 'Bearer',
    });
  });
  await new Promise<void>((resolve) => server.listen(0, host, resolve));
  issuer = `http://${host}:${(server.address() as AddressInfo).port}`;
  return {
    issuer,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
