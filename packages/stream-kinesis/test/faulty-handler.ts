/** Stands between the client and the server, and does to requests what the real service does under load. */
import { Agent } from 'node:http';
import { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import { NodeHttpHandler } from '@smithy/node-http-handler';

type Handle = NodeHttpHandler['handle'];
export type HttpRequest = Parameters<Handle>[0];
export type HttpHandlerOptions = NonNullable<Parameters<Handle>[1]>;

export interface Faults {
  /** Share of PutRecords entries refused one by one. */
  partial: number;
  /** Share of calls refused whole. */
  throttled: number;
  /** Share of GetRecords whose iterator has run out. */
  expired: number;
}

export interface FaultCounts {
  partial: number;
  throttled: number;
  expired: number;
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

const answer = (statusCode: number, body: unknown) => ({
  response: {
    statusCode,
    headers: { 'content-type': 'application/x-amz-json-1.1' },
    body: Readable.from([Buffer.from(JSON.stringify(body))]),
  },
});

const refusal = (name: string) => answer(400, { __type: name, message: 'injected' });

export const faultyHandler = (faults: Faults, seed = 7) => {
  const inner = new NodeHttpHandler({
    httpAgent: new Agent({ keepAlive: true }),
    requestTimeout: 8_000,
    throwOnRequestTimeout: true,
  });
  const throwDie = dice(seed);
  const counts: FaultCounts = { partial: 0, throttled: 0, expired: 0 };

  const putSome = async (request: HttpRequest, options?: HttpHandlerOptions) => {
    const body = JSON.parse(new TextDecoder().decode(request.body)) as { Records: unknown[] };
    const passes = body.Records.map(() => throwDie() >= faults.partial);
    const passed = body.Records.filter((_, i) => passes[i]);
    counts.partial += body.Records.length - passed.length;
    const refused = {
      ErrorCode: 'ProvisionedThroughputExceededException',
      ErrorMessage: 'injected',
    };
    let results: unknown[] = [];
    if (passed.length > 0) {
      const text = JSON.stringify({ ...body, Records: passed });
      request.body = text;
      request.headers['content-length'] = String(Buffer.byteLength(text));
      const { response } = await inner.handle(request, options);
      if (response.statusCode !== 200) return { response };
      results = JSON.parse(String(await buffer(response.body))).Records;
    }
    const merged = passes.map((pass) => (pass ? results.shift() : refused));
    return answer(200, { FailedRecordCount: merged.length - passed.length, Records: merged });
  };

  const handle = async (request: HttpRequest, options?: HttpHandlerOptions) => {
    const operation = String(request.headers['x-amz-target']).split('.').at(-1);
    const isData = operation === 'PutRecords' || operation === 'GetRecords';
    if (isData && throwDie() < faults.throttled) {
      counts.throttled += 1;
      return refusal('ProvisionedThroughputExceededException');
    }
    if (operation === 'GetRecords' && throwDie() < faults.expired) {
      counts.expired += 1;
      return refusal('ExpiredIteratorException');
    }
    if (operation === 'PutRecords' && faults.partial > 0) return putSome(request, options);
    return inner.handle(request, options);
  };
  return { handler: { handle, destroy: () => inner.destroy() }, counts };
};
