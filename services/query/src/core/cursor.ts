/** Opaque keyset cursors: the last row's key, bound to the filters it was made with. */
import { createHash } from 'node:crypto';
import type { SearchFilter, SearchKey } from '@ventanilla/database/reads';

const fingerprint = (filter: SearchFilter): string =>
  createHash('sha256')
    .update(
      JSON.stringify(
        Object.entries(filter)
          .filter(([, value]) => value !== undefined)
          .sort(),
      ),
    )
    .digest('base64url')
    .slice(0, 11);

export const writeCursor = (key: SearchKey, filter: SearchFilter): string =>
  Buffer.from(`${key.issueDate}.${key.documentId}.${fingerprint(filter)}`).toString('base64url');

/** undefined when the text is not a cursor of this filter. */
export function readCursor(text: string, filter: SearchFilter): SearchKey | undefined {
  const [issueDate = '', documentId = '', print] = Buffer.from(text, 'base64url')
    .toString('latin1')
    .split('.');
  const sound = /^\d{4}-\d{2}-\d{2}$/.test(issueDate) && /^[0-9a-f]{64}$/.test(documentId);
  return sound && print === fingerprint(filter) ? { issueDate, documentId } : undefined;
}
