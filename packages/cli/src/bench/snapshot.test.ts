import { between } from './snapshot.ts';

describe('between', () => {
  it('tells rates, costs and growth for what was registered in between', () => {
    const from = { atMs: 1_000, registered: 100, cpu: { query: 5_000 }, rss: { query: 80 } };
    const to = { atMs: 3_000, registered: 2_100, cpu: { query: 105_000 }, rss: { query: 95.4 } };
    expect(between(from, to)).toEqual({
      documentsPerSecond: 1_000,
      cpuMicrosPerDocument: { query: 50, total: 50 },
      rssGrowthMb: { query: 15 },
    });
  });

  it('does not divide by nothing', () => {
    const moment = { atMs: 0, registered: 0, cpu: {}, rss: {} };
    expect(between(moment, { ...moment, atMs: 1_000 }).documentsPerSecond).toBe(1);
  });
});
