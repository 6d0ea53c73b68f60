/** Handing in by an upload what is too large for the gateway in front of a platform. */
import { createHash } from 'node:crypto';
import { type Dispatcher, request } from 'undici';
import { CommandFailure, sentenceOf } from '../failure.ts';

/** No platform asks for uploads of less; what is smaller is sent without a question. */
const ASK_ABOVE_BYTES = 1_024 * 1_024;

export const mayNeedUpload = ({ length }: Uint8Array): boolean => length > ASK_ABOVE_BYTES;

interface Told {
  readonly status: number;
  readonly body: Buffer;
}

export interface UploadsOptions<Answer extends Told> {
  readonly send: (
    method: Dispatcher.HttpMethod,
    path: string,
    headers: Readonly<Record<string, string>>,
    body?: Uint8Array | string,
  ) => Promise<Answer>;
  readonly dispatcher: Dispatcher;
}

interface Announced {
  readonly id: string;
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
}

export function createUploads<Answer extends Told>({ send, dispatcher }: UploadsOptions<Answer>) {
  let aboveBytes: Promise<number> | undefined;

  /** A platform that takes no uploads, or an older one, has no such page. */
  const ask = async (): Promise<number> => {
    const { status, body } = await send('GET', '/v1/uploads', {});
    if (status !== 200) return Number.POSITIVE_INFINITY;
    return (JSON.parse(body.toString()) as { aboveBytes: number }).aboveBytes;
  };
  /** To the store, which is somebody else: it is given no token of ours. */
  const put = async ({ url, headers }: Announced, body: Uint8Array): Promise<void> => {
    const answer = await request(url, { method: 'PUT', headers, body, dispatcher }).catch(
      (cause: unknown) => {
        throw new CommandFailure(`The store of uploads cannot be reached: ${sentenceOf(cause)}.`);
      },
    );
    await answer.body.dump();
    if (answer.statusCode >= 300) {
      throw new CommandFailure(`The store of uploads answered ${answer.statusCode}.`);
    }
  };

  return {
    /** The answer the document would have had in a request; undefined when it may go in one. */
    async submit(
      bytes: Uint8Array,
      { 'content-type': mediaType, ...headers }: Readonly<Record<string, string>>,
    ): Promise<Answer | undefined> {
      aboveBytes ??= ask();
      if (bytes.length <= (await aboveBytes)) return undefined;
      const wish = {
        type: 'document',
        mediaType,
        bytes: bytes.length,
        sha256: createHash('sha256').update(bytes).digest('hex'),
      };
      const json = { 'content-type': 'application/json' };
      const announced = await send('POST', '/v1/uploads', json, JSON.stringify(wish));
      if (announced.status !== 201) return announced;
      const upload = JSON.parse(announced.body.toString()) as Announced;
      await put(upload, bytes);
      return send('POST', `/v1/uploads/${upload.id}/complete`, headers);
    },
  };
}
