/** Passwords of the hot store's roles: generated, never seen, and told to one service each. */
import { Fn, SecretValue, type Stack } from 'aws-cdk-lib';
import { Secret } from 'aws-cdk-lib/aws-secretsmanager';
import type { Site } from '../constructs/site.ts';
import type { Data } from './data.ts';
import { DATABASE_CA_FILE, DATABASE_NAME, DATABASE_PORT } from './data.ts';
import type { Keys } from './keys.ts';

export interface RoleSecret {
  /** The password alone, for the task that migrates. */
  readonly password: Secret;
  /** The whole address, as `DATABASE_URL`. */
  readonly url: Secret;
}

/** CloudFormation puts the generated password into the address; neither it nor we ever show it. */
export function roleSecret(
  stack: Stack,
  site: Site,
  keys: Keys,
  { database }: Data,
  role: string,
): RoleSecret {
  const name = `${site.prefix}/${role}`;
  const password = new Secret(stack, `Password-${role}`, {
    secretName: `${name}/password`,
    encryptionKey: keys.secrets,
    generateSecretString: { passwordLength: 48, excludePunctuation: true },
  });
  const { hostname } = database.clusterEndpoint;
  const url = Fn.join('', [
    `postgres://${role}:`,
    password.secretValue.unsafeUnwrap(),
    '@',
    hostname,
    `:${DATABASE_PORT}/${DATABASE_NAME}?sslmode=verify-full&sslrootcert=${DATABASE_CA_FILE}`,
  ]);
  return {
    password,
    url: new Secret(stack, `Url-${role}`, {
      secretName: `${name}/url`,
      encryptionKey: keys.secrets,
      secretStringValue: SecretValue.unsafePlainText(url),
    }),
  };
}
