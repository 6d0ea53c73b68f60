/** What the platform costs a year, line by line. Pure: volumes, assumptions and prices in, lines out. */
import type { Assumptions } from './assumptions.ts';

export interface Volume {
  readonly invoicesPerYear: number;
  readonly peakPerSecond: number;
}

export type Prices = Readonly<
  Record<string, number | readonly (readonly [number | null, number])[]>
>;

export interface Line {
  readonly service: string;
  readonly item: string;
  /** USD a year, first year in full volume. */
  readonly usd: number;
}

const HOURS = 8_760;
const MONTHS = 12;
const SECONDS = 31_536_000;
const GB = 1e9;
const KIB = 1_024;
const MILLION = 1e6;

interface Inputs {
  readonly volume: Volume;
  readonly given: Assumptions;
  readonly price: (name: string) => number;
  readonly tiers: (name: string) => readonly (readonly [number | null, number])[];
}

export function costOf(volume: Volume, given: Assumptions, prices: Prices): readonly Line[] {
  const price = (name: string): number => {
    const value = prices[name];
    if (typeof value !== 'number') throw new Error(`There is no price ${name}.`);
    return value;
  };
  const tiers = (name: string) => prices[name] as readonly (readonly [number | null, number])[];
  const inputs = { volume, given, price, tiers };
  return [
    ...edgeLines(inputs),
    ...computeLines(inputs),
    ...streamLines(inputs),
    ...storageLines(inputs),
    ...databaseLines(inputs),
    ...keyLines(inputs),
    ...otherLines(inputs),
  ].filter(({ usd }) => usd > 0);
}

export const totalOf = (lines: readonly Line[]): number =>
  lines.reduce((sum, { usd }) => sum + usd, 0);

/** Requests that reach the API in a year, and those of them that pass the gateway. */
function requestsOf({ volume, given }: Inputs) {
  const { batchedShare, documentsPerBatch, readsPerInvoice, gateway, dedicatedShare } = given;
  const perInvoice = 1 - batchedShare + batchedShare / documentsPerBatch + readsPerInvoice;
  const all = volume.invoicesPerYear * perInvoice;
  return { all, metered: gateway === 'every request' ? all : all * (1 - dedicatedShare) };
}

function tiered(
  millionsPerMonth: number,
  tiers: readonly (readonly [number | null, number])[],
): number {
  let left = millionsPerMonth;
  let usd = 0;
  for (const [width, each] of tiers) {
    const here = width === null ? left : Math.min(left, width);
    usd += here * each;
    left -= here;
  }
  return usd;
}

function edgeLines(inputs: Inputs): Line[] {
  const { volume, given, price, tiers } = inputs;
  const { all, metered } = requestsOf(inputs);
  const inGb = (volume.invoicesPerYear * given.bytes.original) / GB;
  const unitsByBytes = inGb / HOURS;
  const unitsByConnections = all / SECONDS / 25;
  const outGb = (all * 1_200) / GB;
  return [
    {
      service: 'API Gateway',
      item: `${millions(metered)} requests`,
      usd: MONTHS * tiered(metered / MILLION / MONTHS, tiers('apiRequestMillionTiers')),
    },
    {
      service: 'WAF',
      item: `${millions(all)} requests`,
      usd: (all / MILLION) * price('wafRequestMillion') + 3 * MONTHS * price('wafAclMonth'),
    },
    {
      service: 'Load balancer',
      item: 'hours and capacity units',
      usd:
        HOURS *
        (price('balancerHour') +
          Math.max(1, unitsByBytes, unitsByConnections) * price('balancerUnitHour')),
    },
    {
      service: 'Data transfer',
      item: `${Math.round(outGb)} GB of answers`,
      usd: outGb * price('outGb'),
    },
  ];
}

/** Tasks follow the load; two of each service always run. */
function computeLines({ volume, given, price }: Inputs): Line[] {
  const vcpuHour = price('fargateCpuHour') + 2 * price('fargateMemoryHour');
  return Object.entries(given.cpuMicros).map(([service, micros]) => {
    const mean = volume.invoicesPerYear / SECONDS;
    const peakShare = given.peakHoursPerDay / 24;
    const perSecond = mean + Math.max(0, volume.peakPerSecond - mean) * peakShare;
    const average = (perSecond * micros) / MILLION / given.utilisation;
    const floor = service === 'transformation' || service === 'archive' ? 1 : 2;
    const vcpus = Math.max(floor, average);
    const onSpot = service === 'validation' || service === 'transformation' ? given.spotShare : 0;
    const factor = 1 - onSpot * (1 - price('fargateSpotFactor'));
    return {
      service: 'Fargate',
      item: `${service}: ${vcpus.toFixed(1)} vCPU on average`,
      usd: HOURS * vcpus * vcpuHour * factor,
    };
  });
}

