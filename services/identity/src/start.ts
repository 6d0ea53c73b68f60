import { readFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { embeddedClientsFile } from '@ventanilla/auth';
import { OperationalError } from '@ventanilla/errors';
import type { ServiceContext } from '@ventanilla/runtime';
import type { z } from 'zod';
import { createIssuer } from './issuer.ts';
import type { identitySettings } from './settings.ts';
import { loadSigningKeys } from './signing-keys.ts';

type Settings = z.infer<z.ZodObject<typeof identitySettings>>;

/** Serves tokens until the service stops; refuses to be anybody's production issuer. */
export async function start(ctx: ServiceContext<Settings>): Promise<void> {
  const { settings, log } = ctx;
  if (settings.PROFILE === 'production') {
    throw new OperationalError(
      'embedded-issuer-in-production',
      'The embedded issuer knows its clients by a file of secrets: production needs Keycloak or Cognito.',
      { retryable: false },
    );
  }
  const { clients } = embeddedClientsFile.parse(
    JSON.parse(await readFile(settings.CLIENTS_FILE, 'utf8')),
  );
  const provider = createIssuer({
    issuer: settings.PUBLIC_URL,
    clients,
    keys: await loadSigningKeys(settings.IDENTITY_KEY_FILE),
    tokenTtlSeconds: settings.TOKEN_TTL_SECONDS,
  });
  const issued = ctx.metrics.counter('tokens_total', 'Token requests by outcome', ['outcome']);
  provider.on('grant.success', () => issued.inc({ outcome: 'issued' }));
  provider.on('grant.error', () => issued.inc({ outcome: 'refused' }));
  provider.on('server_error', (_, error) => log.error({ err: error }, 'token endpoint failed'));

  const server = createServer(provider.callback());
  server.requestTimeout = 10_000;
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(settings.HTTP_PORT, settings.HTTP_HOST, resolve);
  });
  ctx.onStop(async () => {
    const closed = new Promise<void>((resolve) => server.close(() => resolve()));
    server.closeIdleConnections();
    await closed;
  });
  const { port } = server.address() as AddressInfo;
  log.info({ httpPort: port, clients: clients.length }, 'issuing tokens');
}
