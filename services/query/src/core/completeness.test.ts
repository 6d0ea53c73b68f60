import type { Backlog } from '@ventanilla/stream';
import { completenessOf, type Observation } from './completeness.ts';

const NOON = Date.parse('2026-03-01T12:00:00.000Z');
const backlog = (partition: number, records = 0, oldestAgeMs = 0): Backlog => ({
  partition,
  committed: '1',
  end: String(1 + records),
  records,
  oldestAgeMs,
});
const observe = (
  over: Partial<Observation> = {},
  rows: readonly Backlog[][] = [],
): Observation => ({
  observedAt: NOON,
  hops: ['validation', 'transformation', 'persistence'].map((name, at) => ({
    name,
    backlogs: rows[at] ?? [backlog(0), backlog(1)],
  })),
  progress: [],
  deadLetters: 0,
  archive: [],
  appendTimeoutMs: 10_000,
  ...over,
});
const secondsBeforeNoon = (mark: string | undefined) => (NOON - Date.parse(mark ?? '')) / 1000;

describe('completeness mark', () => {
  it('is the observation less the append guard when nothing is outstanding', () => {
    const { settledBefore, inFlight } = completenessOf(observe());
    expect(secondsBeforeNoon(settledBefore)).toBe(10);
    expect(inFlight).toBe(0);
  });

  it('goes back to the oldest record waiting for validation', () => {
    const rows = [[backlog(0), backlog(1, 3, 40_000)]];
    const mark = completenessOf(observe({}, rows));
    expect(secondsBeforeNoon(mark.settledBefore)).toBe(50);
    expect(mark.inFlight).toBe(3);
    expect(mark.hops[0]).toEqual({ name: 'validation', records: 3, oldestAgeMs: 40_000 });
  });

  it('does not trust the age at a later hop, where a record may have aged before', () => {
    const rows = [
      [backlog(0), backlog(1)],
      [backlog(0), backlog(1, 1, 5)],
    ];
    expect(completenessOf(observe({}, rows)).settledBefore).toBeUndefined();
    const progress = [{ partition: 1, receivedAt: '2026-03-01T11:58:00.000Z' }];
    expect(secondsBeforeNoon(completenessOf(observe({ progress }, rows)).settledBefore)).toBe(130);
  });

  it('takes the slowest partition', () => {
    const rows = [
      [backlog(0, 1, 1_000), backlog(1)],
      [backlog(0), backlog(1)],
      [backlog(0), backlog(1, 9, 1)],
    ];
    const progress = [
      { partition: 0, receivedAt: '2026-03-01T11:00:00.000Z' },
      { partition: 1, receivedAt: '2026-03-01T11:59:00.000Z' },
    ];
    expect(secondsBeforeNoon(completenessOf(observe({ progress }, rows)).settledBefore)).toBe(70);
  });

  it('counts no idle partition against the mark', () => {
    const progress = [{ partition: 0, receivedAt: '2020-01-01T00:00:00.000Z' }];
    expect(secondsBeforeNoon(completenessOf(observe({ progress })).settledBefore)).toBe(10);
  });

  it('falls back to the whole stream when topics are cut differently', () => {
    const rows = [
      [backlog(0), backlog(1), backlog(2)],
      [backlog(0, 1, 1), backlog(1)],
    ];
    const progress = [
      { partition: 0, receivedAt: '2026-03-01T11:59:00.000Z' },
      { partition: 1, receivedAt: '2026-03-01T11:50:00.000Z' },
    ];
    expect(secondsBeforeNoon(completenessOf(observe({ progress }, rows)).settledBefore)).toBe(610);
  });

  it('never passes what the archive has while dead letters wait, since only it knows them', () => {
    const late = { archive: [backlog(0, 2, 90_000)] };
    expect(secondsBeforeNoon(completenessOf(observe(late)).settledBefore)).toBe(10);
    const mark = completenessOf(observe({ ...late, deadLetters: 1 }));
    expect(secondsBeforeNoon(mark.settledBefore)).toBe(100);
    expect(mark.deadLetters).toBe(1);
  });
});
