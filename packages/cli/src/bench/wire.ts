/**
 * HTTP/1.1 over one kept-alive socket, one request at a time: the least a client can do, so that the
 * generator takes little of the machine it measures. For our own server on this machine only: it
 * understands Content-Length answers, nothing more.
 */
import { connect, type Socket } from 'node:net';

export interface WireAnswer {
  readonly status: number;
  readonly body: Buffer;
}

export interface Wire {
  /** Rejects when the connection breaks; the request may or may not have been taken. */
  readonly post: (head: string, body: Uint8Array) => Promise<WireAnswer>;
  readonly close: () => void;
}

const END_OF_HEAD = Buffer.from('\r\n\r\n');
const TIMEOUT_MS = 30_000;

/** The next whole answer in `received`, and how many bytes it took; undefined until all of it is here. */
export function readAnswer(
  received: Buffer,
): { readonly answer: WireAnswer; readonly size: number } | undefined {
  const end = received.indexOf(END_OF_HEAD);
  if (end === -1) return undefined;
  const head = received.toString('latin1', 0, end);
  const length = /\r\ncontent-length: *(\d+)/i.exec(head)?.[1];
  if (length === undefined) throw new Error('an answer without Content-Length');
  const from = end + END_OF_HEAD.length;
  const size = from + Number(length);
  if (received.length < size) return undefined;
  return {
    answer: { status: Number(head.slice(9, 12)), body: received.subarray(from, size) },
    size,
  };
}

interface Waiting {
  readonly resolve: (answer: WireAnswer) => void;
  readonly reject: (error: unknown) => void;
}

/** A client of one connection, made again when it breaks. */
export function openWire(host: string, port: number): Wire {
  let socket: Socket | undefined;
  let waiting: Waiting | undefined;
  let received: Buffer = Buffer.alloc(0);

  const broken = (from: Socket, error: unknown) => {
    from.destroy();
    if (socket !== from) return;
    socket = undefined;
    received = Buffer.alloc(0);
    waiting?.reject(error);
    waiting = undefined;
  };

  const open = (): Socket => {
    const opened = connect({ host, port, noDelay: true });
    opened.setTimeout(TIMEOUT_MS, () => broken(opened, new Error('the server does not answer')));
    opened.on('error', (error) => broken(opened, error));
    opened.on('close', () => broken(opened, new Error('the server closed the connection')));
    opened.on('data', (chunk: Buffer) => {
      received = received.length === 0 ? chunk : Buffer.concat([received, chunk]);
      try {
        const next = readAnswer(received);
        if (next === undefined) return;
        received = received.subarray(next.size);
        waiting?.resolve(next.answer);
        waiting = undefined;
      } catch (error) {
        broken(opened, error);
      }
    });
    return opened;
  };

  return {
    post(head, body) {
      socket ??= open();
      const { promise, resolve, reject } = Promise.withResolvers<WireAnswer>();
      waiting = { resolve, reject };
      socket.cork();
      socket.write(`${head}Content-Length: ${body.length}\r\n\r\n`, 'latin1');
      socket.write(body);
      socket.uncork();
      return promise;
    },
    close() {
      socket?.destroy();
    },
  };
}
