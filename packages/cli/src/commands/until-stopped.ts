/** When the process is told to stop, and by what. */
import { EXIT } from '../failure.ts';

/** Ctrl-C may arrive twice, from the terminal and from the one that started us: that is one wish. */
const ONE_WISH_MS = 500;

/**
 * Aborts on Ctrl-C, SIGTERM, or the end of the one that started us. A second Ctrl-C ends the process
 * at once: services and database notice, and stop by themselves.
 */
export function stopRequest(): { readonly signal: AbortSignal; readonly reason: () => string } {
  const controller = new AbortController();
  let reason = '';
  let firstAt = 0;
  const stop = (why: string) => {
    if (controller.signal.aborted) {
      if (why === 'SIGINT' && Date.now() - firstAt > ONE_WISH_MS) process.exit(EXIT.interrupted);
      return;
    }
    reason = why;
    firstAt = Date.now();
    controller.abort();
  };
  for (const name of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(name, () => stop(name));
  if (process.channel) {
    process.once('disconnect', () => stop('parent gone'));
    // Listening for the end of the channel must not keep us alive.
    process.channel.unref();
  }
  return { signal: controller.signal, reason: () => reason };
}

/** Resolves when `signal` aborts; at once when it has. */
export const whenAborted = (signal: AbortSignal): Promise<void> =>
  new Promise((resolve) => {
    if (signal.aborted) resolve();
    else signal.addEventListener('abort', () => resolve(), { once: true });
  });
