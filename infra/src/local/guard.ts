/**
 * Stands before the local doubles as IAM stands before AWS: a request passes only when the role of the
 * task that sends it allows it. Who sends it is in the session token, which each task gets as its own.
 */
import { createServer, type IncomingMessage, request, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { callsOf, createIterators, type Received, type ServiceId, streamOf } from './calls.ts';
import { allows, type Statement } from './policy.ts';

interface Refusal {
  readonly task: string;
  readonly action: string;
  readonly resource: string;
}

const nameOf = ({ task, action, resource }: Refusal): string => `${task} ${action} ${resource}`;

export interface Guard {
  readonly url: string;
  readonly close: () => Promise<void>;
}

/** What every guard of a run shares. */
export interface Watch {
  readonly host: string;
  readonly region: string;
  readonly policyOf: (task: string) => readonly Statement[];
  /** Calls that passed, by `task action`. */
  readonly passed: Map<string, number>;
  /** Calls that did not, by `task action resource`. */
  readonly refused: Map<string, number>;
}

const count = (counts: Map<string, number>, name: string): void =>
  void counts.set(name, (counts.get(name) ?? 0) + 1);

const bodyOf = async (incoming: IncomingMessage): Promise<Buffer> => {
  const chunks: Buffer[] = [];
  for await (const chunk of incoming) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks);
};

function refuse(response: ServerResponse, service: ServiceId, { action, resource }: Refusal): void {
  const message = `not authorized to perform ${action} on ${resource}`;
  const xml = `<Error><Code>AccessDenied</Code><Message>${message}</Message></Error>`;
  const json = JSON.stringify({ __type: 'AccessDeniedException', message });
  const isS3 = service === 's3';
  response.statusCode = isS3 ? 403 : 400;
  response.setHeader('content-type', isS3 ? 'application/xml' : 'application/x-amz-json-1.1');
  response.end(isS3 ? xml : json);
}

/** Before the double of one service at `upstream`. */
export async function startGuard(
  service: ServiceId,
  upstream: string,
  watch: Watch,
): Promise<Guard> {
  const iterators = createIterators();
  const { hostname, port } = new URL(upstream);

  const forward = (received: Received, response: ServerResponse): void => {
    const { method, url: path, headers, body } = received;
    const onward = request({ hostname, port, method, path, headers }, (answer) => {
      response.writeHead(answer.statusCode ?? 502, answer.headers);
      if (service !== 'kinesis') return void answer.pipe(response);
      void bodyOf(answer).then((bytes) => {
        rememberIterators(received, bytes);
        response.end(bytes);
      });
    });
    onward.on('error', () => response.destroy());
    onward.end(body);
  };
  const rememberIterators = (received: Received, answer: Buffer): void => {
    if (!/Iterator"/.test(answer.toString('latin1'))) return;
    const { ShardIterator, NextShardIterator } = JSON.parse(answer.toString('utf8'));
    const iterator = ShardIterator ?? NextShardIterator;
    if (typeof iterator === 'string') {
      iterators.remember(iterator, streamOf(received, iterators));
    }
  };
  const server = createServer((incoming, response) => {
    void bodyOf(incoming).then((body) => {
      const { method = '', url = '', headers } = incoming;
      const received = { method, url, headers, body };
      const task = `${headers['x-amz-security-token'] ?? 'nobody'}`;
      for (const call of callsOf(service, received, { region: watch.region, iterators })) {
        const { action, resource } = call;
        if (!allows(watch.policyOf(task), call)) {
          count(watch.refused, nameOf({ task, action, resource }));
          return refuse(response, service, { task, action, resource });
        }
        count(watch.passed, `${task} ${action}`);
      }
      forward(received, response);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, watch.host, resolve));
  return {
    url: `http://${watch.host}:${(server.address() as AddressInfo).port}`,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
