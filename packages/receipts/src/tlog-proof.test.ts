import { decodeTlogProof, encodeReceiptText, encodeTlogProof, readReceipt } from './index.ts';
import type { Receipt } from './receipt.ts';

const hash = (byte: number): string => Buffer.alloc(32, byte).toString('base64');
const receipt: Receipt = {
  type: 'ventanilla/receipt/v1',
  entry: {
    documentId: 'ab'.repeat(32),
    attempt: 2,
    verdict: 'accepted',
    receivedAt: '2030-01-02T03:04:05.678Z',
    registeredAt: '2030-01-02T03:04:06.001Z',
    businessKey: 'GT|ñandú|FACT|A-1',
    reportHash: 'cd'.repeat(32),
  },
  logIndex: 5,
  inclusionProof: [hash(1), hash(2)],
  checkpoint: `ventanilla.example/log\n9\n${hash(3)}\n\n— ventanilla.example/log AAAAAAAA\n`,
};

describe('tlog-proof', () => {
  it('is the text that C2SP describes, and comes back the same', () => {
    const text = encodeTlogProof(receipt);
    const [header, extra = '', ...rest] = text.split('\n');
    expect(header).toBe('c2sp.org/tlog-proof@v1');
    expect(Buffer.from(extra.slice(6), 'base64').toString().split('\n')[1]).toBe('ab'.repeat(32));
    expect(rest.join('\n')).toBe(`index 5\n${hash(1)}\n${hash(2)}\n\n${receipt.checkpoint}`);
    expect(decodeTlogProof(text)).toEqual(receipt);
    const alone = { ...receipt, logIndex: 0, inclusionProof: [] };
    expect(decodeTlogProof(encodeTlogProof(alone))).toEqual(alone);
  });

  it.each<[string, (text: string) => string]>([
    ['another version', (text) => text.replace('@v1', '@v2')],
    ['no entry', (text) => text.replace(/extra .*\n/, '')],
    ['an entry that is none', (text) => text.replace(/extra .*/, 'extra AAAA')],
    ['an entry with bits to spare', (text) => text.replace(/(extra .*)=\n/, '$1\n')],
    ['no index', (text) => text.replace('index 5\n', '')],
    ['an index with a zero in front', (text) => text.replace('index 5', 'index 05')],
    ['an index beyond counting', (text) => text.replace('index 5', `index ${'9'.repeat(16)}`)],
    ['a hash that is too short', (text) => text.replace(hash(1), hash(1).slice(4))],
    ['too many hashes', (text) => text.replace(hash(1), Array(65).fill(hash(1)).join('\n'))],
    ['no checkpoint', (text) => text.slice(0, text.indexOf('\n\n'))],
    ['other line ends', (text) => text.replaceAll('\n', '\r\n')],
  ])('refuses %s', (_, alter) => {
    const text = encodeTlogProof(receipt);
    expect(alter(text)).not.toBe(text);
    expect(decodeTlogProof(alter(text))).toBeUndefined();
  });
});

describe('a receipt in any form', () => {
  it.each([
    JSON.stringify(receipt, undefined, 2),
    `\n${JSON.stringify(receipt)}`,
    encodeTlogProof(receipt),
    `${encodeReceiptText(receipt)}\n`,
  ])('is read from %#', (text) => {
    expect(readReceipt(text)).toEqual(receipt);
  });

  it.each(['', '{', 'c2sp.org/tlog-proof@v1', 'VENTANILLA1:', 'hello'])('is not in %j', (text) => {
    expect(readReceipt(text)).toBeUndefined();
  });
});
