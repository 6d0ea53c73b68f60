/** Taxpayers and mandates as a file of an operator spells them. */
import type { Mandate } from '@ventanilla/database';
import type { Taxpayer } from '@ventanilla/invoice';
import { z } from 'zod';

const id = z
  .string()
  .transform((text) => text.toUpperCase().replace(/[^\p{L}\p{N}]/gu, ''))
  .pipe(z.string().min(1, 'holds no letter and no digit').max(40));

const taxpayer = z.strictObject({
  id,
  name: z.string().min(1).max(1_000),
  status: z.enum(['active', 'suspended', 'cancelled']).default('active'),
  affiliation: z.string().max(20).default('GEN'),
  activity: z.string().max(20).default(''),
  region: z.string().max(20).default(''),
  size: z.enum(['micro', 'small', 'medium', 'large']).default('small'),
  establishments: z
    .array(z.string().regex(/^[^,]{1,20}$/, 'is no code'))
    .max(10_000)
    .default(['1']),
  since: z.iso.date().default('2000-01-01'),
});
const mandate = z.strictObject({ certifierId: id, taxpayerId: id });

export interface RegistryEntries {
  readonly taxpayers: readonly Taxpayer[];
  readonly mandates: readonly Mandate[];
}

/** Thrown when a value is neither a taxpayer, nor a mandate, nor a collection of them. */
export class EntryError extends Error {
  override readonly name = 'EntryError';
}

const read = <T>(schema: z.ZodType<T>, value: unknown): T => {
  const parsed = schema.safeParse(value);
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  const at = issue?.path.join('.');
  throw new EntryError(at ? `${at}: ${issue?.message}` : (issue?.message ?? 'unreadable'));
};

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const listOf = (value: unknown, name: string): readonly unknown[] => {
  if (value === undefined) return [];
  if (!Array.isArray(value)) throw new EntryError(`${name} must be an array`);
  return value;
};

/**
 * One taxpayer, one mandate, an array of both, or an object with arrays `taxpayers` and `mandates`. Ids
 * lose their separators; what a taxpayer leaves out is as usual: active, GEN, small, establishment 1.
 */
export function readEntries(value: unknown): RegistryEntries {
  if (Array.isArray(value)) return joined(value.map(readEntries));
  if (!isObject(value)) throw new EntryError('is neither a taxpayer nor a mandate');
  if ('taxpayers' in value || 'mandates' in value) {
    return {
      taxpayers: listOf(value.taxpayers, 'taxpayers').map((it) => read(taxpayer, it)),
      mandates: listOf(value.mandates, 'mandates').map((it) => read(mandate, it)),
    };
  }
  return 'certifierId' in value
    ? { taxpayers: [], mandates: [read(mandate, value)] }
    : { taxpayers: [read(taxpayer, value)], mandates: [] };
}

/** All of them as one; of taxpayers with the same id the last counts. */
export function joined(parts: readonly RegistryEntries[]): RegistryEntries {
  const taxpayers = new Map<string, Taxpayer>();
  for (const part of parts) for (const it of part.taxpayers) taxpayers.set(it.id, it);
  return {
    taxpayers: [...taxpayers.values()],
    mandates: parts.flatMap((part) => part.mandates),
  };
}
