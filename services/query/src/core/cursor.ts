/** Opaque keyset cursors: the last row's key, bound to the filters it was made with. */
import { createHash } from 'node:crypto';
import type { SearchFilter, SearchKey } from '@ventanilla/database/reads';

type Filter = Readonly<Record<string, unknown>>;

const fingerprint = (filter: Filter): string =>
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

const write = (parts: readonly string[], filter: Filter): string =>
  Buffer.from([...parts, fingerprint(filter)].join('.')).toString('base64url');

/** undefined when the text is not a cursor of this filter. */
function read(text: string, filter: Filter): readonly string[] | undefined {
  const parts = Buffer.from(text, 'base64url').toString('latin1').split('.');
  return parts.pop() === fingerprint(filter) ? parts : undefined;
}

export const writeCursor = (key: SearchKey, filter: SearchFilter): string =>
  write([key.issueDate, key.documentId], { ...filter });

/** undefined when the text is not a cursor of this filter. */
export function readCursor(text: string, filter: SearchFilter): SearchKey | undefined {
  const [issueDate = '', documentId = ''] = read(text, { ...filter }) ?? [];
  const sound = /^\d{4}-\d{2}-\d{2}$/.test(issueDate) && /^[0-9a-f]{64}$/.test(documentId);
  return sound ? { issueDate, documentId } : undefined;
}

/** The id of a line of the audit trail. */
export const writeAuditCursor = (id: number, filter: Filter): string => write([String(id)], filter);

/** undefined when the text is not a cursor of this filter. */
export function readAuditCursor(text: string, filter: Filter): number | undefined {
  const [id = '', ...rest] = read(text, filter) ?? [];
  return rest.length === 0 && /^[1-9]\d{0,14}$/.test(id) ? Number(id) : undefined;
}
