import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { benchCustody } from './custody.ts';

it('measures every figure over documents that come back as they went in', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'custody-'));
  try {
    const { documents, ...figures } = await benchCustody(1_000, folder);
    expect(documents).toBe(1_000);
    for (const figure of Object.values(figures)) expect(figure).toBeGreaterThan(0);
  } finally {
    await rm(folder, { recursive: true });
  }
});
