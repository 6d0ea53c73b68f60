import { collectDurations, readable, rounded } from './statistics.ts';

describe('collectDurations', () => {
  it('has no quantile without samples', () => {
    expect(collectDurations().quantile(0.5)).toBeUndefined();
  });

  it('tells quantiles within one per cent', () => {
    const durations = collectDurations();
    for (let i = 1; i <= 10_000; i += 1) durations.add(i / 10);
    expect(durations.count()).toBe(10_000);
    for (const [q, exact] of [
      [0.5, 500],
      [0.99, 990],
      [0.999, 999],
    ] as const) {
      expect(Math.abs((durations.quantile(q) ?? 0) / exact - 1)).toBeLessThan(0.011);
    }
    expect(durations.quantile(1)).toBeLessThanOrEqual(1000);
    expect(durations.max()).toBe(1000);
  });

  it('takes zero, negative and huge durations', () => {
    const durations = collectDurations();
    for (const value of [0, -5, 1e12]) durations.add(value);
    expect(durations.count()).toBe(3);
    expect(durations.quantile(0.5)).toBeLessThanOrEqual(0.001);
  });
});

describe('figures for people and machines', () => {
  it('are short', () => {
    expect([readable(1.234), readable(1234.5), readable(undefined)]).toEqual(['1.2', '1,235', '-']);
    expect([rounded(1.25, 1), rounded(undefined)]).toEqual([1.3, null]);
  });
});
