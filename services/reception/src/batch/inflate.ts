import { type Readable, Transform } from 'node:stream';
import { createGunzip } from 'node:zlib';
import { checkRatio } from './archive-guard.ts';
import { BatchBroken, type BatchLimits } from './entry.ts';

/**
 * The inflated bytes of a gzip stream; fails with BatchBroken when it is damaged, cut short, or swells
 * beyond the ratio. Destroying the result destroys the source's reader, not the source.
 */
export function inflateWithin(source: Readable, limits: BatchLimits): Readable {
  let compressed = 0;
  let inflated = 0;
  const gunzip = createGunzip();
  const weigh = new Transform({
    transform(chunk: Buffer, _, done) {
      inflated += chunk.length;
      try {
        checkRatio(inflated, compressed, limits);
        done(null, chunk);
      } catch (error) {
        done(error as Error);
      }
    },
  });
  const broken = (cause: unknown) =>
    weigh.destroy(
      cause instanceof BatchBroken ? cause : new BatchBroken('batch-unreadable', {}, cause),
    );
  source.on('data', (chunk: Buffer) => {
    compressed += chunk.length;
  });
  source.on('error', broken);
  gunzip.on('error', broken);
  weigh.on('close', () => {
    source.unpipe(gunzip);
    gunzip.destroy();
  });
  return source.pipe(gunzip).pipe(weigh);
}
