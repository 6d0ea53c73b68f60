import { once } from 'node:events';
import { createGunzip, type Gunzip } from 'node:zlib';
import { checkRatio } from './archive-guard.ts';
import { BatchBroken, type BatchLimits } from './entry.ts';

/** gzip can swell a thousandfold: what one step inflates to stays below 4 MiB. */
const STEP_BYTES = 4_096;

/**
 * The inflated bytes of a gzip body. Everything that came whole is yielded before a damage or a cut
 * is told by BatchBroken, so the documents before it are not lost; so is a ratio beyond belief.
 */
export async function* inflateWithin(
  source: AsyncIterable<Buffer>,
  limits: BatchLimits,
): AsyncGenerator<Buffer> {
  const gunzip = createGunzip();
  const inflated: Buffer[] = [];
  gunzip.on('data', (chunk: Buffer) => inflated.push(chunk));
  const failed = new Promise<never>((_, reject) => gunzip.once('error', reject));
  // Raced in every step; here it only keeps an early failure from going unhandled.
  failed.catch(() => undefined);
  let bytesIn = 0;
  let bytesOut = 0;
  const weigh = function* () {
    for (const chunk of inflated.splice(0)) {
      bytesOut += chunk.length;
      checkRatio(bytesOut, bytesIn, limits);
      yield chunk;
    }
  };
  try {
    for await (const chunk of source) {
      for (let at = 0; at < chunk.length; at += STEP_BYTES) {
        const step = chunk.subarray(at, at + STEP_BYTES);
        bytesIn += step.length;
        // A write that meets damage never calls back.
        await Promise.race([written(gunzip, step), failed]);
        yield* weigh();
      }
    }
    gunzip.end();
    await Promise.race([once(gunzip, 'end'), failed]);
    yield* weigh();
  } catch (error) {
    yield* weigh();
    if (error instanceof BatchBroken) throw error;
    throw new BatchBroken('batch-unreadable', {}, error);
  } finally {
    gunzip.destroy();
  }
}

const written = (gunzip: Gunzip, bytes: Buffer): Promise<void> =>
  new Promise((resolve, reject) => {
    gunzip.write(bytes, (error) => (error ? reject(error) : resolve()));
  });
