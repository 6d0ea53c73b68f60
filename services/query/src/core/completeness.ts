/**
 * The completeness mark: the time before which every received document is settled, so that "not
 * found" means "never received" and not "not yet".
 *
 * Why it holds. Every topic has the same partitions, a document keeps to its partition, and each
 * consumer makes its effect durable before it commits. The hops are observed in the order of the
 * flow: a document that moves on between two observations is seen by the later one. So
 *
 * - a partition with nothing outstanding at any hop has settled all that was appended before the
 *   first observation;
 * - a partition with records waiting at the first hop only has settled all that was appended before
 *   the oldest of them;
 * - otherwise order within the partition says that all that was appended before the newest document
 *   that persistence handled is settled, and a document is never received after it is appended.
 *
 * A document is stamped by reception before it is appended, at most `appendTimeoutMs` earlier, since
 * reception refuses what the stream has not taken by then. The guard is therefore taken off the
 * mark; it also covers the difference between clocks.
 */
import type { Backlog } from '@ventanilla/stream';

/** How long reception waits for the stream before it answers 503, unless it is set otherwise. */
export const APPEND_TIMEOUT_MS = 10_000;

/** One consumer group on the way from reception to the registry. */
export interface Hop {
  readonly name: string;
  readonly backlogs: readonly Backlog[];
}

/** The newest document that persistence handled in one partition: ISO instant of its reception. */
export interface Progress {
  readonly partition: number;
  readonly receivedAt: string;
}

export interface Observation {
  /** Milliseconds since the epoch, taken before the first hop was observed. */
  readonly observedAt: number;
  /** In the order of the flow, observed one after the other in that order. */
  readonly hops: readonly Hop[];
  readonly progress: readonly Progress[];
  /** Records set aside as poison and not yet replayed; they are settled only by a replay. */
  readonly deadLetters: number;
  /** Backlog of the archive: a document set aside is still known by its id once archived. */
  readonly archive: readonly Backlog[];
  readonly appendTimeoutMs: number;
}

export interface Completeness {
  /** ISO instant; undefined while nothing can be promised. */
  readonly settledBefore: string | undefined;
  /** Records outstanding, by hop and in all. */
  readonly inFlight: number;
  readonly hops: readonly {
    readonly name: string;
    readonly records: number;
    readonly oldestAgeMs: number;
  }[];
  readonly deadLetters: number;
}

interface PartitionView {
  /** Records outstanding at each hop, in the order of the flow. */
  readonly records: readonly number[];
  readonly oldestAgeMs: number;
  readonly settledUntil: number | undefined;
}

/** The mark from one observation. */
export function completenessOf(observation: Observation): Completeness {
  const hops = observation.hops.map(({ name, backlogs }) => ({
    name,
    records: backlogs.reduce((sum, { records }) => sum + records, 0),
    oldestAgeMs: oldest(backlogs),
  }));
  const bounds = partitionViews(observation).map((view) => boundOf(view, observation.observedAt));
  if (observation.deadLetters > 0) {
    bounds.push(observation.observedAt - oldest(observation.archive));
  }
  const settled = bounds.every((bound) => bound !== undefined)
    ? Math.min(observation.observedAt, ...bounds)
    : undefined;
  return {
    settledBefore:
      settled === undefined
        ? undefined
        : new Date(settled - observation.appendTimeoutMs).toISOString(),
    inFlight: hops.reduce((sum, { records }) => sum + records, 0),
    hops,
    deadLetters: observation.deadLetters,
  };
}

const oldest = (backlogs: readonly Backlog[]): number =>
  backlogs.reduce(
    (age, backlog) => Math.max(age, backlog.records > 0 ? backlog.oldestAgeMs : 0),
    0,
  );

function boundOf(view: PartitionView, observedAt: number): number | undefined {
  const [first = 0, ...later] = view.records;
  if (later.some((records) => records > 0)) return view.settledUntil;
  if (first === 0) return observedAt;
  return Math.max(observedAt - view.oldestAgeMs, view.settledUntil ?? Number.NEGATIVE_INFINITY);
}

/** One view a partition; one for all where topics are not cut alike, as while a stream is resharded. */
function partitionViews({ hops, progress }: Observation): readonly PartitionView[] {
  const cuts = hops.map(({ backlogs }) =>
    backlogs
      .map(({ partition }) => partition)
      .sort()
      .join(),
  );
  const settled = new Map(progress.map((row) => [row.partition, Date.parse(row.receivedAt)]));
  if (cuts.some((cut) => cut !== cuts[0])) {
    return [
      {
        records: hops.map(({ backlogs }) =>
          backlogs.reduce((sum, { records }) => sum + records, 0),
        ),
        oldestAgeMs: oldest(hops[0]?.backlogs ?? []),
        settledUntil: settled.size > 0 ? Math.min(...settled.values()) : undefined,
      },
    ];
  }
  return (hops[0]?.backlogs ?? []).map((backlog) => ({
    records: hops.map(
      ({ backlogs }) =>
        backlogs.find(({ partition }) => partition === backlog.partition)?.records ?? 0,
    ),
    oldestAgeMs: backlog.records > 0 ? backlog.oldestAgeMs : 0,
    settledUntil: settled.get(backlog.partition),
  }));
}
