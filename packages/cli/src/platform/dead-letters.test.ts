import { setTimeout as delay } from 'node:timers/promises';
import { TOPICS } from '@ventanilla/messages';
import { DEAD_HEADERS, type StreamRecord } from '@ventanilla/stream';
import { createMemoryStream } from '@ventanilla/stream/memory';
import { type DeadLetter, replayDeadLetters, revive } from './dead-letters.ts';

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
        dryRun: false,
        isWanted: ({ reason }) => reason === 'x',
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
