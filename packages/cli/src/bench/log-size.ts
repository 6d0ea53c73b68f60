/** How many outcomes the public log holds: the second line of its signed head. */
import type { Api } from '../client/api.ts';

/** Tree size of a C2SP checkpoint. Throws when the text is no checkpoint. */
export function treeSizeOf(checkpoint: string): number {
  const size = Number(checkpoint.split('\n')[1]);
  if (!Number.isSafeInteger(size) || size < 0) throw new Error('not a checkpoint');
  return size;
}

/** Size of the log now; 0 before its first entry. */
export async function logSize(api: Pick<Api, 'tryGet'>): Promise<number> {
  const answer = await api.tryGet('/v1/log/checkpoint');
  if (answer.status === 404) return 0;
  return treeSizeOf(answer.body.toString());
}
