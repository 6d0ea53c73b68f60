/** Access tokens by client credentials, kept until shortly before they expire. */
import { request } from 'undici';
import { CommandFailure } from '../failure.ts';

export interface ClientCredentials {
  readonly clientId: string;
  readonly clientSecret: string;
}

export interface TokenSource {
  /** A token good for a minute at least. Throws CommandFailure when the issuer refuses. */
  readonly token: () => Promise<string>;
}

const RENEW_BEFORE_MS = 60_000;

interface TokenAnswer {
  readonly access_token?: string;
  readonly expires_in?: number;
  readonly error?: string;
  readonly error_description?: string;
}

async function tokenEndpoint(issuer: string): Promise<string> {
  const { statusCode, body } = await request(
    `${issuer.replace(/\/$/, '')}/.well-known/openid-configuration`,
  );
  const metadata = (await body.json()) as { token_endpoint?: string };
  if (statusCode !== 200 || !metadata.token_endpoint) {
    throw new CommandFailure(`${issuer} does not answer as an issuer of tokens (${statusCode}).`);
  }
  return metadata.token_endpoint;
}

async function fetchToken(
  issuer: string,
  { clientId, clientSecret }: ClientCredentials,
  scopes: readonly string[],
): Promise<{ token: string; expiresInMs: number }> {
  const basic = `${encodeURIComponent(clientId)}:${encodeURIComponent(clientSecret)}`;
  const form = new URLSearchParams({ grant_type: 'client_credentials' });
  if (scopes.length > 0) form.set('scope', scopes.join(' '));
  const { statusCode, body } = await request(await tokenEndpoint(issuer), {
    method: 'POST',
    headers: {
      authorization: `Basic ${Buffer.from(basic).toString('base64')}`,
      'content-type': 'application/x-www-form-urlencoded',
    },
    body: form.toString(),
  });
  const answer = (await body.json()) as TokenAnswer;
  if (statusCode !== 200 || !answer.access_token) {
    throw new CommandFailure(
      `The issuer refuses a token for ${clientId}: ${answer.error_description ?? answer.error}.`,
      { hint: 'Check --client and --secret; the demonstration clients are shown by "up".' },
    );
  }
  return { token: answer.access_token, expiresInMs: (answer.expires_in ?? 300) * 1000 };
}

/** A source of tokens with these scopes; with none named, with all the client may have. */
export function tokensFrom(
  issuer: string,
  credentials: ClientCredentials,
  scopes: readonly string[] = [],
  now: () => number = Date.now,
): TokenSource {
  let current: { token: string; renewAt: number } | undefined;
  let pending: Promise<string> | undefined;
  const renew = async () => {
    const { token, expiresInMs } = await fetchToken(issuer, credentials, scopes);
    current = { token, renewAt: now() + Math.max(expiresInMs / 2, expiresInMs - RENEW_BEFORE_MS) };
    return token;
  };
  return {
    token: async () => {
      if (current && now() < current.renewAt) return current.token;
      pending ??= renew().finally(() => {
        pending = undefined;
      });
      return pending;
    },
  };
}
