/** Sending batches and making archives. */
import { createHash } from 'node:crypto';
import { pack } from 'tar-stream';
import type { Rig } from './rig.ts';

export const sha256 = (bytes: string | Buffer) => createHash('sha256').update(bytes).digest('hex');

export interface Line {
  readonly index: number;
  readonly name: string | null;
  readonly status: string;
  readonly documentId?: string;
  readonly code?: string;
  readonly detail?: string;
}

export async function sendBatch(
  from: Rig,
  body: Buffer | string,
  contentType: string,
  headers: object = {},
) {
  const response = await from.app.inject({
    method: 'POST',
    url: '/v1/batches',
    headers: { authorization: from.bearer, 'content-type': contentType, ...headers },
    payload: body,
  });
  const rows = response.statusCode === 200 ? response.body.trimEnd().split('\n') : [];
  const parsed = rows.map((row) => JSON.parse(row));
  return {
    response,
    status: response.statusCode,
    problem: rows.length === 0 ? response.json() : undefined,
    lines: parsed.slice(0, -1) as Line[],
    summary: parsed.at(-1),
  };
}

export async function tarOf(
  entries: readonly { name: string; content?: string | Buffer; type?: string }[],
) {
  const tar = pack();
  for (const { name, content = '', type = 'file' } of entries) {
    const size = Buffer.byteLength(content);
    tar.entry(
      { name, type, ...(type === 'file' ? { size } : { linkname: 'x' }) } as never,
      content,
    );
  }
  tar.finalize();
  const chunks: Buffer[] = [];
  for await (const chunk of tar) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks);
}

/** Text that does not compress. */
export function randomText(length: number, seed = ''): string {
  let text = '';
  for (let i = 0; text.length < length; i += 1) text += sha256(`${seed}${i}`);
  return text.slice(0, length);
}
