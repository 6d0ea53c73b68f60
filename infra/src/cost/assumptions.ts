/** What one invoice costs in work and bytes, and how a country sends them. */

export interface Assumptions {
  /** CPU µs an invoice by service, without the database's. */
  readonly cpuMicros: {
    readonly reception: number;
    readonly validation: number;
    readonly transformation: number;
    readonly persistence: number;
    readonly archive: number;
    readonly query: number;
  };
  /** Database CPU µs an invoice, for rows, indexes and WAL. */
  readonly databaseCpuMicros: number;
  /** CPU µs a row of the lake, by the task of every night. */
  readonly lakeCpuMicros: number;
  /** An invoice as sent, and what of it lies on the stream and at rest: compressed, then encrypted. */
  readonly bytes: {
    readonly original: number;
    /** Of its record for validation and archive, and of those of all topics together. */
    readonly received: number;
    readonly stream: number;
    readonly originalAtRest: number;
    readonly canonicalAtRest: number;
    /** Entries, tiles and heads. */
    readonly logAtRest: number;
    /** Row and indexes in the hot store. */
    readonly hotRow: number;
    readonly lakeRow: number;
  };
  /** Streams bill records by whole kibibytes, Firehose by five: billed bytes over bytes. */
  readonly rounding: { readonly stream: number; readonly firehose: number };
  /** Invoices that come in batches, and how many a batch. The rest come one by one. */
  readonly batchedShare: number;
  readonly documentsPerBatch: number;
  /** Other API requests an invoice: status, receipt, search. */
  readonly readsPerInvoice: number;
  /** How long the first invoice waits for others: APPEND_LINGER_MS, and STREAM_LINGER_MS of persistence and archive. */
  readonly lingerMs: { readonly reception: number; readonly stores: number };
  /** Objects stored in a turn: of persistence a segment, entries, tiles and a head. */
  readonly putsPerTurn: { readonly archive: number; readonly persistence: number };
  /** Who signs groups of receipts and heads: the services, by a key that KMS wraps, or KMS each time. */
  readonly signing: 'wrapped' | 'kms';
  /** Invoices too large for a record, which pass through the bucket of claims, and their bytes there. */
  readonly claimed: { readonly share: number; readonly bytes: number };
  /** Share of the invoices that are traced; figures of a task of ours that are written down, in bytes a minute. */
  readonly telemetry: { readonly tracedShare: number; readonly metricBytesPerMinute: number };
  /** How much of a task's CPU is used on average; the rest is for peaks and failures. */
  readonly utilisation: number;
  /** Hours a day at the peak rate; tasks are added for them. */
  readonly peakHoursPerDay: number;
  readonly spotShare: number;
  readonly hotMonths: number;
  readonly standardMonths: number;
  readonly zones: number;
  readonly machineClients: number;
  readonly tokensPerClientAndDay: number;
  readonly rawArchive: boolean;
  readonly stream: 'on-demand' | 'provisioned';
  /** API gateway before every request, or before the small and public part only. */
  readonly gateway: 'every request' | 'none for dedicated senders';
  /** Share of invoices that dedicated senders hand in. */
  readonly dedicatedShare: number;
}

/**
 * CPU: docs/benchmarks.md at 50caffe over Kafka, where the stream is outside Postgres as it is here, query from
 * the run beside it; validation with 297 more for a FEL with two signatures of XAdES (its table). A core there is
 * taken for a vCPU. Bytes of stream, segments and log, kibibytes and objects: what 300 documents of the
 * demonstration left behind in `ventanilla infra run-local dev --processes`, at 19 a second; more at once are
 * smaller each. Waiting and signing: what infra/environments/prod.json sets and the services' defaults. Lake: 400,000 made-up rows that hardly repeat. The rest is judgement, and varied in the report.
 */
export const ASSUMPTIONS: Assumptions = {
  cpuMicros: {
    reception: 130,
    validation: 722,
    transformation: 89,
    persistence: 190,
    archive: 132,
    query: 24,
  },
  databaseCpuMicros: 122,
  lakeCpuMicros: 25,
  bytes: {
    original: 5_000,
    received: 1_755,
    stream: 3_440,
    originalAtRest: 1_063,
    canonicalAtRest: 1_525,
    logAtRest: 721,
    hotRow: 1_400,
    lakeRow: 75,
  },
  rounding: { stream: 1.11, firehose: 1.21 },
  batchedShare: 0.5,
  documentsPerBatch: 100,
  readsPerInvoice: 0.1,
  lingerMs: { reception: 20, stores: 1_000 },
  putsPerTurn: { archive: 1, persistence: 4.4 },
  signing: 'wrapped',
  claimed: { share: 0.0001, bytes: 1_500_000 },
  telemetry: { tracedShare: 0.01, metricBytesPerMinute: 6_000 },
  utilisation: 0.4,
  peakHoursPerDay: 2,
  spotShare: 0.3,
  hotMonths: 6,
  standardMonths: 6,
  zones: 3,
  machineClients: 50,
  tokensPerClientAndDay: 32,
  rawArchive: true,
  stream: 'on-demand',
  gateway: 'every request',
  dedicatedShare: 0.7,
};
