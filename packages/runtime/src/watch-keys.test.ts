import { OperationalError } from '@ventanilla/errors';
import { pino } from 'pino';
import { createMetrics } from './metrics.ts';
import { watchKeys } from './watch-keys.ts';

const failure = (code: string, retryable: boolean) =>
  new OperationalError(code, 'x', { retryable });
const setUp = () => {
  let now = 0;
  const metrics = createMetrics('test');
  const watch = watchKeys({ metrics, log: pino({ enabled: false }) }, () => now);
  return {
    metrics,
    watch,
    wait: (ms: number) => {
      now += ms;
    },
  };
};

describe('watchKeys', () => {
  it('names the outage until a call of the same kind is answered', async () => {
    const { watch, metrics } = setUp();
    expect(watch.check()).toBe(true);
    watch.onKeyCall('generate', failure('key-service-throttled', true));
    expect(watch.check()).toBe('key-service-throttled');
    watch.onKeyCall('unwrap', undefined);
    expect(watch.check()).toBe('key-service-throttled');
    expect(await metrics.text()).toContain('ventanilla_key_service_failing{service="test"} 1');
    watch.onKeyCall('generate', undefined);
    expect(watch.check()).toBe(true);
    const text = await metrics.text();
    expect(text).toContain('ventanilla_key_service_failing{service="test"} 0');
    expect(text).toContain('call="generate",outcome="key-service-throttled",service="test"} 1');
    expect(text).toContain('call="unwrap",outcome="ok",service="test"} 1');
  });

  it('does not take a message with a wrong key for an outage', () => {
    const { watch } = setUp();
    watch.onKeyCall('unwrap', failure('key-mismatch', false));
    expect(watch.check()).toBe(true);
  });

  it('forgets an outage that it no longer asks about', () => {
    const { watch, wait } = setUp();
    watch.onKeyCall('unwrap', failure('key-paused', true));
    wait(119_000);
    expect(watch.check()).toBe('key-paused');
    wait(2_000);
    expect(watch.check()).toBe(true);
  });
});
