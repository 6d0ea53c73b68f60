import { benchMemory, growthOf } from './memory.ts';

describe('memory over many documents', () => {
  it('is looked at as often as asked, and documents are judged', () => {
    const told: number[] = [];
    const result = benchMemory({
      documents: 60,
      seed: 'memory',
      looks: 20,
      onLook: ({ documents }) => told.push(documents),
    });
    expect(told).toHaveLength(20);
    expect(result.documents).toBe(60);
    expect(result.rejected).toBeGreaterThan(0);
    expect(result.rejected).toBeLessThan(60);
  });

  it('grows when the last half needs more than the second tenth', () => {
    const at = (documents: number, rssMb: number) => ({
      documents,
      rssMb,
      heapMb: 0,
      externalMb: 0,
    });
    expect(growthOf([at(10, 900), at(20, 200), at(50, 999), at(100, 300)], 100)).toBe(1.5);
  });
});
