import { randomFillSync } from 'node:crypto';

/** Random bytes are drawn 4 kB at a time: one call of the generator serves a hundred documents. */
const POOL_BYTES = 4_096;

export interface Identifiers {
  /** UUIDv7 (RFC 9562 §5.7) of the instant `nowMs`; those of one process rise in the order made. */
  readonly uuid: (nowMs: number) => string;
  /** A fresh W3C trace context, of which nothing is recorded. */
  readonly traceparent: () => string;
}

export function createIdentifiers(): Identifiers {
  const pool = Buffer.alloc(POOL_BYTES);
  let used = POOL_BYTES;
  let lastMs = 0;
  let sequence = 0;

  const randomHex = (bytes: number): string => {
    if (used + bytes > POOL_BYTES) {
      randomFillSync(pool);
      used = 0;
    }
    used += bytes;
    return pool.toString('hex', used - bytes, used);
  };

  return {
    uuid(nowMs) {
      // 12 bits count within a millisecond; when they overflow, or the clock steps back, time is borrowed.
      sequence = nowMs > lastMs ? 0 : sequence + 1;
      lastMs = Math.max(lastMs, nowMs);
      if (sequence > 0xfff) {
        lastMs += 1;
        sequence = 0;
      }
      const time = lastMs.toString(16).padStart(12, '0');
      const count = sequence.toString(16).padStart(3, '0');
      const tail = randomHex(8);
      const variant = ((Number.parseInt(tail[0] as string, 16) & 0x3) | 0x8).toString(16);
      return `${time.slice(0, 8)}-${time.slice(8)}-7${count}-${variant}${tail.slice(1, 4)}-${tail.slice(4)}`;
    },
    traceparent: () => `00-${nonZero(randomHex(16))}-${nonZero(randomHex(8))}-00`,
  };
}

/** All zeros means "no trace" (W3C Trace Context §3.2.2.3). */
const nonZero = (hex: string): string => (/^0+$/.test(hex) ? `${hex.slice(1)}1` : hex);
