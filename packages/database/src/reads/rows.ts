/** How ids and instants cross between Postgres and our code. */

/** Hex ids as one bytea[] parameter. */
export const idArray = (ids: readonly string[]): string =>
  `{${ids.map((id) => `"\\\\x${id}"`).join(',')}}`;

export const idBytes = (id: string): Buffer => Buffer.from(id, 'hex');

export const isoOf = (value: Date): string => value.toISOString();

/** Drops members that are null, so that absent facts are absent in the answer. */
export function present<T extends object>(row: T): { [K in keyof T]?: Exclude<T[K], null> } {
  return Object.fromEntries(
    Object.entries(row).filter(([, value]) => value !== null && value !== undefined),
  ) as { [K in keyof T]?: Exclude<T[K], null> };
}
