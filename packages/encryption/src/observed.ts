/** What is asked of the key service, told to whoever counts it. */
import type { KeyWrapper } from './encryption.ts';

/** `sign` is told by whoever opens the signer of the same process. */
export type KeyCall = 'generate' | 'unwrap' | 'rewrap' | 'sign';

/** `failure` is what the call ended in, undefined when it was answered. */
export type KeyObserver = (call: KeyCall, failure: unknown) => void;

export function observeKeys(wrapper: KeyWrapper, observer: KeyObserver): KeyWrapper {
  const told = async <T>(call: KeyCall, work: Promise<T>): Promise<T> => {
    try {
      const answer = await work;
      observer(call, undefined);
      return answer;
    } catch (error) {
      observer(call, error);
      throw error;
    }
  };
  return {
    generate: (context) => told('generate', wrapper.generate(context)),
    unwrap: (wrapped, context) => told('unwrap', wrapper.unwrap(wrapped, context)),
    rewrap: (wrapped, context) => told('rewrap', wrapper.rewrap(wrapped, context)),
    close: wrapper.close,
  };
}
