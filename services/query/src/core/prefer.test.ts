import { WAIT_SECONDS_MAX, waitSeconds } from './prefer.ts';

describe('Prefer: wait', () => {
  it.each([
    [undefined, 0],
    ['wait=5', 5],
    ['respond-async, wait=7', 7],
    ['WAIT = "3"', 3],
    ['wait=900', WAIT_SECONDS_MAX],
    ['wait=-1', 0],
    ['wait=soon', 0],
    ['handling=lenient', 0],
  ])('%s → %d', (header, seconds) => {
    expect(waitSeconds(header)).toBe(seconds);
  });
});
