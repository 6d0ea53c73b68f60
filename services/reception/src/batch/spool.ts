import { mkdtemp, open, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { BatchBroken, type BatchLimits } from './entry.ts';

/** A folder of one batch's temporary files; `remove` leaves nothing behind. */
export async function createScratch(folder: string) {
  const path = await mkdtemp(join(folder, 'ventanilla-batch-'));
  return { path, remove: () => rm(path, { recursive: true, force: true }) };
}

/** Writes a body to `file`; throws BatchBroken when it is empty, too large or cut short. */
export async function spool(
  source: AsyncIterable<Buffer>,
  file: string,
  { spoolBytesMax }: BatchLimits,
): Promise<void> {
  const handle = await open(file, 'wx', 0o600);
  let bytes = 0;
  try {
    for await (const chunk of source) {
      bytes += chunk.length;
      if (bytes > spoolBytesMax) {
        throw new BatchBroken('batch-too-large', { limitBytes: spoolBytesMax });
      }
      await handle.write(chunk);
    }
  } catch (error) {
    if (error instanceof BatchBroken) throw error;
    throw new BatchBroken('batch-unreadable', {}, error);
  } finally {
    await handle.close();
  }
  if (bytes === 0) throw new BatchBroken('batch-empty');
}
