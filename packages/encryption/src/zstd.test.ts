import { randomBytes } from 'node:crypto';
import { constants, type ZstdOptions, zstdCompressSync, zstdDecompressSync } from 'node:zlib';
import { createZstd } from './zstd.ts';

const MAX = 1 << 20;
const PARAMS = { [constants.ZSTD_c_compressionLevel]: 3, [constants.ZSTD_c_checksumFlag]: 1 };
const DICTIONARY = Buffer.from('<Item><Description>Producto</Description></Item>'.repeat(20));
const documents = Array.from({ length: 600 }, (_, at) =>
  at % 40 === 0
    ? randomBytes(at * 100)
    : Buffer.from(`<Item>${randomBytes(10).toString('hex')}</Item>`.repeat(1 + (at % 90))),
);

describe.each([
  ['without a dictionary', { params: PARAMS }],
  ['with a dictionary', { params: PARAMS, dictionary: DICTIONARY }],
])('one engine %s', (_name, options: ZstdOptions) => {
  const { dictionary } = options;
  const reading: ZstdOptions = dictionary === undefined ? {} : { dictionary };

  it('writes frames that anyone reads, and reads them; earlier results stay as they were', () => {
    const { compress, decompress } = createZstd(options);
    const packed = documents.map(compress);
    const unpacked = packed.map((frame) => decompress(frame, MAX));
    for (const [at, document] of documents.entries()) {
      expect(unpacked[at]?.equals(document)).toBe(true);
      expect(zstdDecompressSync(packed[at] as Buffer, reading).equals(document)).toBe(true);
    }
  });

  it('goes on after frames that are cut, damaged, too large or none', () => {
    const { compress, decompress } = createZstd(options);
    const sound = zstdCompressSync(documents[33] as Buffer, options);
    const damaged = Buffer.from(sound);
    damaged.writeUInt32BE(
      (damaged.readUInt32BE(damaged.length - 4) ^ 0xff) >>> 0,
      damaged.length - 4,
    );
    for (const bad of [sound.subarray(0, -3), damaged, Buffer.from('junk'), sound.subarray(0, 6)]) {
      expect(() => decompress(bad, MAX)).toThrow();
      expect(decompress(sound, MAX).equals(documents[33] as Buffer)).toBe(true);
    }
    expect(() => decompress(sound, 10)).toThrow(/larger than 10/i);
    expect(decompress(compress(Buffer.alloc(0)), MAX)).toHaveLength(0);
    expect(decompress(sound, MAX).equals(documents[33] as Buffer)).toBe(true);
  });

  it('really is one engine: many calls make no new stream objects', () => {
    const { compress } = createZstd(options);
    const document = documents[33] as Buffer;
    const timeOf = (work: () => unknown) => {
      for (let i = 0; i < 200; i += 1) work();
      const before = process.cpuUsage();
      for (let i = 0; i < 1_500; i += 1) work();
      const { user, system } = process.cpuUsage(before);
      return user + system;
    };
    const kept = timeOf(() => compress(document));
    const fresh = timeOf(() => zstdCompressSync(document, options));
    expect(kept).toBeLessThan(fresh);
  });
});
