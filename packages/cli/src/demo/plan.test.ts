import { planWaves } from './plan.ts';

describe('planWaves', () => {
  it('puts each document after the one it depends on, and keeps the order otherwise', () => {
    const waves = planWaves([
      { name: 'annulment', dependsOn: 'credit' },
      { name: 'invoice' },
      { name: 'credit', dependsOn: 'invoice' },
      { name: 'other' },
    ]);
    expect(waves.map((wave) => wave.map(({ name }) => name))).toEqual([
      ['invoice', 'other'],
      ['credit'],
      ['annulment'],
    ]);
  });

  it('refuses circles and unknown origins', () => {
    const circle = [
      { name: 'a', dependsOn: 'b' },
      { name: 'b', dependsOn: 'a' },
    ];
    expect(() => planWaves(circle)).toThrow('depends on itself');
    expect(() => planWaves([{ name: 'a', dependsOn: 'z' }])).toThrow('not there');
  });
});
