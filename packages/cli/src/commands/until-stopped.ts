/** Resolves when the process is told to stop: Ctrl-C, SIGTERM, or the end of the one that started it. */
export function stopRequest(): { readonly signal: AbortSignal; readonly reason: () => string } {
  const controller = new AbortController();
  let reason = '';
  const stop = (why: string) => {
    reason = why;
    controller.abort();
  };
  process.once('SIGINT', () => stop('SIGINT'));
  process.once('SIGTERM', () => stop('SIGTERM'));
  process.once('SIGHUP', () => stop('SIGHUP'));
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
