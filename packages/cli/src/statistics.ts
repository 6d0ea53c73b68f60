/**
 * Durations in log-linear buckets: constant memory for any number of samples, and every quantile
 * within 1 % of the exact one.
 */
export interface Durations {
  /** Adds one duration in milliseconds; negative ones (clocks that disagree) count as zero. */
  readonly add: (milliseconds: number) => void;
  readonly count: () => number;
  /** The duration that a share `q` of the samples does not exceed; undefined without samples. */
  readonly quantile: (q: number) => number | undefined;
  readonly max: () => number;
}

const BUCKETS_PER_DOUBLING = 72;
/** Shortest duration told apart, and the doublings above it: 1 µs to about 18 hours. */
const SHORTEST_MS = 0.001;
const DOUBLINGS = 36;

export function collectDurations(): Durations {
  const counts = new Uint32Array(BUCKETS_PER_DOUBLING * DOUBLINGS);
  let total = 0;
  let longest = 0;
  return {
    add(milliseconds) {
      const bucket = Math.ceil(Math.log2(milliseconds / SHORTEST_MS) * BUCKETS_PER_DOUBLING);
      const index = Number.isNaN(bucket) ? 0 : Math.min(counts.length - 1, Math.max(0, bucket));
      counts[index] = (counts[index] ?? 0) + 1;
      total += 1;
      longest = Math.max(longest, milliseconds);
    },
    count: () => total,
    quantile(q) {
      if (total === 0) return undefined;
      const rank = Math.max(1, Math.ceil(q * total));
      let seen = 0;
      for (let bucket = 0; bucket < counts.length; bucket += 1) {
        seen += counts[bucket] ?? 0;
        if (seen >= rank) {
          return Math.min(longest, SHORTEST_MS * 2 ** (bucket / BUCKETS_PER_DOUBLING));
        }
      }
      return longest;
    },
    max: () => longest,
  };
}

/** Two significant digits below ten, whole numbers above: what a person reads. */
export const readable = (value: number | undefined): string => {
  if (value === undefined) return '-';
  return value < 10 ? value.toFixed(1) : Math.round(value).toLocaleString('en');
};

/** Rounds to `digits` decimals, for figures in JSON. */
export const rounded = (value: number | undefined, digits = 1): number | null =>
  value === undefined ? null : Math.round(value * 10 ** digits) / 10 ** digits;
