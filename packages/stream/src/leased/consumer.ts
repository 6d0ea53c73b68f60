import { isRetryable } from '@ventanilla/errors';
import type { ConsumeOptions } from '../stream.ts';
import type { Lease, LeasedBackend, Share, Timing } from './backend.ts';
import { pause } from './patience.ts';
import { createPoller, type Poller } from './poller.ts';
import { runTurn } from './turn.ts';

interface Turn {
  readonly lease: Lease;
  readonly lost: AbortController;
  readonly ending: AbortController;
  done: Promise<void>;
}

/** The state of one running consumer: which partitions are in hand, and by when leases must be renewed. */
class LeasedConsumer {
  readonly #backend: LeasedBackend;
  readonly #options: ConsumeOptions;
  readonly #timing: Timing;
  readonly #poller: Poller;
  readonly #turns = new Map<number, Turn>();
  readonly #failed = new AbortController();
  readonly #polling = new AbortController();
  #queue: Promise<unknown> = Promise.resolve();
  #expiry: NodeJS.Timeout | undefined;
  #known = false;
  #nudge = new AbortController();

  constructor(backend: LeasedBackend, options: ConsumeOptions, timing: Timing) {
    this.#backend = backend;
    this.#options = options;
    this.#timing = timing;
    this.#poller = createPoller(backend, timing);
  }

  async run(): Promise<void> {
    const polled = this.#poller.run(this.#polling.signal).catch((error) => this.#fail(error));
    const stop = AbortSignal.any([this.#options.signal, this.#failed.signal]);
    try {
      while (!stop.aborted) {
        const renewed = await this.#renew(this.#known ? 'steady' : 'first');
        this.#nudge = new AbortController();
        const ms = renewed ? this.#timing.renewEveryMs : this.#timing.retryMinMs;
        await pause(ms, AbortSignal.any([stop, this.#nudge.signal]));
      }
      if (!this.#failed.signal.aborted) await this.#drain();
    } finally {
      for (const turn of this.#turns.values()) turn.lost.abort();
      clearTimeout(this.#expiry);
      this.#polling.abort();
      await polled;
      await this.#inTurn(() => this.#backend.leave()).catch(ignoreUnreachable);
    }
    if (this.#failed.signal.aborted) throw this.#failed.signal.reason;
  }

  /** A release between a renewal's answer and our acting on it would revive what was just given up. */
  #inTurn<T>(work: () => Promise<T>): Promise<T> {
    const result = this.#queue.then(work);
    this.#queue = result.catch(() => undefined);
    return result;
  }

  #fail(error: unknown): void {
    this.#failed.abort(error);
    for (const turn of this.#turns.values()) turn.lost.abort();
  }

  #renew(mode: 'first' | 'steady' | 'draining'): Promise<boolean> {
    return this.#inTurn(async () => {
      const askedAt = performance.now();
      try {
        this.#adopt(await this.#backend.renew(mode), mode === 'draining');
      } catch (error) {
        if (!isRetryable(error)) this.#fail(error);
        return false;
      }
      this.#known = true;
      clearTimeout(this.#expiry);
      const leftMs = this.#timing.leaseMs - (performance.now() - askedAt);
      this.#expiry = setTimeout(() => {
        for (const turn of this.#turns.values()) turn.lost.abort();
      }, leftMs);
      this.#expiry.unref();
      return true;
    });
  }

  #adopt({ leases, quota }: Share, draining: boolean): void {
    const byPartition = new Map(leases.map((lease) => [lease.partition, lease]));
    for (const turn of this.#turns.values()) {
      if (byPartition.get(turn.lease.partition)?.epoch !== turn.lease.epoch) turn.lost.abort();
    }
    if (draining) return;
    for (const lease of leases) {
      // A lost turn whose handler still runs keeps its place: two at once would break the order.
      if (!this.#turns.has(lease.partition)) this.#begin(lease);
    }
    const active = [...this.#turns.values()]
      .filter(({ lost, ending }) => !lost.signal.aborted && !ending.signal.aborted)
      .sort((a, b) => a.lease.partition - b.lease.partition);
    for (const turn of active.slice(quota)) turn.ending.abort();
  }

  #begin(lease: Lease): void {
    const lost = new AbortController();
    const ending = new AbortController();
    const ports = {
      backend: this.#backend,
      options: this.#options,
      timing: this.#timing,
      poller: this.#poller,
    };
    const turn: Turn = { lease, lost, ending, done: Promise.resolve() };
    this.#turns.set(lease.partition, turn);
    turn.done = runTurn(ports, lease, { lost: lost.signal, ending: ending.signal })
      .then((end) =>
        this.#inTurn(async () => {
          this.#turns.delete(lease.partition);
          // Released or not, it runs out by itself; only the next holder waits longer.
          if (end !== 'ended') return;
          await this.#backend.release(lease).catch(ignoreUnreachable);
          // Others may be waiting for the last of ours before partitions are shared out anew.
          if (this.#turns.size === 0) this.#nudge.abort();
        }),
      )
      .catch((error) => this.#fail(error));
  }

  /** Lets the batches in hand finish, renewing meanwhile; aborts those that outlive the drain time. */
  async #drain(): Promise<void> {
    const { drainMs, renewEveryMs } = this.#timing;
    const all = () => Promise.allSettled([...this.#turns.values()].map(({ done }) => done));
    for (const turn of this.#turns.values()) turn.ending.abort();
    const drained = new AbortController();
    const finished = all().then(() => drained.abort());
    const deadline = performance.now() + drainMs;
    while (!drained.signal.aborted && performance.now() < deadline) {
      await pause(Math.min(renewEveryMs, deadline - performance.now()), drained.signal);
      if (!drained.signal.aborted) await this.#renew('draining');
    }
    for (const turn of this.#turns.values()) turn.lost.abort();
    // A handler deaf to its signal is left to the end of the process.
    const patience = new AbortController();
    await Promise.race([finished, pause(drainMs / 3, patience.signal)]);
    patience.abort();
  }
}

const ignoreUnreachable = (error: unknown): void => {
  if (!isRetryable(error)) throw error;
};

/** `Stream.consume` for back ends with leases. */
export const consumeByLease = (
  backend: LeasedBackend,
  options: ConsumeOptions,
  timing: Timing,
): Promise<void> => new LeasedConsumer(backend, options, timing).run();
