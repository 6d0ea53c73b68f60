/**
 * What kafkajs sees of a socket. Left alone with one, it keeps the beginning of a response that a dying
 * broker cut short and reads the next connection's bytes as its rest: from then on it waits for ever for
 * gigabytes that do not come, or throws where no handler can catch it. It also takes the end of a socket
 * that it has given up for the end of the one it uses now. So here a socket hands over whole responses
 * only, and falls silent when it is ended.
 */
import type { Socket } from 'node:net';
import type { ISocketFactory } from 'kafkajs';

const PREFIX_BYTES = 4;
/** More than any fetch asks for; TLS and HTTP, read as a length, are above. */
const RESPONSE_BYTES_MAX = 128 * 1024 * 1024;

/** Takes chunks, gives back the whole responses that they complete. Throws on what is no response of Kafka. */
export const createCutter = (): ((chunk: Buffer) => Buffer | undefined) => {
  let kept: Buffer[] = [];
  let bytes = 0;
  let needed = PREFIX_BYTES;

  const sizeAt = (buffer: Buffer, place: number): number => {
    const size = buffer.readInt32BE(place);
    if (size >= 0 && size <= RESPONSE_BYTES_MAX) return PREFIX_BYTES + size;
    throw new Error('this is no response of Kafka: is TLS set as the broker has it?');
  };

  return (chunk) => {
    kept.push(chunk);
    bytes += chunk.length;
    if (bytes < needed) return undefined;
    const all = kept.length === 1 ? chunk : Buffer.concat(kept, bytes);
    let end = 0;
    needed = PREFIX_BYTES;
    while (bytes - end >= PREFIX_BYTES) {
      needed = sizeAt(all, end);
      if (bytes - end < needed) break;
      end += needed;
      needed = PREFIX_BYTES;
    }
    kept = end === bytes ? [] : [all.subarray(end)];
    bytes -= end;
    return end === 0 ? undefined : all.subarray(0, end);
  };
};

/** Sockets of `create`, as they should be. */
export const wholeResponses =
  (create: ISocketFactory): ISocketFactory =>
  ({ onConnect, ...where }) => {
    let isOver = false;
    const socket = create({ ...where, onConnect: () => isOver || onConnect() });
    const cut = createCutter();
    // A socket that was given up may still break.
    socket.on('error', () => {});
    const guarded = {
      on: (event: string, listener: (value?: unknown) => void) => {
        socket.on(event, (value) => {
          if (isOver) return;
          if (event !== 'data') return listener(value);
          try {
            const whole = cut(value);
            if (whole) listener(whole);
          } catch (error) {
            socket.destroy(error as Error);
          }
        });
        return guarded;
      },
      write: socket.write.bind(socket),
      unref: socket.unref.bind(socket),
      end: () => {
        isOver = true;
        socket.destroySoon();
      },
    };
    // All that kafkajs calls of a socket.
    return guarded as unknown as Socket;
  };
