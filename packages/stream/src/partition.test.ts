import { createHash } from 'node:crypto';
import { partitionOf } from './index.ts';

describe('partitionOf', () => {
  it('never changes: records of a key would lose their order', () => {
    expect(['', 'a', 'ñandú', 'key-7'].map((key) => partitionOf(key, 16))).toMatchSnapshot();
  });

  it('spreads document ids evenly', () => {
    const counts = new Array<number>(8).fill(0);
    for (let i = 0; i < 8000; i++) {
      const id = createHash('sha256').update(String(i)).digest('hex');
      counts[partitionOf(id, 8)]! += 1;
    }
    expect(Math.min(...counts)).toBeGreaterThan(850);
    expect(Math.max(...counts)).toBeLessThan(1150);
  });
});
