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
  /** Bytes as sent, and as they lie on the stream and at rest: compressed, then encrypted. */
  readonly bytes: {
    readonly original: number;
    readonly streamRecord: number;
    readonly originalAtRest: number;
    readonly canonicalAtRest: number;
    /** Row and indexes in the hot store. */
    readonly hotRow: number;
  };
  /** Invoices that come in batches, and how many a batch. The rest come one by one. */
  readonly batchedShare: number;
  readonly documentsPerBatch: number;
  /** Other API requests an invoice: status, receipt, search. */
  readonly readsPerInvoice: number;
  /** Invoices registered in one transaction, and so a segment, a signature and a few tiles. */
  readonly documentsPerTransaction: number;
  /**
   * Submission receipts that share a signature of KMS. Senders that come one by one at a country's
   * usual rate are nearly alone; those of a batch come by the hundred.
   */
  readonly receiptsPerSignature: { readonly single: number; readonly batched: number };
  /** Invoices one data key serves before a new one is asked of KMS. */
  readonly documentsPerDataKey: number;
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
 * CPU: budget of DESIGN.md, measured on a prototype with 5 kB invoices, to be replaced by
 * docs/benchmarks.md. Bytes: zstd with a dictionary takes 5 kB to about 1 kB; report, summary and
 * canonical form together come to about the same. The rest is judgement, and varied below.
 */
export const ASSUMPTIONS: Assumptions = {
  cpuMicros: {
    reception: 230,
    validation: 510,
    transformation: 90,
    persistence: 180,
    archive: 70,
    query: 60,
  },
  databaseCpuMicros: 160,
  bytes: {
    original: 5_000,
    streamRecord: 1_500,
    originalAtRest: 1_000,
    canonicalAtRest: 1_000,
    hotRow: 1_400,
  },
  batchedShare: 0.5,
  documentsPerBatch: 100,
  readsPerInvoice: 0.1,
  documentsPerTransaction: 250,
  receiptsPerSignature: { single: 1.3, batched: 100 },
  documentsPerDataKey: 10_000,
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
