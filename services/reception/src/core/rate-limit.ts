/** A token bucket for each client: `quota` requests a window, refilled evenly. Time is passed in. */
export interface RateLimit {
  readonly quota: number;
  readonly windowSeconds: number;
}

export interface RateDecision {
  readonly allowed: boolean;
  /** Whole requests left. */
  readonly remaining: number;
  /** Seconds until the bucket is full again, or, when refused, until one request is allowed. */
  readonly resetSeconds: number;
}

interface Bucket {
  tokens: number;
  atMs: number;
}

/** Clients remembered; one forgotten starts with a full bucket. */
const CLIENTS_MAX = 10_000;

/** Decides for one client at a time; never by address, since many taxpayers share one. */
export function createRateLimiter({ quota, windowSeconds }: RateLimit) {
  const buckets = new Map<string, Bucket>();
  const perMs = quota / (windowSeconds * 1_000);
  return (client: string, nowMs: number): RateDecision => {
    const bucket = buckets.get(client) ?? { tokens: quota, atMs: nowMs };
    buckets.delete(client);
    if (buckets.size >= CLIENTS_MAX) forgetOldest(buckets);
    buckets.set(client, bucket);
    bucket.tokens = Math.min(quota, bucket.tokens + Math.max(0, nowMs - bucket.atMs) * perMs);
    bucket.atMs = nowMs;
    const allowed = bucket.tokens >= 1;
    if (allowed) bucket.tokens -= 1;
    const missing = allowed ? quota - bucket.tokens : 1 - bucket.tokens;
    return {
      allowed,
      remaining: Math.floor(bucket.tokens),
      resetSeconds: Math.ceil(missing / perMs / 1_000),
    };
  };
}

function forgetOldest(buckets: Map<string, Bucket>): void {
  const oldest = buckets.keys().next().value;
  if (oldest !== undefined) buckets.delete(oldest);
}

/** The headers of draft-ietf-httpapi-ratelimit-headers-11. */
export const rateLimitHeaders = (
  { quota, windowSeconds }: RateLimit,
  { remaining, resetSeconds }: RateDecision,
) => ({
  'ratelimit-policy': `"default";q=${quota};w=${windowSeconds}`,
  ratelimit: `"default";r=${remaining};t=${resetSeconds}`,
});
