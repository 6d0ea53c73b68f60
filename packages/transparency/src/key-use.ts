/** Which wrapping keys the archive still depends on, so that one with nothing left can be retired. */
import { wrappingKeyOf } from '@ventanilla/encryption';
import type { ObjectStore } from '@ventanilla/objects';
import { decodeSegment } from '@ventanilla/segments';

export interface KeyUse {
  readonly keyId: string;
  readonly purpose: 'original' | 'canonical';
  readonly messages: number;
  readonly bytes: number;
  /** Days, `yyyy-mm-dd`, of the first and the last segment under this key. */
  readonly firstDay: string;
  readonly lastDay: string;
}

const DAY = /^segments\/[a-z]+\/(\d{4})\/(\d\d)\/(\d\d)\//;

/** Reads the header of every message of the archive; sorted by key and purpose. Nothing is decrypted. */
export async function countKeys(objects: ObjectStore): Promise<readonly KeyUse[]> {
  const uses = new Map<string, KeyUse>();
  for await (const key of objects.list('segments/')) {
    const [, year, month, date] = DAY.exec(key) ?? [];
    const segment = year === undefined ? undefined : await objects.get(key);
    if (segment === undefined) continue;
    const day = `${year}-${month}-${date}`;
    const { purpose, entries, details } = decodeSegment(segment);
    const messages = entries.map(({ offset, length }) => segment.subarray(offset, offset + length));
    for (const message of [...messages, details]) {
      const keyId = wrappingKeyOf(message);
      const known = uses.get(`${keyId} ${purpose}`);
      uses.set(`${keyId} ${purpose}`, {
        keyId,
        purpose,
        messages: (known?.messages ?? 0) + 1,
        bytes: (known?.bytes ?? 0) + message.length,
        firstDay: known && known.firstDay < day ? known.firstDay : day,
        lastDay: known && known.lastDay > day ? known.lastDay : day,
      });
    }
  }
  return [...uses.values()].sort((a, b) =>
    `${a.keyId} ${a.purpose}` < `${b.keyId} ${b.purpose}` ? -1 : 1,
  );
}
