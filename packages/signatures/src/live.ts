/** A signer that waits for its key at the start and takes up a new one while it is used. */
import { setTimeout as delay } from 'node:timers/promises';
import { invariant, isRetryable } from '@ventanilla/errors';
import type { PublicKey, Signer } from './signatures.ts';

export interface LiveSignerOptions {
  /** Opens the key of today, called again and again; undefined while it is the one at hand. */
  readonly open: (atHand?: PublicKey) => Promise<Signer | undefined>;
  /** Absent of a key that is turned over by a restart. */
  readonly everyMs?: number;
  /** Told of a look that failed; the key at hand goes on signing. */
  readonly onError: (error: unknown) => void;
  /** Ends the waiting for the first key. */
  readonly signal: AbortSignal;
}

const ASK_AGAIN_MS = 1_000;

/** Nothing is started without a key, and what may pass is waited for. */
async function firstKey({ open, onError, signal }: LiveSignerOptions): Promise<Signer> {
  for (;;) {
    try {
      const found = await open();
      invariant(found, 'the first key is opened');
      return found;
    } catch (error) {
      if (!isRetryable(error) || signal.aborted) throw error;
      onError(error);
      await delay(ASK_AGAIN_MS, undefined, { signal }).catch(() => undefined);
    }
  }
}

/**
 * `publicKey` and `sign` taken together are of one key: `const { publicKey, sign } = signer`. What was
 * taken before a turnover goes on signing with the former key until `close`.
 */
export async function createLiveSigner(options: LiveSignerOptions): Promise<Signer> {
  const { open, everyMs, onError } = options;
  let current = await firstKey(options);
  const former: Signer[] = [];
  const look = async (): Promise<void> => {
    const found = await open(current.publicKey);
    if (found === undefined) return;
    if (Buffer.from(found.publicKey.spki).equals(current.publicKey.spki)) return found.close();
    former.push(current);
    current = found;
  };
  let looking: Promise<void> = Promise.resolve();
  const lookAgain = () => {
    looking = looking.then(look).catch(onError);
  };
  const timer = everyMs === undefined ? undefined : setInterval(lookAgain, everyMs).unref();
  return {
    get publicKey() {
      return current.publicKey;
    },
    get sign() {
      return current.sign;
    },
    close: async () => {
      clearInterval(timer);
      await looking;
      for (const signer of [current, ...former]) await signer.close();
    },
  };
}
