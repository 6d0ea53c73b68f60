import { createRegistry } from './cached-registry.ts';
import type { Queryable, SqlValue } from './database.ts';

function fakeDatabase() {
  const asked: (readonly SqlValue[])[] = [];
  const database: Queryable = {
    query: async <R>(_: unknown, values: readonly SqlValue[] = []) => {
      asked.push(values);
      return { rows: [{ id: 'A', name: 'A' }] as R[], count: 1 };
    },
  };
  return { database, asked };
}

describe('cached registry', () => {
  it('asks again only for what it does not know, and only after the answer has aged', async () => {
    const { database, asked } = fakeDatabase();
    let clock = 0;
    const registry = createRegistry(database, { cacheMs: 10, now: () => clock });
    expect([...(await registry.taxpayers(['A', 'B'])).keys()]).toEqual(['A']);
    expect([...(await registry.taxpayers(['B', 'A'])).keys()]).toEqual(['A']);
    expect(asked).toHaveLength(1);
    clock = 11;
    await registry.taxpayers(['A']);
    expect(asked).toHaveLength(2);
  });

  it('keeps the mandates of submitters apart and the cache bounded', async () => {
    const { database, asked } = fakeDatabase();
    const registry = createRegistry(database, { cacheMs: 10, now: () => 0, entriesMax: 1 });
    expect([...(await registry.mandates('X', ['A', 'B']))]).toEqual(['A']);
    expect([...(await registry.mandates('Y', ['A', 'B']))]).toEqual(['A']);
    expect(asked.map(([submitterId]) => submitterId)).toEqual(['X', 'Y']);
  });
});
