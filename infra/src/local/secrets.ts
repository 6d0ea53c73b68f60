/** Secrets Manager for one run: every generated password made once, every composed value composed. */
import { randomBytes } from 'node:crypto';
import type { Answer, Assembly, Resource } from './assembly.ts';
import type { SecretPlace } from './tasks.ts';

export interface SecretStore {
  readonly valueOf: (place: SecretPlace) => string;
}

const REFERENCE = /\{\{resolve:secretsmanager:([^:]+):SecretString:::\}\}/g;

/** `owner`: what the attachment of the hot store writes into its secret. */
export function createSecretStore(
  assembly: Assembly,
  answer: Answer,
  owner: Readonly<Record<string, string>>,
): SecretStore {
  const passwords = new Map<string, string>();
  const passwordOf = ({ stack, id }: Resource): string => {
    const known = passwords.get(`${stack}/${id}`) ?? randomBytes(24).toString('hex');
    passwords.set(`${stack}/${id}`, known);
    return known;
  };
  const byName = new Map(
    assembly.ofType('AWS::SecretsManager::Secret').map((secret) => [secret.id, secret]),
  );
  const lookUp = ({ secret, key }: SecretPlace): string => {
    if (key !== undefined) {
      const value = owner[key];
      if (value === undefined) throw new Error(`The owner's secret has no ${key}.`);
      return value;
    }
    const { SecretString: composed } = secret.properties;
    if (composed === undefined) return passwordOf(secret);
    const text = String(assembly.resolve(secret.stack, composed, answer));
    return text.replaceAll(REFERENCE, (_, id: string) => passwordOf(byName.get(id) as Resource));
  };
  return { valueOf: lookUp };
}
