import { concurrently } from './concurrently.ts';

describe('concurrently', () => {
  it('does every item, never more than the width at a time', async () => {
    let running = 0;
    let most = 0;
    const done: number[] = [];
    await concurrently([1, 2, 3, 4, 5, 6, 7], 3, async (item) => {
      running += 1;
      most = Math.max(most, running);
      await Promise.resolve();
      done.push(item);
      running -= 1;
    });
    expect(done.sort()).toEqual([1, 2, 3, 4, 5, 6, 7]);
    expect(most).toBe(3);
  });

  it('takes no more items after a failure', async () => {
    const taken: number[] = [];
    const run = concurrently([1, 2, 3, 4, 5], 1, async (item) => {
      taken.push(item);
      if (item === 2) throw new Error('no');
    });
    await expect(run).rejects.toThrow('no');
    expect(taken).toEqual([1, 2]);
  });
});
