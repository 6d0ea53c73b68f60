import { readFileSync } from 'node:fs';
import { ASSUMPTIONS } from '../src/cost/assumptions.ts';
import { costOf, sensitivityOf, totalOf } from '../src/cost/model.ts';
import { CHANGES, costReport, type PriceFile, pricesOf, VOLUMES } from '../src/cost/report.ts';

const file = JSON.parse(
  readFileSync(new URL('../src/cost/prices.json', import.meta.url), 'utf8'),
) as PriceFile;
const prices = pricesOf(file);
const perMillion = (given = ASSUMPTIONS, volume = VOLUMES.at(-1)!) =>
  totalOf(costOf(volume, given, prices)) / (volume.invoicesPerYear / 1e6);

describe('cost model', () => {
  it('counts requests of the API by its tiers', () => {
    const alone = { ...ASSUMPTIONS, batchedShare: 0, readsPerInvoice: 0 };
    const lines = costOf({ invoicesPerYear: 12 * 1_000e6, peakPerSecond: 1 }, alone, prices);
    const gateway = lines.find(({ service }) => service === 'API Gateway');
    expect(gateway?.usd).toBeCloseTo(12 * (333 * 3.5 + 667 * 2.8), 0);
  });

  it('gets cheaper by the million as volume grows', () => {
    const each = VOLUMES.map((volume) => perMillion(ASSUMPTIONS, volume));
    expect(each).toEqual([...each].sort((a, b) => b - a));
  });

  it('bills records by whole kibibytes', () => {
    const kinesis = (streamRecord: number) =>
      costOf(
        VOLUMES.at(-1)!,
        { ...ASSUMPTIONS, bytes: { ...ASSUMPTIONS.bytes, streamRecord } },
        prices,
      ).find(({ service }) => service === 'Kinesis')!.item;
    expect(kinesis(1_025)).toBe(kinesis(2_048));
    expect(kinesis(1_024)).not.toBe(kinesis(1_025));
  });

  it('stays below 5 USD per million at 10 bn a year once the named changes are made', () => {
    const given = Object.assign({}, ASSUMPTIONS, ...CHANGES.map(([, change]) => change));
    expect(perMillion()).toBeGreaterThan(5);
    expect(perMillion(given)).toBeLessThan(5);
  });

  it('knows what matters, the weightiest first', () => {
    const weights = sensitivityOf(VOLUMES.at(-1)!, ASSUMPTIONS, prices).map(({ halved, doubled }) =>
      Math.abs(doubled - halved),
    );
    expect(weights).toEqual([...weights].sort((a, b) => b - a));
  });

  it('says of every price where it is from and whether it was seen there', () => {
    for (const { source, unit, checked } of Object.values(file.prices)) {
      expect(source).toMatch(/^https:\/\/(docs\.)?aws\.amazon\.com\//);
      expect(unit).not.toBe('');
      expect(['page', 'recalled']).toContain(checked);
    }
  });

  it('docs/cost.md is what it prints', () => {
    const written = readFileSync(new URL('../../docs/cost.md', import.meta.url), 'utf8');
    expect(written).toBe(costReport(file));
  });
});
