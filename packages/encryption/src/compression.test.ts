import { randomBytes } from 'node:crypto';
import { compress, decompress } from './compression.ts';

const SIZE_MAX = 1_000_000;

describe('compression', () => {
  it.each([
    ['nothing', Buffer.alloc(0)],
    ['a few bytes', Buffer.from('<a/>')],
    ['text', Buffer.from('<cbc:ID>INV-1</cbc:ID>'.repeat(100))],
    ['noise', randomBytes(500)],
  ])('gives back %s', (_, bytes) => {
    const packed = compress(bytes);
    expect(packed.length).toBeLessThanOrEqual(bytes.length + 1);
    expect(Buffer.from(decompress(packed, SIZE_MAX))).toEqual(bytes);
  });

  it('shrinks text more than tenfold when it repeats', () => {
    const bytes = Buffer.from('<cbc:ID>INV-1</cbc:ID>'.repeat(100));
    expect(compress(bytes).length * 10).toBeLessThan(bytes.length);
  });

  it('stops a bomb at the size allowed', () => {
    const bomb = compress(Buffer.alloc(10_000_000));
    expect(bomb.length).toBeLessThan(2000);
    expect(() => decompress(bomb, SIZE_MAX)).toThrow(expect.objectContaining({ code: 'corrupt' }));
    const raw = compress(randomBytes(20));
    expect(() => decompress(raw, 19)).toThrow(expect.objectContaining({ code: 'corrupt' }));
  });

  it('refuses an unknown codec, nothing at all, and a damaged frame', () => {
    const packed = Buffer.from(compress(Buffer.from('text '.repeat(50))));
    const damaged = Buffer.from(packed);
    damaged.fill(0xff, 3, 8);
    for (const bytes of [Buffer.of(9, 1, 2), Buffer.alloc(0), damaged, packed.subarray(0, 9)]) {
      expect(() => decompress(bytes, SIZE_MAX)).toThrow(
        expect.objectContaining({ code: 'corrupt', retryable: false }),
      );
    }
  });
});
