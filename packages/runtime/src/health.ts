/** Liveness, readiness and figures over plain HTTP, on a port of their own. */
import { createServer, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Metrics } from './metrics.ts';

export interface HealthOptions {
  readonly host: string;
  readonly port: number;
  readonly metrics: Metrics;
  /** Live as long as the process answers; ready when this says so. */
  readonly isReady: () => Promise<boolean>;
}

const send = (response: ServerResponse, status: number, body: string, type = 'text/plain') =>
  response.writeHead(status, { 'content-type': type, 'cache-control': 'no-store' }).end(body);

async function answer(url: string, response: ServerResponse, options: HealthOptions) {
  if (url === '/livez') return send(response, 200, 'live\n');
  if (url === '/readyz') {
    const ready = await options.isReady();
    return send(response, ready ? 200 : 503, ready ? 'ready\n' : 'not ready\n');
  }
  if (url === '/metrics') {
    return send(response, 200, await options.metrics.text(), options.metrics.contentType);
  }
  return send(response, 404, 'Only /livez, /readyz and /metrics live here.\n');
}

/** Resolves when it listens; `port` is the one it got. */
export async function serveHealth(
  options: HealthOptions,
): Promise<{ readonly port: number; readonly close: () => Promise<void> }> {
  const server: Server = createServer((request, response) => {
    answer(request.url ?? '/', response, options).catch(() => send(response, 500, 'failed\n'));
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(options.port, options.host, resolve);
  });
  return {
    port: (server.address() as AddressInfo).port,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
