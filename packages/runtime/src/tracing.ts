/**
 * Traces: what a process did with the documents that are recorded, told in the spans of OpenTelemetry.
 * Off, which is the default, none of its libraries is loaded and everything here is a function call.
 */
import type { StreamRecord } from '@ventanilla/stream';

export interface TraceIds {
  readonly trace_id: string;
  readonly span_id: string;
}

export interface Arrival {
  readonly method: string;
  readonly route: string;
  /** The `traceparent` that came with the request, if it is one. */
  readonly caller: string | undefined;
  /** `performance.now()` when it began. */
  readonly startedMs: number;
}

/** The way of one recorded document, from its request on. */
export interface DocumentTrace {
  /** For the messages about the document. */
  readonly traceparent: string;
  /** Called once, when the request is answered; with the code of what went wrong, if anything did. */
  readonly end: (code?: string) => void;
}

export interface TracedBatch {
  readonly name: string;
  readonly kind: 'consumer' | 'producer' | 'internal';
  /** All of it; those are recorded whose `traceparent` says so. */
  readonly records: readonly Pick<StreamRecord, 'key' | 'headers'>[];
  /** Of bounded sets; nothing out of a document, nobody's name or number. */
  readonly attributes?: Readonly<Record<string, string | number>>;
}

export interface Tracing {
  /** Begins the trace of a document that came in; undefined for the many that are not recorded. */
  readonly begin: (arrival: Arrival) => DocumentTrace | undefined;
  /**
   * Runs `work`, which handles many documents at once, in a span of the first recorded one's trace.
   * Each other recorded document has a span of its own, of the same time, linked with that one.
   */
  readonly batch: <T>(batch: TracedBatch, work: () => Promise<T>) => Promise<T>;
  /** Runs `work` in a span below the one under way; where there is none, it is just run. */
  readonly step: <T>(name: string, work: () => Promise<T>) => Promise<T>;
  /** Of the span under way, or of the one in which `error` was thrown. */
  readonly ids: (error?: unknown) => TraceIds | undefined;
  /** Sends what is left, for a few seconds at most; never rejects. */
  readonly close: () => Promise<void>;
}

export const noTracing: Tracing = {
  begin: () => undefined,
  batch: (_, work) => work(),
  step: (_, work) => work(),
  ids: () => undefined,
  close: async () => undefined,
};

type Call = (...args: never[]) => Promise<unknown>;
type Calls<P> = { [K in keyof P]-?: P[K] extends Call ? K : never }[keyof P];

/** `port`, its calls of these names as steps `<name>.<call>`; the port itself while nothing is traced. */
export function traced<P extends object>(
  tracing: Tracing,
  name: string,
  port: P,
  ...calls: readonly Calls<P>[]
): P {
  if (tracing === noTracing) return port;
  const steps = calls.map((call) => {
    const plain = port[call] as Call;
    const stepped: Call = (...args) =>
      tracing.step(`${name}.${String(call)}`, () => plain(...args));
    return [call, stepped];
  });
  return { ...port, ...Object.fromEntries(steps) };
}
