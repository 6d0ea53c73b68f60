import { createHash } from 'node:crypto';
import type { DocumentReceived } from '@ventanilla/messages';
import { chooseOriginals } from './choose-originals.ts';

const received = (text: string, documentId = idOf(text)): DocumentReceived => ({
  submission: { documentId, submissionId: text } as DocumentReceived['submission'],
  original: Buffer.from(text),
});
const idOf = (text: string) => createHash('sha256').update(text).digest('hex');

describe('chooseOriginals', () => {
  it('takes each document once and none that is archived', () => {
    const messages = ['a', 'b', 'a', 'c'].map((text) => received(text));
    const { originals, strangers } = chooseOriginals(messages, new Set([idOf('c')]));
    expect(originals).toEqual([messages[0], messages[1]]);
    expect(strangers).toEqual([]);
  });

  it('names documents whose bytes are not theirs', () => {
    const wrong = received('b', idOf('x'));
    const { originals, strangers } = chooseOriginals([received('a'), wrong], new Set());
    expect(originals).toHaveLength(1);
    expect(strangers).toEqual([idOf('x')]);
  });
});
