/** A signer that takes up a new key while it is used. */
import type { Signer } from './signatures.ts';

export interface LiveSignerOptions {
  /** Opens the key of today; called again and again. */
  readonly open: () => Promise<Signer>;
  readonly everyMs: number;
  /** Told of a look that failed; the key at hand goes on signing. */
  readonly onError: (error: unknown) => void;
}

/**
 * `publicKey` and `sign` taken together are of one key: `const { publicKey, sign } = signer`. What was
 * taken before a turnover goes on signing with the former key until `close`.
 */
export async function createLiveSigner({
  open,
  everyMs,
  onError,
}: LiveSignerOptions): Promise<Signer> {
  let current = await open();
  const former: Signer[] = [];
  const look = async (): Promise<void> => {
    const found = await open();
    if (Buffer.from(found.publicKey.spki).equals(current.publicKey.spki)) return found.close();
    former.push(current);
    current = found;
  };
  let looking: Promise<void> = Promise.resolve();
  const timer = setInterval(() => {
    looking = looking.then(look).catch(onError);
  }, everyMs);
  timer.unref();
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
