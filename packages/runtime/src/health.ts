/** Liveness, readiness and figures over plain HTTP, on a port of their own. */
import { createServer, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Metrics } from './metrics.ts';

export interface HealthOptions {
  readonly host: string;
  readonly port: number;
  readonly metrics: Metrics;
  /** Live as long as the process answers; ready when this is undefined, else it says why not. */
  readonly unready: () => Promise<string | undefined>;
}

const send = (response: ServerResponse, status: number, body: string, type = 'text/plain') =>
  response.writeHead(status, { 'content-type': type, 'cache-control': 'no-store' }).end(body);

async function answer(url: string, response: ServerResponse, options: HealthOptions) {
  if (url === '/livez') return send(response, 200, 'live\n');
  if (url === '/readyz') {
    const why = await options.unready();
    if (why === undefined) return send(response, 200, 'ready\n');
    return send(response, 503, why === '' ? 'not ready\n' : `not ready: ${why}\n`);
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
