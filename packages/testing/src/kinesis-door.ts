/** Stands before a server of the Kinesis API and answers some requests as the real service does under load. */
import { Agent, createServer, type IncomingMessage, request, type ServerResponse } from 'node:http';
import {
  createServer as createHttp2Server,
  type Http2ServerRequest,
  type Http2ServerResponse,
} from 'node:http2';
import type { AddressInfo, Server } from 'node:net';
import { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import { pipeline } from 'node:stream/promises';
import { createSubscriptions } from './kinesis-subscriptions.ts';

interface KinesisFaults {
  /** Share of PutRecords entries refused one by one. */
  partial: number;
  /** Share of reading and writing calls refused whole. */
  throttled: number;
  /** Share of GetRecords whose iterator has run out. */
  expired: number;
  /** Share of what subscriptions say after which they run out, as they do after five minutes. */
  ranOut: number;
  /** Share of it in place of which they fail. */
  failed: number;
}

/** How often each has been done. */
type FaultCounts = Record<keyof KinesisFaults | 'inUse', number>;

export interface DoorOptions {
  /** Decides whom the faults strike. */
  readonly seed?: number;
  /** A subscription to a shard sooner than this after another is refused as being in use. */
  readonly apartMs?: number;
}

export interface KinesisDoor {
  readonly endpoint: string;
  /** The same over HTTP/2, in clear. */
  readonly http2Endpoint: string;
  /** None at first; may be changed at any time. */
  readonly faults: KinesisFaults;
  readonly counts: Readonly<FaultCounts>;
  readonly close: () => Promise<void>;
}

interface Answer {
  readonly status: number;
  readonly headers: IncomingMessage['headers'];
  readonly body: Buffer | Readable;
}

/** The same sequence each time: a failure can be looked into. */
const dice = (seed: number) => {
  let state = seed;
  return (): number => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
};

const answer = (status: number, body: unknown): WholeAnswer => ({
  status,
  headers: { 'content-type': 'application/x-amz-json-1.1' },
  body: Buffer.from(JSON.stringify(body)),
});
const refusal = (name: string) => answer(400, { __type: name, message: 'injected' });
const THROTTLED = 'ProvisionedThroughputExceededException';

interface WholeAnswer extends Answer {
  readonly body: Buffer;
}

type Forward = (headers: IncomingMessage['headers'], body: Buffer) => Promise<WholeAnswer>;

const forwardTo = (target: string, agent: Agent): Forward => {
  return (headers, body) =>
    new Promise((resolve, reject) => {
      const passed = { ...headers, 'content-length': String(body.length) };
      const asked = request(target, { agent, method: 'POST', headers: passed });
      asked.once('error', reject);
      asked.once('response', (response) => {
        const { statusCode: status = 502, headers } = response;
        buffer(response).then((body) => resolve({ status, headers, body }), reject);
      });
      asked.end(body);
    });
};

/** Lets some of the entries through and puts refusals among the results. */
const putSome = async (
  forward: Forward,
  headers: IncomingMessage['headers'],
  body: Buffer,
  refused: () => boolean,
): Promise<Answer> => {
  const asked = JSON.parse(body.toString()) as { Records: unknown[] };
  const marks = asked.Records.map(() => refused());
  const passed = asked.Records.filter((_, i) => !marks[i]);
  let results: unknown[] = [];
  if (passed.length > 0) {
    const text = Buffer.from(JSON.stringify({ ...asked, Records: passed }));
    const given = await forward(headers, text);
    if (given.status !== 200) return given;
    results = JSON.parse(given.body.toString()).Records;
  }
  const no = { ErrorCode: THROTTLED, ErrorMessage: 'injected' };
  const merged = marks.map((mark) => (mark ? no : results.shift()));
  return answer(200, { FailedRecordCount: marks.filter(Boolean).length, Records: merged });
};

const NONE: KinesisFaults = { partial: 0, throttled: 0, expired: 0, ranOut: 0, failed: 0 };

/** `target` is the endpoint behind it. */
export const openKinesisDoor = async (
  target: string,
  { seed = 7, apartMs = 5_000 }: DoorOptions = {},
): Promise<KinesisDoor> => {
  const faults: KinesisFaults = { ...NONE };
  const throwDie = dice(seed);
  const counts: FaultCounts = { ...NONE, inUse: 0 };
  const agent = new Agent({ keepAlive: true });
  const forward = forwardTo(target, agent);
  const strikes = (fault: keyof KinesisFaults): boolean => {
    if (faults[fault] === 0 || throwDie() >= faults[fault]) return false;
    counts[fault] += 1;
    return true;
  };

  const subscribe = createSubscriptions(
    { runsOut: () => strikes('ranOut'), fails: () => strikes('failed') },
    apartMs,
  );
  const subscribed = (headers: IncomingMessage['headers'], body: Buffer): Answer => {
    const call = async (operation: string, input: object) => {
      const target = { ...headers, 'x-amz-target': `Kinesis_20131202.${operation}` };
      const given = await forward(target, Buffer.from(JSON.stringify(input)));
      if (given.status !== 200) throw new Error(`${operation}: ${given.body}`);
      return JSON.parse(given.body.toString());
    };
    const said = subscribe(call, JSON.parse(body.toString()));
    if (!said) {
      counts.inUse += 1;
      return refusal('ResourceInUseException');
    }
    const type = { 'content-type': 'application/vnd.amazon.eventstream' };
    return { status: 200, headers: type, body: Readable.from(said) };
  };

  const answerTo = async (headers: IncomingMessage['headers'], body: Buffer): Promise<Answer> => {
    const operation = String(headers['x-amz-target']).split('.').at(-1) ?? '';
    const isData = ['PutRecords', 'GetRecords', 'SubscribeToShard'].includes(operation);
    if (isData && strikes('throttled')) return refusal(THROTTLED);
    if (operation === 'SubscribeToShard') return subscribed(headers, body);
    if (operation === 'GetRecords' && strikes('expired'))
      return refusal('ExpiredIteratorException');
    if (operation !== 'PutRecords' || faults.partial === 0) return forward(headers, body);
    return putSome(forward, headers, body, () => strikes('partial'));
  };

  const serve = async (
    asked: IncomingMessage | Http2ServerRequest,
    response: ServerResponse | Http2ServerResponse,
  ) => {
    try {
      const named = Object.entries(asked.headers).filter(([name]) => !name.startsWith(':'));
      const { status, headers, body } = await answerTo(
        Object.fromEntries(named),
        await buffer(asked),
      );
      const { 'transfer-encoding': _, connection: __, 'keep-alive': ___, ...passed } = headers;
      const isWhole = !(body instanceof Readable);
      const length = isWhole && { 'content-length': String(body.length) };
      response.statusCode = status;
      for (const [name, value = ''] of Object.entries({ ...passed, ...length })) {
        response.setHeader(name, value);
      }
      await pipeline(isWhole ? [body] : body, response);
    } catch {
      // Whoever asked sees a broken connection, as it would without us.
      response.destroy();
    }
  };
  const server = createServer((asked, response) => void serve(asked, response));
  const http2 = createHttp2Server((asked, response) => void serve(asked, response));
  const sessions = new Set<{ readonly destroy: () => void }>();
  http2.on('session', (session) => {
    sessions.add(session);
    session.once('close', () => sessions.delete(session));
  });
  const [endpoint, http2Endpoint] = await Promise.all([listen(server), listen(http2)]);
  return {
    endpoint,
    http2Endpoint,
    faults,
    counts,
    close: async () => {
      agent.destroy();
      server.closeAllConnections();
      for (const session of sessions) session.destroy();
      for (const each of [server, http2]) await new Promise((resolve) => each.close(resolve));
    },
  };
};

const listen = async (server: Server): Promise<string> => {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
};
