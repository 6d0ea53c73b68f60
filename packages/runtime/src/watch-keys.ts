/** The key service as one process sees it: its calls counted, and whether it holds the work up. */
import { errorCode, isRetryable } from '@ventanilla/errors';
import type { ServiceContext } from './service.ts';

export interface KeyWatch {
  /** To be told of every call; `failure` is undefined when it was answered. */
  readonly onKeyCall: (call: string, failure: unknown) => void;
  /** True, or the code of the outage: while one lasts a consumer holds its partitions. */
  readonly check: () => true | string;
}

/** Who holds a partition asks far more often; whoever lost it would else be unready for ever. */
const FORGOTTEN_AFTER_MS = 120_000;

/** An outage begins with a call that waiting can help and ends with the next of its kind that is answered. */
export function watchKeys(
  { metrics, log }: Pick<ServiceContext, 'metrics' | 'log'>,
  now: () => number = performance.now.bind(performance),
): KeyWatch {
  const calls = metrics.counter('key_calls_total', 'Calls to the key service', ['call', 'outcome']);
  const failing = metrics.gauge('key_service_failing', '1 while the key service holds work up');
  const outages = new Map<string, { readonly code: string; readonly at: number }>();
  const check = () => {
    const lasting = [...outages.values()].find(({ at }) => now() - at < FORGOTTEN_AFTER_MS);
    return lasting?.code ?? true;
  };
  // Read when it is asked for.
  Object.assign(failing, { collect: () => failing.set(check() === true ? 0 : 1) });
  return {
    onKeyCall: (call, failure) => {
      const code = failure === undefined ? 'ok' : errorCode(failure);
      calls.inc({ call, outcome: code });
      const was = check() !== true;
      if (isRetryable(failure)) outages.set(call, { code, at: now() });
      else outages.delete(call);
      if (was === (check() !== true)) return;
      if (was) log.info('the key service answers again');
      else log.error({ err: failure, call }, 'the key service does not answer: work is held');
    },
    check,
  };
}
