import { OperationalError } from '@ventanilla/errors';
import { COPY_HEADER, withoutRepeats } from './index.ts';
import { createMemoryStream } from './memory/index.ts';

const copy = (key: string, original: string) => ({
  key,
  headers: { [COPY_HEADER]: original },
  value: new TextEncoder().encode(key),
});

describe('withoutRepeats', () => {
  it('hands a copied record over once, though it was copied again and its first batch failed', async () => {
    const timing = { retryMinMs: 2, lingerMs: 1, pollMinMs: 1 };
    const raw = createMemoryStream({ timing });
    await raw.ensure([{ name: 't', partitions: 1 }]);
    const copies = [copy('a', 'k/t/0/1'), copy('b', 'k/t/0/2')];
    await raw.append('t', [...copies, ...copies, copy('c', 'k/t/0/3')]);
    await raw.append('t', [
      { key: 'own', headers: {}, value: new Uint8Array() },
      copies[1] as never,
    ]);
    await raw.append('t', [{ key: 'own', headers: {}, value: new Uint8Array() }]);
    const keys: string[] = [];
    const controller = new AbortController();
    let outages = 1;
    await withoutRepeats(raw).consume({
      topic: 't',
      group: 'g',
      member: 'm',
      batchSizeMax: 3,
      signal: controller.signal,
      handler: async ({ records }) => {
        if (outages-- > 0) throw new OperationalError('outage', 'wait', { retryable: true });
        keys.push(...records.map(({ key }) => key));
        if (keys.filter((key) => key === 'own').length === 2) controller.abort();
      },
    });
    expect(keys).toEqual(['a', 'b', 'c', 'own', 'own']);
  });
});
