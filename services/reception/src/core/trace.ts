const TRACEPARENT = /^[0-9a-f]{2}-([0-9a-f]{32})-([0-9a-f]{16})-[0-9a-f]{2}(-.*)?$/;
const LENGTH_MAX = 128;
const NO_TRACE = '0'.repeat(32);
const NO_SPAN = '0'.repeat(16);

/** A caller's `traceparent` when it is one (W3C Trace Context §3.2), else undefined. */
export function validTraceparent(
  header: string | readonly string[] | undefined,
): string | undefined {
  if (typeof header !== 'string' || header.length > LENGTH_MAX) return undefined;
  const match = TRACEPARENT.exec(header);
  if (match === null || header.startsWith('ff')) return undefined;
  return match[1] === NO_TRACE || match[2] === NO_SPAN ? undefined : header;
}

const REQUEST_ID = /^[a-zA-Z0-9._:-]{8,64}$/;

/** A caller's `x-request-id` when it is safe to log and echo, else undefined. */
export const validRequestId = (
  header: string | readonly string[] | undefined,
): string | undefined =>
  typeof header === 'string' && REQUEST_ID.test(header) ? header : undefined;
