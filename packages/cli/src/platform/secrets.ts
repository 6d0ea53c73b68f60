/**
 * What a local platform must keep to itself, made on first use: passwords of the database roles, the
 * wrapping key, the signing key, the demonstration clients. Every file belongs to its owner alone.
 */
import { randomBytes } from 'node:crypto';
import { existsSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { EmbeddedClientsFile } from '@ventanilla/auth';
import { createLocalKeyFile } from '@ventanilla/encryption/local';
import { demoClients } from '@ventanilla/samples';
import { createSigningKeyFile } from '@ventanilla/signatures/local';
import type { Home } from './home.ts';

export interface Secrets {
  readonly encryptionKeyFile: string;
  readonly signingKeyFile: string;
  readonly identityKeyFile: string;
  readonly clientsFile: string;
  readonly rolePasswords: Readonly<Record<string, string>>;
}

/** Where they lie. */
export const secretFiles = (home: Home) => ({
  encryptionKeyFile: join(home.secrets, 'encryption.json'),
  signingKeyFile: join(home.secrets, 'signing.pem'),
  identityKeyFile: join(home.secrets, 'identity.json'),
  clientsFile: join(home.secrets, 'clients.json'),
});

/** A file is made beside its place and renamed: a kill in between leaves nothing half made. */
async function makeOnce(file: string, make: (draft: string) => unknown): Promise<void> {
  if (existsSync(file)) return;
  const draft = `${file}.draft`;
  rmSync(draft, { force: true });
  await make(draft);
  renameSync(draft, file);
}

const newSecret = () => randomBytes(24).toString('base64url');
const writeSecret = (file: string, content: unknown) =>
  writeFileSync(file, `${JSON.stringify(content, undefined, 2)}\n`, { mode: 0o600 });

const clientsWithSecrets = (): EmbeddedClientsFile => ({
  clients: demoClients().map(({ clientId, taxpayerId, roles, scopes }) => ({
    client_id: clientId,
    client_secret: newSecret(),
    taxpayer_id: taxpayerId,
    roles: [...roles] as EmbeddedClientsFile['clients'][number]['roles'],
    regions: roles.includes('auditor') || roles.includes('official') ? ['*'] : [],
    scopes: [...scopes] as EmbeddedClientsFile['clients'][number]['scopes'],
  })),
});

/** Reads the secrets of this home; makes those that are not there, never changes those that are. */
export async function loadSecrets(
  home: Home,
  roles: readonly string[],
  now: Date,
): Promise<Secrets> {
  const paths = secretFiles(home);
  const passwordsFile = join(home.secrets, 'roles.json');
  await makeOnce(paths.encryptionKeyFile, (draft) => createLocalKeyFile(draft, now));
  await makeOnce(paths.signingKeyFile, createSigningKeyFile);
  await makeOnce(paths.clientsFile, (draft) => writeSecret(draft, clientsWithSecrets()));
  await makeOnce(passwordsFile, (draft) => writeSecret(draft, {}));
  const known = JSON.parse(readFileSync(passwordsFile, 'utf8')) as Record<string, string>;
  const missing = roles.filter((role) => known[role] === undefined);
  const rolePasswords = { ...known };
  for (const role of missing) rolePasswords[role] = newSecret();
  if (missing.length > 0) {
    writeSecret(`${passwordsFile}.draft`, rolePasswords);
    renameSync(`${passwordsFile}.draft`, passwordsFile);
  }
  return { ...paths, rolePasswords };
}

/** Secret of a demonstration client, undefined when this home has none of that name. */
export function readDemoSecret(home: Home, clientId: string): string | undefined {
  try {
    const text = readFileSync(secretFiles(home).clientsFile, 'utf8');
    const { clients } = JSON.parse(text) as EmbeddedClientsFile;
    return clients.find(({ client_id }) => client_id === clientId)?.client_secret;
  } catch {
    return undefined; // no platform was ever started here
  }
}
