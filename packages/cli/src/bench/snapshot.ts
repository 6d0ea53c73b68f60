/** What every process has cost so far, and the difference between two moments. */
import type { Platform } from '../platform/platform.ts';
import { cpuMicros, peakRssMb, rssMb, treeCpuMicros, treePeakRssMb } from './usage.ts';

export interface Snapshot {
  readonly atMs: number;
  readonly registered: number;
  /** CPU microseconds by process since it started. */
  readonly cpu: Readonly<Record<string, number>>;
  /** Resident memory by process, in MB. */
  readonly rss: Readonly<Record<string, number>>;
}

export interface Watched {
  readonly platform: Pick<Platform, 'services' | 'database' | 'broker'>;
  readonly generatorPid: number;
}

const pidOf = (service: Platform['services'][number]): number => service.identity()?.pid ?? 0;

const byProcess = (
  { platform, generatorPid }: Watched,
  ofProcess: (pid: number) => number,
  ofTree: (pid: number) => number,
): Record<string, number> => ({
  ...Object.fromEntries(platform.services.map((it) => [it.name, ofProcess(pidOf(it))])),
  postgres: ofTree(platform.database.pid()),
  ...(platform.broker && { broker: ofProcess(platform.broker.pid()) }),
  generator: ofProcess(generatorPid),
  bench: ofProcess(process.pid),
});

export const takeSnapshot = (watched: Watched, registered: number): Snapshot => ({
  atMs: performance.now(),
  registered,
  cpu: byProcess(watched, cpuMicros, treeCpuMicros),
  rss: byProcess(watched, rssMb, treePeakRssMb),
});

/** Most memory each process ever held, in whole MB. */
export const peaks = (watched: Watched): Record<string, number> =>
  mapValues(byProcess(watched, peakRssMb, treePeakRssMb), Math.round);

/** Services that were started again, and how often: their CPU figures are of their last life only. */
export const restartsOf = ({ services }: Pick<Platform, 'services'>): Record<string, number> =>
  Object.fromEntries(
    services.filter((it) => it.restarts() > 0).map((it) => [it.name, it.restarts()]),
  );

const mapValues = (
  record: Readonly<Record<string, number>>,
  change: (value: number, name: string) => number,
): Record<string, number> =>
  Object.fromEntries(Object.entries(record).map(([name, value]) => [name, change(value, name)]));

export interface Throughput {
  readonly documentsPerSecond: number;
  readonly cpuMicrosPerDocument: Readonly<Record<string, number>>;
  /** By how much each service's memory grew, in MB. */
  readonly rssGrowthMb: Readonly<Record<string, number>>;
}

/** What happened between two snapshots, for each document registered in between. */
export function between(from: Snapshot, to: Snapshot): Throughput {
  const documents = Math.max(1, to.registered - from.registered);
  const cpu = mapValues(to.cpu, (micros, name) =>
    Math.round((micros - (from.cpu[name] ?? 0)) / documents),
  );
  return {
    documentsPerSecond: Math.round((documents / (to.atMs - from.atMs)) * 1000),
    cpuMicrosPerDocument: { ...cpu, total: Object.values(cpu).reduce((a, b) => a + b, 0) },
    rssGrowthMb: mapValues(to.rss, (mb, name) => Math.round(mb - (from.rss[name] ?? 0))),
  };
}
