/** What the service tells about itself. */
import type { Metrics } from '@ventanilla/runtime';
import type { Completeness } from './core/completeness.ts';
import type { App } from './http/validation.ts';
import type { CompletenessReader } from './observe.ts';
import type { Waiting } from './waiting.ts';

const SECONDS = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30];

/** Times requests by route pattern and status class. Call before the application listens. */
export function observeRequests(app: App, metrics: Metrics, waiting: Waiting): void {
  const seconds = metrics.histogram(
    'http_request_seconds',
    'Time from request to answer, held requests included',
    SECONDS,
    ['route', 'status'],
  );
  const held = metrics.gauge('held_requests', 'Requests held by Prefer: wait');
  app.addHook('onResponse', async (request, reply) => {
    const route = request.routeOptions.url ?? 'none';
    const status = `${Math.floor(reply.statusCode / 100)}xx`;
    seconds.observe({ route, status }, reply.elapsedTime / 1_000);
    held.set(waiting.size());
  });
}

/** How far the platform as a whole is behind; asked for when it is read, once for the three figures. */
export function observeCompleteness(
  metrics: Metrics,
  completeness: CompletenessReader,
  now: () => number,
): void {
  const figure = (name: string, help: string, figureOf: (seen: Completeness) => number) => {
    const gauge = metrics.gauge(name, `${help}; -1 when it is not known`);
    const collect = async () => {
      const seen = await completeness.read().catch(() => undefined);
      gauge.set(seen === undefined ? -1 : figureOf(seen));
    };
    Object.assign(gauge, { collect });
  };
  figure(
    'completeness_lag_seconds',
    'Age of the time before which every received document is settled',
    ({ settledBefore }) =>
      settledBefore === undefined ? -1 : (now() - Date.parse(settledBefore)) / 1_000,
  );
  figure('in_flight_documents', 'Records on their way to an outcome', ({ inFlight }) => inFlight);
  figure('dead_letters', 'Records set aside and not replayed', ({ deadLetters }) => deadLetters);
}
