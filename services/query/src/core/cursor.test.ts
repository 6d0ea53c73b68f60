import { readCursor, writeCursor } from './cursor.ts';

const key = { issueDate: '2026-03-01', documentId: 'ab'.repeat(32) };

describe('cursor', () => {
  it('gives the key back for the same filters, in any order', () => {
    const cursor = writeCursor(key, { issuer: '1', from: '2026-01-01' });
    expect(readCursor(cursor, { from: '2026-01-01', issuer: '1', to: undefined })).toEqual(key);
  });

  it('refuses other filters and other texts', () => {
    const cursor = writeCursor(key, { issuer: '1' });
    expect(readCursor(cursor, { issuer: '2' })).toBeUndefined();
    expect(readCursor(cursor, {})).toBeUndefined();
    for (const text of ['', 'x', Buffer.from('2026-03-01.zz.q').toString('base64url')]) {
      expect(readCursor(text, { issuer: '1' })).toBeUndefined();
    }
  });
});
