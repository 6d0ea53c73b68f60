import { logSize, treeSizeOf } from './log-size.ts';

describe('log size', () => {
  it('is the second line of a checkpoint', () => {
    expect(treeSizeOf('ventanilla.example/log\n1234\nq0…=\n\n— sig\n')).toBe(1234);
    expect(() => treeSizeOf('<html>')).toThrow('not a checkpoint');
  });

  it('is nothing before the first entry', async () => {
    const empty = { status: 404, headers: {}, body: Buffer.from('{}') };
    expect(await logSize({ tryGet: async () => empty })).toBe(0);
  });
});
