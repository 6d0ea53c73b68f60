/** Reading one document's body within bounds: what is refused never reaches the stream. */
import type { IncomingMessage } from 'node:http';
import { promisify } from 'node:util';
import { gunzip } from 'node:zlib';

export type BodyFault =
  | 'document-empty'
  | 'document-truncated'
  | 'document-too-large'
  | 'content-encoding-unsupported'
  | 'gzip-invalid'
  | 'gzip-too-large'
  | 'request-timeout';

export type Body =
  | { readonly ok: true; readonly bytes: Buffer }
  | { readonly ok: false; readonly code: BodyFault };

export interface BodyLimits {
  readonly bytesMax: number;
  readonly timeoutMs: number;
}

/**
 * What is still read of a body already refused, so that its sender can finish and read the answer;
 * beyond it the connection is closed.
 */
export const DISCARD_BYTES_MAX = 16 * 1_024 * 1_024;

const inflate = promisify(gunzip);
const refused = (code: BodyFault) => ({ ok: false, code }) as const;

/** The document's exact bytes, inflated when they came as gzip. */
export async function readDocument(request: IncomingMessage, limits: BodyLimits): Promise<Body> {
  const encoding = request.headers['content-encoding']?.trim().toLowerCase() ?? '';
  const gzip = encoding === 'gzip' || encoding === 'x-gzip';
  if (encoding !== '' && encoding !== 'identity' && !gzip) {
    return refused('content-encoding-unsupported');
  }
  const body = await readBytes(request, limits);
  return body.ok && gzip ? inflateWithin(body.bytes, limits.bytesMax) : body;
}

function readBytes(request: IncomingMessage, { bytesMax, timeoutMs }: BodyLimits): Promise<Body> {
  if (Number(request.headers['content-length'] ?? 0) > bytesMax) {
    return Promise.resolve(refused('document-too-large'));
  }
  return new Promise((resolve) => {
    let chunks: Buffer[] = [];
    let size = 0;
    const timer = setTimeout(() => resolve(refused('request-timeout')), timeoutMs);
    const end = (body: Body) => {
      clearTimeout(timer);
      resolve(body);
    };
    request.on('data', (chunk: Buffer) => {
      size += chunk.length;
      if (size <= bytesMax) {
        chunks.push(chunk);
        return;
      }
      chunks = [];
      end(refused('document-too-large'));
      if (size > DISCARD_BYTES_MAX) request.destroy();
    });
    request.once('end', () => {
      if (size === 0) end(refused('document-empty'));
      else if (size <= bytesMax) {
        end({
          ok: true,
          bytes: chunks.length === 1 ? (chunks[0] as Buffer) : Buffer.concat(chunks, size),
        });
      }
    });
    request.once('error', () => end(refused('document-truncated')));
    request.once('close', () => end(refused('document-truncated')));
  });
}

async function inflateWithin(bytes: Buffer, bytesMax: number): Promise<Body> {
  try {
    const { buffer, engine } = (await inflate(bytes, {
      maxOutputLength: bytesMax,
      info: true,
    } as object)) as unknown as { buffer: Buffer; engine: { bytesWritten: number } };
    // zlib stops at the end of the last member and says nothing of what follows it.
    if (engine.bytesWritten !== bytes.length) return refused('gzip-invalid');
    return buffer.length === 0 ? refused('document-empty') : { ok: true, bytes: buffer };
  } catch (error) {
    const tooLarge = (error as NodeJS.ErrnoException).code === 'ERR_BUFFER_TOO_LARGE';
    return refused(tooLarge ? 'gzip-too-large' : 'gzip-invalid');
  }
}
