/** A key wrapper that serves only the purposes its holder was granted. */
import { OperationalError } from '@ventanilla/errors';
import type { EncryptionContext, KeyWrapper } from './encryption.ts';

/** Purposes of data keys, by what may be asked of the key service for them. */
export interface KeyGrants {
  /** New data keys. */
  readonly wraps: readonly string[];
  readonly unwraps: readonly string[];
  /** Another wrapped form of one that is there. */
  readonly rewraps: readonly string[];
}

/**
 * `wrapper` for `holder` alone: everything else fails with `not-granted` before the key service is asked.
 * Retryable, as a refusal of KMS is: no document is to blame, and nothing is lost while it lasts.
 */
export function grantKeys(wrapper: KeyWrapper, holder: string, grants: KeyGrants): KeyWrapper {
  const check = (verb: keyof KeyGrants, { purpose }: EncryptionContext): void => {
    if (purpose !== undefined && grants[verb].includes(purpose)) return;
    const what = `${verb.slice(0, -1)} data keys of purpose ${purpose ?? 'none'}`;
    throw new OperationalError('not-granted', `${holder} may not ${what}.`, { retryable: true });
  };
  return {
    generate: async (context) => {
      check('wraps', context);
      return wrapper.generate(context);
    },
    unwrap: async (wrapped, context) => {
      check('unwraps', context);
      return wrapper.unwrap(wrapped, context);
    },
    rewrap: async (wrapped, context) => {
      check('rewraps', context);
      return wrapper.rewrap(wrapped, context);
    },
    close: wrapper.close,
  };
}
