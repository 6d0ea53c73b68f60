import { setTimeout as delay } from 'node:timers/promises';
import { TOPICS } from '@ventanilla/messages';
import { DEAD_HEADERS, type StreamRecord } from '@ventanilla/stream';
import { createMemoryStream } from '@ventanilla/stream/memory';
import {
  createPace,
  type DeadLetter,
  matches,
  readDeadLetters,
  replayDeadLetters,
  replayGroup,
  revive,
} from './dead-letters.ts';

const dead = (key: string, reason: string): StreamRecord => ({
  key,
  value: Buffer.from(key),
  headers: {
    ce_type: 'ventanilla.DocumentReceived.v1',
    [DEAD_HEADERS.topic]: TOPICS.received,
    [DEAD_HEADERS.reason]: reason,
  },
});

describe('replayDeadLetters', () => {
  it('hands back those wanted, as they were, and none of them twice', async () => {
    const stream = createMemoryStream();
    await stream.ensure([
      { name: TOPICS.dead, partitions: 2 },
      { name: TOPICS.received, partitions: 1 },
    ]);
    await stream.append(TOPICS.dead, [dead('a', 'x'), dead('b', 'y'), dead('c', 'x')]);
    const replay = async () => {
      const letters: DeadLetter[] = [];
      const count = await replayDeadLetters({
        stream,
        group: 'replay',
        pace: async () => {},
        isWanted: matches({ reason: 'x' }),
        onLetter: (letter) => letters.push(letter),
        untilNews: (signal) => delay(5, undefined, { signal }).catch(() => {}),
      });
      return { count, ids: letters.map(({ documentId }) => documentId).sort() };
    };
    expect(await replay()).toEqual({ count: 2, ids: ['a', 'c'] });
    expect(await replay()).toEqual({ count: 0, ids: [] });
    const [backlog] = await stream.backlog(TOPICS.received, 'anyone');
    expect(backlog?.records).toBe(2);
    await stream.close();
  });

  it('takes away only what the setting aside had added', () => {
    expect(revive(dead('a', 'x')).headers).toEqual({ ce_type: 'ventanilla.DocumentReceived.v1' });
  });
});

describe('readDeadLetters', () => {
  it('ends with what went wrong, and leaves the letter to the next run', async () => {
    const stream = createMemoryStream();
    await stream.ensure([{ name: TOPICS.dead, partitions: 1 }]);
    await stream.append(TOPICS.dead, [dead('a', 'x')]);
    const read = (onLetter: () => void) =>
      readDeadLetters({
        stream,
        group: 'replay',
        isWanted: () => true,
        onLetter,
        untilNews: (signal) => delay(5, undefined, { signal }),
      });
    const refusing = () => {
      throw new Error('no such topic');
    };
    await expect(read(refusing)).rejects.toThrow('no such topic');
    expect(await read(() => {})).toBe(1);
    await stream.close();
  });
});

describe('filters', () => {
  const letter: DeadLetter = {
    documentId: 'a',
    topic: TOPICS.received,
    reason: 'x',
    group: 'validation',
    appendedAt: '2026-03-01T10:00:00.000Z',
  };

  it.each([
    [{}, true],
    [{ documentId: 'a', topic: TOPICS.received, reason: 'x', group: 'validation' }, true],
    [{ reason: 'y' }, false],
    [{ group: 'archive' }, false],
    [{ since: '2026-03-01T10:00:00.000Z' }, true],
    [{ since: '2026-03-01T10:00:00.001Z' }, false],
    [{ until: '2026-03-01T10:00:00.000Z' }, false],
  ])('%j takes the letter: %s', (filter, taken) => {
    expect(matches(filter)(letter)).toBe(taken);
  });

  it('have each a position of their own, whatever the order of their parts', () => {
    const one = replayGroup({ reason: 'x', topic: 't' });
    expect(replayGroup({ topic: 't', reason: 'x' })).toBe(one);
    expect(new Set([one, replayGroup({ reason: 'y', topic: 't' }), replayGroup({})]).size).toBe(3);
  });
});

describe('createPace', () => {
  it('spreads steps evenly and does not catch up after an idle time', async () => {
    let clock = 0;
    const taken: number[] = [];
    const pace = createPace(10, {
      now: () => clock,
      pause: async (ms) => {
        clock += ms;
      },
    });
    for (const idle of [0, 0, 0, 5_000, 0]) {
      clock += idle;
      await pace();
      taken.push(clock);
    }
    expect(taken).toEqual([0, 100, 200, 5_200, 5_300]);
  });
});
