import { measureTurnOver } from './turn-over.ts';

it('phases with and without take turns, and the cost is of their sums', async () => {
  let turning = false;
  const found = await measureTurnOver(
    async (signal) => {
      turning = true;
      await new Promise((resolve) => {
        signal.addEventListener('abort', resolve);
      });
      turning = false;
      return { rotated: 3 };
    },
    async () => (turning ? 900 : 1_000),
  );
  expect(found).toEqual({
    rates: [
      { without: 1_000, with: 900 },
      { without: 1_000, with: 900 },
    ],
    turns: { rotated: 6 },
    cost: 0.1,
  });
});
