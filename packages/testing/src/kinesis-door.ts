/** Stands before a server of the Kinesis API and answers some requests as the real service does under load. */
import { Agent, createServer, type IncomingMessage, request, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { buffer } from 'node:stream/consumers';

interface KinesisFaults {
  /** Share of PutRecords entries refused one by one. */
  partial: number;
  /** Share of reading and writing calls refused whole. */
  throttled: number;
  /** Share of GetRecords whose iterator has run out. */
  expired: number;
}

/** How often each has been done. */
type FaultCounts = { -readonly [F in keyof KinesisFaults]: number };

export interface KinesisDoor {
  readonly endpoint: string;
  /** None at first; may be changed at any time. */
  readonly faults: KinesisFaults;
  readonly counts: Readonly<FaultCounts>;
  readonly close: () => Promise<void>;
}

interface Answer {
  readonly status: number;
  readonly headers: IncomingMessage['headers'];
  readonly body: Buffer;
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

const answer = (status: number, body: unknown): Answer => ({
  status,
  headers: { 'content-type': 'application/x-amz-json-1.1' },
  body: Buffer.from(JSON.stringify(body)),
});
const refusal = (name: string) => answer(400, { __type: name, message: 'injected' });
const THROTTLED = 'ProvisionedThroughputExceededException';

type Forward = (headers: IncomingMessage['headers'], body: Buffer) => Promise<Answer>;

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

/** `target` is the endpoint behind it; `seed` decides whom the faults strike. */
export const openKinesisDoor = async (target: string, seed = 7): Promise<KinesisDoor> => {
  const faults: KinesisFaults = { partial: 0, throttled: 0, expired: 0 };
  const throwDie = dice(seed);
  const counts: FaultCounts = { partial: 0, throttled: 0, expired: 0 };
  const agent = new Agent({ keepAlive: true });
  const forward = forwardTo(target, agent);
  const strikes = (fault: keyof KinesisFaults): boolean => {
    if (faults[fault] === 0 || throwDie() >= faults[fault]) return false;
    counts[fault] += 1;
    return true;
  };

  const answerTo = async ({ headers }: IncomingMessage, body: Buffer): Promise<Answer> => {
    const operation = String(headers['x-amz-target']).split('.').at(-1);
    const isData = operation === 'PutRecords' || operation === 'GetRecords';
    if (isData && strikes('throttled')) return refusal(THROTTLED);
    if (operation === 'GetRecords' && strikes('expired'))
      return refusal('ExpiredIteratorException');
    if (operation !== 'PutRecords' || faults.partial === 0) return forward(headers, body);
    return putSome(forward, headers, body, () => strikes('partial'));
  };

  const serve = async (asked: IncomingMessage, response: ServerResponse) => {
    try {
      const { status, headers, body } = await answerTo(asked, await buffer(asked));
      const { 'transfer-encoding': _, connection: __, ...passed } = headers;
      response.writeHead(status, { ...passed, 'content-length': body.length }).end(body);
    } catch {
      // Whoever asked sees a broken connection, as it would without us.
      response.destroy();
    }
  };
  const server = createServer((asked, response) => void serve(asked, response));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    endpoint: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    faults,
    counts,
    close: async () => {
      agent.destroy();
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
};
