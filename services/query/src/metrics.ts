/** What the service tells about itself. */
import type { Metrics } from '@ventanilla/runtime';
import type { App } from './http/validation.ts';
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
