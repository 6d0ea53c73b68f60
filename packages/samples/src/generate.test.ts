import { generateSamples, listFaults } from './generate.ts';
import { breakCheckDigit, createCui, createNit } from './identifiers.ts';
import type { Sample, SampleFormat } from './sample.ts';
import { demoClients, demoMandates, demoTaxpayers } from './taxpayers.ts';

const NOW = '2026-05-06T15:00:00.000Z';
const decoder = new TextDecoder();
const textOf = (sample: Sample): string => decoder.decode(sample.bytes);

const take = (count: number, more: { faultRate?: number; formats?: SampleFormat[] } = {}) => [
  ...generateSamples({ seed: 'test', now: NOW, count, ...more }),
];

const numbers = (text: string, pattern: RegExp): number[] =>
  [...text.matchAll(pattern)].map((match) => Number(match[1]));
const sumOf = (values: number[]): number => values.reduce((a, b) => a + b, 0);

describe('identifiers', () => {
  it('computes the check digits of public NITs', () => {
    for (const nit of ['16693949', '28733657', '12521337', '107902281', '99999999905']) {
      expect(createNit(nit.slice(0, -1))).toBe(nit);
      expect(createNit(breakCheckDigit(nit).slice(0, -1))).not.toBe(breakCheckDigit(nit));
    }
  });

  it('makes CUIs of thirteen digits', () => {
    expect(createCui(91_234_567, '01', '02')).toMatch(/^\d{9}0102$/);
  });
});

describe('demonstration registry', () => {
  it('has some 200 distinct taxpayers of every status, all mandating the certifier', () => {
    const taxpayers = demoTaxpayers();
    expect(new Set(taxpayers.map(({ id }) => id)).size).toBe(taxpayers.length);
    expect(taxpayers.length).toBeGreaterThanOrEqual(200);
    expect(new Set(taxpayers.map(({ status }) => status)).size).toBe(3);
    expect(demoMandates()).toHaveLength(taxpayers.length);
    expect(demoClients().map(({ clientId }) => clientId)).toContain('demo-certifier');
  });
});

describe('generateSamples', () => {
  it('gives the same bytes for the same seed and others for another', () => {
    expect(take(40)).toEqual(take(40));
    const [other] = generateSamples({ seed: 'other', now: NOW, count: 1 });
    expect(other!.bytes).not.toEqual(take(1)[0]!.bytes);
  });

  it('names every sample once and refers only to earlier sound ones', () => {
    const seen = new Map<string, Sample>();
    for (const sample of take(2000, { faultRate: 0.3 })) {
      expect(seen.has(sample.name)).toBe(false);
      seen.set(sample.name, sample);
      if (sample.dependsOn === undefined) continue;
      expect(seen.get(sample.dependsOn)?.expect.verdict).toBe('accepted');
    }
  });

  it('seeds every listed fault', () => {
    const seeded = new Set(
      take(6000, { faultRate: 0.9 }).map(({ format, expect }) => `${format} ${expect.fault}`),
    );
    const missing = listFaults().filter(({ format, name }) => !seeded.has(`${format} ${name}`));
    expect(missing).toEqual([]);
    expect(listFaults().length).toBeGreaterThan(60);
  });

  it('writes FEL documents whose sums are right', () => {
    for (const sample of take(200, { faultRate: 0, formats: ['gt-fel'] })) {
      const text = textOf(sample);
      if (!text.includes('GTDocumento')) continue;
      const totals = numbers(text, /<dte:Total>([^<]*)</g);
      const [grand] = numbers(text, /<dte:GranTotal>([^<]*)</g);
      expect(sumOf(totals)).toBeCloseTo(grand!, 6);
      const taxes = numbers(text, /<dte:MontoImpuesto>([^<]*)</g);
      const [tax] = numbers(text, /TotalMontoImpuesto="([^"]*)"/g);
      expect(sumOf(taxes)).toBeCloseTo(tax!, 6);
      const bases = numbers(text, /<dte:MontoGravable>([^<]*)</g);
      expect(sumOf(bases) + tax!).toBeCloseTo(grand!, 6);
    }
  });

  it('writes EN 16931 documents whose sums are right', () => {
    for (const sample of take(200, { faultRate: 0, formats: ['en16931-ubl'] })) {
      const text = textOf(sample);
      const one = (name: string) => numbers(text, new RegExp(`<cbc:${name} [^>]*>([^<]*)<`, 'g'));
      const [whole, ...subtotals] = one('TaxAmount');
      expect(sumOf(subtotals)).toBeCloseTo(whole!, 6);
      const [net, ...lines] = one('LineExtensionAmount');
      expect(sumOf(lines)).toBeCloseTo(net!, 6);
      expect(one('TaxInclusiveAmount')[0]).toBeCloseTo(net! + whole!, 6);
    }
  });

  it('reaches the size asked for within a fifth', () => {
    for (const sizeBytes of [5000, 20_000, 200_000]) {
      for (const format of ['gt-fel', 'en16931-ubl', 'json'] as const) {
        const options = {
          seed: 1,
          now: NOW,
          count: 20,
          faultRate: 0,
          formats: [format],
          sizeBytes,
        };
        const sizes = [...generateSamples(options)]
          .filter(({ dependsOn }) => dependsOn === undefined)
          .map(({ bytes }) => bytes.length);
        const mean = sumOf(sizes) / sizes.length;
        expect(Math.abs(mean - sizeBytes) / sizeBytes).toBeLessThan(0.2);
      }
    }
  });
});
