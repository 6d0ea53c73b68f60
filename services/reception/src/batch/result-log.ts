/**
 * The results of one batch, a line each: written to a file at once, read from it at the client's
 * pace, and stored in parts for later. Without the file, a client that sends everything before it
 * reads anything would stop its own upload as soon as the results filled the connection.
 */
import { type FileHandle, open } from 'node:fs/promises';
import { setImmediate } from 'node:timers/promises';

export interface ResultLogOptions {
  readonly file: string;
  /** Keeps a part, numbered from 1; its failure is the caller's to settle, never thrown. */
  readonly storePart: (number: number, lines: Buffer) => Promise<void>;
  readonly partLinesMax: number;
}

export interface ResultLog {
  /** Resolves when the line may be forgotten; waits when the disk is behind. */
  readonly append: (line: string) => Promise<void>;
  /** Stores the last part; no line follows. */
  readonly settle: () => Promise<void>;
  /** Adds `last`, which belongs to no part, and lets readers come to an end. */
  readonly finish: (last: string) => Promise<void>;
  /** Makes readers fail: the results cannot be told. */
  readonly fail: (error: unknown) => void;
  /** Everything written so far and what follows, until `finish`. */
  readonly read: () => AsyncGenerator<Buffer>;
  /** Resolves with the first line, or when there will be none. */
  readonly started: Promise<void>;
  readonly parts: () => number;
  readonly close: () => Promise<void>;
}

const BEHIND_MAX = 256 * 1_024;
const READ_BYTES = 64 * 1_024;

export async function createResultLog(options: ResultLogOptions): Promise<ResultLog> {
  const handle: FileHandle = await open(options.file, 'w+', 0o600);
  const started = Promise.withResolvers<void>();
  let pending = '';
  let written = 0;
  let ended = false;
  let failure: unknown;
  let flushing: Promise<void> | undefined;
  let wake: (() => void)[] = [];
  let part: string[] = [];
  let parts = 0;

  const wakeAll = () => {
    const waiting = wake;
    wake = [];
    for (const resolve of waiting) resolve();
  };
  const flush = async () => {
    await setImmediate();
    while (pending !== '') {
      const bytes = Buffer.from(pending);
      pending = '';
      await handle.write(bytes, 0, bytes.length, written);
      written += bytes.length;
      wakeAll();
    }
    flushing = undefined;
  };
  const write = async (line: string) => {
    pending += `${line}\n`;
    flushing ??= flush();
    started.resolve();
    if (pending.length > BEHIND_MAX) await flushing;
  };
  const storePart = async () => {
    if (part.length === 0) return;
    const lines = Buffer.from(`${part.join('\n')}\n`);
    part = [];
    parts += 1;
    await options.storePart(parts, lines);
  };
  const end = () => {
    ended = true;
    started.resolve();
    wakeAll();
  };

  return {
    async append(line) {
      await write(line);
      part.push(line);
      if (part.length >= options.partLinesMax) await storePart();
    },
    settle: storePart,
    async finish(last) {
      await write(last);
      await flushing;
      end();
    },
    fail(error) {
      failure ??= error;
      end();
    },
    async *read() {
      const buffer = Buffer.allocUnsafe(READ_BYTES);
      for (let at = 0; ; ) {
        if (failure !== undefined) throw failure;
        if (at < written) {
          const length = Math.min(READ_BYTES, written - at);
          const { bytesRead } = await handle.read(buffer, 0, length, at);
          at += bytesRead;
          yield Buffer.from(buffer.subarray(0, bytesRead));
        } else if (ended) return;
        else await new Promise<void>((resolve) => wake.push(resolve));
      }
    },
    started: started.promise,
    parts: () => parts,
    async close() {
      await flushing;
      await handle.close();
    },
  };
}
