import { testDatabase } from '@ventanilla/testing';
import { Client } from 'pg';
import { measureLimits } from './limits.ts';

describe('measureLimits', () => {
  it('measures both and leaves nothing behind', async () => {
    const database = await testDatabase();
    const limits = await measureLimits(database.url, 0.3);
    expect(limits.appendPerSecond).toBeGreaterThan(0);
    expect(limits.insertPerSecond).toBeGreaterThan(0);
    const client = new Client({ connectionString: database.url });
    await client.connect();
    const { rows } = await client.query(`SELECT 1 FROM pg_namespace WHERE nspname = 'bench'`);
    expect(rows).toEqual([]);
    await client.end();
  });
});
