/** Finding and making keys in a token. Versions of a key are labelled `<label>/<version>`. */
import { OperationalError } from '@ventanilla/errors';
import type { Handle } from 'pkcs11js';
import type { HsmSession } from './hsm.ts';

const FOUND_MAX = 1_000;
/** DER of the named curve P-256. */
const P256 = Buffer.from('06082a8648ce3d030107', 'hex');

export interface KeyVersion {
  readonly id: string;
  readonly version: number;
  readonly key: Handle;
}

type KeyClass = 'secret' | 'private' | 'public';

/** Put before the label of a key that is switched off. */
export const RETIRED = 'retired:';

/** Every version of a key, oldest first; those whose label is changed by `prefix` when it is given. */
export function findVersions(
  { driver, module, handle }: HsmSession,
  keyLabel: string,
  keyClass: KeyClass,
  prefix = '',
): readonly KeyVersion[] {
  const label = `${prefix}${keyLabel}`;
  const classes = {
    secret: driver.CKO_SECRET_KEY,
    private: driver.CKO_PRIVATE_KEY,
    public: driver.CKO_PUBLIC_KEY,
  };
  module.C_FindObjectsInit(handle, [{ type: driver.CKA_CLASS, value: classes[keyClass] }]);
  const found = module.C_FindObjects(handle, FOUND_MAX);
  module.C_FindObjectsFinal(handle);
  return found
    .flatMap((key): readonly KeyVersion[] => {
      const [attribute] = module.C_GetAttributeValue(handle, key, [{ type: driver.CKA_LABEL }]);
      const id = Buffer.from(attribute?.value as Buffer).toString('utf8');
      const version = id.startsWith(`${label}/`) ? Number(id.slice(label.length + 1)) : Number.NaN;
      return Number.isSafeInteger(version) ? [{ id, version, key }] : [];
    })
    .sort((a, b) => a.version - b.version);
}

/** The newest version of a key; throws OperationalError `key-unknown` when there is none. */
export function findCurrent(session: HsmSession, label: string, keyClass: KeyClass): KeyVersion {
  const current = findVersions(session, label, keyClass).at(-1);
  if (current) return current;
  throw new OperationalError('key-unknown', `The HSM has no key ${label}`, { retryable: false });
}

/** Makes the next version of an AES-256 key that never leaves the token; returns its id. */
export function createWrappingKey(session: HsmSession, label: string): string {
  const { driver, module, handle } = session;
  const versions = ['', RETIRED].flatMap((prefix) =>
    findVersions(session, label, 'secret', prefix),
  );
  const version = Math.max(0, ...versions.map((key) => key.version)) + 1;
  module.C_GenerateKey(handle, { mechanism: driver.CKM_AES_KEY_GEN }, [
    { type: driver.CKA_LABEL, value: `${label}/${version}` },
    { type: driver.CKA_VALUE_LEN, value: 32 },
    { type: driver.CKA_TOKEN, value: true },
    { type: driver.CKA_PRIVATE, value: true },
    { type: driver.CKA_SENSITIVE, value: true },
    { type: driver.CKA_EXTRACTABLE, value: false },
    { type: driver.CKA_ENCRYPT, value: true },
    { type: driver.CKA_DECRYPT, value: true },
  ]);
  return `${label}/${version}`;
}

/** Makes the next version of a P-256 key pair whose private half never leaves the token; returns its id. */
export function createSigningKey(session: HsmSession, label: string): string {
  const { driver, module, handle } = session;
  const version = (findVersions(session, label, 'private').at(-1)?.version ?? 0) + 1;
  const shared = [
    { type: driver.CKA_LABEL, value: `${label}/${version}` },
    { type: driver.CKA_TOKEN, value: true },
  ];
  module.C_GenerateKeyPair(
    handle,
    { mechanism: driver.CKM_EC_KEY_PAIR_GEN },
    [
      ...shared,
      { type: driver.CKA_EC_PARAMS, value: P256 },
      { type: driver.CKA_VERIFY, value: true },
    ],
    [
      ...shared,
      { type: driver.CKA_PRIVATE, value: true },
      { type: driver.CKA_SENSITIVE, value: true },
      { type: driver.CKA_EXTRACTABLE, value: false },
      { type: driver.CKA_SIGN, value: true },
    ],
  );
  return `${label}/${version}`;
}
