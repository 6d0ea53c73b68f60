import { createSupply } from './templates.ts';

const options = { run: '0123456789AB', seed: '1', now: new Date('2026-11-23T18:00:00Z') };

describe('createSupply', () => {
  it('gives distinct documents of the size of the samples, the same each time', () => {
    const supply = createSupply(options);
    const texts = Array.from({ length: 1_200 }, (_, n) => Buffer.from(supply(n).bytes).toString());
    expect(new Set(texts).size).toBe(texts.length);
    expect(texts[7]).toBe(Buffer.from(createSupply(options)(7).bytes).toString());
    const other = createSupply({ ...options, run: 'BA9876543210' });
    expect(Buffer.from(other(7).bytes).toString()).not.toBe(texts[7]);
  });

  it.each(['gt-fel', 'en16931-ubl', 'json'] as const)('writes the key of %s anew', (format) => {
    const supply = createSupply({ ...options, formats: [format] });
    const text = Buffer.from(supply(0xabcdef).bytes).toString();
    expect(text).toContain(format === 'gt-fel' ? '>00ABCDEF-' : 'INV-0123400ABCDEF');
    if (format === 'gt-fel') expect(text).toContain('Serie="00ABCDEF"');
  });
});
