/** What the contract's tests share: clients and consumers that are always put away, and patience. */
import { setTimeout as delay } from 'node:timers/promises';
import type {
  Batch,
  BatchHandler,
  ConsumeOptions,
  DeliveredRecord,
  StreamRecord,
} from '../stream.ts';
import type { ContractClient, ContractTarget } from './target.ts';

const PATIENCE_MS = 45_000;

export const until = async <T>(
  what: string,
  fact: () => T | Promise<T>,
  timeoutMs = PATIENCE_MS,
): Promise<NonNullable<T>> => {
  const deadline = performance.now() + timeoutMs;
  for (;;) {
    const value = await fact();
    if (value) return value;
    if (performance.now() > deadline) throw new Error(`waited in vain for: ${what}`);
    await delay(5);
  }
};

export const record = (key: string, value: string | Uint8Array = key): StreamRecord => ({
  key,
  headers: { kind: 'test' },
  value: typeof value === 'string' ? new TextEncoder().encode(value) : value,
});

export const textOf = ({ value }: StreamRecord): string => new TextDecoder().decode(value);

/** Everything delivered to one or more consumers. */
export interface Journal {
  readonly records: DeliveredRecord[];
  readonly batches: Batch[];
  readonly handler: BatchHandler;
  readonly texts: () => string[];
}

export const journal = (): Journal => {
  const records: DeliveredRecord[] = [];
  const batches: Batch[] = [];
  return {
    records,
    batches,
    handler: async (batch) => {
      batches.push(batch);
      records.push(...batch.records);
    },
    texts: () => records.map(textOf),
  };
};

/** A door that handlers wait at. */
export const door = () => {
  const { promise, resolve } = Promise.withResolvers<void>();
  return { open: resolve, passed: promise };
};

export interface Running {
  readonly done: Promise<void>;
  /** Asks it to stop and waits until it has. */
  readonly stop: () => Promise<void>;
}

let names = 0;

/** A test with time for a back end to notice what happened to it. */
export const test = (name: string, body: () => Promise<void>): void =>
  it(name, body, PATIENCE_MS + 15_000);

/** Never the same twice, within this process or between runs on a back end that lasts. */
const unique = (word: string): string => {
  names += 1;
  return `${word}-${process.pid}-${Date.now().toString(36)}-${names}`;
};

export class Scene {
  readonly #target: ContractTarget;
  readonly #clients: ContractClient[] = [];
  readonly #running: Running[] = [];

  constructor(target: ContractTarget) {
    this.#target = target;
  }

  async open(): Promise<ContractClient> {
    const client = await this.#target.open();
    this.#clients.push(client);
    return client;
  }

  async topic(client: ContractClient, partitions: number): Promise<string> {
    const name = unique('topic');
    await client.stream.ensure([{ name, partitions }]);
    return name;
  }

  consume(
    { stream }: ContractClient,
    options: Omit<ConsumeOptions, 'signal' | 'member'> & { readonly member?: string },
  ): Running {
    const controller = new AbortController();
    const done = stream.consume({ member: 'one', ...options, signal: controller.signal });
    done.catch(() => {}); // looked at by the test or by stop()
    const running: Running = {
      done,
      stop: async () => {
        controller.abort();
        await done;
      },
    };
    this.#running.push(running);
    return running;
  }

  async clear(): Promise<void> {
    for (const client of this.#clients) client.thaw();
    await Promise.allSettled(this.#running.splice(0).map(({ stop }) => stop()));
    await Promise.allSettled(this.#clients.splice(0).map(({ stream }) => stream.close()));
  }
}

/** Appends and fails the test on the first record that was refused. */
export const put = async (
  { stream }: ContractClient,
  topic: string,
  records: readonly StreamRecord[],
): Promise<void> => {
  const results = await stream.append(topic, records);
  for (const result of results) if (!result.ok) throw result.error;
};

/** `count` records spread over keys, each value saying its place within its key: `key:place`. */
export const numbered = (count: number, keys: number): StreamRecord[] =>
  Array.from({ length: count }, (_, index) => {
    const key = `key-${index % keys}`;
    return record(key, `${key}:${Math.floor(index / keys)}`);
  });

/** Fails unless the first sight of each key's values is in order; gives the values seen, without repeats. */
export const firstSightInOrder = (texts: readonly string[]): Set<string> => {
  const seen = new Set<string>();
  const last = new Map<string, number>();
  for (const text of texts) {
    if (seen.has(text)) continue;
    seen.add(text);
    const [key, place] = text.split(':') as [string, string];
    const expected = (last.get(key) ?? -1) + 1;
    if (Number(place) !== expected) throw new Error(`${text} came, ${key}:${expected} was due`);
    last.set(key, expected);
  }
  return seen;
};
