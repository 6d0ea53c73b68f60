import { createReleases } from './releases.ts';

describe('releases', () => {
  it('run once, last first, past failures', async () => {
    const seen: string[] = [];
    const errors: unknown[] = [];
    const releases = createReleases();
    releases.push(async () => {
      seen.push('first');
    });
    releases.push(() => Promise.reject(new Error('stuck')));
    releases.push(async () => {
      seen.push('last');
    });
    await releases.run((error) => errors.push(error));
    await releases.run((error) => errors.push(error));
    expect(seen).toEqual(['last', 'first']);
    expect(errors).toHaveLength(1);
  });
});
