import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { type Entry, openPromise } from 'yauzl';
import { createZip } from './zip.ts';

describe('createZip', () => {
  it('is a ZIP to another reader', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'ventanilla-zip-'));
    const path = join(folder, 'batch.zip');
    const zip = createZip(path);
    zip.add('año.xml', Buffer.from('<a/>'.repeat(100)));
    zip.add('b.json', Buffer.from('{}'));
    zip.end();
    const archive = await openPromise(path);
    const read: Record<string, string> = {};
    for await (const entry of archive.eachEntry() as AsyncIterable<Entry>) {
      read[entry.fileName] = await text(await archive.openReadStreamPromise(entry));
    }
    expect(read).toEqual({ 'año.xml': '<a/>'.repeat(100), 'b.json': '{}' });
    rmSync(folder, { recursive: true });
  });
});
