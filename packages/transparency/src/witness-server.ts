/** A witness: remembers the last head of each log it knows, and cosigns what is consistent with it. */
import { createServer, type IncomingMessage, type Server } from 'node:http';
import type { ObjectStore } from '@ventanilla/objects';
import {
  cosign,
  encodeCheckpoint,
  formatSignatureLines,
  judgeCheckpoint,
  parseCheckpoint,
  type VerifyingKey,
  type WitnessAnswer,
  type WitnessKey,
} from '@ventanilla/receipts';

export interface WitnessOptions {
  readonly logs: readonly { readonly origin: string; readonly keys: readonly VerifyingKey[] }[];
  /** Keeps the last head of each log; must survive restarts, or the witness forgets what it saw. */
  readonly objects: ObjectStore;
  readonly key: WitnessKey;
  readonly sign: (message: Uint8Array) => Promise<Uint8Array>;
  readonly now: () => number;
}

interface Answer {
  readonly status: number;
  readonly type: string;
  readonly body: string;
}

const BODY_BYTES_MAX = 100_000;
const stateKey = (origin: string): string => `witness/${Buffer.from(origin).toString('hex')}`;

/** Answers one request body. Requests are taken one at a time: judging and remembering is one step. */
export function createWitness(options: WitnessOptions): (body: string) => Promise<Answer> {
  const { logs, objects, key, sign, now } = options;
  let last: Promise<unknown> = Promise.resolve();

  const remembered = async (origin: string) => {
    const bytes = await objects.get(stateKey(origin));
    return bytes && parseCheckpoint(Buffer.from(bytes).toString('utf8'));
  };
  const respond = async (body: string): Promise<Answer> => {
    const known = await Promise.all(
      logs.map(async (log) => {
        const head = await remembered(log.origin);
        return head ? { ...log, last: head } : log;
      }),
    );
    const answer: WitnessAnswer = judgeCheckpoint(body, known);
    if (answer.status === 409) {
      return { status: 409, type: 'text/x.tlog.size', body: `${answer.size}\n` };
    }
    if (answer.status !== 200) return { status: answer.status, type: 'text/plain', body: '' };
    const { checkpoint, text } = answer;
    await objects.replace(stateKey(checkpoint.origin), Buffer.from(encodeCheckpoint(checkpoint)));
    const signature = await cosign(text, key, Math.floor(now() / 1000), sign);
    return {
      status: 200,
      type: 'text/plain; charset=utf-8',
      body: formatSignatureLines([signature]),
    };
  };
  return (body) => {
    const answer = last.then(() => respond(body));
    last = answer.catch(() => undefined);
    return answer;
  };
}

/** undefined when it is too long; then the rest is read and dropped, so that the answer arrives. */
async function readBody(request: IncomingMessage): Promise<string | undefined> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request) {
    size += (chunk as Buffer).length;
    if (size <= BODY_BYTES_MAX) chunks.push(chunk as Buffer);
  }
  return size <= BODY_BYTES_MAX ? Buffer.concat(chunks).toString('utf8') : undefined;
}

/** The witness over HTTP: `POST <prefix>/add-checkpoint`. The caller listens and closes. */
export function serveWitness(options: WitnessOptions): Server {
  const witness = createWitness(options);
  return createServer(async (request, response) => {
    const finish = ({ status, type, body }: Answer): void => {
      response.writeHead(status, { 'content-type': type });
      response.end(body);
    };
    const nothing = (status: number): void => finish({ status, type: 'text/plain', body: '' });
    try {
      if (request.method !== 'POST') return nothing(405);
      if (!request.url?.endsWith('/add-checkpoint')) return nothing(404);
      const body = await readBody(request);
      return body === undefined ? nothing(413) : finish(await witness(body));
    } catch {
      return nothing(503);
    }
  });
}
