import { setTimeout as delay } from 'node:timers/promises';

export interface WaitOptions {
  /** Named in the error when the fact never comes. */
  readonly what?: string;
  readonly timeoutMs?: number;
  readonly everyMs?: number;
  readonly signal?: AbortSignal;
}

/** Resolves with the first truthy value of `fact`; rejects, naming `what`, after `timeoutMs` (10 s). */
export const waitFor = async <T>(
  fact: () => T | Promise<T>,
  { what = 'the fact', timeoutMs = 10_000, everyMs = 20, signal }: WaitOptions = {},
): Promise<NonNullable<T>> => {
  const deadline = performance.now() + timeoutMs;
  let thrown: unknown;
  for (;;) {
    try {
      const value = await fact();
      if (value) return value;
      thrown = undefined;
    } catch (error) {
      thrown = error;
    }
    if (performance.now() > deadline) {
      throw new Error(`waited ${timeoutMs} ms in vain for ${what}`, { cause: thrown });
    }
    await delay(everyMs, undefined, signal ? { signal } : {});
  }
};
