/** W3C trace context: `00-<trace>-<span>-<flags>`. */

export interface TraceContext {
  readonly traceId: string;
  readonly spanId: string;
}

const RECORDED = /^00-([0-9a-f]{32})-([0-9a-f]{16})-[0-9a-f][13579bdf]$/;

/** What a record belongs to, where its `traceparent` says that it is recorded. */
export function recordedContext(traceparent: string | undefined): TraceContext | undefined {
  const [, traceId, spanId] = RECORDED.exec(traceparent ?? '') ?? [];
  return traceId === undefined || spanId === undefined ? undefined : { traceId, spanId };
}

const FLAGS_AT = '00-'.length + 32 + '-'.length + 16 + '-'.length;

/** The same, saying that it is not recorded. */
export const unrecorded = (traceparent: string): string =>
  `${traceparent.slice(0, FLAGS_AT)}00${traceparent.slice(FLAGS_AT + 2)}`;

export const writeTraceparent = ({ traceId, spanId }: TraceContext): string =>
  `00-${traceId}-${spanId}-01`;
