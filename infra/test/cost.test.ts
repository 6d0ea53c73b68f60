import { readFileSync } from 'node:fs';
import { ASSUMPTIONS } from '../src/cost/assumptions.ts';
import { CHANGES, type ChangeName, stepsTo, UNDONE, withChanges } from '../src/cost/changes.ts';
import { costOf, totalOf } from '../src/cost/model.ts';
import { costReport, GOAL, type PriceFile, pricesOf, VOLUMES } from '../src/cost/report.ts';
import { sensitivityOf } from '../src/cost/sensitivity.ts';
import { readEnvironment } from '../src/settings/read.ts';

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

  it('by KMS signs once a turn: the more come at once, the fewer an invoice', () => {
    const byKms = { ...ASSUMPTIONS, signing: 'kms' } as const;
    const kms = (invoicesPerYear: number, reception: number) => {
      const given = { ...byKms, lingerMs: { ...ASSUMPTIONS.lingerMs, reception } };
      const lines = costOf({ invoicesPerYear, peakPerSecond: 1 }, given, prices);
      return lines.find(({ service }) => service === 'KMS')!.usd / invoicesPerYear;
    };
    expect(kms(10e9, 20)).toBeLessThan(kms(1e9, 20) / 2);
    expect(kms(10e9, 100)).toBeLessThan(kms(10e9, 20));
    // Never more than a signature an invoice and one of its head, with the keys themselves.
    const alone = { ...byKms, batchedShare: 0, lingerMs: { reception: 0, stores: 0 } };
    const [line] = costOf({ invoicesPerYear: 1e9, peakPerSecond: 1 }, alone, prices).filter(
      ({ service }) => service === 'KMS',
    );
    expect(line!.item).toMatch(/^2\.0 bn signatures/);
  });

  it('assumes of signing and waiting what production sets, which costs less than without', () => {
    const { stream, keys } = readEnvironment('prod');
    expect(ASSUMPTIONS.signing).toBe(keys.signing.kind);
    expect(ASSUMPTIONS.lingerMs.stores).toBe(stream.lingerMs.stores);
    // The default of reception.
    expect(ASSUMPTIONS.lingerMs.reception).toBe(stream.lingerMs.reception ?? 20);
    for (const name of Object.keys(UNDONE) as (keyof typeof UNDONE)[]) {
      expect(perMillion(withChanges(ASSUMPTIONS, [name]))).toBeGreaterThan(perMillion());
    }
  });

  it('makes no call for a signature when services sign', () => {
    const lines = costOf(VOLUMES.at(-1)!, ASSUMPTIONS, prices);
    const kms = lines.filter(({ service }) => service === 'KMS');
    expect(kms.map(({ item }) => item)).toEqual([expect.stringMatching(/^0\.0 M signatures/)]);
  });

  it('every change saves something, and together they bring 10 bn a year below the goal', () => {
    for (const name of Object.keys(CHANGES) as ChangeName[]) {
      expect([name, perMillion(withChanges(ASSUMPTIONS, [name])) < perMillion()]).toEqual([
        name,
        true,
      ]);
    }
    expect(perMillion()).toBeGreaterThan(GOAL);
    const steps = stepsTo(GOAL, VOLUMES.at(-1)!, ASSUMPTIONS, prices);
    expect(steps.at(-1)!.perMillion).toBeLessThanOrEqual(GOAL);
    expect(steps.length).toBeLessThanOrEqual(3);
    // It stops as soon as it is there.
    expect(steps.slice(0, -1).every((step) => step.perMillion > GOAL)).toBe(true);
  });

  it('traces cost by the share that is recorded, collectors by the task', () => {
    const usd = (tracedShare: number) => {
      const telemetry = { ...ASSUMPTIONS.telemetry, tracedShare };
      const lines = costOf(VOLUMES.at(-1)!, { ...ASSUMPTIONS, telemetry }, prices);
      return lines
        .filter(({ service }) => service === 'Telemetry')
        .reduce((sum, it) => sum + it.usd, 0);
    };
    expect(usd(0.02) - usd(0.01)).toBeCloseTo(100 * 5, 5);
    expect(usd(0)).toBeGreaterThan(0);
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
