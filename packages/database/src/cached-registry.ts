/**
 * The registry as batch consumers use it: answers, "unknown" included, are used again for a short
 * while, so that a busy issuer costs one look-up every few seconds and not one a document.
 */
import type { Taxpayer } from '@ventanilla/invoice';
import type { Queryable } from './database.ts';
import { lookupMandates, lookupTaxpayers } from './registry.ts';

export interface CachedRegistry {
  /** Those of `ids` that are registered. */
  readonly taxpayers: (ids: readonly string[]) => Promise<ReadonlyMap<string, Taxpayer>>;
  /** Those of `ids` that mandated the submitter with this taxpayer id. */
  readonly mandates: (submitterId: string, ids: readonly string[]) => Promise<ReadonlySet<string>>;
}

export interface RegistryCacheOptions {
  /** How old an answer may be. */
  readonly cacheMs: number;
  /** Milliseconds; only differences count. */
  readonly now: () => number;
  readonly entriesMax?: number;
}

interface Answer<T> {
  readonly value: T | undefined;
  readonly until: number;
}

export function createRegistry(
  database: Queryable,
  { cacheMs, now, entriesMax = 100_000 }: RegistryCacheOptions,
): CachedRegistry {
  const taxpayers = createCache<Taxpayer>(cacheMs, now, entriesMax);
  const mandates = createCache<true>(cacheMs, now, entriesMax);
  return {
    taxpayers: (ids) => taxpayers(ids, '', (missing) => lookupTaxpayers(database, missing)),
    mandates: async (submitterId, ids) => {
      const known = await mandates(ids, `${submitterId}\n`, async (missing) => {
        const mandated = await lookupMandates(database, submitterId, missing);
        return new Map([...mandated].map((id) => [id, true]));
      });
      return new Set(known.keys());
    },
  };
}

function createCache<T>(cacheMs: number, now: () => number, entriesMax: number) {
  const answers = new Map<string, Answer<T>>();
  return async (
    ids: readonly string[],
    prefix: string,
    lookUp: (missing: readonly string[]) => Promise<ReadonlyMap<string, T>>,
  ): Promise<Map<string, T>> => {
    const at = now();
    const known = new Map<string, T>();
    const missing: string[] = [];
    for (const id of ids) {
      const answer = answers.get(prefix + id);
      if (answer === undefined || answer.until < at) missing.push(id);
      else if (answer.value !== undefined) known.set(id, answer.value);
    }
    if (missing.length === 0) return known;
    const found = await lookUp(missing);
    // Dropping everything is rare, and simpler than keeping an order of use on the hot path.
    if (answers.size + missing.length > entriesMax) answers.clear();
    for (const id of missing) {
      const value = found.get(id);
      answers.set(prefix + id, { value, until: at + cacheMs });
      if (value !== undefined) known.set(id, value);
    }
    return known;
  };
}
