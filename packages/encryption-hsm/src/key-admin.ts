import type { KeyAdmin, WrappingKey } from '@ventanilla/encryption';
import { OperationalError } from '@ventanilla/errors';
import type { Hsm, HsmSession } from './hsm.ts';
import { createWrappingKey, findVersions, type KeyVersion, RETIRED } from './objects.ts';

const refused = (code: string, message: string): OperationalError =>
  new OperationalError(code, message, { retryable: false });

/**
 * The life of wrapping keys in a token. A retired key keeps its object under another label, where no
 * wrapper looks for it; a destroyed one leaves nothing behind. Closes the HSM with it.
 */
export function createHsmKeyAdmin(options: {
  readonly hsm: Hsm;
  readonly keyLabel: string;
}): KeyAdmin {
  const { hsm, keyLabel } = options;
  const versions = (session: HsmSession) => findVersions(session, keyLabel, 'secret');
  const retired = (session: HsmSession) => findVersions(session, keyLabel, 'secret', RETIRED);

  const find = (session: HsmSession, keyId: string, state: 'former' | 'retired'): KeyVersion => {
    const inUse = versions(session).find(({ id }) => id === keyId);
    const off = retired(session).find(({ id }) => id === `${RETIRED}${keyId}`);
    if (inUse === undefined && off === undefined) {
      throw refused('key-unknown', `The HSM has no key ${keyId}`);
    }
    const isCurrent = inUse !== undefined && versions(session).at(-1)?.id === keyId;
    const found = state === 'former' ? inUse : off;
    if (found === undefined || (state === 'former' && isCurrent)) {
      throw refused('key-in-use', `The key ${keyId} is not ${state}`);
    }
    return found;
  };
  const relabel = ({ module, handle, driver }: HsmSession, key: KeyVersion, label: string): void =>
    module.C_SetAttributeValue(handle, key.key, [{ type: driver.CKA_LABEL, value: label }]);

  return {
    list: () =>
      hsm.run(async (session): Promise<readonly WrappingKey[]> => {
        const used = versions(session);
        const all = [
          ...used.map(({ id, version }, at) => ({
            version,
            key: { id, state: at === used.length - 1 ? 'current' : 'former' } as const,
          })),
          ...retired(session).map(({ id, version }) => ({
            version,
            key: { id: id.slice(RETIRED.length), state: 'retired' } as const,
          })),
        ];
        return all.sort((a, b) => a.version - b.version).map(({ key }) => key);
      }),
    rotate: () => hsm.run(async (session) => createWrappingKey(session, keyLabel)),
    retire: (keyId) =>
      hsm.run(async (session) =>
        relabel(session, find(session, keyId, 'former'), `${RETIRED}${keyId}`),
      ),
    restore: (keyId) =>
      hsm.run(async (session) => relabel(session, find(session, keyId, 'retired'), keyId)),
    destroy: (keyId) =>
      hsm.run(async (session) => {
        const { key } = find(session, keyId, 'retired');
        session.module.C_DestroyObject(session.handle, key);
      }),
    close: hsm.close,
  };
}
