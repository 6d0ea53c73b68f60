import type { DocumentReceived } from '@ventanilla/messages';
import { NotConfirmed } from './append-group.ts';
import { type AppendLimits, createAppendQueue } from './append-queue.ts';

const LIMITS: AppendLimits = {
  groupSizeMax: 4,
  groupBytesMax: 100,
  inFlightMax: 1,
  queuedMax: 20,
  queuedBytesMax: 1_000,
  lingerMs: 5,
  timeoutMs: 10_000,
};

const message = (name: string, size = 1): DocumentReceived => ({
  submission: { documentId: name } as DocumentReceived['submission'],
  original: Buffer.alloc(size),
});

/** Appends that wait until the test lets them go. */
function createGate() {
  const groups: string[][] = [];
  const held: (() => void)[] = [];
  return {
    groups,
    release: () => {
      for (const go of held.splice(0)) go();
    },
    append: async (messages: readonly DocumentReceived[]) => {
      const names = messages.map(({ submission }) => submission.documentId);
      groups.push(names);
      await new Promise<void>((resolve) => held.push(resolve));
      return names.map((name) => (name === 'bad' ? new NotConfirmed('stream-unavailable') : name));
    },
  };
}
const turns = async (until: () => boolean) => {
  while (!until()) await new Promise(setImmediate);
};

describe('the append queue', () => {
  it('sends a lone document at once, then groups what comes while that is under way', async () => {
    const gate = createGate();
    const queue = createAppendQueue({
      append: gate.append,
      onGroup: () => undefined,
      limits: LIMITS,
    });
    const first = queue.offer(message('a'));
    await turns(() => gate.groups.length === 1);
    const rest = ['b', 'c', 'd', 'e', 'f'].map((name) => queue.offer(message(name)));
    gate.release();
    expect(await first).toBe('a');
    await turns(() => gate.groups.length === 2);
    gate.release();
    await turns(() => gate.groups.length === 3);
    gate.release();
    expect(await Promise.all(rest)).toEqual(['b', 'c', 'd', 'e', 'f']);
    expect(gate.groups).toEqual([['a'], ['b', 'c', 'd', 'e'], ['f']]);
    await queue.drained();
    expect(queue.depth()).toEqual({ documents: 0, bytes: 0 });
  });

  it('keeps a group below its bytes, and sends a larger document alone', async () => {
    const gate = createGate();
    const queue = createAppendQueue({
      append: gate.append,
      onGroup: () => undefined,
      limits: LIMITS,
    });
    const offers = [queue.offer(message('a', 60)), queue.offer(message('b', 60))];
    offers.push(queue.offer(message('huge', 500)), queue.offer(message('c', 10)));
    for (let n = 1; n <= 4; n += 1) {
      await turns(() => gate.groups.length === n);
      gate.release();
    }
    await Promise.all(offers);
    expect(gate.groups).toEqual([['a'], ['b'], ['huge'], ['c']]);
  });

  it('refuses beyond documents or bytes, and beyond a share of them', async () => {
    const gate = createGate();
    const queue = createAppendQueue({
      append: gate.append,
      onGroup: () => undefined,
      limits: LIMITS,
    });
    const accepted = Array.from({ length: 10 }, (_, i) => queue.offer(message(`${i}`), 0.5));
    await expect(queue.offer(message('x'), 0.5)).rejects.toMatchObject({ code: 'reception-full' });
    accepted.push(queue.offer(message('y', 900)));
    await expect(queue.offer(message('z', 91))).rejects.toMatchObject({ code: 'reception-full' });
    const room = queue.room();
    const done = Promise.all(accepted);
    const letGo = setInterval(gate.release, 1);
    await room;
    await done;
    clearInterval(letGo);
    expect(queue.depth().documents).toBe(0);
  });

  it('a failed document fails alone', async () => {
    const gate = createGate();
    const queue = createAppendQueue({
      append: gate.append,
      onGroup: () => undefined,
      limits: LIMITS,
    });
    const settled = Promise.allSettled(['a', 'bad', 'c'].map((name) => queue.offer(message(name))));
    await turns(() => gate.groups.length === 1);
    gate.release();
    expect((await settled).map(({ status }) => status)).toEqual([
      'fulfilled',
      'rejected',
      'fulfilled',
    ]);
  });
});
