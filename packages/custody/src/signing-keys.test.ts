import { createMemoryObjects } from '@ventanilla/objects/memory';
import { endSigningKey, readSigningKeys, recordSigningKey } from './index.ts';

const key = (n: number, validFrom: string) =>
  ({ name: 'log', algorithm: 'Ed25519', spki: Buffer.alloc(44, n), validFrom }) as const;
const OLD = key(1, '2030-01-01T00:00:00.000Z');
const NEW = key(2, '2031-01-01T00:00:00.000Z');

describe('signing keys on record', () => {
  it('are told newest first, each with its end', async () => {
    const objects = createMemoryObjects();
    await recordSigningKey(objects, OLD);
    await recordSigningKey(objects, NEW);
    await endSigningKey(objects, OLD, new Date('2031-01-01T01:00:00Z'));
    expect(await readSigningKeys(objects)).toEqual([
      NEW,
      { ...OLD, validUntil: '2031-01-01T01:00:00.000Z' },
    ]);
  });

  it('begin once, whatever a later start believes of their age', async () => {
    const objects = createMemoryObjects();
    await recordSigningKey(objects, OLD);
    await recordSigningKey(objects, { ...OLD, validFrom: '2035-01-01T00:00:00.000Z' });
    expect(await readSigningKeys(objects)).toEqual([OLD]);
  });

  it('end at the earliest time that was said', async () => {
    const objects = createMemoryObjects();
    await recordSigningKey(objects, OLD);
    await endSigningKey(objects, OLD, new Date('2032-01-01T00:00:00Z'));
    await endSigningKey(objects, OLD, new Date('2031-06-01T00:00:00Z'));
    await endSigningKey(objects, OLD, new Date('2033-01-01T00:00:00Z'));
    const [{ validUntil } = { validUntil: '' }] = await readSigningKeys(objects);
    expect(validUntil).toBe('2031-06-01T00:00:00.000Z');
  });
});
