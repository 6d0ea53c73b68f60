/** Aurora's place: a Postgres container that takes TLS only as Aurora gives it, with a certificate of its own. */
import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { succeeded } from './command.ts';

export const STORE_ALIAS = 'hot-store.ventanilla.local';
/** Where docker/aws.Dockerfile takes the authorities of the hot store from. */
const AUTHORITY_FILE = 'database-ca.pem';

/** Signed by itself: the server's certificate and the authority that tasks trust, in one. */
export async function makeCertificate(folder: string): Promise<void> {
  await succeeded('openssl', [
    ...['req', '-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes'],
    ...['-keyout', join(folder, 'server.key'), '-out', join(folder, AUTHORITY_FILE)],
    ...['-days', '2', '-subj', `/CN=${STORE_ALIAS}`],
    ...['-addext', `subjectAltName=DNS:${STORE_ALIAS}`],
  ]);
  // Read by another user inside the container; the folder lives as long as the run.
  await succeeded('chmod', ['-R', 'a+rX', folder]);
}

/** The server wants its key to belong to it and to nobody else. */
const script = (port: number): string =>
  [
    `cp /tls/${AUTHORITY_FILE} /tmp/server.pem && cp /tls/server.key /tmp/server.key`,
    'chmod 600 /tmp/server.key',
    'if [ "$(id -u)" = 0 ]; then chown postgres /tmp/server.key /tmp/server.pem; fi',
    `exec docker-entrypoint.sh postgres -c port=${port} -c ssl=on ` +
      '-c ssl_cert_file=/tmp/server.pem -c ssl_key_file=/tmp/server.key -c jit=off',
  ].join('\n');

export interface StoreContainer {
  readonly name: string;
  readonly network: string;
  readonly image: string;
  /** With the certificate. */
  readonly folder: string;
  readonly port: number;
}

/** Starts it; returns the password of its superuser. */
export async function runStore(store: StoreContainer): Promise<string> {
  const password = randomBytes(16).toString('hex');
  await succeeded(
    'docker',
    [
      ...['run', '--detach', '--name', store.name],
      ...['--network', store.network, '--network-alias', STORE_ALIAS],
      ...['--env', 'POSTGRES_PASSWORD', '--volume', `${store.folder}:/tls:ro`],
      ...['--entrypoint', 'sh', store.image, '-c', script(store.port)],
    ],
    { environment: { POSTGRES_PASSWORD: password } },
  );
  return password;
}
