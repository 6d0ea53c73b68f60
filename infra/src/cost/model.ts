/** What the platform costs a year, line by line. Pure: volumes, assumptions and prices in, lines out. */
import { COLLECTOR_SIZE } from '../constructs/collector.ts';
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
    ...lakeLines(inputs),
    ...telemetryLines(inputs),
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

/** Turns a second of workers that each wait `ms` for company once something has come. */
const turnsPerSecond = (perSecond: number, workers: number, ms: number): number =>
  1 / (ms / 1_000 / workers + 1 / perSecond);

/** Of validated, transformed and registered each. */
const laterBytes = ({ bytes }: Assumptions): number => (bytes.stream - bytes.received) / 3;

/**
 * A shard takes a megabyte a second. On demand a stream starts with four and has room for twice its peak;
 * provisioned it has a fifth in reserve.
 */
function shardsOf({ volume, given }: Inputs, bytes: number): number {
  const megabytes = (volume.peakPerSecond * bytes) / MILLION;
  return given.stream === 'on-demand'
    ? Math.max(4, Math.ceil(2 * megabytes))
    : Math.max(2, Math.ceil(1.2 * megabytes));
}

/** In a year, of a consumer of records of `bytes`, at all shards of its topic. */
function consumerTurns(inputs: Inputs, bytes: number): number {
  const { volume, given } = inputs;
  const perSecond = volume.invoicesPerYear / SECONDS;
  return SECONDS * turnsPerSecond(perSecond, shardsOf(inputs, bytes), given.lingerMs.stores);
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

/** Four topics with traffic. The received one is read by two groups of ours, the registered one by others. */
function streamLines(inputs: Inputs): Line[] {
  const { volume, given, price } = inputs;
  const { invoicesPerYear } = volume;
  const { bytes, rounding } = given;
  const stored = (invoicesPerYear * bytes.stream) / GB;
  const written = stored * rounding.stream;
  const readers = given.rawArchive ? 2 : 1;
  const read = stored + (readers * invoicesPerYear * bytes.received) / GB;
  const bought =
    given.stream === 'on-demand'
      ? 5 * HOURS * price('kinesisStreamHour') +
        written * price('kinesisInGb') +
        read * price('kinesisOutGb') +
        MONTHS * stored * (6 / 365) * price('kinesisExtendedGbMonth')
      : (shardsOf(inputs, bytes.received) + 3 * shardsOf(inputs, laterBytes(given)) + 1) *
          HOURS *
          (price('kinesisShardHour') + price('kinesisShardExtendedHour')) +
        (4 * invoicesPerYear * price('kinesisPayloadMillion')) / MILLION;
  const firehoseGb = (invoicesPerYear * bytes.received * rounding.firehose) / GB;
  return [
    { service: 'Kinesis', item: `${given.stream}, ${Math.round(written)} GB written`, usd: bought },
    {
      service: 'Firehose',
      item: 'raw archive beside our own',
      usd: given.rawArchive ? firehoseGb * price('firehoseGb') : 0,
    },
  ];
}

function storageLines(inputs: Inputs): Line[] {
  const { volume, given, price } = inputs;
  const { invoicesPerYear } = volume;
  const { originalAtRest, canonicalAtRest, logAtRest, received } = given.bytes;
  const gb = (invoicesPerYear * (originalAtRest + canonicalAtRest + logAtRest)) / GB;
  // What comes evenly over a year lies half a year of it on average.
  const half = gb / 2;
  const standard = half * Math.min(1, (given.standardMonths / MONTHS) * 1.5);
  const cold = half - standard;
  const { archive, persistence } = given.putsPerTurn;
  const puts =
    consumerTurns(inputs, received) * archive +
    consumerTurns(inputs, laterBytes(given)) * persistence;
  const rawGb = (invoicesPerYear * received) / GB;
  return [
    {
      service: 'S3',
      item: `${Math.round(gb)} GB of documents and log a year`,
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
    claimLine(inputs),
  ];
}

/** Put once for each of three topics, read by two groups of the first and one of the others, gone after eight days. */
function claimLine({ volume, given, price }: Inputs): Line {
  const claims = 3 * volume.invoicesPerYear * given.claimed.share;
  const gb = (claims * given.claimed.bytes * (8 / 365)) / GB;
  return {
    service: 'S3',
    item: `${millions(claims)} claims of large documents`,
    usd:
      (claims / 1_000) * (price('s3PutThousand') + (4 / 3) * price('s3GetThousand')) +
      MONTHS * gb * price('s3StandardGbMonth'),
  };
}

/** A task of one vCPU and 4 GB, each night; a batch of a million rows is an object a bucket and day, and two more. */
function lakeLines({ volume, given, price }: Inputs): Line[] {
  const rows = volume.invoicesPerYear;
  // Half of the time it waits for the hot store and for S3.
  const hours = 365 / 60 + (2 * rows * given.lakeCpuMicros) / MILLION / 3_600;
  const gb = (rows * given.bytes.lakeRow) / GB;
  const puts = (365 + rows / MILLION) * 66;
  return [
    {
      service: 'Lake',
      item: `${Math.round(gb)} GB a year, ${Math.round(hours)} h of the task`,
      usd:
        hours * (price('fargateCpuHour') + 4 * price('fargateMemoryHour')) +
        (puts / 1_000) * price('s3PutThousand') +
        MONTHS * (gb / 2) * price('s3StandardGbMonth'),
    },
  ];
}

/** Two tasks a service, each with a collector that takes its part of the task's size. */
function telemetryLines({ volume, given, price }: Inputs): Line[] {
  const tasks = 2 * Object.keys(given.cpuMicros).length;
  const { tracedShare, metricBytesPerMinute } = given.telemetry;
  const traces = volume.invoicesPerYear * tracedShare;
  const metricGb = (tasks * metricBytesPerMinute * HOURS * 60) / GB;
  const { cpu, memoryMiB } = COLLECTOR_SIZE;
  const collectorHour =
    (cpu / 1_024) * price('fargateCpuHour') + (memoryMiB / 1_024) * price('fargateMemoryHour');
  return [
    {
      service: 'Telemetry',
      item: `collectors of ${tasks} tasks, ${Math.round(metricGb)} GB of figures`,
      usd: tasks * HOURS * collectorHour + metricGb * price('logsGb'),
    },
    {
      service: 'Telemetry',
      item: `X-Ray, ${millions(traces)} traces`,
      usd: (traces / MILLION) * price('traceMillion'),
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

/** What a service of `wrapped` lists to see a key that was turned over, and how many of them sign or publish. */
const LOOKS = { everySeconds: 30, processes: 10 };

/**
 * A data key an hour, process and purpose. Where KMS signs, a call for each group of submissions and each head; where
 * services do, a listing twice a minute.
 */
function keyLines(inputs: Inputs): Line[] {
  const { volume, given, price } = inputs;
  const { batchedShare, documentsPerBatch, lingerMs, signing } = given;
  const handedIn =
    (volume.invoicesPerYear / SECONDS) * (1 - batchedShare + batchedShare / documentsPerBatch);
  const groups = SECONDS * turnsPerSecond(handedIn, 2, lingerMs.reception);
  const signatures = signing === 'kms' ? groups + consumerTurns(inputs, laterBytes(given)) : 0;
  const dataKeys = 12 * 2 * HOURS;
  const looks = signing === 'wrapped' ? (SECONDS / LOOKS.everySeconds) * LOOKS.processes : 0;
  return [
    {
      service: 'KMS',
      item: `${millions(signatures)} signatures, ${millions(dataKeys)} data keys`,
      usd:
        (signing === 'kms' ? 8 : 7) * MONTHS * price('kmsKeyMonth') +
        (dataKeys / 10_000) * price('kmsTenThousand') +
        (signatures / 10_000) * price('kmsSignTenThousand'),
    },
    {
      service: 'S3',
      item: `${millions(looks)} looks for another signing key`,
      usd: (looks / 1_000) * price('s3PutThousand'),
    },
  ];
}

function otherLines({ volume, given, price }: Inputs): Line[] {
  const endpoints = 10 * given.zones * HOURS * price('endpointHour');
  // Of the stream: in, and out to our groups. S3 is reached by a gateway, which is free.
  const { stream, received } = given.bytes;
  const privateGb = (volume.invoicesPerYear * (2 * stream + received)) / GB;
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