/** Five topics; each record is written once and read by one group, the received one by two. */
function streamLines({ volume, given, price }: Inputs): Line[] {
  const { invoicesPerYear, peakPerSecond } = volume;
  const billed = Math.ceil(given.bytes.streamRecord / KIB) * KIB;
  const written = (4 * invoicesPerYear * billed) / GB;
  const read = (4 * invoicesPerYear * given.bytes.streamRecord) / GB;
  const extendedGb = (4 * invoicesPerYear * given.bytes.streamRecord * (6 / 365)) / GB;
  // A shard takes 1,000 records or 1 MB a second; a fifth in reserve.
  const shards = 4 * Math.max(2, Math.ceil((peakPerSecond / 1_000) * 1.2));
  const bought =
    given.stream === 'on-demand'
      ? 5 * HOURS * price('kinesisStreamHour') +
        written * price('kinesisInGb') +
        read * price('kinesisOutGb') +
        MONTHS * extendedGb * price('kinesisExtendedGbMonth')
      : (shards + 1) * HOURS * (price('kinesisShardHour') + price('kinesisShardExtendedHour')) +
        ((4 * invoicesPerYear) / MILLION) * price('kinesisPayloadMillion');
  const firehoseGb = (invoicesPerYear * 5_000) / GB;
  return [
    { service: 'Kinesis', item: `${given.stream}, ${Math.round(written)} GB written`, usd: bought },
    {
      service: 'Firehose',
      item: 'raw archive beside our own',
      usd: given.rawArchive ? firehoseGb * price('firehoseGb') : 0,
    },
  ];
}

function storageLines({ volume, given, price }: Inputs): Line[] {
  const { invoicesPerYear } = volume;
  const { originalAtRest, canonicalAtRest, streamRecord } = given.bytes;
  const gb = (invoicesPerYear * (originalAtRest + canonicalAtRest)) / GB;
  // What comes evenly over a year lies half a year of it on average.
  const half = gb / 2;
  const standard = half * Math.min(1, (given.standardMonths / MONTHS) * 1.5);
  const cold = half - standard;
  const transactions = invoicesPerYear / given.documentsPerTransaction;
  // A segment of originals, one of canonical forms, a checkpoint, and about two tiles.
  const puts = transactions * 5;
  const rawGb = (invoicesPerYear * streamRecord) / GB;
  return [
    {
      service: 'S3',
      item: `${Math.round(gb)} GB of documents a year`,
      usd:
        MONTHS * (standard * price('s3StandardGbMonth') + cold * price('s3GlacierInstantGbMonth')),
    },
    { service: 'S3', item: `${millions(puts)} PUT`, usd: (puts / 1_000) * price('s3PutThousand') },
    {
      service: 'S3',
      item: 'raw archive',
      usd: given.rawArchive
        ? MONTHS * (rawGb / 12) * price('s3StandardGbMonth') +
          MONTHS * (rawGb / 2) * price('s3DeepGbMonth')
        : 0,
    },
  ];
}

/** One ACU does about half a vCPU's work; a reader of the same size stands by. */
function databaseLines({ volume, given, price }: Inputs): Line[] {
  const perSecond = volume.invoicesPerYear / SECONDS;
  const busy = ((perSecond * given.databaseCpuMicros) / MILLION) * 2;
  const acus = Math.max(2, busy / given.utilisation);
  const gb = (volume.invoicesPerYear * (given.hotMonths / MONTHS) * given.bytes.hotRow) / GB;
  // Full pages of five indexes and WAL, 4 kB a write of the log, shared by a transaction.
  const ios = volume.invoicesPerYear * 1.2;
  return [
    {
      service: 'Aurora',
      item: `${(2 * acus).toFixed(1)} ACU on average, writer and reader`,
      usd: 2 * acus * HOURS * price('auroraAcuHour'),
    },
    {
      service: 'Aurora',
      item: `${Math.round(gb)} GB hot`,
      usd: MONTHS * gb * price('auroraGbMonth'),
    },
    {
      service: 'Aurora',
      item: `${millions(ios)} I/Os`,
      usd: (ios / MILLION) * price('auroraIoMillion'),
    },
  ];
}

