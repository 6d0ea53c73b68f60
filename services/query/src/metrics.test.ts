import { createMetrics } from '@ventanilla/runtime';
import { observeCompleteness } from './metrics.ts';

const NOON = Date.parse('2026-03-01T12:00:00Z');
const told = { hops: [], inFlight: 3, deadLetters: 1 };

async function scrape(read: () => Promise<{ settledBefore: string | undefined } & typeof told>) {
  const metrics = createMetrics('query');
  observeCompleteness(metrics, { read }, () => NOON);
  return metrics.text();
}

describe('completeness figures', () => {
  it('tell how far the whole is behind', async () => {
    const text = await scrape(async () => ({ ...told, settledBefore: '2026-03-01T11:59:30.000Z' }));
    expect(text).toMatch(/ventanilla_completeness_lag_seconds\{.*\} 30\n/);
    expect(text).toMatch(/ventanilla_in_flight_documents\{.*\} 3\n/);
  });

  it('say -1 when nothing can be promised or asked', async () => {
    const unknown = await scrape(async () => ({ ...told, settledBefore: undefined }));
    expect(unknown).toMatch(/ventanilla_completeness_lag_seconds\{.*\} -1\n/);
    const failing = await scrape(() => Promise.reject(new Error('down')));
    expect(failing).toMatch(/ventanilla_completeness_lag_seconds\{.*\} -1\n/);
  });
});
