/** The query service behind reception: outcomes, forwarded reads, its part of the API document. */
import type { IncomingHttpHeaders } from 'node:http';
import type { Readable } from 'node:stream';
import { Pool } from 'undici';

export interface ForwardedRequest {
  readonly method: string;
  /** With its query string. */
  readonly path: string;
  readonly headers: IncomingHttpHeaders;
  readonly body: Readable | null;
  readonly signal: AbortSignal;
}

export interface ForwardedResponse {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | string[]>>;
  readonly body: Readable;
}

export interface Upstream {
  /** Throws when query cannot be reached. */
  readonly forward: (request: ForwardedRequest) => Promise<ForwardedResponse>;
  readonly close: () => Promise<void>;
}

/** Of one connection only (RFC 9110 §7.6.1). */
const HOP_BY_HOP = new Set([
  'connection',
  'keep-alive',
  'proxy-authenticate',
  'proxy-authorization',
  'te',
  'trailer',
  'transfer-encoding',
  'upgrade',
  'expect',
  'host',
]);

const endToEnd = <V>(headers: Readonly<Record<string, V | undefined>>): Record<string, V> => {
  const kept: Record<string, V> = {};
  for (const [name, value] of Object.entries(headers)) {
    if (value !== undefined && !HOP_BY_HOP.has(name)) kept[name] = value;
  }
  return kept;
};

const CONNECTIONS_MAX = 512;
/** Longer than the longest `Prefer: wait`. */
const HEADERS_TIMEOUT_MS = 40_000;

export function createUpstream(url: string): Upstream {
  const pool = new Pool(new URL(url).origin, {
    connections: CONNECTIONS_MAX,
    pipelining: 1,
    headersTimeout: HEADERS_TIMEOUT_MS,
    bodyTimeout: 60_000,
    connectTimeout: 3_000,
  });
  return {
    async forward({ method, path, headers, body, signal }) {
      const response = await pool.request({
        method: method as 'GET',
        path,
        headers: endToEnd(headers),
        body,
        signal,
      });
      return {
        status: response.statusCode,
        headers: endToEnd(response.headers),
        body: response.body,
      };
    },
    close: () => pool.close(),
  };
}