function keyLines({ volume, given, price }: Inputs): Line[] {
  const dataKeys = (6 * volume.invoicesPerYear) / given.documentsPerDataKey;
  const { single, batched } = given.receiptsPerSignature;
  const signatures =
    volume.invoicesPerYear *
    (1 / given.documentsPerTransaction +
      (1 - given.batchedShare) / single +
      given.batchedShare / batched);
  return [
    {
      service: 'KMS',
      item: `${millions(signatures)} signatures, ${millions(dataKeys)} data keys`,
      usd:
        8 * MONTHS * price('kmsKeyMonth') +
        (dataKeys / 10_000) * price('kmsTenThousand') +
        (signatures / 10_000) * price('kmsSignTenThousand'),
    },
  ];
}

function otherLines({ volume, given, price }: Inputs): Line[] {
  const endpoints = 10 * given.zones * HOURS * price('endpointHour');
  const privateGb = (volume.invoicesPerYear * given.bytes.streamRecord * 9) / GB;
  const logGb = (volume.invoicesPerYear * 40) / GB + 200;
  const { all } = requestsOf({ volume, given, price, tiers: () => [] });
  const accessLogGb = (all * 350) / GB;
  return [
    {
      service: 'Network',
      item: `endpoints, ${Math.round(privateGb)} GB through them`,
      usd: endpoints + privateGb * price('endpointGb'),
    },
    {
      service: 'Logs',
      item: 'services, flow and access logs',
      usd: (logGb + accessLogGb) * price('logsGb'),
    },
    {
      service: 'Metrics',
      item: '600 metrics and alarms',
      usd: 600 * MONTHS * price('metricMonth'),
    },
    {
      service: 'Cognito',
      item: `${given.machineClients} machine clients`,
      usd:
        given.machineClients * MONTHS * price('machineClientMonth') +
        ((given.machineClients * given.tokensPerClientAndDay * 365) / 1_000) *
          price('tokenThousand'),
    },
  ];
}

const millions = (count: number): string =>
  count >= 1e9 ? `${(count / 1e9).toFixed(1)} bn` : `${(count / MILLION).toFixed(1)} M`;

export interface Sensitivity {
  readonly assumption: string;
  /** USD per million when the assumption is halved, and when it is doubled. */
  readonly halved: number;
  readonly doubled: number;
}

type Change = readonly [name: string, change: (given: Assumptions, factor: number) => Assumptions];

const share = (value: number) => Math.min(1, value);
const CHANGES: readonly Change[] = [
  [
    'invoices that come in batches',
    (given, f) => ({ ...given, batchedShare: share(given.batchedShare * f) }),
  ],
  ['reads an invoice', (given, f) => ({ ...given, readsPerInvoice: given.readsPerInvoice * f })],
  ['CPU an invoice', (given, f) => ({ ...given, cpuMicros: scaled(given.cpuMicros, f) })],
  [
    'database CPU an invoice',
    (given, f) => ({ ...given, databaseCpuMicros: given.databaseCpuMicros * f }),
  ],
  ['bytes an invoice', (given, f) => ({ ...given, bytes: scaled(given.bytes, f) })],
  [
    'use of the CPU that runs',
    (given, f) => ({ ...given, utilisation: share(given.utilisation * f) }),
  ],
  ['months in the hot store', (given, f) => ({ ...given, hotMonths: given.hotMonths * f })],
  [
    'receipts a signature',
    (given, f) => ({ ...given, receiptsPerSignature: scaled(given.receiptsPerSignature, f) }),
  ],
  [
    'documents a transaction',
    (given, f) => ({ ...given, documentsPerTransaction: given.documentsPerTransaction * f }),
  ],
];

const scaled = <T extends Readonly<Record<string, number>>>(values: T, factor: number): T =>
  Object.fromEntries(Object.entries(values).map(([name, value]) => [name, value * factor])) as T;

/** How much each assumption matters, the weightiest first. */
export function sensitivityOf(
  volume: Volume,
  given: Assumptions,
  prices: Prices,
): readonly Sensitivity[] {
  const perMillion = (assumptions: Assumptions) =>
    totalOf(costOf(volume, assumptions, prices)) / (volume.invoicesPerYear / MILLION);
  return CHANGES.map(([assumption, change]) => ({
    assumption,
    halved: perMillion(change(given, 0.5)),
    doubled: perMillion(change(given, 2)),
  })).sort((a, b) => Math.abs(b.doubled - b.halved) - Math.abs(a.doubled - a.halved));
}
