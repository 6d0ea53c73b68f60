/** The platform's HTTP API, as an integrator's program would use it. */
import { setTimeout as delay } from 'node:timers/promises';
import { Agent, type Dispatcher, request } from 'undici';
import { CommandFailure, sentenceOf } from '../failure.ts';
import { isPassing, type Problem, readProblem, sayProblem } from './problem.ts';
import type { TokenSource } from './tokens.ts';
import { createUploads, mayNeedUpload } from './uploads.ts';

export interface Acknowledgement {
  readonly documentId: string;
  readonly submissionId?: string;
}

/** What the platform says of one document. */
export interface DocumentStatus {
  readonly documentId: string;
  /** The verdict once it is registered; until then `received`, `waiting` or `unknown`. */
  readonly status: string;
  readonly attempt?: number;
  readonly receivedAt?: string;
  readonly registeredAt?: string;
  readonly logIndex?: number;
}

const VERDICTS = ['accepted', 'accepted-with-observations', 'rejected'];

/** True once the document has an outcome with a receipt. */
export const isSettled = ({ status }: DocumentStatus): boolean => VERDICTS.includes(status);

export interface Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly body: Buffer;
}

export type Submitted =
  | { readonly ok: true; readonly acknowledgement: Acknowledgement & Partial<DocumentStatus> }
  | { readonly ok: false; readonly problem: Problem };

export interface ApiOptions {
  readonly url: string;
  readonly tokens?: TokenSource;
  readonly connections?: number;
  readonly language?: string;
}

export interface Api {
  /** Hands in one document, by an upload where the platform says so; a refusal is an answer, only a platform out of reach throws. */
  readonly submit: (
    bytes: Uint8Array,
    mediaType: string,
    options?: { waitSeconds?: number },
  ) => Promise<Submitted>;
  /** What is known of up to 1,000 documents. */
  readonly lookup: (ids: readonly string[]) => Promise<readonly DocumentStatus[]>;
  /** GET; throws CommandFailure on any status but 2xx, after waiting out passing ones. */
  readonly get: (path: string, headers?: Readonly<Record<string, string>>) => Promise<Answer>;
  readonly json: <T>(path: string) => Promise<T>;
  /** GET once, whatever the status. */
  readonly tryGet: (path: string) => Promise<Answer>;
  readonly close: () => Promise<void>;
}

const PASSING_TRIES = 6;
const RETRY_FIRST_MS = 200;

const unreachable = (url: string, cause: unknown) =>
  new CommandFailure(`The platform at ${url} cannot be reached: ${sentenceOf(cause)}.`, {
    hint: 'Is it running? Start it with "npm start", or name another with --url URL.',
  });

export function connectApi(options: ApiOptions): Api {
  const base = options.url.replace(/\/$/, '');
  const agent = new Agent({ connections: options.connections ?? 8, pipelining: 1 });

  const send = async (
    method: Dispatcher.HttpMethod,
    path: string,
    headers: Readonly<Record<string, string>>,
    body?: Uint8Array | string,
  ): Promise<Answer> => {
    const all: Record<string, string> = { 'accept-language': options.language ?? 'en', ...headers };
    if (options.tokens) all.authorization = `Bearer ${await options.tokens.token()}`;
    try {
      const answer = await request(base + path, {
        method,
        headers: all,
        body: body ?? null,
        dispatcher: agent,
      });
      const bytes = Buffer.from(await answer.body.arrayBuffer());
      return { status: answer.statusCode, headers: answer.headers, body: bytes };
    } catch (cause) {
      throw unreachable(base, cause);
    }
  };

  /** Repeats what failed in passing: safe, because every call here may be made twice. */
  const sendPatiently = async (...call: Parameters<typeof send>): Promise<Answer> => {
    for (let attempt = 1; ; attempt += 1) {
      const answer = await send(...call);
      if (answer.status < 300) return answer;
      const problem = readProblem(answer.status, answer.headers, answer.body.toString());
      if (!isPassing(problem) || attempt === PASSING_TRIES) {
        throw new CommandFailure(sayProblem(problem), { cause: undefined });
      }
      const pause = problem.retryAfter ? problem.retryAfter * 1000 : RETRY_FIRST_MS * 2 ** attempt;
      await delay(pause);
    }
  };

  const uploads = createUploads({ send, dispatcher: agent });

  return {
    async submit(bytes, mediaType, { waitSeconds } = {}) {
      const headers: Record<string, string> = { 'content-type': mediaType };
      if (waitSeconds) headers.prefer = `wait=${waitSeconds}`;
      const answer =
        (mayNeedUpload(bytes) && (await uploads.submit(bytes, headers))) ||
        (await send('POST', '/v1/documents', headers, bytes));
      if (answer.status >= 300) {
        const problem = readProblem(answer.status, answer.headers, answer.body.toString());
        return { ok: false, problem };
      }
      return { ok: true, acknowledgement: JSON.parse(answer.body.toString()) };
    },
    async lookup(ids) {
      const answer = await sendPatiently(
        'POST',
        '/v1/documents/lookup',
        { 'content-type': 'application/json' },
        JSON.stringify({ ids }),
      );
      return (JSON.parse(answer.body.toString()) as { data: DocumentStatus[] }).data;
    },
    get: (path, headers = {}) => sendPatiently('GET', path, headers),
    json: async (path) => {
      const answer = await sendPatiently('GET', path, { accept: 'application/json' });
      return JSON.parse(answer.body.toString());
    },
    tryGet: (path) => send('GET', path, {}),
    close: () => agent.close(),
  };
}
